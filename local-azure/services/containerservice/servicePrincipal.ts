import { secretHash } from "../../identity/applications";
import type { Reply } from "../../kernel/http";
import { stringAt } from "../../kernel/json";
import { asyncHeader } from "../longRunning";
import type { Call } from "../service";
import * as errors from "./errors";
import { clusterAccepted } from "./state/lifecycle";
import { existingCluster, requireIdleCluster, startClusterOperation } from "./state/living";
import { type AgentPool, clustersOf, type ManagedCluster } from "./state/state";

/** `az aks update-credentials`: another service principal or secret, for the nodes too. There is no way back to one (facts §1c). */
export function resetServicePrincipalProfile(call: Call): Reply {
    const { azure, body } = call;
    const { id, data } = existingCluster(call);
    requireIdleCluster(azure, id);
    if (data.identity) throw errors.servicePrincipalOnMsiCluster();
    const clientId = stringAt(body, "clientId");
    if (!clientId) throw errors.requiredParameter("clientId");
    const secret = stringAt(body, "secret");
    if (!secret) throw errors.requiredParameter("secret");
    const { objectId } = azure.directory.external(clientId);
    const changed: ManagedCluster = {
        ...data,
        servicePrincipal: { clientId, objectId },
        secretHashes: { ...data.secretHashes, [clientId.toLowerCase()]: secretHash(secret) },
        provisioningState: "Updating",
        pools: data.pools.map((pool): AgentPool => ({ ...pool, provisioningState: "Upgrading" })),
    };
    const entry = clustersOf(azure).put(id, changed);
    clusterAccepted(azure, id, changed);
    return { status: 202, headers: asyncHeader(call, startClusterOperation(call, entry)) };
}
