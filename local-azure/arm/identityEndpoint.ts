import fastify, { type FastifyInstance } from "fastify";

import type { Directory, Principal } from "../identity/directory";
import type { Tokens } from "../identity/tokens";

/**
 * Managed identity as an App Service shows it (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`): plain HTTP, guarded by a
 * header, which every Azure SDK and `az login --identity` know. Without further words it signs in the deployer; with
 * `client_id`, `object_id`, `principal_id` or `mi_res_id` it signs in any identity of the subscription.
 */
export function identityEndpoint(options: {
    header: string;
    deployer: Principal;
    directory: Directory;
    tokens: Tokens;
}): FastifyInstance {
    const server = fastify({ forceCloseConnections: true });
    server.get<{ Querystring: Record<string, string> }>("/msi/token", async (request, reply) => {
        const { query } = request;
        if (request.headers["x-identity-header"] !== options.header) {
            return reply.code(401).send(problem("The X-IDENTITY-HEADER header is missing or wrong."));
        }
        const { resource } = query;
        if (!resource) return reply.code(400).send(problem("The resource query parameter is required."));
        const principal = chosen(query, options);
        if (!principal)
            return reply.code(400).send(problem("No managed identity matches the query parameters."));
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

function problem(message: string) {
    return { statusCode: 400, message };
}

function chosen(
    query: Record<string, string>,
    { deployer, directory }: { deployer: Principal; directory: Directory },
): Principal | undefined {
    const { client_id, object_id, principal_id, mi_res_id } = query;
    const objectId = object_id ?? principal_id;
    if (client_id) return directory.all().find((principal) => principal.clientId === client_id);
    if (objectId) return directory.get(objectId);
    if (mi_res_id) return directory.ofResource(mi_res_id);
    return deployer;
}
