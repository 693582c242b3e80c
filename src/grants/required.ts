import type * as pulumi from "@pulumi/pulumi";
import { sameInput } from "../azure/inputs";
import type { RoleName } from "./roles";

/** Whose principal a grant is for. */
export type GrantedIdentity = "controlPlane" | "kubelet";

/** A permission that the cluster needs, and why. */
export interface Grant {
    /** Name of the grant inside its cluster; part of the role assignment's logical name. */
    name: string;
    identity: GrantedIdentity;
    role: RoleName;
    /** Resource id. */
    scope: pulumi.Input<string>;
    /** What the cluster does with it, as a sentence. */
    reason: string;
    /** `before-cluster`: AKS checks or uses it while it makes the cluster. */
    when: "before-cluster" | "after-cluster";
}

/** What decides the grants: plain data, read off the arguments and the settled identities. */
export interface GrantFacts {
    /** A system-assigned principal exists only once the cluster does. */
    controlPlaneKnownBeforeCluster: boolean;
    /** Id of the own kubelet identity; absent where AKS makes it. */
    kubeletIdentityId?: pulumi.Input<string>;
    /** The pools in own subnets, the system pool first. */
    pools: { name: string; subnetId: pulumi.Input<string> }[];
}

/** Every permission the cluster needs beyond those that AKS itself assigns, each scope once. */
export function requiredGrants(facts: GrantFacts): Grant[] {
    return [...kubeletGrants(facts), ...subnetGrants(facts)];
}

/** AKS lets the control plane put the kubelet identity on the nodes only where it may assign it. */
function kubeletGrants({ kubeletIdentityId }: GrantFacts): Grant[] {
    if (kubeletIdentityId === undefined) {
        // AKS makes the identity in the node resource group, where it makes the control plane Contributor.
        return [];
    }
    return [
        {
            name: "kubelet-managed-identity-operator",
            identity: "controlPlane",
            role: "Managed Identity Operator",
            scope: kubeletIdentityId,
            reason: "The control plane assigns the kubelet identity to the nodes.",
            when: "before-cluster",
        },
    ];
}

/** One grant a subnet, named after the first pool in it. */
function subnetGrants({ pools, controlPlaneKnownBeforeCluster }: GrantFacts): Grant[] {
    const firstInSubnet = pools.filter(
        (pool, index) => pools.findIndex((other) => sameInput(other.subnetId, pool.subnetId)) === index,
    );
    return firstInSubnet.map((first) => {
        const inside = pools
            .filter((pool) => sameInput(pool.subnetId, first.subnetId))
            .map((pool) => pool.name);
        return {
            name: `${first.name}-subnet-network-contributor`,
            identity: "controlPlane",
            role: "Network Contributor",
            scope: first.subnetId,
            reason: `The control plane joins the nodes and internal load balancers of ${list(inside)} to the subnet.`,
            when: controlPlaneKnownBeforeCluster ? "before-cluster" : "after-cluster",
        };
    });
}

function list(pools: string[]): string {
    return pools.length === 1 ? `pool ${pools[0]}` : `pools ${pools.join(", ")}`;
}
