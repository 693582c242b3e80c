import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType } from "../args";
import type { ClusterIdentities } from "../cluster/managedCluster";
import type { ClusterIdentity, ControlPlaneIdentity, IdentityProfile, KubeletIdentity } from "../outputs";
import type { UserAssignedIdentity } from "./userAssigned";

/**
 * Identities as the component gives them out. Those of an own identity are read off the identity, never off the
 * cluster: any update of the cluster makes the cluster's outputs unknown in a preview, and everything downstream
 * would look replaced.
 */

/** The control plane's identity, in one shape for all kinds. */
export function controlPlaneIdentity(
    { controlPlane: own, servicePrincipal }: ClusterIdentities,
    cluster: ManagedCluster,
): pulumi.Output<ControlPlaneIdentity> {
    if (servicePrincipal !== undefined) {
        const { clientId, principalId } = servicePrincipal;
        return pulumi.output({
            type: ControlPlaneIdentityType.ServicePrincipal as string,
            clientId,
            principalId,
        });
    }
    return own
        ? pulumi.output({ type: ControlPlaneIdentityType.UserAssigned as string, ...idsOf(own) })
        : cluster.identity.apply((identity) => ({
              type: ControlPlaneIdentityType.SystemAssigned as string,
              // AKS always tells it; only a test's mocks may not.
              principalId: identity?.principalId as string,
          }));
}

/** The kubelets' identity, own or AKS-managed, or the service principal that is the control plane's, too. */
export function kubeletIdentity(
    { kubelet: own, servicePrincipal }: ClusterIdentities,
    cluster: ManagedCluster,
): pulumi.Output<KubeletIdentity> {
    if (servicePrincipal !== undefined) {
        const { clientId, principalId } = servicePrincipal;
        return pulumi.output({ clientId, principalId });
    }
    return own
        ? pulumi.output(idsOf(own))
        : cluster.identityProfile.apply((profile) => {
              const made = profile?.kubeletidentity;
              return {
                  resourceId: made?.resourceId as string,
                  clientId: made?.clientId as string,
                  principalId: made?.objectId as string,
              };
          });
}

/** `identity` of the cluster, in Azure's own shape. */
export function clusterIdentity(
    { controlPlane: own, servicePrincipal }: ClusterIdentities,
    cluster: ManagedCluster,
): pulumi.Output<ClusterIdentity> {
    if (servicePrincipal !== undefined) {
        return pulumi.output({ type: "None" });
    }
    return own
        ? pulumi.output(idsOf(own)).apply(({ resourceId, clientId, principalId }) => ({
              type: ControlPlaneIdentityType.UserAssigned as string,
              userAssignedIdentities: { [resourceId]: { clientId, principalId } },
          }))
        : cluster.identity.apply((identity) => ({
              type: ControlPlaneIdentityType.SystemAssigned as string,
              principalId: identity?.principalId,
              tenantId: identity?.tenantId,
          }));
}

/** `identityProfile` of the cluster, in Azure's own shape. */
export function identityProfile(kubelet: pulumi.Output<KubeletIdentity>): pulumi.Output<IdentityProfile> {
    return kubelet.apply(({ resourceId, clientId, principalId }) => ({
        // A key without a value would not come through a StackReference as it went in.
        kubeletidentity: { ...(resourceId && { resourceId }), clientId, objectId: principalId },
    }));
}

function idsOf({ resourceId, clientId, principalId }: UserAssignedIdentity) {
    return { resourceId, clientId, principalId };
}
