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
 * Managed identity over plain HTTP, as an App Service shows it (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`) and every Azure SDK
 * knows it, guarded by a header. Without further words it signs in the deployer; `client_id`, `object_id`, `principal_id` and
 * `mi_res_id` sign in any identity of the subscription.
 */
export function identityEndpoint(options: Options): FastifyInstance {
    const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 });
    server.get<{ Querystring: Query }>("/msi/token", async ({ headers, query }, reply) => {
        const { resource } = query;
        if (headers["x-identity-header"] !== options.header) {
            return problem(reply, 401, "The X-IDENTITY-HEADER header is missing or wrong.");
        }
        if (!resource) return problem(reply, 400, "The resource query parameter is required.");
        const principal = chosen(query, options);
        if (!principal) {
            return problem(reply, 400, "Identity not found: no managed identity matches the query parameters.");
        }
        const { token, expiresOn } = await options.tokens.issue(principal, resource);
        return {
            access_token: token,
            expires_on: String(expiresOn),
            resource,
            token_type: "Bearer",
            client_id: principal.clientId,
        };
    });
    return server;
}

function problem(reply: FastifyReply, status: number, message: string): FastifyReply {
    return reply.code(status).send({ statusCode: status, message });
}

function chosen(query: Query, { deployer, directory }: Options): Principal | undefined {
    const { client_id, object_id, principal_id, mi_res_id } = query;
    const objectId = object_id ?? principal_id;
    if (client_id) return directory.ofClient(client_id);
    if (objectId) return directory.get(objectId);
    if (mi_res_id) return directory.ofResource(mi_res_id);
    return deployer;
}
