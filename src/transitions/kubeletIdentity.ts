import { sameId } from "../azure/resourceId";
import { objectIn } from "./change";
import type { PreviousCluster } from "./previousCluster";

const RESOURCE_ID = "identityProfile/kubeletidentity/resourceId";

/**
 * Why nodes may still use the previous kubelet identity: AKS accepted an update to the desired one, and that update failed.
 * Undefined where none has. It is not documented whether the next update upgrades the rest of the nodes.
 */
export function unfinishedKubeletIdentity(
    { clusterId, settings, outputs }: PreviousCluster,
    desiredIds: Record<string, string>,
): string | undefined {
    const desired = desiredIds[RESOURCE_ID];
    const accepted = objectIn(objectIn(outputs, "identityProfile"), "kubeletidentity")?.resourceId;
    const isAccepted = desired !== undefined && typeof accepted === "string" && sameId(accepted, desired);
    if (!isAccepted || settings === undefined || outputs.provisioningState === "Succeeded") {
        return undefined;
    }
    const previous = settings.ids[RESOURCE_ID] ?? "the identity that AKS created";
    return sameId(previous, desired)
        ? undefined
        : `an earlier update of the kubelet identity failed after AKS had accepted it, so nodes may still use ${previous}. This run updates the cluster again and ends without deletions. After it, run \`managed-identity-aks finish ${clusterId}\`, which upgrades the nodes that still use that identity. Then run \`pulumi up\` again, which deletes the role assignments and identities that the program no longer contains.`;
}
