import { idKey } from "./resourceId";

/** A resource as kept: its id in the case of its first PUT, and what its service knows about it. */
export interface Entry<T = unknown> {
    id: string;
    type: string;
    data: T;
}

/** Told of every change to the resources of one type: how an index stays true. */
export interface Watcher {
    put(entry: Entry): void;
    delete(entry: Entry): void;
}

/**
 * All resources, children and extension resources (role assignments) of the subscription, by case-insensitive id. Kept
 * three ways, so that no question costs more with every resource that has nothing to do with it: by id, by type, and
 * as a tree along the segments of the ids.
 */
export class ResourceStore {
    readonly #kept = new Map<string, Kept>();
    readonly #byType = new Map<string, Map<string, Kept>>();
    readonly #tree = emptyNode();
    readonly #watchers = new Map<string, Watcher[]>();
    #made = 0;

    get(id: string): Entry | undefined {
        return this.#kept.get(idKey(id))?.entry;
    }

    put(entry: Entry): void {
        const key = idKey(entry.id);
        const before = this.#kept.get(key);
        if (before && !sameType(before.entry.type, entry.type)) this.delete(entry.id);
        const known = this.#kept.get(key);
        for (const watcher of this.#watchersOf(entry.type)) {
            if (known) watcher.delete(known.entry);
            watcher.put(entry);
        }
        if (known) {
            known.entry = entry;
            return;
        }
        const kept: Kept = { entry, position: this.#made++ };
        this.#kept.set(key, kept);
        this.#ofType(entry.type).set(key, kept);
        const path = this.#path(key);
        for (const node of path) node.size++;
        lastOf(path).kept = kept;
    }

    delete(id: string): void {
        const key = idKey(id);
        const kept = this.#kept.get(key);
        if (!kept) return;
        this.#kept.delete(key);
        this.#ofType(kept.entry.type).delete(key);
        this.#prune(key);
        for (const watcher of this.#watchersOf(kept.entry.type)) watcher.delete(kept.entry);
    }

    /** The resource itself and all below it, in the order they were made. */
    within(scope: string): Entry[] {
        return inOrder(below(this.#find(idKey(scope))));
    }

    all(): Entry[] {
        return [...this.#kept.values()].map(({ entry }) => entry);
    }

    /** What is in the store already is told at once. */
    watch(type: string, watcher: Watcher): void {
        this.#watchersOf(type).push(watcher);
        for (const { entry } of this.#ofType(type).values()) watcher.put(entry);
    }

    /** The resources of one type, typed. The only place where a type is claimed for what is in the store. */
    table<T>(type: string): Table<T> {
        const ours = (entry: Entry | undefined): entry is Entry<T> => entry !== undefined && sameType(entry.type, type);
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
            list: (scope = "") => this.#list(type, scope).filter(ours),
        };
    }

    /** Walks whichever is smaller: what lies in the scope, or what is of the type. */
    #list(type: string, scope: string): Entry[] {
        const all = this.#ofType(type);
        const key = idKey(scope);
        if (key === "") return [...all.values()].map(({ entry }) => entry);
        const node = this.#find(key);
        if (!node) return [];
        if (node.size <= all.size) return inOrder(below(node));
        const inside = (id: string) => id === key || id.startsWith(`${key}/`);
        return [...all].flatMap(([id, { entry }]) => (inside(id) ? [entry] : []));
    }

    #ofType(type: string): Map<string, Kept> {
        return entryOf(this.#byType, type.toLowerCase(), () => new Map());
    }

    #watchersOf(type: string): Watcher[] {
        return entryOf(this.#watchers, type.toLowerCase(), () => []);
    }

    #find(key: string): Node | undefined {
        let node: Node | undefined = this.#tree;
        for (const step of steps(key)) node = node?.children.get(step);
        return node;
    }

    /** The nodes from the root to an id, made where they are missing. */
    #path(key: string): Path {
        const path: Path = [this.#tree];
        for (const step of steps(key)) {
            path.push(entryOf(lastOf(path).children, step, emptyNode));
        }
        return path;
    }

    /** A branch that holds nothing any more goes, or names of the past would pile up. */
    #prune(key: string): void {
        const path = this.#path(key);
        delete lastOf(path).kept;
        for (const node of path) node.size--;
        const walk = steps(key);
        for (let depth = walk.length; depth > 0; depth--) {
            if (path[depth]?.size === 0) path[depth - 1]?.children.delete(walk[depth - 1] ?? "");
        }
    }
}

interface Kept {
    entry: Entry;
    /** Order of making. */
    position: number;
}

interface Node {
    children: Map<string, Node>;
    kept?: Kept;
    /** How many resources lie here and below. */
    size: number;
}

type Path = [Node, ...Node[]];

const lastOf = (path: Path): Node => path.at(-1) ?? path[0];

function emptyNode(): Node {
    return { children: new Map(), size: 0 };
}

function steps(key: string): string[] {
    return key.split("/").slice(1);
}

function below(node: Node | undefined): Kept[] {
    if (!node) return [];
    const own = node.kept ? [node.kept] : [];
    return [...own, ...[...node.children.values()].flatMap(below)];
}

function inOrder(kept: Kept[]): Entry[] {
    return kept.sort((one, other) => one.position - other.position).map(({ entry }) => entry);
}

function sameType(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** The value under a key, made where it is missing. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
    const known = map.get(key);
    if (known !== undefined) return known;
    const made = make();
    map.set(key, made);
    return made;
}

export interface Table<T> {
    get(id: string): Entry<T> | undefined;
    put(id: string, data: T): Entry<T>;
    delete(id: string): void;
    list(scope?: string): Entry<T>[];
}
