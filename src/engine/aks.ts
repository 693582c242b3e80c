import type { AgentPool, GetManagedClusterResult, ManagedCluster } from "@pulumi/azure-native/containerservice";
import { getVersion } from "@pulumi/azure-native/utilities";
import * as pulumi from "@pulumi/pulumi";
import { CLUSTER_TYPE, GET_CLUSTER, POOL_TYPE, unversioned } from "../aksTypes";

/**
 * Clusters and pools in the API version of this package. The classes of azure-native's SDK register its own version, and
 * leave out the properties that this does not have.
 */

export function createManagedCluster(
    name: string,
    inputs: object,
    outputs: readonly string[],
    opts: pulumi.CustomResourceOptions,
): ManagedCluster {
    return create(CLUSTER_TYPE, name, inputs, [...outputs, ...SHOWN], opts) as ManagedCluster;
}

export function createAgentPool(
    name: string,
    inputs: object,
    outputs: readonly string[],
    opts: pulumi.CustomResourceOptions,
): AgentPool {
    return create(POOL_TYPE, name, inputs, [...outputs, "azureApiVersion", "name"], opts) as AgentPool;
}

export function getManagedCluster(args: object, opts: pulumi.InvokeOptions): Promise<GetManagedClusterResult> {
    return pulumi.runtime.invoke(GET_CLUSTER, { ...args }, { ...opts, version: getVersion() });
}

/** What AKS alone sets, and this package reads. */
const SHOWN = ["azureApiVersion", "currentKubernetesVersion", "fqdn", "name", "privateFQDN", "provisioningState"];

/** Only a property that is named when the resource is registered becomes an output. */
function create(
    type: string,
    name: string,
    inputs: object,
    outputs: readonly string[],
    opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
    const unset = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const former = { version: getVersion(), aliases: [{ type: unversioned(type) }] };
    return new AksResource(type, name, { ...unset, ...inputs }, pulumi.mergeOptions(former, opts));
}

class AksResource extends pulumi.CustomResource {}
