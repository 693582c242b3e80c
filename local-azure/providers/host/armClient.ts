import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { ProviderSettings } from "../../contract";
import type { Clock } from "../../kernel/clock";
import { ArmAnswerError, parsed } from "./armAnswer";
import { type Credential, managedIdentityCredential } from "./credential";
import { exchange, type HttpResponse } from "./httpExchange";
import { poll } from "./polling";
import type { PropertyMap } from "./propertyValues";
import { isRetried, MAX_RETRIES, retryDelay } from "./retryPolicy";

export interface ArmRequest {
    method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE";
    /** Of the resource, or absolute on the same server. */
    url: string;
    apiVersion?: string;
    query?: Record<string, string>;
    body?: PropertyMap;
}

/** How long a caller waits, and how it lets go: both on the model's clock. */
export interface Patience {
    /** Milliseconds since the epoch. */
    deadline: number;
    signal?: AbortSignal;
}

export interface ArmClient {
    clock: Clock;
    /** After all retries; resolves whatever the status. */
    send(request: ArmRequest, patience: Patience): Promise<HttpResponse>;
    /** Resolves once the operation that this write began has ended well. */
    finish(request: ArmRequest, accepted: HttpResponse, patience: Patience): Promise<void>;
    credential: Credential;
    /** The same client as the managed identity of this client id, on the same connections. */
    signedInAs(clientId: string): ArmClient;
    close(): void;
}

export function armClient(settings: ProviderSettings, jitter = () => 0.8 + Math.random() * 0.5): ArmClient {
    const agent = new Agent({ ca: readFileSync(settings.caFile), keepAlive: true });
    return clientOver(agent, settings, jitter);
}

function clientOver(agent: Agent, settings: ProviderSettings, jitter: () => number, clientId?: string): ArmClient {
    const credential = managedIdentityCredential(settings, clientId);
    const { clock } = settings;
    const base = new URL(settings.armEndpoint);

    const once = async (request: ArmRequest, url: URL, signal?: AbortSignal): Promise<HttpResponse> => {
        const body = request.body === undefined ? undefined : JSON.stringify(request.body);
        return exchange(agent, {
            method: request.method,
            url,
            headers: {
                accept: "application/json",
                authorization: `Bearer ${await credential.token(settings.armEndpoint)}`,
                "user-agent": "pulumi-azure-native-stand-in",
                ...(body === undefined
                    ? {}
                    : {
                          "content-type": "application/json",
                          "content-length": String(Buffer.byteLength(body)),
                      }),
            },
            ...(body === undefined ? {} : { body }),
            ...(signal ? { signal } : {}),
        });
    };

    const send = async (request: ArmRequest, patience: Patience): Promise<HttpResponse> => {
        const url = requestUrl(base, request);
        for (let tried = 1; ; tried++) {
            const outcome = await once(request, url, patience.signal).catch((error: unknown) => {
                if (patience.signal?.aborted || tried > MAX_RETRIES) throw error;
                return undefined;
            });
            if (outcome && (tried > MAX_RETRIES || !isRetried(outcome))) return outcome;
            const delay = retryDelay(tried, outcome?.headers ?? {}, clock.now(), jitter());
            if (delay === undefined && outcome) return outcome;
            await wait(clock, delay ?? 0, patience);
        }
    };

    return {
        clock,
        credential,
        signedInAs: (other) => clientOver(agent, settings, jitter, other),
        send,
        finish: (request, accepted, patience) =>
            poll(request, accepted, {
                get: (url) => send({ method: "GET", url }, patience),
                sleep: (ms) => wait(clock, ms, patience),
                now: () => clock.now(),
                resolve: (url) => new URL(url, base).href,
            }),
        close: () => agent.destroy(),
    };
}

/** A JSON object that ARM answered, or an error with its code. */
export function bodyOf(response: HttpResponse): PropertyMap {
    if (response.status >= 400) throw new ArmAnswerError(response.status, response.body);
    const body = parsed(response.body);
    // The real provider's words; an empty body is none (client_azcore.go, handleAzCoreResponseError).
    if (body === undefined && response.body !== "") {
        throw new Error(`unexpected response from Azure: '${response.body}', HTTP status: ${response.status}`);
    }
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : {};
}

function requestUrl(base: URL, request: ArmRequest): URL {
    const url = new URL(request.url, base);
    // The bearer token is for this server alone.
    if (url.origin !== base.origin) throw new Error(`refusing to send a token for ${base.origin} to ${url.origin}`);
    if (request.apiVersion) url.searchParams.set("api-version", request.apiVersion);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    return url;
}

async function wait(clock: Clock, ms: number, { deadline, signal }: Patience): Promise<void> {
    if (clock.now() + ms > deadline) throw new Error("operation timed out");
    let stop = () => {};
    const cancelled = new Promise<void>((resolve) => {
        stop = resolve;
    });
    signal?.addEventListener("abort", stop);
    await Promise.race([clock.sleep(ms), cancelled]);
    signal?.removeEventListener("abort", stop);
    signal?.throwIfAborted();
}
