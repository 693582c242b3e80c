import { type LiveCluster, readLiveCluster } from "../../migration/live/liveCluster";
import {
    type ClusterState,
    readNodePool,
    readScaleSet,
    readScaleSetNode,
    type ScaleSet,
} from "../../migration/live/nodes";
import type { Reading } from "../../migration/live/reading";
import { InvalidInputError } from "../../migration/report";
import { CLUSTER_API, SCALE_SET_API } from "./apiVersions";
import { type AzureApi, AzureError } from "./azureClient";

/**
 * Reads a cluster and its nodes. What cannot be read of the nodes has the reason in its place.
 *
 * @throws InvalidInputError if there is no such cluster, and `AzureError` if the cluster itself cannot be read.
 */
export async function readClusterState(arm: AzureApi, clusterId: string): Promise<ClusterState> {
    const [json, poolsJson] = [
        await readClusterJson(arm, clusterId),
        await arm.list(`${clusterId}/agentPools`, CLUSTER_API),
    ];
    const cluster = readLiveCluster(json, poolsJson);
    const scaleSets = await readScaleSets(arm, cluster);
    const pools = cluster.pools.map(async (pool) =>
        readNodePool(pool, {
            latestNodeImageVersion: await latestNodeImage(arm, clusterId, String(pool.name)),
            scaleSets,
        }),
    );
    return { cluster, pools: await Promise.all(pools) };
}

/** A cluster as ARM shows it. Throws `InvalidInputError` if there is none. */
export async function readClusterJson(arm: AzureApi, clusterId: string): Promise<unknown> {
    try {
        return await arm.get(clusterId, CLUSTER_API);
    } catch (error) {
        throw error instanceof AzureError && error.status === 404
            ? new InvalidInputError(
                  `There is no cluster ${clusterId} (${error.code}). Check the name, the resource group and the subscription.`,
              )
            : error;
    }
}

async function latestNodeImage(arm: AzureApi, clusterId: string, pool: string): Promise<Reading<string>> {
    const path = `${clusterId}/agentPools/${pool}/upgradeProfiles/default`;
    const profile = await reading(() => arm.get(path, CLUSTER_API));
    if ("failure" in profile) {
        return profile;
    }
    const { latestNodeImageVersion }: { latestNodeImageVersion?: unknown } = Object(Object(profile.value).properties);
    return typeof latestNodeImageVersion === "string"
        ? { value: latestNodeImageVersion }
        : { failure: "AKS shows no latest node image" };
}

/** The scale sets of all pools, with their nodes. */
export function readScaleSets(arm: AzureApi, cluster: LiveCluster): Promise<Reading<ScaleSet[]>> {
    const { subscriptionId, values } = cluster;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${values.nodeResourceGroup}`;
    return reading(async () => {
        const listed = await arm.list(`${group}/providers/Microsoft.Compute/virtualMachineScaleSets`, SCALE_SET_API);
        const scaleSets = listed.map(async (json) => {
            const { id } = json as { id?: unknown };
            const nodes = await reading(async () =>
                (await arm.list(`${id}/virtualMachines`, SCALE_SET_API)).map(readScaleSetNode),
            );
            return readScaleSet(json, nodes);
        });
        return Promise.all(scaleSets);
    });
}

/** The result of `read`, or the reason why Azure did not return it. */
export async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
    try {
        return { value: await read() };
    } catch (error) {
        if (error instanceof AzureError) {
            return { failure: error.message };
        }
        throw error;
    }
}
