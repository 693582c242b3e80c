import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import type { ProviderSettings } from "../../local-azure/contract";
import { virtualClock } from "../../local-azure/kernel/clock";

export interface ScriptedAnswer {
    status: number;
    headers?: Record<string, string>;
    body?: unknown;
}

export interface Seen {
    method: string;
    url: string;
    authorization: string;
    body?: unknown;
    /** Seconds of the virtual clock since the script was loaded. */
    at: number;
}

/**
 * An ARM that answers from a script: `PUT /path` to its answers, in turn, the last one for good; 404 for the rest.
 * Queries are not part of the key.
 */
export interface ScriptedArm {
    settings: ProviderSettings;
    clock: ReturnType<typeof virtualClock>;
    script(answers: Record<string, ScriptedAnswer[]>): void;
    seen: Seen[];
    tokensAsked: string[];
    close(): Promise<void>;
}

/** `{host}` in a header becomes the address of this server. */
export async function scriptedArm(): Promise<ScriptedArm> {
    const folder = mkdtempSync(join(tmpdir(), "scripted-arm-"));
    const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
        extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, cert);

    const clock = virtualClock();
    const seen: Seen[] = [];
    const tokensAsked: string[] = [];
    let answers: Record<string, ScriptedAnswer[]> = {};
    let started = clock.now();

    const arm = createSecureServer({ key, cert }, async (request, response) => {
        const sent = await text(request);
        const url = request.url ?? "";
        seen.push({
            method: request.method ?? "",
            url,
            authorization: request.headers.authorization ?? "",
            ...(sent && { body: JSON.parse(sent) }),
            at: (clock.now() - started) / 1000,
        });
        const left = answers[`${request.method} ${url.split("?")[0]}`] ?? [];
        const answer = (left.length > 1 ? left.shift() : left[0]) ?? {
            status: 404,
            body: { error: { code: "ResourceNotFound", message: "Not in the script." } },
        };
        const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
            name,
            value.replace("{host}", `127.0.0.1:${portOf(arm)}`),
        ]);
        response.writeHead(answer.status, Object.fromEntries(headers));
        response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
    const identity = createServer((request, response) => {
        tokensAsked.push(`${request.headers["x-identity-header"]} ${request.url}`);
        const claims = Buffer.from(JSON.stringify({ appid: "app", oid: "object", tid: "tenant" })).toString(
            "base64url",
        );
        response.end(
            JSON.stringify({
                access_token: `h.${claims}.s${tokensAsked.length}`,
                expires_on: String(clock.now() / 1000 + 3600),
            }),
        );
    });
    await Promise.all([listening(arm), listening(identity)]);

    return {
        clock,
        seen,
        tokensAsked,
        settings: {
            armEndpoint: `https://127.0.0.1:${portOf(arm)}`,
            caFile,
            identityEndpoint: `http://127.0.0.1:${portOf(identity)}/token`,
            identityHeader: "header",
            tenantId: "T",
            subscriptionId: "S",
            clock,
        },
        script(next) {
            answers = Object.fromEntries(Object.entries(next).map(([route, list]) => [route, [...list]]));
            seen.length = 0;
            started = clock.now();
        },
        async close() {
            await Promise.all([closed(arm), closed(identity)]);
            rmSync(folder, { recursive: true });
        },
    };
}

const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function closed(server: Server): Promise<void> {
    return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
    });
}
