import type { FaultRule, Garbling } from "../contract";
import type { Clock } from "../kernel/clock";
import type { Backend, Reply, RequestRecord, WebRequest } from "../kernel/http";
import { type Faults, fateOf, faultError, isBefore } from "./faults";
import type { RequestLog } from "./requestLog";

/** What the client gets: an answer, perhaps a garbled one, or a connection that breaks. */
export type Outcome = (Reply & { garbled?: Garbling }) | Broken;

/** After it so many connections show a certificate that nobody trusts. */
export interface Broken {
    untrusted: number;
}

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
        record.status = "untrusted" in outcome ? 0 : outcome.status;
        this.log.add(record);
        return outcome;
    }

    async #outcome(request: WebRequest, record: RequestRecord): Promise<Outcome> {
        const { fault, delaySeconds } = this.faults.judge(request.method, request.path);
        if (fault || delaySeconds > 0) record.fault = fault?.kind ?? "slow";
        const outcome = await this.#struck(request, record, fault);
        const seconds = delaySeconds + (("seconds" in outcome && outcome.seconds) || 0);
        if (seconds > 0) await this.clock.sleep(seconds * 1000);
        return outcome;
    }

    async #struck(request: WebRequest, record: RequestRecord, fault: FaultRule | undefined): Promise<Outcome> {
        const answer = async () => {
            const backend = this.backends.find(({ serves }) => serves(request.path));
            if (!backend) throw new Error(`No server is there for the path '${request.path}'.`);
            return backend.answer(request, record, fateOf(fault));
        };
        if (!fault) return answer();
        const real = isBefore(fault) ? undefined : await answer();
        if (fault.kind === "reset") return { untrusted: 0 };
        if (fault.kind === "certificate") return { untrusted: fault.handshakes };
        if (fault.kind === "garbled") return { ...(real ?? (await answer())), garbled: fault.as };
        const error = faultError(fault, request);
        if (!error) return real ?? answer();
        record.errorCode = error.code;
        return error.reply;
    }
}
