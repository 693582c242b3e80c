import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { poolsOf } from "../cluster/nodePoolArgs";
import type { Grant } from "../grants/grant";
import { requiredGrants } from "../grants/required";

/** Scope of the grants on a kubelet identity that the component is about to create. */
export const NEW_KUBELET_IDENTITY = "<the kubelet identity>";

/** The role assignments that a cluster with these arguments requires; the arguments are plain values. */
export function plainGrants(args: ManagedIdentityAksClusterArgs): Grant[] {
    const controlPlane = args.controlPlaneIdentity?.type ?? ControlPlaneIdentityType.UserAssigned;
    const hasOwnKubelet =
        controlPlane === ControlPlaneIdentityType.UserAssigned &&
        args.kubeletIdentity?.type !== KubeletIdentityType.AksManaged;
    return requiredGrants({
        args,
        pools: poolsOf(args),
        controlPlane,
        kubeletIdentityId: hasOwnKubelet ? (args.kubeletIdentity?.resourceId ?? NEW_KUBELET_IDENTITY) : undefined,
    });
}
