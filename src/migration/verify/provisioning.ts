import type { Tone } from "../report";
import type { Check } from "./check";

/** What a state of provisioning means. Every other one is that of an operation that goes on. */
const STATES: Readonly<Record<string, Tone>> = { Succeeded: "ok", Failed: "wrong", Canceled: "wrong" };

const ADVICE: Partial<Record<Tone, string>> = {
    wrong: "The last operation failed. Read its error, correct the cause, and repeat the operation.",
    pending: "An operation is in progress. Verify again when it has ended.",
};

/** The check that no operation is in progress or has failed. */
export function provisioningCheck(of: Pick<Check, "section" | "name">, found: string, command: string): Check {
    const state = STATES[found] ?? "pending";
    const advice = ADVICE[state];
    return { ...of, state, expected: "Succeeded", found, ...(advice && { advice, commands: [command] }) };
}
