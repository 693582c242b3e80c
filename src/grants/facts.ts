import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import type { Grant } from "./grant";

/** A pool and the subnets it is in. */
export interface PoolSubnets {
    name: string;
    subnetId?: pulumi.Input<string>;
    podSubnetId?: pulumi.Input<string>;
}

/** What decides the grants: plain data, read off the arguments and the settled identities. */
export interface GrantFacts {
    args: Omit<ManagedIdentityAksClusterArgs, "resourceGroupName" | "systemNodePool">;
    /** The pools in own subnets, the system pool first. */
    pools: PoolSubnets[];
    /** Whether the control plane's principal exists before the cluster: a system-assigned one does not. */
    ownControlPlane: boolean;
    /** Id of the own kubelet identity; absent where AKS makes it with the cluster. */
    kubeletIdentityId?: pulumi.Input<string>;
    /** Id of the cluster, once it has one: what is granted on the cluster itself is left out before. */
    clusterId?: pulumi.Input<string>;
    /** Whether a service principal, which is there before the cluster, is both of these identities. */
    servicePrincipal?: boolean;
}

/** When a grant can be made at the earliest, which is also when it is made. */
export interface Earliest {
    controlPlane: Grant["when"];
    kubelet: Grant["when"];
}
