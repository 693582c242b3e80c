import type * as pulumi from "@pulumi/pulumi";
import { sameResource } from "../azure/resourceId";
import { getManagedCluster } from "../engine/aks";
import { reasonOf, retryOnce } from "../engine/lookUps";
import type { Values } from "../values";

/** Where azure-native finds a cluster. */
export interface ClusterAddress {
    resourceGroupName: string;
    resourceName: string;
    /** Its resource id, where it should be there: the program has created it, or says that it exists. */
    id?: string;
}

/** A cluster as it is in Azure. */
export interface LiveCluster {
    /** Its values by azure-native's names; undefined where there is none, or where it cannot be read. */
    values?: Values;
    /** Why it cannot be read although it should be there. */
    failure?: string;
}

export async function readLiveCluster(
    { resourceGroupName, resourceName, id }: ClusterAddress,
    parent: pulumi.Resource,
): Promise<LiveCluster> {
    try {
        const cluster = await retryOnce(() => getManagedCluster({ resourceGroupName, resourceName }, { parent }));
        if (id !== undefined && !sameResource(id, String(cluster.id))) {
            return { failure: `${id} cannot be read: azure-native's provider finds ${cluster.id} in its subscription` };
        }
        return { values: { ...cluster } };
    } catch (error) {
        return id === undefined ? {} : { failure: `${id} cannot be read: ${reasonOf(error)}` };
    }
}
