import type { FaultCount, FaultRule } from "../contract";
import { ArmError } from "../kernel/errors";
import type { WebRequest } from "../kernel/http";
import type { OperationFate } from "../kernel/operations";
import { AksError } from "../services/containerservice/errorsOfAks";

/** What rules have in store for one request. */
export interface Verdict {
    /** The rule that decides, "slow" ones aside. */
    fault?: FaultRule;
    /** How long the answer is held back: all slow rules together. */
    delaySeconds: number;
}

interface Counted {
    rule: FaultRule;
    matches: (method: string, path: string) => boolean;
    /** Requests it has fitted so far; the window of `nth` and `times` is counted in these. */
    calls: number;
    hits: number;
}

/** The fault rules in force, in the order they came in, with what became of each. */
export class Faults {
    #rules: Counted[] = [];

    constructor(rules: readonly FaultRule[] = []) {
        this.add(rules);
    }

    add(rules: readonly FaultRule[]): void {
        this.#rules.push(...rules.map((rule) => ({ rule, matches: matcherOf(rule), calls: 0, hits: 0 })));
    }

    clear(): void {
        this.#rules = [];
    }

    counts(): FaultCount[] {
        return this.#rules.map(({ rule, calls, hits }) => ({ rule, calls, hits }));
    }

    /** Counts the request for every rule it fits. The first rule whose turn it is decides; slow ones come on top. */
    judge(method: string, path: string): Verdict {
        const verdict: Verdict = { delaySeconds: 0 };
        for (const counted of this.#rules) {
            if (!counted.matches(method, path)) continue;
            counted.calls++;
            if (!isTurn(counted.rule, counted.calls)) continue;
            if (counted.rule.kind === "slow") verdict.delaySeconds += counted.rule.seconds;
            else if (verdict.fault) continue;
            else verdict.fault = counted.rule;
            counted.hits++;
        }
        return verdict;
    }
}

/** Whether the rule strikes at this one of the calls it fits, counted from 1. */
export function isTurn({ nth = 1, times = 1 }: Pick<FaultRule, "nth" | "times">, call: number): boolean {
    return call >= nth && (times === "always" || call < nth + times);
}

/** A pattern fits a whole path, and methods and paths are compared without regard to case, as ARM does. */
export function matcherOf(rule: FaultRule): (method: string, path: string) => boolean {
    const pattern = rule.pathRegExp !== undefined ? new RegExp(rule.pathRegExp, "i") : globOf(rule.path ?? "**");
    const wanted = rule.method?.toUpperCase();
    return (method, path) => (wanted === undefined || wanted === method.toUpperCase()) && pattern.test(path);
}

/** `*` stands for a part of one segment, `**` for any number of them; without a leading slash it fits any end of a path. */
function globOf(glob: string): RegExp {
    const source = glob
        .split(/(\*\*|\*)/)
        .map((part) => {
            if (part === "**") return ".*";
            return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
        })
        .join("");
    return new RegExp(`^${glob.startsWith("/") || glob.startsWith("**") ? "" : "(?:.*/)?"}${source}$`, "i");
}

