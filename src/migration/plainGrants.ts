import { KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { poolsOf } from "../cluster/nodePoolArgs";
import type { GrantFacts } from "../grants/facts";
import type { Grant } from "../grants/grant";
import { requiredGrants } from "../grants/required";
import { identityKinds } from "../identities/kinds";

/** Scope of the grants on a kubelet identity that the component is about to create. */
export const NEW_KUBELET_IDENTITY = "<the kubelet identity>";

/** An identity that exists, as plain arguments name it. */
interface PlainIdentity {
    resourceId?: string;
    principalId?: string;
}

/** The role assignments that a cluster with these arguments requires; the arguments are plain values. */
export function plainGrants(args: ManagedIdentityAksClusterArgs): Grant[] {
    return requiredGrants(plainFacts(args));
}

/** What decides them. */
export function plainFacts(args: ManagedIdentityAksClusterArgs): GrantFacts {
    const { controlPlane, kubelet } = identityKinds(args);
    return {
        args,
        pools: poolsOf(args),
        controlPlane,
        ...(kubelet === KubeletIdentityType.UserAssigned && {
            kubeletIdentityId: plainIdentities(args).kubeletIdentity?.resourceId ?? NEW_KUBELET_IDENTITY,
        }),
    };
}

/** The identities that exist: those shared with other clusters, or the cluster's own. */
export function plainIdentities(
    args: ManagedIdentityAksClusterArgs,
): Partial<Record<"controlPlaneIdentity" | "kubeletIdentity", PlainIdentity>> {
    return (args.identities ?? args) as ReturnType<typeof plainIdentities>;
}
