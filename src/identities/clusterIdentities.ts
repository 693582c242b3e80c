import type * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import type { Principals } from "../grants/assign";
import type { AssignedRole } from "../grants/missing";
import { identityKinds } from "./kinds";
import { findServicePrincipal, type ServicePrincipal } from "./legacyServicePrincipal";
import { sharedIdentities } from "./sharedIdentities";
import { type LookUpIdentity, podIdentities, resolveIdentity, type UserAssignedIdentity } from "./userAssigned";

/** The identities that a cluster is created with; one that AKS or Azure creates with the cluster is absent. */
export interface ClusterIdentities {
    controlPlane?: UserAssignedIdentity;
    kubelet?: UserAssignedIdentity;
    /** The service principal that the cluster runs as in place of both. */
    servicePrincipal?: ServicePrincipal;
    /** The identities of pods, in the order of the arguments. */
    pods?: UserAssignedIdentity[];
    /** The role assignments that the identities come with; absent where the cluster's component creates them. */
    roleAssignments?: pulumi.Output<AssignedRole[]>;
}

/** The identities of these arguments: shared with other clusters, existing, or created here. */
export function clusterIdentities(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    parent: pulumi.Resource,
    lookUp: LookUpIdentity,
): ClusterIdentities {
    const identities =
        args.identities === undefined ? ownIdentities(name, args, parent, lookUp) : sharedIdentities(args.identities);
    return { ...identities, pods: podIdentities(args, parent) };
}

function ownIdentities(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    parent: pulumi.Resource,
    lookUp: LookUpIdentity,
): ClusterIdentities {
    const placement = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };
    const kinds = identityKinds(args);
    const { servicePrincipal } = args.controlPlaneIdentity ?? {};
    if (kinds.controlPlane === ControlPlaneIdentityType.SystemAssigned) {
        return {};
    }
    if (kinds.controlPlane === ControlPlaneIdentityType.ServicePrincipal && servicePrincipal !== undefined) {
        return { servicePrincipal: findServicePrincipal(servicePrincipal, parent) };
    }
    const controlPlane = resolveIdentity(`${name}-control-plane`, args.controlPlaneIdentity, placement, parent, lookUp);
    const kubelet =
        kinds.kubelet === KubeletIdentityType.AksManaged
            ? undefined
            : resolveIdentity(`${name}-kubelet`, args.kubeletIdentity, placement, parent, lookUp);
    return { controlPlane, kubelet };
}

/** The principals that exist before the cluster. */
export function principalsOf({ controlPlane, kubelet, servicePrincipal }: ClusterIdentities): Principals {
    const principals = {
        controlPlane: controlPlane ?? servicePrincipal,
        kubelet: kubelet ?? servicePrincipal,
    };
    return Object.fromEntries(Object.entries(principals).filter(([, principal]) => principal !== undefined));
}
