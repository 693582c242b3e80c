import { ControlPlaneIdentityType } from "../args";
import { takesOwnKubeletIdentity, takesUserAssignedIdentity } from "../azure/regions";
import { type KnownLater, UNKNOWN } from "../engine/hooks";
import type { Change, NotAllowed, RunsAs } from "./change";

const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;

/** What is said to a change. */
interface Sentences<Known> {
    /** Stable name, printed with the message. */
    code: string;
    /** Code or message of Azure's own refusal, where one is known. */
    azureSays?: string;
    /** What holds and what to do, as sentences. */
    message(change: Known): string;
    /** The page behind it. */
    source: string;
}

/** One thing to know about a change of a cluster. */
export interface Transition extends Sentences<Change> {
    /**
     * `refuse`: it cannot be done, and a preview fails. `stop`: it needs a step outside of Pulumi: a preview warns, and
     * the update stops right before the cluster, when the new grants stand. `warn`: it is done, and something follows.
     */
    verdict: "refuse" | "stop" | "warn";
    when(change: Change): boolean;
}

const MANAGED_IDENTITY = "https://learn.microsoft.com/azure/aks/use-managed-identity";

/** What is refused of a cluster and of a pool alike. */
interface CommonRow extends Omit<Sentences<{ notAllowed: NotAllowed[] }>, "message"> {
    when(change: { notAllowed: NotAllowed[] }): boolean;
    message(change: { notAllowed: NotAllowed[] }): string;
}

const AUTOSCALED_COUNT: CommonRow = {
    code: "AutoscaledCount",
    azureSays: "InvalidParameter",
    when: ({ notAllowed }) => notAllowed.some(({ why }) => why === "autoscaled"),
    message: ({ notAllowed }) =>
        notAllowed
            .filter(({ why }) => why === "autoscaled")
            .map(
                ({ input, wanted, living }) =>
                    `${input} is ${JSON.stringify(wanted)}, and the autoscaler of the pool has it at ${JSON.stringify(living)}: AKS changes no count by hand before the autoscaler is off. Leave count out in the update that removes minCount and maxCount, and set it in the next.`,
            )
            .join(" "),
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
};

const DOWNGRADE: CommonRow = {
    code: "KubernetesDowngrade",
    azureSays: "OperationNotAllowed",
    when: ({ notAllowed }) => notAllowed.some(({ why }) => why === "downgrade"),
    message: ({ notAllowed }) =>
        notAllowed
            .filter(({ why }) => why === "downgrade")
            .map(
                ({ input, wanted, living }) =>
                    `${input} is ${JSON.stringify(wanted)}, and ${JSON.stringify(living)} runs: AKS has no way back to an older version. Set it to ${JSON.stringify(living)} or newer, or leave it out.`,
            )
            .join(" "),
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-cluster",
};