/** The answer a fault gives in place of Azure's; undefined where it leaves the answer alone. */
export function faultError(
    fault: FaultRule,
    { method, path }: Pick<WebRequest, "method" | "path">,
): ArmError | undefined {
    const isOfAks = /\/providers\/Microsoft\.ContainerService\//i.test(path);
    if (fault.kind === "error") {
        const { status, code, message = defaultMessage } = fault;
        // Who is signed in and may do something is ARM's to say, also before AKS is asked.
        const isArms = !isOfAks || status === 401 || status === 403;
        return isArms ? new ArmError(status, code, message) : new AksError(status, code, message);
    }
    if (fault.kind === "claims-challenge") return claimsChallenge();
    if (fault.kind !== "throttle") return undefined;
    const { retryAfterSeconds = 1 } = fault;
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1] ?? "";
    const headers: Record<string, string> =
        retryAfterSeconds === "none" ? {} : { "retry-after": String(retryAfterSeconds) };
    const seconds = retryAfterSeconds === "none" ? 1 : retryAfterSeconds;
    if (isOfAks) {
        const message = fault.message ?? throttledByAks(method, subscription, seconds);
        return new AksError(429, fault.code ?? "Throttled", message, undefined, headers);
    }
    if (!subscription) return new ArmError(429, fault.code ?? "TooManyRequests", fault.message ?? throttled, headers);
    const message = fault.message ?? throttledByArm(method, subscription, seconds);
    return new ArmError(429, fault.code ?? "SubscriptionRequestsThrottled", message, {
        ...headers,
        [`x-ms-ratelimit-remaining-subscription-${kindOf(method)}`]: "0",
    });
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
function kindOf(method: string): "reads" | "writes" | "deletes" {
    if (method === "DELETE") return "deletes";
    return method === "GET" || method === "HEAD" ? "reads" : "writes";
}

/**
 * What continuous access evaluation answers when a token no longer counts: the claims to ask a new one for, as its page has
 * them (https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation).
 */
function claimsChallenge(): ArmError {
    const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: "1604106651" } } }));
    const headers = {
        "www-authenticate":
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
            `error="insufficient_claims", claims="${claims.toString("base64")}"`,
    };
    const message = "Continuous access evaluation resulted in challenge with result: InteractionRequired.";
    return new ArmError(401, "InvalidAuthenticationToken", message, headers);
}

const defaultMessage = "This answer comes from a fault rule of local-azure.";
/** Of Graph and of the sign-in: clients go by the status and the header. */
const throttled = "The request is being throttled as the limit has been reached.";

/** AKS's for a PUT of a cluster (its page of the error code Throttled); other handlers' names are derived from that. */
const throttledByAks = (method: string, subscription: string, seconds: number) =>
    `The ${method.charAt(0)}${method.slice(1).toLowerCase()}ManagedClusterHandler.${method} request limit has been exceeded ` +
    `for SubID='${subscription}', please retry again in ${seconds} seconds. For more information, please visit ` +
    "aka.ms/aks/throttling";

/** In the form of MicrosoftDocs/azure-docs#51431, which the page of the error code has with another limit. */
const throttledByArm = (method: string, subscription: string, seconds: number) =>
    `Number of ${kindOf(method).slice(0, -1)} requests for subscription '${subscription}' exceeded the limit. Please try ` +
    `again after '${seconds}' seconds.`;

/** A rule about an operation that struck where none begins has done nothing: a test would believe that it had. */
export const faultWithoutOperation = ({ method, path }: Pick<WebRequest, "method" | "path">) =>
    new ArmError(
        400,
        "InvalidFaultRule",
        `A fault rule for an operation has struck ${method} ${path}, which began none. The request itself was carried out. ` +
            "Let the rule name the method and the path of a request that begins one.",
    );

/** Whether the fault strikes before the request has any effect. */
export function isBefore(fault: FaultRule): boolean {
    if (fault.kind === "error" || fault.kind === "reset") return (fault.when ?? "before") === "before";
    return fault.kind === "throttle" || fault.kind === "claims-challenge" || fault.kind === "certificate";
}

/** What a fault has in store for the operation that a request starts. */
export function fateOf(fault: FaultRule | undefined): OperationFate | undefined {
    if (fault?.kind === "operation-hangs") {
        return { kind: "hangs", ...(fault.seconds !== undefined && { seconds: fault.seconds }) };
    }
    if (fault?.kind !== "operation-fails" && fault?.kind !== "operation-stumbles") return undefined;
    const { code, message = defaultMessage } = fault;
    if (fault.kind === "operation-stumbles") return { kind: "stumbles", code, message };
    return { kind: "fails", code, message, ...(fault.status && { status: fault.status }) };
}
