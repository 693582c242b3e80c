import fastify, { type FastifyInstance, type FastifyReply } from "fastify";

import type { Directory, Principal } from "../identity/directory";
import type { Tokens } from "../identity/tokens";

interface Options {
    header: string;
    deployer: Principal;
    directory: Directory;
    tokens: Tokens;
}

type Query = Record<string, string>;

/**
 * Managed identity, in the two forms every Azure SDK knows, both over plain HTTP. As an App Service shows it
 * (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`): guarded by a header; and as a virtual machine's metadata service (IMDS) shows
 * it, guarded by `Metadata: true` alone. Without further words both sign in the deployer; `client_id`, `object_id`,
 * `principal_id` and `mi_res_id` (IMDS: `msi_res_id` too) sign in any identity of the subscription.
 */
export function identityEndpoint(options: Options): FastifyInstance {
    const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 });
    server.get<{ Querystring: Query }>("/msi/token", (request, reply) => {
        if (request.headers["x-identity-header"] !== options.header) {
            return problem(reply, 401, "The X-IDENTITY-HEADER header is missing or wrong.");
        }
        return answer(request.query, reply, options, problem, appServiceToken);
    });
    server.get<{ Querystring: Query }>("/metadata/identity/oauth2/token", (request, reply) => {
        if (String(request.headers.metadata ?? "").toLowerCase() !== "true") {
            return imdsProblem(reply, 400, "Required metadata header not specified or not correct");
        }
        // The real service refuses what came through a proxy, so that no page can make a browser ask.
        if (request.headers["x-forwarded-for"] !== undefined) {
            return imdsProblem(reply, 400, "The X-Forwarded-For header is not allowed");
        }
        return answer(request.query, reply, options, imdsProblem, imdsToken);
    });
    return server;
}

type Problem = (reply: FastifyReply, status: number, message: string) => FastifyReply;

interface Issued {
    token: string;
    expiresOn: number;
    resource: string;
    principal: Principal;
    /** Seconds since the epoch. */
    now: number;
}

async function answer(
    query: Query,
    reply: FastifyReply,
    options: Options,
    refuse: Problem,
    view: (issued: Issued) => object,
): Promise<object> {
    const { resource } = query;
    if (!resource) return refuse(reply, 400, "The resource query parameter is required.");
    const principal = chosen(query, options);
    if (!principal) return refuse(reply, 400, "Identity not found: no managed identity matches the query parameters.");
    const { token, expiresOn, issuedOn } = await options.tokens.issue(principal, resource);
    return view({ token, expiresOn, resource, principal, now: issuedOn });
}

function appServiceToken({ token, expiresOn, resource, principal }: Issued): object {
    return {
        access_token: token,
        expires_on: String(expiresOn),
        resource,
        token_type: "Bearer",
        client_id: principal.clientId,
    };
}

function imdsToken(issued: Issued): object {
    const lifetime = String(issued.expiresOn - issued.now);
    return {
        ...appServiceToken(issued),
        refresh_token: "",
        expires_in: lifetime,
        ext_expires_in: lifetime,
        not_before: String(issued.now),
    };
}

function problem(reply: FastifyReply, status: number, message: string): FastifyReply {
    return reply.code(status).send({ statusCode: status, message });
}

function imdsProblem(reply: FastifyReply, status: number, message: string): FastifyReply {
    return reply.code(status).send({ error: "invalid_request", error_description: message });
}

function chosen(query: Query, { deployer, directory }: Options): Principal | undefined {
    const { client_id, object_id, principal_id, mi_res_id, msi_res_id } = query;
    const objectId = object_id ?? principal_id;
    const resourceId = mi_res_id ?? msi_res_id;
    if (client_id) return directory.ofClient(client_id);
    if (objectId) return directory.get(objectId);
    if (resourceId) return directory.ofResource(resourceId);
    return deployer;
}
