import { ControlPlaneIdentityType } from "../args";
import {
    IDENTITY_LIMITS_PAGE,
    KUBELET_IDENTITY_PAGE,
    MANAGED_IDENTITY_PAGE,
    REIMAGES_PAGE,
    SWITCH_PAGE,
} from "../azure/pages";
import {
    REGION_WITHOUT_OWN_KUBELET_IDENTITY,
    REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    takesOwnKubeletIdentity,
    takesUserAssignedIdentity,
} from "../azure/regions";
import { sameId } from "../azure/resourceId";
import type { KnownLater } from "../engine/hooks";
import { UNKNOWN } from "../values";
import { type IdentityChange, objectIn } from "./change";
import type { Transition } from "./transition";

type IdentityTransition = Transition<IdentityChange>;

const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;

/** Changes from one identity of a cluster to another. */
export const IDENTITY_TRANSITIONS: readonly IdentityTransition[] = [
    {
        code: "ServicePrincipalNeedsSecret",
        effect: "reject",
        when: ({ identities: { live, desired }, facts }) =>
            live === undefined && !facts.isAdopted && desired.controlPlane === ServicePrincipal && !desired.hasSecret,
        message: () =>
            "AKS needs the secret of the service principal to create the cluster. Set controlPlaneIdentity.servicePrincipal.clientSecret. Better, use a managed identity.",
        source: "https://learn.microsoft.com/azure/aks/kubernetes-service-principal",
    },
    // If the program does not set the region, only the engine knows it.
    ofRegion(
        REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
        ({ identities, desired }) =>
            identities.desired.controlPlane === UserAssigned && !takesUserAssignedIdentity(desired.location),
    ),
    ofRegion(
        REGION_WITHOUT_OWN_KUBELET_IDENTITY,
        ({ identities, desired }) =>
            identities.desired.kubeletId !== undefined && !takesOwnKubeletIdentity(desired.location),
    ),
    {
        code: "BackToServicePrincipal",
        azureCode: "Updating service principal profile is not allowed on MSI cluster.",
        effect: "reject",
        when: ({ identities: { live, desired } }) =>
            live !== undefined && live.controlPlane !== ServicePrincipal && desired.controlPlane === ServicePrincipal,
        message: ({ identities: { live } }) =>
            `the cluster uses a managed identity (${live?.controlPlane}), and AKS cannot change it back to a service principal. Set controlPlaneIdentity.type to "${live?.controlPlane}" again. Only a new cluster, with another component name, can use a service principal.`,
        source: IDENTITY_LIMITS_PAGE,
    },
    {
        code: "BackToSystemAssigned",
        effect: "reject",
        when: ({ identities: { live, desired } }) =>
            live?.controlPlane === UserAssigned &&
            live.kubeletId === undefined &&
            desired.controlPlane === SystemAssigned,
        message: ({ identities: { live } }) =>
            `the control plane would keep using ${shown(live?.controlPlaneId)} until its token expires, which can take hours, and this update would delete the role assignments of that identity. AKS does not document this change either. Set controlPlaneIdentity.type to "UserAssigned" again.`,
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "OwnKubeletNeedsUserAssignedControlPlane",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        effect: "reject",
        when: ({ identities: { live, desired } }) =>
            live?.kubeletId !== undefined && desired.controlPlane === SystemAssigned,
        message: ({ identities: { live } }) =>
            `the nodes use your kubelet identity ${shown(live?.kubeletId)}, which requires a user-assigned control plane identity, and AKS cannot change it back to one that AKS creates. Set controlPlaneIdentity.type to "UserAssigned" again.`,
        source: KUBELET_IDENTITY_PAGE,
    },
    {
        code: "BackToAksManagedKubelet",
        effect: "reject",
        when: ({ identities: { live, desired } }) =>
            live?.kubeletId !== undefined && desired.kubeletId === undefined && desired.controlPlane === UserAssigned,
        message: ({ identities: { live } }) =>
            `the nodes use your kubelet identity ${shown(live?.kubeletId)}, and AKS cannot change it back to one that AKS creates: the nodes would keep the identity that this program no longer manages. Restore kubeletIdentity.`,
        source: KUBELET_IDENTITY_PAGE,
    },
    {
        code: "NodesLoseServicePrincipal",
        effect: "reject",
        when: (change) =>
            leavesServicePrincipal(change) &&
            change.facts.kubeletRoles.length > 0 &&
            !mayBeSame(change.identities.live?.clientId, change.facts.previousClientId),
        message: ({ identities: { live }, facts: { kubeletRoles } }) =>
            `nodes keep using the service principal ${shown(live?.clientId)} until their image is upgraded, and this update would delete its role assignments (${kubeletRoles.join(", ")}). Add controlPlaneIdentity.formerServicePrincipalClientId: "${shown(live?.clientId)}", and remove it when all pools are upgraded.`,
        source: SWITCH_PAGE,
    },
    {
        code: "ControlPlaneKeepsToken",
        effect: "reject",
        when: (change) =>
            change.identities.live?.controlPlane === SystemAssigned &&
            change.identities.desired.controlPlane === UserAssigned &&
            change.facts.controlPlaneRoles.length > 0 &&
            !mayBeSame(systemAssignedPrincipal(change), change.facts.previousPrincipalId),
        message: (change) =>
            `the control plane keeps using its system-assigned identity until its token expires, which can take hours, and this update would delete the role assignments of that identity (${change.facts.controlPlaneRoles.join(", ")}). Add controlPlaneIdentity.formerPrincipalId: "${shown(systemAssignedPrincipal(change))}", and remove it some hours after the update.`,
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "OtherUserAssignedIdentity",
        effect: "rejectUpdate",
        when: ({ identities: { live, desired } }) =>
            live?.controlPlane === UserAssigned &&
            desired.controlPlane === UserAssigned &&
            !isSame(live.controlPlaneId, desired.controlPlaneId),
        message: ({ identities, desired }) =>
            [
                `the control plane moves from ${shown(identities.live?.controlPlaneId)} to ${shown(identities.desired.controlPlaneId)}, but azure-native 3.x sends this change as a PATCH, of which AKS applies only the tags, so the old identity would stay. To change it:`,
                "  1. Run `pulumi up`: it creates the role assignments of the new identity, keeps those of the old one, and stops before the cluster.",
                `  2. Run \`az aks update --resource-group ${desired.resourceGroupName} --name ${desired.resourceName} --enable-managed-identity --assign-identity ${shown(identities.desired.controlPlaneId)} --yes\`.`,
                "  3. Some hours later, when the token of the old identity has expired, run `pulumi up --refresh`: it reads the change of the cluster and deletes the role assignments of the old identity.",
            ].join("\n"),
        source: "https://github.com/pulumi/pulumi-azure-native/pull/4640",
    },
    {
        code: "NodesKeepServicePrincipal",
        effect: "warn",
        when: leavesServicePrincipal,
        message: ({ desired, facts: { pools } }) =>
            [
                "the control plane and the add-ons switch to the managed identity, but nodes keep using the service principal until their image is upgraded, which requires a newer image than theirs. After the update run:",
                ...pools.map(
                    (pool) =>
                        `  az aks nodepool upgrade --resource-group ${desired.resourceGroupName} --cluster-name ${desired.resourceName} --name ${pool} --node-image-only`,
                ),
                "and then remove controlPlaneIdentity.formerServicePrincipalClientId.",
                `Microsoft's page on system-assigned identities says that this update itself replaces all nodes (${REIMAGES_PAGE}). So update at a time at which all pods can move, and run \`managed-identity-aks verify\` first: it shows whether a pool still needs the upgrade.`,
            ].join("\n"),
        source: SWITCH_PAGE,
    },
    {
        code: "SystemAssignedGetsRolesLater",
        effect: "warn",
        when: ({ identities: { live, desired } }) =>
            live?.controlPlane === ServicePrincipal && desired.controlPlane === SystemAssigned,
        message: () =>
            "a system-assigned identity exists only after the cluster has switched to it, so its role assignments are created after the switch. Until they take effect, the control plane may be denied access to resources outside of the node resource group. A user-assigned identity gets its role assignments before the switch.",
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "KubeletIdentityUpgradesNodes",
        effect: "warn",
        when: ({ identities: { live, desired } }) =>
            live !== undefined &&
            live.controlPlane !== ServicePrincipal &&
            desired.kubeletId !== undefined &&
            !isSame(live.kubeletId, desired.kubeletId),
        message: () =>
            "another kubelet identity requires new nodes: this update upgrades every pool of the cluster, which takes a while and moves all pods.",
        source: KUBELET_IDENTITY_PAGE,
    },
];

