import type { FaultRule } from "../../../local-azure/contract";

/** What a case does in the middle of a run, while Azure holds back the answer to its call. */
export type Act = "kill -9" | "Ctrl-C" | "Ctrl-C twice" | "second up" | "no state" | "no provider";

/** What a rule says beside the call that it is for. */
type Fault = FaultRule extends infer Rule ? (Rule extends FaultRule ? Omit<Rule, "method" | "path"> : never) : never;

/** A kind of fault, and the calls that it can strike: those with a long-running operation, those that write, or any. */
export interface Kind {
    on: "operation" | "write" | "any";
    fault?: Fault;
    act?: Act;
}

/** More often than the provider repeats a call. */
const PAST_RETRIES = { times: 4 } as const;
const error = (status: number, code: string, message = "This comes from the fault matrix.") =>
    ({ kind: "error", status, code, message }) as const;
const failed500 = error(500, "InternalServerError");

/** The kinds of faults, by the names on docs/reliability.md. */
export const KINDS: Record<string, Kind> = {
    "429 with Retry-After": { on: "any", fault: { kind: "throttle", retryAfterSeconds: 17, times: 2 } },
    "429 without Retry-After": { on: "any", fault: { kind: "throttle", retryAfterSeconds: "none", ...PAST_RETRIES } },
    "500 before the effect": { on: "any", fault: { ...failed500, ...PAST_RETRIES } },
    "500 after the effect": { on: "write", fault: { ...failed500, when: "after", ...PAST_RETRIES } },
    "reset before the effect": { on: "any", fault: { kind: "reset", ...PAST_RETRIES } },
    "reset after the effect": { on: "write", fault: { kind: "reset", when: "after", ...PAST_RETRIES } },
    "one reset after the effect": { on: "write", fault: { kind: "reset", when: "after" } },
    "409 OperationNotAllowed": {
        on: "operation",
        fault: error(
            409,
            "OperationNotAllowed",
            "Operation is not allowed: Another operation (Updating) is in progress.",
        ),
    },
    "409 AnotherOperationInProgress": { on: "write", fault: { ...error(409, "AnotherOperationInProgress"), times: 2 } },
    "409 NotLatestOperation": { on: "operation", fault: error(409, "NotLatestOperation") },
    "409 ScopeLocked": { on: "write", fault: error(409, "ScopeLocked") },
    "409 MissingSubscriptionRegistration": { on: "write", fault: error(409, "MissingSubscriptionRegistration") },
    "412 PreconditionFailed": { on: "write", fault: error(412, "PreconditionFailed") },
    "403 until propagated": { on: "any", fault: error(403, "AuthorizationFailed") },
    "403 RequestDisallowedByPolicy": { on: "write", fault: error(403, "RequestDisallowedByPolicy") },
    "401 expired token": { on: "any", fault: error(401, "ExpiredAuthenticationToken") },
    "401 claims challenge": { on: "any", fault: { kind: "claims-challenge" } },
    "400 quota": { on: "operation", fault: error(400, "ErrCode_InsufficientVCPUQuota") },
    "operation fails": { on: "operation", fault: { kind: "operation-fails", code: "ReconcileFailed" } },
    "operation fails: allocation": { on: "operation", fault: { kind: "operation-fails", code: "AllocationFailed" } },
    "operation canceled": {
        on: "operation",
        fault: { kind: "operation-fails", status: "Canceled", code: "OperationCanceled" },
    },
    "operation hangs": { on: "operation", fault: { kind: "operation-hangs" } },
    "operation heals after the time-out": { on: "operation", fault: { kind: "operation-hangs", seconds: 3 * 3600 } },
    "operation stumbles": { on: "operation", fault: { kind: "operation-stumbles", code: "NotLatestOperation" } },
    "answer truncated": { on: "any", fault: { kind: "garbled", as: "truncated" } },
    "answer not JSON": { on: "any", fault: { kind: "garbled", as: "html" } },
    "answer empty": { on: "any", fault: { kind: "garbled", as: "empty" } },
    "answer shorter than its length": { on: "any", fault: { kind: "garbled", as: "too-short", ...PAST_RETRIES } },
    "certificate not trusted": { on: "any", fault: { kind: "certificate", handshakes: 4 } },
    "engine killed": { on: "any", act: "kill -9" },
    "provider killed": { on: "any", act: "no provider" },
    "Ctrl-C": { on: "any", act: "Ctrl-C" },
    "Ctrl-C twice": { on: "any", act: "Ctrl-C twice" },
    "two runs at once": { on: "write", act: "second up" },
    "state not writable": { on: "write", act: "no state" },
};
