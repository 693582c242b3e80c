import type * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import type { ClusterIdentities } from "../identities/clusterIdentities";
import type { PullRoleOf } from "./registryGrants";

/** A pool and the subnets it is in. */
export interface PoolSubnets {
    name: string;
    subnetId?: pulumi.Input<string>;
    podSubnetId?: pulumi.Input<string>;
}

/** What decides the grants: plain data, read off the arguments and the identities. */
export interface GrantFacts {
    args: Omit<ManagedIdentityAksClusterArgs, "resourceGroupName" | "systemNodePool">;
    /** The pools, the system pool first. */
    pools: PoolSubnets[];
    /** What the control plane runs as; a service principal is the kubelets' identity, too. */
    controlPlane: ControlPlaneIdentityType;
    /** Id of the own kubelet identity; absent where AKS creates it with the cluster. */
    kubeletIdentityId?: pulumi.Input<string>;
    /** Reads in Azure how a registry decides who may pull. */
    pullRoleOf?: PullRoleOf;
}

export function grantFacts(
    args: ManagedIdentityAksClusterArgs,
    pools: PoolSubnets[],
    { controlPlane, kubelet, servicePrincipal }: ClusterIdentities,
    pullRoleOf?: PullRoleOf,
): GrantFacts {
    const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;
    const own = controlPlane === undefined ? SystemAssigned : UserAssigned;
    return {
        args,
        pools,
        controlPlane: servicePrincipal === undefined ? own : ServicePrincipal,
        kubeletIdentityId: kubelet?.resourceId,
        pullRoleOf,
    };
}