export const TRANSITIONS: readonly Transition[] = [
    {
        code: "ServicePrincipalNeedsSecret",
        verdict: "refuse",
        when: ({ before, after }) =>
            before === undefined && after.controlPlane === ServicePrincipal && !after.hasSecret,
        message: () =>
            "AKS makes a cluster with a service principal only with its secret. Set controlPlaneIdentity.servicePrincipal.clientSecret, or, better, use a managed identity.",
        source: "https://learn.microsoft.com/azure/aks/kubernetes-service-principal",
    },
    // Of a region that the program leaves to the provider only the engine knows.
    {
        code: "RegionWithoutUserAssignedIdentity",
        verdict: "refuse",
        when: ({ after, location }) =>
            after.controlPlane === UserAssigned && !takesUserAssignedIdentity(location),
        message: ({ location }) =>
            `the cluster is in ${location}, where AKS takes no user-assigned control plane identity. Set controlPlaneIdentity.type to "SystemAssigned", or choose another region.`,
        source: MANAGED_IDENTITY,
    },
    {
        code: "RegionWithoutOwnKubeletIdentity",
        verdict: "refuse",
        when: ({ after, location }) => after.kubeletId !== undefined && !takesOwnKubeletIdentity(location),
        message: ({ location }) =>
            `the cluster is in ${location}, where AKS takes no own kubelet identity. Set kubeletIdentity.type to "AksManaged", or choose another region.`,
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
    {
        code: "PodIdentitiesFollowCluster",
        azureSays: "PodIdentityAddonUserAssignedIdentitiesNotAllowedInCreation",
        verdict: "refuse",
        when: ({ before, podIdentities }) => before === undefined && podIdentities,
        message: () =>
            "AKS takes identities of pods for a cluster that exists only. Deploy without addons.podIdentity.identities first, then with them; or, better, use workload identities.",
        source: "https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity",
    },
    {
        code: "BackToServicePrincipal",
        azureSays: "Updating service principal profile is not allowed on MSI cluster.",
        verdict: "refuse",
        when: ({ before, after }) =>
            before !== undefined &&
            before.controlPlane !== ServicePrincipal &&
            after.controlPlane === ServicePrincipal,
        message: ({ before }) =>
            `the cluster runs on a managed identity (${before?.controlPlane}), and AKS has no way back to a service principal. Set controlPlaneIdentity.type to "${before?.controlPlane}" again; only a new cluster, under another component name, could run on a service principal.`,
        source: `${MANAGED_IDENTITY}#update-an-existing-cluster-to-use-a-managed-identity`,
    },
    {
        code: "BackToSystemAssigned",
        verdict: "refuse",
        when: ({ before, after }) =>
            before?.controlPlane === UserAssigned &&
            before.kubeletId === undefined &&
            after.controlPlane === SystemAssigned,
        message: ({ before }) =>
            `the control plane would go on as ${shown(before?.controlPlaneId)} until its token expires, which can take hours, and this update would take away what it needs for that; AKS does not document this way either. Set controlPlaneIdentity.type to "UserAssigned" again.`,
        source: "https://learn.microsoft.com/azure/aks/managed-identity-overview",
    },
    {
        code: "OwnKubeletNeedsUserAssignedControlPlane",
        azureSays: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        verdict: "refuse",
        when: ({ before, after }) => before?.kubeletId !== undefined && after.controlPlane === SystemAssigned,
        message: ({ before }) =>
            `the nodes run as the own identity ${shown(before?.kubeletId)}, from which AKS has no way back to one that it makes itself, and it takes own kubelet identities only beside a user-assigned control plane identity. Set controlPlaneIdentity.type to "UserAssigned" again.`,
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
    {
        code: "BackToAksManagedKubelet",
        verdict: "refuse",
        when: ({ before, after }) =>
            before?.kubeletId !== undefined &&
            after.kubeletId === undefined &&
            after.controlPlane === UserAssigned,
        message: ({ before }) =>
            `the nodes run as the own identity ${shown(before?.kubeletId)}, and AKS has no way back to one that it makes itself: it would keep the identity that this program is about to give up. Leave kubeletIdentity as it was.`,
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
    {
        code: "NodesLoseServicePrincipal",
        verdict: "refuse",
        when: (change) =>
            leavesServicePrincipal(change) &&
            change.kubeletGrants.length > 0 &&
            !keepsServicePrincipal(change),
        message: ({ before, kubeletGrants }) =>
            `nodes go on as the service principal ${shown(before?.clientId)} until their image is upgraded, and this update would take away what it needs for that (${kubeletGrants.join(", ")}). Keep controlPlaneIdentity.servicePrincipal: { clientId: "${shown(before?.clientId)}" } beside the new type, and remove it when all pools are upgraded.`,
        source: `${MANAGED_IDENTITY}#update-an-existing-cluster-to-use-a-managed-identity`,
    },
    {
        code: "ControlPlaneKeepsToken",
        verdict: "refuse",
        when: ({ before, after, controlPlaneGrants, leftPrincipalId, keptPrincipalId }) =>
            before?.controlPlane === SystemAssigned &&
            after.controlPlane === UserAssigned &&
            controlPlaneGrants.length > 0 &&
            keptPrincipalId !== UNKNOWN &&
            !sameId(leftPrincipalId, keptPrincipalId),
        message: ({ leftPrincipalId, controlPlaneGrants }) =>
            `the control plane goes on as its system-assigned identity until its token expires, which can take hours, and this update would take away what it needs for that (${controlPlaneGrants.join(", ")}). Set controlPlaneIdentity.formerPrincipalId: "${shown(leftPrincipalId)}" beside the new identity, and remove it when some hours have passed.`,
        source: "https://learn.microsoft.com/azure/aks/managed-identity-overview",
    },
    {
        code: "OidcIssuerStaysOn",
        azureSays: "OIDCIssuerCannotBeDisabled",
        verdict: "refuse",
        when: ({ oidcIssuer }) => oidcIssuer.before && oidcIssuer.turnedOff,
        message: () =>
            "the cluster issues tokens for its service accounts, which AKS cannot turn off again. Set oidcIssuer to true, or leave it out.",
        source: "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
    },
    {
        code: "FixedInput",
        azureSays: "PropertyChangeNotAllowed",
        verdict: "refuse",
        when: ({ fixedInputs }) => fixedInputs.length > 0,
        message: ({ fixedInputs }) =>
            `AKS keeps ${fixedInputs.join(", ")} for as long as the cluster lives. Leave it as it was; a new cluster, under another component name, can have another value.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    {
        code: "FixedSystemPoolInput",
        azureSays: "PropertyChangeNotAllowed",
        verdict: "refuse",
        when: ({ fixedPoolInputs }) => fixedPoolInputs.length > 0,
        message: ({ fixedPoolInputs, systemPool: { name }, resourceGroupName, clusterName }) =>
            [
                `AKS keeps ${fixedPoolInputs.join(", ")} for as long as the pool lives. Another pool can take its place:`,
                '  1. Leave systemNodePool as it was, add the new pool to nodePools, with another name and properties: { mode: "System" }, and run `pulumi up`.',
                "  2. Move that entry from nodePools to systemNodePool, without its mode, and run `pulumi up`: the cluster goes on with it, and nothing is deleted.",
                `  3. Run \`az aks nodepool delete --resource-group ${resourceGroupName} --cluster-name ${clusterName} --name ${name}\`: AKS drains its nodes.`,
            ].join("\n"),
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "SystemPoolExists",
        azureSays: "A new agent pool was introduced.",
        verdict: "refuse",
        when: ({ before, systemPool: { name, before: former, mode } }) =>
            before !== undefined && former !== undefined && former !== name && mode !== "System",
        message: ({ systemPool: { name, before: former } }) =>
            `the cluster has no pool ${name} of mode System, and AKS adds pools one by one only. Set systemNodePool.name to "${former}" again, add ${name} to nodePools with properties: { mode: "System" }, and run \`pulumi up\`; then it can be the system pool.`,
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "OutdatedState",
        azureSays: "InvalidParameter",
        verdict: "refuse",
        when: ({ outdated }) => outdated.length > 0,
        message: ({ outdated }) => outdatedMessage(outdated),
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh",
    },
    {
        ...AUTOSCALED_COUNT,
        verdict: "refuse",
    },
    {
        ...DOWNGRADE,
        verdict: "refuse",
    },
    {
        code: "EntraStaysOn",
        verdict: "refuse",
        when: ({ entra }) => entra.before && !entra.after,
        message: () =>
            "users sign in with Microsoft Entra ID, which AKS cannot turn off again. Keep entra, with {} at least.",
        source: "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id",
    },
    {
        code: "AddonsStayOn",
        verdict: "refuse",
        when: ({ addons }) => addons.before.length > 0 && !addons.named,
        message: ({ addons }) =>
            `the cluster has add-ons (${addons.before.join(", ")}), and AKS leaves on what a program does not name, here without the role assignments. Keep addons, with {} at least: what it does not hold is turned off.`,
        source: "https://learn.microsoft.com/azure/aks/integrations",
    },
    {
        code: "OtherUserAssignedIdentity",
        verdict: "stop",
        when: ({ before, after }) =>
            before?.controlPlane === UserAssigned &&
            after.controlPlane === UserAssigned &&
            !sameId(before.controlPlaneId, after.controlPlaneId),
        message: ({ before, after, resourceGroupName, clusterName }) =>
            [
                `the control plane moves from ${shown(before?.controlPlaneId)} to ${shown(after.controlPlaneId)}, which azure-native 3.x sends as a PATCH: AKS takes that for tags only and would go on with the old identity. The way around:`,
                "  1. Run `pulumi up`: it gives the new identity its role assignments, leaves the old one's, and stops before the cluster.",
                `  2. Run \`az aks update --resource-group ${resourceGroupName} --name ${clusterName} --enable-managed-identity --assign-identity ${shown(after.controlPlaneId)} --yes\`.`,
                "  3. When some hours have passed, for the control plane goes on as the old identity until its token expires, run `pulumi up --refresh`: it finds the cluster changed and removes the old identity's role assignments.",
            ].join("\n"),
        source: "https://github.com/pulumi/pulumi-azure-native/issues/4635",
    },
    {
        code: "ClusterReplaced",
        verdict: "warn",
        when: ({ replacement }) => replacement !== undefined,
        message: ({ replacement: { changed = [], fixedNames = [] } = {} }) =>
            [
                `the cluster is replaced, with all that runs on it: ${changed.join(", ") || "an input"} ${changed.length > 1 ? "change" : "changes"}, which no update of a cluster can do.`,
                fixedNames.length > 0
                    ? `The old cluster is deleted before the new one is created: ${fixedNames.join(", ")} can be one cluster's only.`
                    : "The new cluster is created first, and then the old one is deleted.",
                "To keep the cluster, take the change back; the option protect refuses it.",
            ].join(" "),
        source: "https://www.pulumi.com/docs/iac/concepts/options/deletebeforereplace",
    },
    {
        code: "SystemPoolReplaced",
        verdict: "warn",
        when: ({ systemPool: { name, before: former, mode } }) =>
            former !== undefined && former !== name && mode === "System",
        message: ({ systemPool: { name, before: former }, resourceGroupName, clusterName }) =>
            `${name} is the cluster's system pool from this update on. ${former} stays in Azure and is no longer in the program. After the update run \`az aks nodepool delete --resource-group ${resourceGroupName} --cluster-name ${clusterName} --name ${former}\`: AKS drains its nodes.`,
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "NodesKeepServicePrincipal",
        verdict: "warn",
        when: (change) => leavesServicePrincipal(change),
        message: ({ resourceGroupName, clusterName, pools }) =>
            [
                "the control plane and add-ons switch to the managed identity, but nodes go on as the service principal until their image is upgraded, which takes a newer image than theirs. After the update run:",
                ...pools.map(
                    (pool) =>
                        `  az aks nodepool upgrade --resource-group ${resourceGroupName} --cluster-name ${clusterName} --name ${pool} --node-image-only`,
                ),
                "and then remove controlPlaneIdentity.servicePrincipal.",
            ].join("\n"),
        source: `${MANAGED_IDENTITY}#update-an-existing-cluster-to-use-a-managed-identity`,
    },
    {
        code: "SystemAssignedGetsRolesLater",
        verdict: "warn",
        when: ({ before, after }) =>
            before?.controlPlane === ServicePrincipal && after.controlPlane === SystemAssigned,
        message: () =>
            "a system-assigned identity exists only once the cluster has switched to it, so its role assignments follow the switch, and until they count the control plane may be denied what is outside of the node resource group. A user-assigned identity has them before.",
        source: MANAGED_IDENTITY,
    },
    {
        code: "KubeletIdentityUpgradesNodes",
        verdict: "warn",
        when: ({ before, after }) =>
            before !== undefined &&
            before.controlPlane !== ServicePrincipal &&
            after.kubeletId !== undefined &&
            !sameId(before.kubeletId, after.kubeletId),
        message: () =>
            "another kubelet identity comes to the nodes by making them anew: this update upgrades every pool of the cluster, which takes a while and moves all pods.",
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
];

/** A change of a pool that is a resource of its own. */
export interface PoolChange {
    component: string;
    pool: string;
    /** Inputs that are about to change and that AKS keeps. */
    fixedInputs: string[];
    /** What this update would set back that others have changed since Pulumi looked last. */
    outdated: string[];
    notAllowed: NotAllowed[];
}

/** What refuses a change of such a pool. */
export const POOL_TRANSITIONS: readonly (Sentences<PoolChange> & { when(change: PoolChange): boolean })[] = [
    {
        code: "FixedPoolInput",
        azureSays: "PropertyChangeNotAllowed",
        when: ({ fixedInputs }) => fixedInputs.length > 0,
        message: ({ pool, fixedInputs }) =>
            `AKS keeps ${fixedInputs.join(", ")} of pool ${pool} for as long as the pool lives. Leave it as it was, or give the pool another name, which makes a new one and removes this.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    {
        code: "OutdatedState",
        azureSays: "InvalidParameter",
        when: ({ outdated }) => outdated.length > 0,
        message: ({ outdated }) => outdatedMessage(outdated),
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh",
    },
    AUTOSCALED_COUNT,
    { ...DOWNGRADE, azureSays: "AgentPoolUpgradeVersionNotAllowed" },
];

function outdatedMessage(outdated: string[]): string {
    return `this update would set back what AKS or others have changed since Pulumi looked last: ${outdated.join("; ")}. Run \`pulumi up --refresh\`: it takes over these values and then updates.`;
}

/** What there is to say to a change, as one text of code, sentences and page. */
export function describe<Known extends { component: string }>(
    { code, azureSays, message, source }: Sentences<Known>,
    change: Known,
): string {
    const azure = azureSays === undefined ? "" : `, Azure: ${azureSays}`;
    return `${change.component}: ${message(change)} (${code}${azure}; ${source})`;
}

function leavesServicePrincipal({ before, after }: Change): boolean {
    return before?.controlPlane === ServicePrincipal && after.controlPlane !== ServicePrincipal;
}

function keepsServicePrincipal({ before, keptClientId }: Change): boolean {
    return keptClientId === UNKNOWN || sameId(before?.clientId, keptClientId);
}

/** Ids without regard to case. One that is not known yet is of something new, so another one. */
function sameId(a: RunsAs["kubeletId"], b: RunsAs["kubeletId"]): boolean {
    return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}

function shown(id: KnownLater<string> | undefined): string {
    return id === UNKNOWN || id === undefined ? "<its id, known after this update>" : String(id);
}
