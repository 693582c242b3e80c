import { readFileSync } from "node:fs";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { ContainerServiceClient } from "@azure/arm-containerservice";
import { ManagedServiceIdentityClient } from "@azure/arm-msi";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import { ManagedIdentityCredential, type TokenCredential } from "@azure/identity";
import type { TestAzure } from "../local-azure/harness";

/** How long AKS works on a cluster or a pool, in the model's time: two polls of `pollSeconds` see it at work. */
export const operationSeconds = 90;
const pollSeconds = 45;

/** Passed to everything that polls: the clients wait no real time, the clock moves by the poll instead. */
export const polling = { updateIntervalInMs: 0 };

export type Clients = ReturnType<typeof clientsOf>;

/**
 * The official clients, set up as for any cloud: endpoint, certificate, credential. Retries are off, so that none
 * hides a failure.
 */
export function clientsOf(azure: TestAzure, credential: TokenCredential) {
    const { armEndpoint: endpoint, caFile, subscriptionId } = azure.server.ready;
    const options = {
        endpoint,
        tlsOptions: { ca: readFileSync(caFile, "utf8") },
        retryOptions: { maxRetries: 0 },
        additionalPolicies: [{ policy: clockPolicy(azure), position: "perCall" as const }],
    };
    const old = { ...options, $host: endpoint };
    return {
        subscriptions: new SubscriptionClient(credential, options),
        resources: new ResourceManagementClient(credential, subscriptionId, old),
        identities: new ManagedServiceIdentityClient(credential, subscriptionId, old),
        authorization: new AuthorizationManagementClient(credential, subscriptionId, old),
        network: new NetworkManagementClient(credential, subscriptionId, old),
        aks: new ContainerServiceClient(credential, subscriptionId, options),
    };
}

/** Each poll of an operation comes `pollSeconds` after the one before. */
function clockPolicy(azure: TestAzure) {
    return {
        name: "clockPolicy",
        sendRequest: <Request extends { url: string }, Response>(
            request: Request,
            next: (request: Request) => Promise<Response>,
        ) => {
            if (/\/operation(s|results)\//i.test(request.url)) azure.advance(pollSeconds);
            return next(request);
        },
    };
}

/** Signs in as `az login --identity` and every SDK do: by the environment's managed-identity endpoint. */
export function signIn(azure: TestAzure, clientId?: string): TokenCredential {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = azure.server.ready.env;
    Object.assign(process.env, { IDENTITY_ENDPOINT, IDENTITY_HEADER });
    const options = { retryOptions: { maxRetries: 0 } };
    return clientId ? new ManagedIdentityCredential(clientId, options) : new ManagedIdentityCredential(options);
}

/** What a client throws for an answer of Azure's. */
export async function refusal(promise: Promise<unknown>): Promise<{ status: unknown; code: unknown; message: string }> {
    const error: unknown = await promise.then(
        () => {
            throw new Error("Azure did not refuse.");
        },
        (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) throw new Error(`Not an error: ${String(error)}`);
    const { statusCode, code } = error as Error & { statusCode?: unknown; code?: unknown };
    return { status: statusCode, code, message: error.message };
}