function ofRegion(
    { code, message, fix, source }: typeof REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    when: IdentityTransition["when"],
): IdentityTransition {
    return {
        code,
        showsValues: true,
        effect: "reject",
        when,
        message: ({ desired }) => `the cluster is in ${desired.location}: ${message}. ${fix}`,
        source,
    };
}

function leavesServicePrincipal({ identities: { live, desired } }: IdentityChange): boolean {
    return live?.controlPlane === ServicePrincipal && desired.controlPlane !== ServicePrincipal;
}

/** Object id of the system-assigned identity of the existing cluster. */
function systemAssignedPrincipal({ live }: IdentityChange): string | undefined {
    const principalId = objectIn(live, "identity")?.principalId;
    return typeof principalId === "string" && principalId !== "" ? principalId : undefined;
}

/** An id that is not known yet belongs to a new resource, so it is another id. */
function isSame(one: KnownLater<string> | undefined, other: KnownLater<string> | undefined): boolean {
    return typeof one === "string" && typeof other === "string" && sameId(one, other);
}

/** An id in the arguments is assumed to be the right one where it is not known yet, or where the other cannot be known. */
function mayBeSame(one: KnownLater<string> | undefined, named: KnownLater<string> | undefined): boolean {
    return named === UNKNOWN || (one === undefined && named !== undefined) || isSame(one, named);
}

function shown(id: KnownLater<string> | undefined): string {
    return id === UNKNOWN || id === undefined ? "<its id, known after this update>" : String(id);
}
