import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../../args";
import { parseResourceId, sameId } from "../../azure/resourceId";
import { type Identity, identitiesIn } from "./identities";
import type { Limits } from "./limits";
import type { LiveCluster } from "./liveCluster";
import type { Remaining } from "./remaining";

type IdentityArgs = Pick<ManagedIdentityAksClusterArgs, "controlPlaneIdentity" | "kubeletIdentity">;

/** The identities that a cluster runs as, as existing ones. */
export function readIdentities(live: Remaining, cluster: LiveCluster, { blockers }: Limits): IdentityArgs {
    const { controlPlane, kubelet } = identitiesIn(cluster.values);
    for (const path of ["identity", "identityProfile", "servicePrincipalProfile"]) {
        live.take(path);
    }
    switch (controlPlane?.kind) {
        case ControlPlaneIdentityType.ServicePrincipal: {
            const { kind: type, clientId = "" } = controlPlane;
            return { controlPlaneIdentity: { type, servicePrincipal: { clientId } } };
        }
        case ControlPlaneIdentityType.SystemAssigned:
            return { controlPlaneIdentity: { type: controlPlane.kind } };
        case ControlPlaneIdentityType.UserAssigned:
            return {
                controlPlaneIdentity: existing(controlPlane, cluster),
                kubeletIdentity:
                    kubelet?.kind === "UserAssigned"
                        ? existing(kubelet, cluster)
                        : { type: KubeletIdentityType.AksManaged },
            };
        default:
            blockers.push({
                path: "identity",
                reason: `The identity is of type ${Object(cluster.values.identity).type}, which this package does not know.`,
            });
            return {};
    }
}

/** Its ids are looked up, but not in another subscription, where the provider does not look. */
function existing({ resourceId = "", clientId, principalId }: Identity, { subscriptionId }: LiveCluster) {
    const isElsewhere = !sameId(parseResourceId(resourceId)?.subscriptionId ?? "", subscriptionId);
    return {
        resourceId,
        ...(isElsewhere && { clientId: String(clientId), principalId: String(principalId) }),
    };
}
