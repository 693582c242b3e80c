import type { Clock } from "./clock";
import { idKey, isWithin } from "./resourceId";

/** A long-running operation. It is finished once the clock has reached its end; nothing else moves it. */
export interface Operation {
    /** GUID in the URL that is polled. */
    id: string;
    /** GUID in the body of a poll. */
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
    | { kind: "fails"; status?: "Failed" | "Canceled"; code: string; message: string }
    /** It ends well after these seconds more; without them never. */
    | { kind: "hangs"; seconds?: number }
    /** An `error` beside InProgress that means nothing: recorded, and no client may take it for the end (facts §4). */
    | { kind: "stumbles"; code: string; message: string };

export type Effect = (operation: Operation) => void;

export class Operations {
    readonly #operations = new Map<string, Operation>();
    /** How many there have been. */
    started = 0;
    /** What has not been applied yet: all that `advance` and the look for conflicts have to go through. */
    readonly #pending = new Set<Operation>();

    constructor(
        private readonly clock: Clock,
        private readonly effects: (effect: string, failed: boolean) => Effect,
    ) {}

    start({ seconds, ...work }: Omit<Operation, "start" | "end" | "applied"> & { seconds: number }): Operation {
        const start = this.clock.now();
        const more = (work.fate?.kind === "hangs" && work.fate.seconds) || 0;
        const operation: Operation = { ...work, start, end: start + (seconds + more) * 1000, applied: false };
        this.#operations.set(operation.id, operation);
        this.#pending.add(operation);
        this.started++;
        return operation;
    }

    /** Applies what has come due, oldest end first. Called once at the start of every request, and nowhere else. */
    advance(): void {
        const due = [...this.#pending]
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
        const { fate, end } = operation;
        const isEndless = fate?.kind === "hangs" && fate.seconds === undefined;
        return !isEndless && this.clock.now() >= end;
    }

    get(id: string): Operation | undefined {
        return this.#operations.get(id.toLowerCase());
    }

    /** What is being done to a resource and has not been applied yet. */
    pendingOn(target: string): Operation | undefined {
        const key = idKey(target);
        return [...this.#pending].find((operation) => idKey(operation.target) === key);
    }

    /** What is being done to a resource or to anything in it, and has not been applied yet. */
    pendingWithin(scope: string): Operation | undefined {
        return [...this.#pending].find(({ target }) => isWithin(scope, target));
    }

    /** Ends what is being done to a resource or in it as canceled; undefined where nothing is. */
    cancel(scope: string, code: string, message: string): Operation | undefined {
        const operation = this.pendingWithin(scope);
        if (!operation) return undefined;
        Object.assign(operation, { end: this.clock.now(), fate: { kind: "fails", status: "Canceled", code, message } });
        this.advance();
        return operation;
    }

    /** Ends what is being done to a resource and in it, for something else is to be done now. */
    preempt(target: string, code: string, message: string): void {
        for (const operation of this.#pending) {
            if (!isWithin(target, operation.target)) continue;
            Object.assign(operation, { end: this.clock.now(), fate: { kind: "fails", code, message } });
            this.#apply(operation);
        }
    }

    /** Forgets what was to happen to a resource that goes away. */
    abandon(target: string): void {
        const key = idKey(target);
        for (const operation of this.#pending) if (idKey(operation.target) === key) this.#apply(operation);
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

/** Body of a poll: `endTime` is there only once the operation has ended. */
export function operationBody(operation: Operation, finished: boolean) {
    const { fate } = operation;
    const failed = finished && fate?.kind === "fails";
    const error =
        failed || (!finished && fate?.kind === "stumbles") ? { code: fate.code, message: fate.message } : undefined;
    return {
        name: operation.name,
        status: failed ? (fate.status ?? "Failed") : finished ? "Succeeded" : "InProgress",
        startTime: azureTime(operation.start),
        ...(finished && { endTime: azureTime(operation.end) }),
        ...(error && { error }),
    };
}

/** Azure stamps with seven digits of a second. */
export function azureTime(ms: number): string {
    return new Date(ms).toISOString().replace("Z", "0000Z");
}
