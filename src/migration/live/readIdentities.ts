import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../../args";
import { isInResourceGroup, parseResourceId, sameId } from "../../azure/resourceId";
import type { GrantedIdentity } from "../../grants/grant";
import { isRecord, type Values } from "../../values";
import { liveAddonIdentities } from "./addonIdentities";
import type { Findings } from "./findings";
import type { LiveCluster } from "./liveCluster";
import type { Remaining } from "./remaining";

type IdentityArgs = Pick<ManagedIdentityAksClusterArgs, "controlPlaneIdentity" | "kubeletIdentity">;

/** What a managed-identity cluster shows in place of a service principal. */
export const NO_SERVICE_PRINCIPAL = "msi";

/** Resource id of the cluster's kubelet identity; undefined for a cluster with a service principal. */
export function kubeletIdentityOf({ values }: LiveCluster): string | undefined {
    const { resourceId }: { resourceId?: unknown } = Object(Object(values.identityProfile).kubeletidentity);
    return typeof resourceId === "string" ? resourceId : undefined;
}

/** Client id of the service principal that the control plane of a cluster uses; undefined for one with a managed identity. */
export function servicePrincipalOf({ values }: LiveCluster): string | undefined {
    const { clientId }: { clientId?: unknown } = Object(values.servicePrincipalProfile);
    return typeof clientId === "string" && !sameId(clientId, NO_SERVICE_PRINCIPAL) ? clientId : undefined;
}

/** Whether the control plane of a cluster uses a service principal. */
export function usesServicePrincipal(cluster: LiveCluster): boolean {
    return servicePrincipalOf(cluster) !== undefined;
}

/** The identities that a cluster runs as, as existing ones. */
export function readIdentities(live: Remaining, cluster: LiveCluster, { blockers }: Findings): IdentityArgs {
    const identity = Object(live.take("identity")) as Values;
    const profile = Object(live.take("identityProfile")) as Values;
    live.take("servicePrincipalProfile");
    const clientId = servicePrincipalOf(cluster);
    if (clientId !== undefined) {
        return {
            controlPlaneIdentity: { type: ControlPlaneIdentityType.ServicePrincipal, servicePrincipal: { clientId } },
        };
    }
    if (identity.type === ControlPlaneIdentityType.SystemAssigned) {
        return { controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned } };
    }
    const [controlPlane] = userAssignedIn(identity);
    if (controlPlane === undefined) {
        blockers.push({
            path: "identity",
            reason: `The identity is of type ${identity.type}, which this package does not know.`,
        });
        return {};
    }
    const kubelet = Object(profile.kubeletidentity) as Values;
    return {
        controlPlaneIdentity: existing(controlPlane, cluster),
        kubeletIdentity: isMadeByAks(kubelet.resourceId, cluster)
            ? { type: KubeletIdentityType.AksManaged }
            : existing(
                  {
                      resourceId: String(kubelet.resourceId),
                      clientId: kubelet.clientId,
                      principalId: kubelet.objectId,
                  },
                  cluster,
              ),
    };
}

/** Object ids of what a cluster runs as. That of a service principal stays unknown. */
export function livePrincipals({ values }: LiveCluster): Partial<Record<GrantedIdentity, string>> {
    const identity = Object(values.identity) as Values;
    const kubelet = Object(Object(values.identityProfile).kubeletidentity) as Values;
    const [userAssigned] = userAssignedIn(identity);
    const addons = Object.entries(liveAddonIdentities(values)).map(([name, { principalId }]) => [name, principalId]);
    return Object.fromEntries(
        Object.entries({
            controlPlane: userAssigned?.principalId ?? identity.principalId,
            kubelet: kubelet.objectId,
            ...Object.fromEntries(addons),
        }).filter(([, id]) => typeof id === "string"),
    );
}

interface ExistingIdentity {
    resourceId: string;
    clientId?: unknown;
    principalId?: unknown;
}

/** An answer has the ids as keys, a request lists them. */
export function userAssignedIn({ userAssignedIdentities }: Values): ExistingIdentity[] {
    if (Array.isArray(userAssignedIdentities)) {
        return userAssignedIdentities.map((id) => ({ resourceId: String(id) }));
    }
    return Object.entries(isRecord(userAssignedIdentities) ? userAssignedIdentities : {}).map(([resourceId, ids]) => ({
        resourceId,
        ...Object(ids),
    }));
}

/** Its ids are looked up, but not in another subscription, where the provider does not look. */
function existing({ resourceId, clientId, principalId }: ExistingIdentity, { subscriptionId }: LiveCluster) {
    const isElsewhere = !sameId(parseResourceId(resourceId)?.subscriptionId ?? "", subscriptionId);
    return {
        resourceId,
        ...(isElsewhere && { clientId: String(clientId), principalId: String(principalId) }),
    };
}

/** AKS creates its kubelet identity in the node resource group. */
function isMadeByAks(resourceId: unknown, { values: { nodeResourceGroup } }: LiveCluster): boolean {
    return typeof resourceId !== "string" || isInResourceGroup(resourceId, nodeResourceGroup);
}
