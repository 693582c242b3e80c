import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import { idKey } from "./resourceId";

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
    /** What a fault rule has in store for it. */
    fate?: OperationFate;
}

/** How an operation may go otherwise than well. */
export type OperationFate =
    | { kind: "fails"; code: string; message: string }
    | { kind: "hangs" }
    /** An `error` beside InProgress that means nothing: recorded, and no client may take it for the end (facts §4). */
    | { kind: "stumbles"; code: string; message: string };

/** What the request that starts an operation brings to it. */
export interface OperationTerms {
    fate?: OperationFate;
    /** Instead of the duration the service has in mind: a latency profile. */
    seconds?: number;
}

export type Effect = (operation: Operation) => void;

export class Operations {
    readonly #operations = new Map<string, Operation>();
    /** What has not been applied yet: all that `advance` and the look for conflicts have to go through. */
    readonly #pending = new Set<Operation>();
    #terms: OperationTerms = {};

    constructor(
        private readonly clock: Clock,
        private readonly effects: (effect: string, failed: boolean) => Effect,
    ) {}

    /** Runs a handler whose operations are started on these terms. Handlers are synchronous, so no other can get in. */
    on<T>(terms: OperationTerms, handle: () => T): T {
        this.#terms = terms;
        try {
            return handle();
        } finally {
            this.#terms = {};
        }
    }

    start(
        work: Pick<Operation, "namespace" | "location" | "effect" | "target"> & {
            seconds: number;
            apiVersion: string;
        },
    ) {
        const id = randomUUID();
        const start = this.clock.now();
        const { seconds, apiVersion, ...rest } = work;
        const { fate } = this.#terms;
        const operation: Operation = {
            ...rest,
            id,
            name: operationName(id, apiVersion),
            start,
            end: start + (this.#terms.seconds ?? seconds) * 1000,
            applied: false,
            ...(fate && { fate }),
        };
        this.#operations.set(id, operation);
        this.#pending.add(operation);
        return operation;
    }

    /** Applies what has come due, oldest end first. Called once at the start of every request, and nowhere else. */
    advance(): void {
        const due = this.pending()
            .filter((operation) => this.isFinished(operation))
            .sort((one, other) => one.end - other.end);
        for (const operation of due) {
            // An earlier effect may have removed this one's resource, and with it the operation's purpose.
            if (operation.applied) continue;
            this.#apply(operation);
            this.effects(operation.effect, operation.fate?.kind === "fails")(operation);
        }
    }

    isFinished(operation: Operation): boolean {
        return operation.fate?.kind !== "hangs" && this.clock.now() >= operation.end;
    }

    get(id: string): Operation | undefined {
        return this.#operations.get(id.toLowerCase());
    }

    /** What is being done to a resource and has not been applied yet. */
    pendingOn(target: string): Operation | undefined {
        const key = idKey(target);
        return this.pending().find((operation) => idKey(operation.target) === key);
    }

    /** Forgets what was to happen to a resource that goes away. */
    abandon(target: string): void {
        const key = idKey(target);
        for (const operation of this.#pending) if (idKey(operation.target) === key) this.#apply(operation);
    }

    /** All that is still under way. */
    pending(): Operation[] {
        return [...this.#pending];
    }

    all(): Operation[] {
        return [...this.#operations.values()];
    }

    restore(operations: Operation[]): void {
        for (const operation of operations) {
            this.#operations.set(operation.id, operation);
            if (!operation.applied) this.#pending.add(operation);
        }
    }

    #apply(operation: Operation): void {
        operation.applied = true;
        this.#pending.delete(operation);
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
    const { fate } = operation;
    const failed = finished && fate?.kind === "fails";
    const error =
        failed || (!finished && fate?.kind === "stumbles") ? { code: fate.code, message: fate.message } : undefined;
    return {
        name: operation.name,
        status: failed ? "Failed" : finished ? "Succeeded" : "InProgress",
        startTime: azureTime(operation.start),
        ...(finished && { endTime: azureTime(operation.end) }),
        ...(error && { error }),
    };
}

/** Azure stamps with seven digits of a second. */
export function azureTime(ms: number): string {
    return new Date(ms).toISOString().replace("Z", "0000Z");
}
