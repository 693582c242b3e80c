import type * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import type { ClusterIdentities } from "../cluster/managedCluster";
import type { Principals } from "../grants/assign";
import { findServicePrincipal } from "./legacyServicePrincipal";
import { clusterIdentity } from "./userAssigned";

/** The user-assigned identities or the service principal; what AKS or Azure makes with the cluster stays absent. */
export function settleIdentities(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    parent: pulumi.Resource,
): ClusterIdentities {
    const placement = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };
    const { type, servicePrincipal } = args.controlPlaneIdentity ?? {};
    if (type === ControlPlaneIdentityType.SystemAssigned) {
        return {};
    }
    if (type === ControlPlaneIdentityType.ServicePrincipal && servicePrincipal !== undefined) {
        return { servicePrincipal: findServicePrincipal(servicePrincipal, parent) };
    }
    const controlPlane = clusterIdentity(
        `${name}-control-plane`,
        args.controlPlaneIdentity ?? {},
        placement,
        parent,
    );
    const kubelet =
        args.kubeletIdentity?.type === KubeletIdentityType.AksManaged
            ? undefined
            : clusterIdentity(`${name}-kubelet`, args.kubeletIdentity ?? {}, placement, parent);
    return { controlPlane, kubelet };
}

/** The principals that are there before the cluster. */
export function principalsOf({ controlPlane, kubelet, servicePrincipal }: ClusterIdentities): Principals {
    const principals = {
        controlPlane: controlPlane ?? servicePrincipal,
        kubelet: kubelet ?? servicePrincipal,
    };
    return Object.fromEntries(Object.entries(principals).filter(([, principal]) => principal !== undefined));
}
