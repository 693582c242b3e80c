import { servicePrincipalOf } from "../../migration/live/identities";
import { readLiveCluster } from "../../migration/live/liveCluster";
import { subscriptionsOf } from "../../migration/live/subscriptions";
import { InvalidInputError } from "../../migration/report";
import { AUTHORIZATION_API, CLUSTER_API } from "./apiVersions";
import { type Azure, type AzureApi, AzureError, filterText } from "./azureClient";
import { readClusterJson } from "./readCluster";

/** What `adopt` needs of a cluster, as JSON of ARM. */
export interface AdoptionSources {
    cluster: unknown;
    pools: object[];
    roleAssignments: object[];
    /** All clusters of the subscriptions. */
    clusters: object[];
    servicePrincipalObjectId?: string;
}

/**
 * Reads a cluster, its pools, the clusters around it and the role assignments of all principals: in its own subscription, in
 * those of the resources that it uses, and in `further` ones.
 *
 * @throws InvalidInputError if there is no such cluster, and `AzureError` if something cannot be read.
 */
export async function readAdoption(
    { arm, graph }: Azure,
    clusterId: string,
    further: readonly string[],
): Promise<AdoptionSources> {
    const cluster = await readClusterJson(arm, clusterId);
    const pools = await arm.list(`${clusterId}/agentPools`, CLUSTER_API);
    const live = readLiveCluster(cluster, pools);
    const subscriptions = subscriptionsOf(live, further);
    const principal = servicePrincipalOf(live);
    return {
        cluster,
        pools,
        roleAssignments: await inEach(arm, subscriptions, "Microsoft.Authorization/roleAssignments", AUTHORIZATION_API),
        clusters: await inEach(arm, subscriptions, "Microsoft.ContainerService/managedClusters", CLUSTER_API),
        ...(principal !== undefined && { servicePrincipalObjectId: await objectIdOf(graph, principal) }),
    };
}

async function inEach(
    arm: AzureApi,
    subscriptions: readonly string[],
    type: string,
    version: { "api-version": string },
): Promise<object[]> {
    const lists = subscriptions.map((id) =>
        arm.list(`/subscriptions/${id}/providers/${type}`, version).catch((error: unknown) => {
            throw error instanceof AzureError && error.status === 403 ? withRole(error, id) : error;
        }),
    );
    return (await Promise.all(lists)).flat();
}

function withRole({ request, status, code, detail }: AzureError, subscription: string): AzureError {
    const role = `The signed-in identity needs the role Reader on /subscriptions/${subscription}.`;
    return new AzureError(request, status, code, `${detail} ${role}`);
}

async function objectIdOf(graph: AzureApi, clientId: string): Promise<string> {
    const [found] = await graph.list("/servicePrincipals", { $filter: `appId eq ${filterText(clientId)}` });
    const { id }: { id?: unknown } = Object(found);
    if (typeof id !== "string") {
        throw new InvalidInputError(
            `The cluster uses the service principal ${clientId}, which Microsoft Entra ID does not have. Repair the cluster first: https://learn.microsoft.com/azure/aks/update-credentials.`,
        );
    }
    return id;
}
