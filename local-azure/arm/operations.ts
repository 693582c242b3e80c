import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import { sameId } from "./resourceId";

/** A long-running operation. It is finished once the clock has reached its end; nothing else moves it. */
export interface Operation {
    /** GUID in the URL that is polled. */
    id: string;
    /** GUID in the body, see `operationName`. */
    name: string;
    namespace: string;
    location: string;
    /** Milliseconds since the epoch, in the model's time. */
    start: number;
    end: number;
    /** Key into the services' `finished` tables: what happens at the end. */
    effect: string;
    /** Id of the resource worked on. */
    target: string;
    applied: boolean;
}

export type Effect = (operation: Operation) => void;

export class Operations {
    readonly #operations = new Map<string, Operation>();

    constructor(
        private readonly clock: Clock,
        private readonly effects: (effect: string) => Effect,
    ) {}

    start(
        work: Pick<Operation, "namespace" | "location" | "effect" | "target"> & {
            seconds: number;
            apiVersion: string;
        },
    ) {
        const id = randomUUID();
        const start = this.clock.now();
        const { seconds, apiVersion, ...rest } = work;
        const operation: Operation = {
            ...rest,
            id,
            name: operationName(id, apiVersion),
            start,
            end: start + seconds * 1000,
            applied: false,
        };
        this.#operations.set(id, operation);
        return operation;
    }

    /** Applies what has come due, oldest end first. Called once at the start of every request, and nowhere else. */
    advance(): void {
        const due = this.all()
            .filter((operation) => !operation.applied && this.isFinished(operation))
            .sort((one, other) => one.end - other.end);
        for (const operation of due) {
            // An earlier effect may have removed this one's resource, and with it the operation's purpose.
            if (operation.applied) continue;
            operation.applied = true;
            this.effects(operation.effect)(operation);
        }
    }

    isFinished(operation: Operation): boolean {
        return this.clock.now() >= operation.end;
    }

    get(id: string): Operation | undefined {
        return this.#operations.get(id.toLowerCase());
    }

    /** What is being done to a resource and has not been applied yet. */
    pendingOn(target: string): Operation | undefined {
        return this.all().find((operation) => !operation.applied && sameId(operation.target, target));
    }

    /** Forgets what was to happen to a resource that goes away. */
    abandon(target: string): void {
        for (const operation of this.all()) if (sameId(operation.target, target)) operation.applied = true;
    }

    all(): Operation[] {
        return [...this.#operations.values()];
    }

    restore(operations: Operation[]): void {
        for (const operation of operations) this.#operations.set(operation.id, operation);
    }
}

/**
 * The body's name. In 2023 the first three groups stand in the other byte order than in the URL (recordings 01, 02,
 * 05, 06: f1d02b19-0de5-4f99-… is named 192bd0f1-e50d-994f-…); in 2024 both are equal (recording 04).
 */
function operationName(id: string, apiVersion: string): string {
    if (apiVersion >= "2024") return id;
    const swapped = (group: string) => (group.match(/../g) ?? []).reverse().join("");
    return id
        .split("-")
        .map((group, position) => (position < 3 ? swapped(group) : group))
        .join("-");
}

/** Body of a poll: `endTime` is there only once the operation has ended. */
export function operationBody(operation: Operation, finished: boolean) {
    return {
        name: operation.name,
        status: finished ? "Succeeded" : "InProgress",
        startTime: azureTime(operation.start),
        ...(finished && { endTime: azureTime(operation.end) }),
    };
}

/** Azure stamps with seven digits of a second. */
export function azureTime(ms: number): string {
    return new Date(ms).toISOString().replace("Z", "0000Z");
}
