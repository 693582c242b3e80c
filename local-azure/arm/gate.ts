import type { Clock } from "../clock";
import type { LoggedRequest } from "../contract";
import type { Reply } from "../services/service";
import type { Conditions } from "../validation/preconditions";
import { type Faults, fateOf, faultError, isBefore } from "./faults";
import type { OperationFate } from "./operations";
import type { RequestLog } from "./requestLog";

/** A request as it came in. */
export interface WebRequest {
    method: string;
    path: string;
    query: Record<string, string>;
    authorization?: string | undefined;
    conditions: Conditions;
    /** As sent. */
    content: string;
}

/** What the log will say about a request; whoever answers it fills in what he learns. */
export type RequestRecord = Omit<LoggedRequest, "index">;

/** One of the servers behind the front: never rejects, but turns each of its errors into its own kind of answer. */
export interface Backend {
    serves(path: string): boolean;
    answer(request: WebRequest, record: RequestRecord, fate?: OperationFate): Promise<Reply>;
}

/** What the client gets: an answer, or a connection that breaks. */
export type Outcome = Reply | "reset";

/** Sends each request to the server it is for, through the fault rules, and writes the log. */
export class Gate {
    constructor(
        private readonly backends: readonly Backend[],
        private readonly faults: Faults,
        private readonly clock: Clock,
        private readonly log: RequestLog,
    ) {}

    async answer(request: WebRequest): Promise<Outcome> {
        const { method, path, query } = request;
        const record: RequestRecord = { method, path, query, status: 0 };
        const outcome = await this.#outcome(request, record);
        record.status = outcome === "reset" ? 0 : outcome.status;
        this.log.add(record);
        return outcome;
    }

    async #outcome(request: WebRequest, record: RequestRecord): Promise<Outcome> {
        const { fault, delaySeconds } = this.faults.judge(request.method, request.path);
        if (delaySeconds > 0) await this.clock.sleep(delaySeconds * 1000);
        if (fault || delaySeconds > 0) record.fault = fault?.kind ?? "slow";

        const answer = async () => {
            const backend = this.backends.find(({ serves }) => serves(request.path));
            if (!backend) throw new Error(`No server is there for the path '${request.path}'.`);
            return backend.answer(request, record, fateOf(fault));
        };
        if (!fault) return answer();
        const real = isBefore(fault) ? undefined : await answer();
        if (fault.kind === "reset") return "reset";
        const error = faultError(fault);
        if (!error) return real ?? answer();
        record.errorCode = error.code;
        return { status: error.status, body: error.body, headers: error.headers };
    }
}
