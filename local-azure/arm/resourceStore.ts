import { idKey, isWithin } from "./resourceId";

/** A resource as kept: its id in the case of its first PUT, and what its service knows about it. */
export interface Entry<T = unknown> {
    id: string;
    type: string;
    data: T;
}

/** All resources, children and extension resources (role assignments) of the subscription, by case-insensitive id. */
export class ResourceStore {
    readonly #entries = new Map<string, Entry>();

    get(id: string): Entry | undefined {
        return this.#entries.get(idKey(id));
    }

    put(entry: Entry): void {
        this.#entries.set(idKey(entry.id), entry);
    }

    delete(id: string): void {
        this.#entries.delete(idKey(id));
    }

    /** The resource itself and all below it, in the order they were made. */
    within(scope: string): Entry[] {
        return this.all().filter((entry) => isWithin(scope, entry.id));
    }

    all(): Entry[] {
        return [...this.#entries.values()];
    }

    /** The resources of one type, typed. The only place where a type is claimed for what is in the store. */
    table<T>(type: string): Table<T> {
        const ours = (entry: Entry | undefined): entry is Entry<T> =>
            entry?.type.toLowerCase() === type.toLowerCase();
        return {
            get: (id) => {
                const entry = this.get(id);
                return ours(entry) ? entry : undefined;
            },
            put: (id, data) => {
                // The id of the first PUT stays, whatever case later ones are written in.
                const entry = { id: this.get(id)?.id ?? id, type, data };
                this.put(entry);
                return entry;
            },
            delete: (id) => this.delete(id),
            list: (scope = "") =>
                this.all()
                    .filter((entry) => isWithin(scope, entry.id))
                    .filter(ours),
        };
    }
}

export interface Table<T> {
    get(id: string): Entry<T> | undefined;
    put(id: string, data: T): Entry<T>;
    delete(id: string): void;
    list(scope?: string): Entry<T>[];
}

export function nameOf(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}
