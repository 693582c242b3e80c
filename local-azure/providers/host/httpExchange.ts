import { type Agent, request } from "node:https";

export interface HttpResponse {
    status: number;
    /** Lower-case names. */
    headers: Record<string, string>;
    body: string;
}

export interface HttpRequest {
    method: string;
    url: URL;
    headers: Record<string, string>;
    body?: string;
    signal?: AbortSignal;
}

/** One request, one answer; rejects only where there is no answer. */
export function exchange(agent: Agent, { method, url, headers, body, signal }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
        const outgoing = request(url, { method, agent, headers, signal }, (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("error", reject);
            incoming.on("end", () =>
                resolve({
                    status: incoming.statusCode ?? 0,
                    headers: firstValues(incoming.headers),
                    body: Buffer.concat(chunks).toString("utf8"),
                }),
            );
        });
        outgoing.on("error", reject);
        outgoing.end(body);
    });
}

function firstValues(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]): [string, string][] => {
            const first = Array.isArray(value) ? value[0] : value;
            return first === undefined ? [] : [[name, first]];
        }),
    );
}
