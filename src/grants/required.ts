import { ControlPlaneIdentityType } from "../args";
import { addonGrants } from "./addonGrants";
import { encryptionGrants } from "./encryptionGrants";
import { extraGrants } from "./extraGrants";
import type { GrantFacts } from "./facts";
import type { Grant, GrantedIdentity } from "./grant";
import { identityPrefix } from "./grantNames";
import { kubeletIdentityGrant, podIdentityGrants } from "./identityOperatorGrants";
import { mergePermissions } from "./merge";
import { networkGrants } from "./networkGrants";
import { registryGrants } from "./registryGrants";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;

/** Every permission the cluster needs beyond those that AKS itself assigns, each scope once. */
export function requiredGrants(facts: GrantFacts): Grant[] {
    const { args, pools, kubeletIdentityId, pullRoleOf } = facts;
    const kubeletPrefix = namePrefix("kubelet", facts);
    const permissions = [
        // AKS creates its own kubelet identity in the node resource group, where it makes the control plane Contributor.
        ...(kubeletIdentityId === undefined ? [] : [kubeletIdentityGrant(kubeletPrefix, kubeletIdentityId)]),
        ...networkGrants(args, pools),
        ...registryGrants(args, pullRoleOf),
        ...encryptionGrants(args),
        ...extraGrants(args.extraRoleAssignments, "controlPlane"),
        ...podIdentityGrants(args),
        ...addonGrants(args, pools),
    ];
    const merged = mergePermissions(permissions, (identity) => namePrefix(identity, facts));
    return merged.map((permission) => ({
        ...permission,
        when: existsBeforeCluster(permission.identity, facts) ? "before-cluster" : "after-cluster",
    }));
}

/**
 * Grants that a previous principal still needs: nodes use a service principal until their image is upgraded, and the
 * control plane uses its system-assigned identity until its tokens expire. Name, role, scope and description are those
 * of before the change, so nothing happens to them in it.
 */
export function previousGrants(
    facts: GrantFacts,
    controlPlane: typeof ServicePrincipal | typeof SystemAssigned,
): Grant[] {
    const goesOn: GrantedIdentity = controlPlane === ServicePrincipal ? "kubelet" : "controlPlane";
    return requiredGrants({ ...facts, controlPlane, kubeletIdentityId: undefined }).filter(
        ({ identity }) => identity === goesOn,
    );
}

/** Names of their own, so that they can exist together with those of the next identity. */
function namePrefix(identity: GrantedIdentity, { args, controlPlane, kubeletIdentityId }: GrantFacts): string {
    if (controlPlane === ServicePrincipal) {
        return "service-principal-";
    }
    switch (identity) {
        case "controlPlane":
            return controlPlane === SystemAssigned
                ? "system-assigned-"
                : identityPrefix(args.controlPlaneIdentity?.resourceId);
        case "kubelet":
            return kubeletIdentityId === undefined ? "aks-managed-" : identityPrefix(args.kubeletIdentity?.resourceId);
        default:
            return "";
    }
}

function existsBeforeCluster(identity: GrantedIdentity, { controlPlane, kubeletIdentityId }: GrantFacts): boolean {
    switch (identity) {
        case "controlPlane":
            return controlPlane !== SystemAssigned;
        case "kubelet":
            return kubeletIdentityId !== undefined || controlPlane === ServicePrincipal;
        default:
            return false;
    }
}
