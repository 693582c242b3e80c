import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType } from "../args";
import type {
    ClusterIdentityResponse,
    ControlPlaneIdentityResponse,
    IdentityProfile,
    KubeletIdentityResponse,
} from "../outputs";
import type { ClusterIdentities } from "./clusterIdentities";
import type { ClusterOutputs, ReadCluster } from "./clusterReader";
import type { UserAssignedIdentity } from "./userAssigned";

/**
 * Identities as the component gives them out. Those of an own identity are read off the identity, those that AKS made
 * off the living cluster: any update makes the cluster's outputs unknown in a preview, and everything downstream would
 * look replaced.
 */

const { ServicePrincipal, SystemAssigned, UserAssigned }: Record<ControlPlaneIdentityType, string> =
    ControlPlaneIdentityType;

/** The control plane's identity, in one shape for all kinds. */
export function controlPlaneIdentity(
    { controlPlane: own, servicePrincipal }: ClusterIdentities,
    cluster: ReadCluster,
): pulumi.Output<ControlPlaneIdentityResponse> {
    if (servicePrincipal !== undefined) {
        const { clientId, principalId } = servicePrincipal;
        return pulumi.output({ type: ServicePrincipal, clientId, principalId });
    }
    return own
        ? pulumi.output({ type: UserAssigned, ...idsOf(own) })
        : cluster(
              ({ identity }) => (identity?.principalId ? systemAssigned(identity.principalId) : undefined),
              // AKS always tells it; only a test's mocks may not.
              ({ identity }) => systemAssigned(identity?.principalId as string),
          );
}

/** The kubelets' identity, own or AKS-managed, or the service principal that is the control plane's, too. */
export function kubeletIdentity(
    { kubelet: own, servicePrincipal }: ClusterIdentities,
    cluster: ReadCluster,
): pulumi.Output<KubeletIdentityResponse> {
    if (servicePrincipal !== undefined) {
        const { clientId, principalId } = servicePrincipal;
        return pulumi.output({ clientId, principalId });
    }
    return own
        ? pulumi.output(idsOf(own))
        : cluster(
              ({ identityProfile }) => identityProfile?.kubeletidentity && kubeletOf(identityProfile),
              ({ identityProfile }) => kubeletOf(identityProfile),
          );
}

/** `identity` of the cluster, in Azure's own shape. */
export function clusterIdentity(
    { controlPlane: own, servicePrincipal }: ClusterIdentities,
    cluster: ReadCluster,
): pulumi.Output<ClusterIdentityResponse> {
    if (servicePrincipal !== undefined) {
        return pulumi.output({ type: "None" });
    }
    return own
        ? pulumi.output(idsOf(own)).apply(({ resourceId, clientId, principalId }) => ({
              type: UserAssigned,
              userAssignedIdentities: { [resourceId]: { clientId, principalId } },
          }))
        : cluster(
              ({ identity }) => (identity?.principalId ? identityOf(identity) : undefined),
              ({ identity }) => identityOf(identity),
          );
}

/** `identityProfile` of the cluster, in Azure's own shape. */
export function identityProfile(kubelet: pulumi.Output<KubeletIdentityResponse>): pulumi.Output<IdentityProfile> {
    return kubelet.apply(({ resourceId, clientId, principalId }) => ({
        // A key without a value would not come through a StackReference as it went in.
        kubeletidentity: { ...(resourceId && { resourceId }), clientId, objectId: principalId },
    }));
}

function systemAssigned(principalId: string) {
    return { type: SystemAssigned, principalId };
}

function identityOf(identity: ClusterOutputs["identity"]) {
    return { ...systemAssigned(identity?.principalId as string), tenantId: identity?.tenantId };
}

function kubeletOf(profile: ClusterOutputs["identityProfile"]) {
    const kubelet = profile?.kubeletidentity;
    return {
        resourceId: kubelet?.resourceId as string,
        clientId: kubelet?.clientId as string,
        principalId: kubelet?.objectId as string,
    };
}

/** The ids alone. */
export function idsOf({ resourceId, clientId, principalId }: UserAssignedIdentity) {
    return { resourceId, clientId, principalId };
}
