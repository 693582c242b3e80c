import { sameId } from "../azure/resourceId";
import { propertyAt } from "../cluster/paths";
import type { Values } from "../values";
import type { AppliedCluster } from "./reconciliation";

/** Resource id of the kubelet identity in the properties of a cluster, where it is known. */
export function kubeletIdIn(cluster: Values): string | undefined {
    const id = propertyAt(cluster, "identityProfile.kubeletidentity.resourceId");
    return typeof id === "string" ? id : undefined;
}

/**
 * Why nodes may still use the previous kubelet identity: AKS accepted an update to the desired one, and that update failed.
 * Undefined where none has. It is not documented whether the next update upgrades the rest of the nodes.
 */
export function unfinishedKubeletIdentity(
    lastApplied: AppliedCluster | undefined,
    live: Values,
    desired: string | undefined,
): string | undefined {
    const accepted = kubeletIdIn(live);
    const isAccepted = desired !== undefined && accepted !== undefined && sameId(accepted, desired);
    if (!isAccepted || lastApplied === undefined || live.provisioningState === "Succeeded") {
        return undefined;
    }
    const previous = lastApplied.kubeletId ?? "the identity that AKS created";
    return sameId(previous, desired)
        ? undefined
        : `an earlier update of the kubelet identity failed after AKS had accepted it, so nodes may still use ${previous}. \`pulumi up\` updates the cluster again and ends without deletions. Then run \`managed-identity-aks finish ${lastApplied.clusterId}\`, which upgrades the nodes that still use that identity, and \`pulumi up\` again, which deletes what the program no longer contains.`;
}
