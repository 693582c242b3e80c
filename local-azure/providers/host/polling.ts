import { ArmAnswerError, parsed } from "./armAnswer";
import type { HttpResponse } from "./httpExchange";
import { isMap } from "./propertyValues";
import { retryAfter } from "./retryPolicy";

/** What polling needs of the outside world. */
export interface Poller {
    get(url: string): Promise<HttpResponse>;
    sleep(ms: number): Promise<void>;
    now(): number;
    /** Makes a URL absolute. */
    resolve(url: string): string;
}

/** The write that began the operation. */
export interface BeginningRequest {
    method: string;
    url: string;
    apiVersion?: string;
}

/** Follows the operation that a write began to its end; the result itself is discarded (facts §5). */
export async function poll(request: BeginningRequest, accepted: HttpResponse, poller: Poller): Promise<void> {
    let operation = begun(request, accepted, poller);
    const pause = request.method === "DELETE" ? 30_000 : 10_000;
    while (operation) {
        const response = await poller.get(operation.url);
        const verdict = operation.judge(response);
        if (verdict === "failed") throw new ArmAnswerError(response.status, response.body);
        if (verdict === "done") return;
        const next = response.headers.location;
        if (operation.judge === byLocation && next) {
            operation = { ...operation, url: versioned(poller.resolve(next), request) };
        }
        await poller.sleep(retryAfter(response.headers, poller.now()) ?? pause);
    }
}

type Verdict = "running" | "done" | "failed";

interface Operation {
    url: string;
    judge(response: HttpResponse): Verdict;
}

/** In the order in which the Azure SDK looks for the way to poll. */
function begun(request: BeginningRequest, accepted: HttpResponse, poller: Poller): Operation | undefined {
    const { headers } = accepted;
    const status = headers["azure-asyncoperation"] ?? headers["operation-location"];
    if (status) return { url: poller.resolve(status), judge: byStatus };
    if (headers.location && accepted.status === 202) {
        return { url: versioned(poller.resolve(headers.location), request), judge: byLocation };
    }
    if (accepted.status === 202 && request.method === "DELETE") {
        throw new Error("response is missing polling URL");
    }
    const state = provisioningState(accepted);
    if (state === undefined || request.method === "DELETE") return undefined;
    const verdict = judged(state);
    if (verdict === "failed") throw new ArmAnswerError(accepted.status, accepted.body);
    return verdict === "done" ? undefined : { url: versioned(poller.resolve(request.url), request), judge: byResource };
}

/** An `error` beside a status that is not final is not a failure. */
function byStatus(response: HttpResponse): Verdict {
    const body = parsed(response.body);
    if (response.status >= 400) return "failed";
    if (isMap(body) && typeof body.status === "string") return judged(body.status);
    // azcore's words (runtime/pollers/async).
    throw new Error("the response did not contain a status");
}

function byLocation(response: HttpResponse): Verdict {
    if (response.status === 202) return "running";
    return response.status >= 400 ? "failed" : "done";
}

function byResource(response: HttpResponse): Verdict {
    return response.status >= 400 ? "failed" : judged(provisioningState(response) ?? "Succeeded");
}

function judged(state: string): Verdict {
    const lower = state.toLowerCase();
    if (lower === "succeeded") return "done";
    return ["failed", "canceled", "cancelled"].includes(lower) ? "failed" : "running";
}

function provisioningState(response: HttpResponse): string | undefined {
    const body = parsed(response.body);
    const properties = isMap(body) ? body.properties : undefined;
    const state = isMap(properties) ? properties.provisioningState : undefined;
    return typeof state === "string" ? state : undefined;
}

/** A relative or bare Location gets the API version of the request it came from. */
function versioned(url: string, request: BeginningRequest): string {
    const absolute = new URL(url);
    if (request.apiVersion && !absolute.searchParams.has("api-version")) {
        absolute.searchParams.set("api-version", request.apiVersion);
    }
    return absolute.href;
}
