import {
    createDefaultHttpClient,
    createHttpHeaders,
    createPipelineRequest,
    type HttpClient,
    type HttpMethods,
    isRestError,
    type Pipeline,
    type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { type AzureApi, AzureError, type Query } from "./azureClient";

/** More pages than any list has: Azure's pages have up to 1,000 entries. */
const MOST_PAGES = 10_000;

/** An API over the pipeline of the Azure SDKs, which signs in, repeats throttled requests and follows the proxy of the environment. */
export function httpApi(endpoint: string, pipeline: Pipeline): AzureApi {
    const client = createDefaultHttpClient();
    const send = (method: HttpMethods, url: string, body?: object) =>
        answerOf({ pipeline, client, method, url: inside(endpoint, url), ...(body && { body }) });
    return {
        get: async (path, query) => (await send("GET", urlOf(endpoint, path, query))).body,
        list: async (path, query) => {
            const entries: object[] = [];
            const seen = new Set<string>();
            let next: string | undefined = urlOf(endpoint, path, query);
            while (next !== undefined) {
                if (seen.has(next) || seen.size === MOST_PAGES) {
                    throw new AzureError(
                        `GET ${path}`,
                        undefined,
                        "EndlessList",
                        "the list has too many pages, or a page points to an earlier one",
                    );
                }
                seen.add(next);
                const page: Page = pageOf((await send("GET", next)).body, path);
                entries.push(...page.entries);
                next = page.next;
            }
            return entries;
        },
        post: async (path, query, body) => {
            const { status, headers, body: answer } = await send("POST", urlOf(endpoint, path, query), body);
            const operation = headers.get("azure-asyncoperation") ?? headers.get("location");
            return { status, body: answer, ...(operation !== undefined && { operation: pathOf(endpoint, operation) }) };
        },
    };
}

interface Page {
    entries: object[];
    next: string | undefined;
}

/** ARM and Graph name the next page each in their own way. */
function pageOf(body: unknown, path: string): Page {
    const { value, nextLink, "@odata.nextLink": graphLink }: Record<string, unknown> = Object(body);
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === "object" && entry !== null)) {
        throw new AzureError(`GET ${path}`, 200, "InvalidAnswer", "the answer has no list `value`");
    }
    const next = nextLink ?? graphLink;
    return { entries: value, next: typeof next === "string" && next !== "" ? next : undefined };
}

function urlOf(endpoint: string, path: string, query: Query = {}): string {
    const url = new URL(endpoint + encodeURI(path));
    for (const [name, value] of Object.entries(query)) {
        url.searchParams.set(name, value);
    }
    return url.href;
}

/** The token is for this endpoint only: a link to another host is not followed. */
function inside(endpoint: string, url: string): string {
    if (new URL(url).origin !== new URL(endpoint).origin) {
        throw new AzureError(
            `GET ${url}`,
            undefined,
            "ForeignAddress",
            `the answer points to an address outside of ${endpoint}`,
        );
    }
    return url;
}

function pathOf(endpoint: string, url: string): string {
    const { pathname, search } = new URL(inside(endpoint, url));
    return pathname + search;
}

interface Sent {
    pipeline: Pipeline;
    client: HttpClient;
    method: HttpMethods;
    url: string;
    body?: object;
}

async function answerOf({ pipeline, client, method, url, body }: Sent) {
    const name = `${method} ${new URL(url).pathname}`;
    const request = createPipelineRequest({
        url,
        method,
        headers: createHttpHeaders({ accept: "application/json", ...(body && { "content-type": "application/json" }) }),
        ...(body && { body: JSON.stringify(body) }),
    });
    const response = await pipeline.sendRequest(client, request).catch((error: unknown) => {
        throw unanswered(`${method} ${new URL(url).origin}${new URL(url).pathname}`, error);
    });
    const answer = bodyOf(response, name);
    if (response.status >= 400) {
        throw refusal(name, response.status, answer);
    }
    return { status: response.status, headers: response.headers, body: answer };
}

/** Names of the errors of `@azure/identity`. */
const SIGN_IN_ERRORS = [
    "AggregateAuthenticationError",
    "AuthenticationError",
    "AuthenticationRequiredError",
    "CredentialUnavailableError",
];

/** Why a request has got no answer. */
function unanswered(name: string, error: unknown): unknown {
    if (error instanceof Error && SIGN_IN_ERRORS.includes(error.name)) {
        return new Error(
            `Signing in to Azure failed. Run \`az login\`, or set the variables of azure-native, such as ARM_CLIENT_ID. ${error.message}`,
        );
    }
    return isRestError(error) && error.response === undefined
        ? new AzureError(name, undefined, error.code ?? "NoAnswer", `${error.message}.${adviceOn(error.code)}`)
        : error;
}

/** What to do about a host that does not answer, by the code of Node. */
function adviceOn(code = ""): string {
    if (/CERT|SIGNATURE|ISSUER/.test(code)) {
        return " Node does not trust the certificate: set NODE_EXTRA_CA_CERTS to the file of its certificate authority.";
    }
    return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code)
        ? " Check the network, the proxy, and ARM_METADATA_HOSTNAME if it is set."
        : "";
}

function bodyOf({ bodyAsText, status }: PipelineResponse, name: string): unknown {
    if (!bodyAsText) {
        return undefined;
    }
    try {
        return JSON.parse(bodyAsText);
    } catch {
        throw new AzureError(name, status, "InvalidAnswer", "the answer is not JSON");
    }
}

/** ARM and Graph have the code and the message in `error`, AKS has them bare; Resource Graph has its reasons in `details`. */
function refusal(name: string, status: number, body: unknown): AzureError {
    const { code, message, details }: { code?: unknown; message?: unknown; details?: unknown } = Object(
        Object(body).error ?? body,
    );
    const reasons = (Array.isArray(details) ? details : []).map(
        (each) => ` ${Object(each).code}: ${Object(each).message}`,
    );
    const text = String(message ?? "the answer contains no reason");
    return new AzureError(name, status, String(code ?? ""), [text, ...reasons].join(""));
}
