import { poolNamed } from "../cluster/livePools";
import { type Values, valueNamed } from "../values";
import { type ClusterChange, objectIn } from "./change";
import { changedFixedInputs, changedFixedSystemPoolInputs } from "./fixed";
import { clusterDowngrades, spotPool, spotPoolOfUpgrade, systemPoolCount } from "./notAllowed";
import { outdatedInCluster, setBackInCluster } from "./outdated";
import {
    adoptedReplaced,
    changesSetBack,
    countNotAllowed,
    outdatedState,
    roleStillNeeded,
    versionNotAllowed,
} from "./poolTransitions";
import { REPLACEABLE_CLUSTER, replacedFor } from "./replacement";
import type { Transition } from "./transition";

const SYSTEM_POOLS_PAGE = "https://learn.microsoft.com/azure/aks/use-system-pools";

/** Changes of a cluster that do not concern its identities. */
export const CLUSTER_TRANSITIONS: readonly Transition[] = [
    adoptedReplaced({
        what: "Cluster",
        when: (change) =>
            isReplacedOnAdoption(change) &&
            (replacedInputs(change).length > 0 || Object.keys(replacedPools(change)).length === 0),
        replaced: (change) => ({ "the cluster": replacedInputs(change) }),
    }),
    // Nothing is imported if a pool would be replaced afterwards.
    adoptedReplaced({
        what: "Pool",
        when: (change) => isReplacedOnAdoption(change) && Object.keys(replacedPools(change)).length > 0,
        replaced: replacedPools,
    }),
    {
        code: "PodIdentitiesFollowCluster",
        azureCode: "PodIdentityAddonUserAssignedIdentitiesNotAllowedInCreation",
        effect: "reject",
        when: ({ live, desired, facts }) => live === undefined && !facts.isAdopted && hasPodIdentities(desired),
        message: () =>
            "AKS accepts pod identities only for an existing cluster. Deploy without addons.podIdentity.identities first, then add them. Better, use workload identities.",
        source: "https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity",
    },
    {
        code: "OidcIssuerStaysOn",
        azureCode: "OIDCIssuerCannotBeDisabled",
        effect: "reject",
        when: (change) =>
            objectIn(change.live, "oidcIssuerProfile")?.enabled === true &&
            objectIn(change.desired, "oidcIssuerProfile")?.enabled === false,
        message: () =>
            "the OIDC issuer of the cluster is on, and AKS cannot turn it off. Set oidcIssuer to true, or leave it out.",
        source: "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
    },
    {
        code: "FixedInput",
        azureCode: "PropertyChangeNotAllowed",
        effect: "reject",
        when: (change) => changedFixedInputs(change).length > 0,
        message: (change) =>
            `${changedFixedInputs(change).join(", ")} cannot be changed for an existing cluster. Restore the previous value. Only a new cluster, with another component name, can have another value.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    {
        code: "FixedSystemPoolInput",
        azureCode: "PropertyChangeNotAllowed",
        effect: "reject",
        when: (change) => changedFixedSystemPoolInputs(change).length > 0,
        message: (change) =>
            [
                `${changedFixedSystemPoolInputs(change).join(", ")} cannot be changed for an existing pool. Replace the pool by another one:`,
                '  1. Restore systemNodePool, add the new pool to nodePools with another name and mode: "System", and run `pulumi up`.',
                "  2. Move that entry from nodePools to systemNodePool, without its mode, and run `pulumi up`. The new pool is now the system pool, and nothing is deleted.",
                `  3. Run ${deletionOf(systemPools(change).name, change)}: AKS drains its nodes.`,
            ].join("\n"),
        source: SYSTEM_POOLS_PAGE,
    },
    {
        code: "SystemPoolExists",
        azureCode: "A new agent pool was introduced.",
        effect: "reject",
        when: (change) => isOtherSystemPool(change) && systemPools(change).mode !== "System",
        message: (change) => {
            const { name, previous } = systemPools(change);
            return `the cluster has no pool ${name} of mode System, and an update of the cluster cannot add a pool. Set systemNodePool.name to "${previous}" again, add ${name} to nodePools with mode: "System", and run \`pulumi up\`. Then make it the system pool.`;
        },
        source: SYSTEM_POOLS_PAGE,
    },
    roleStillNeeded(),
    outdatedState(outdatedInCluster),
    changesSetBack(setBackInCluster),
    countNotAllowed(systemPoolCount),
    versionNotAllowed(clusterDowngrades, "OperationNotAllowed"),
    {
        code: "SpotPoolUpgrade",
        effect: "reject",
        when: (change) => spotPoolOfUpgrade(change) !== undefined,
        message: ({ live = {}, facts }) => {
            const { orchestratorVersion } = poolNamed(facts.systemPool, live) ?? {};
            return `beside the spot pool ${spotPool(live)?.name}, AKS does not upgrade the control plane and another pool at the same time. Set systemNodePool.kubernetesVersion to ${JSON.stringify(orchestratorVersion)}, which its nodes have, and run \`pulumi up\`: it upgrades the control plane and then each pool of nodePools. Remove systemNodePool.kubernetesVersion in the next update.`;
        },
        source: "https://learn.microsoft.com/azure/aks/spot-node-pool#limitations",
    },
    {
        code: "EntraStaysOn",
        effect: "reject",
        when: ({ lastApplied, desired }) =>
            lastApplied?.set.aadProfile !== undefined && objectIn(desired, "aadProfile")?.managed !== true,
        message: () =>
            "the sign-in with Microsoft Entra ID is on, and AKS cannot turn it off. Keep entra, at least as {}.",
        source: "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    {
        code: "VirtualNodeSubnetStays",
        effect: "reject",
        when: ({ live = {}, desired }) => {
            const [now, next] = [live, desired].map(virtualNodeSubnet);
            return now !== undefined && next !== undefined && now !== next;
        },
        message: () =>
            [
                "virtual nodes cannot move to another subnet while they are on: the Azure CLI rejects it, and AKS documents only to turn them off first:",
                "  1. Remove addons.virtualNode, and run `pulumi up`. This ends the pods on virtual nodes.",
                "  2. Set addons.virtualNode with the other subnet, and run `pulumi up`.",
            ].join("\n"),
        source: "https://learn.microsoft.com/azure/aks/virtual-nodes-cli#remove-virtual-nodes",
    },
    {
        code: "ClusterExists",
        effect: "reject",
        when: ({ live, replaced, lastApplied, facts }) =>
            live === undefined && replaced !== undefined && lastApplied === undefined && !facts.isAdopted,
        message: ({ desired, replaced, facts: { component } }) =>
            [
                `the cluster ${desired.resourceName} exists already in resource group ${desired.resourceGroupName}, and this stack does not contain it. A run that ended before Azure had answered may have created it. Nothing was created.`,
                "  - If it is the cluster of this program, import it: set adopt, run `pulumi up`, and remove adopt:",
                `      adopt: { clusterId: "${replaced?.id}" }`,
                `  - If it is another one, set clusterName of ${component} to another name.`,
            ].join("\n"),
        source: "https://www.pulumi.com/docs/iac/guides/migration/import",
    },
    {
        code: "ReplacementNotDesired",
        effect: "reject",
        when: (change) =>
            isReplaced(change) &&
            replacingInputs(change).length === 0 &&
            !change.facts.changesWindowsPassword &&
            !change.facts.leftOut?.length,
        message: () =>
            "Pulumi would replace the cluster, with all that runs on it, although the program changes nothing that requires it: the state does not show the cluster as it is, for example after an interrupted run. Run `pulumi refresh`, then `pulumi up`.",
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh",
    },
    {
        code: "ClusterReplaced",
        effect: "warn",
        when: (change) => isReplaced(change) && replacingInputs(change).length > 0,
        message: (change) => {
            const changed = replacingInputs(change);
            return [
                `the cluster is replaced, with all that runs on it: ${changed.join(", ")} ${changed.length > 1 ? "change" : "changes"}, which an update cannot do.`,
                "The old cluster is deleted before the new one is created.",
                "To keep the cluster, undo the change. The resource option protect makes such a preview fail.",
            ].join(" ");
        },
        source: "https://www.pulumi.com/docs/iac/concepts/options/deletebeforereplace",
    },
    {
        code: "SystemPoolReplaced",
        effect: "warn",
        when: (change) => isOtherSystemPool(change) && systemPools(change).mode === "System",
        message: (change) => {
            const { name, previous = "" } = systemPools(change);
            return `${name} is the cluster's system pool from this update on. ${previous} stays in Azure and is no longer in the program. After the update run ${deletionOf(previous, change)}: AKS drains its nodes.`;
        },
        source: SYSTEM_POOLS_PAGE,
    },
];

function isReplaced({ live, replaced, lastApplied, facts }: ClusterChange): boolean {
    return live === undefined && replaced !== undefined && lastApplied !== undefined && !facts.isAdopted;
}

/** The inputs that cause a replacement. */
function replacingInputs({ desired, replaced = {} }: ClusterChange): string[] {
    return replacedFor(REPLACEABLE_CLUSTER, desired, replaced);
}

function isReplacedOnAdoption({ live, facts }: ClusterChange): boolean {
    return live === undefined && facts.isAdopted === true;
}

/** The inputs that a cluster is replaced for, as far as the old one is known. */
function replacedInputs({ desired, replaced, facts: { replacedByImport } }: ClusterChange): string[] {
    const { cluster = [] } = replacedByImport ?? {};
    return cluster.length > 0 || !replaced ? cluster : replacedFor(REPLACEABLE_CLUSTER, desired, replaced);
}

/** The same of pools that `adopt` names. */
function replacedPools({ facts: { replacedByImport } }: ClusterChange): Record<string, string[]> {
    const pools = Object.entries(replacedByImport?.pools ?? {});
    return Object.fromEntries(pools.map(([pool, inputs]) => [`pool ${pool}`, inputs]));
}

/** Whether a cluster's inputs give identities to pods. */
function hasPodIdentities(inputs: ClusterChange["desired"]): boolean {
    const identities = objectIn(inputs, "podIdentityProfile")?.userAssignedIdentities;
    return Array.isArray(identities) && identities.length > 0;
}

/** Name of the subnet of virtual nodes in lower case; undefined where they are off or it is not known yet. */
function virtualNodeSubnet(inputs: Values): string | undefined {
    const addon = objectIn(inputs, "addonProfiles") ?? {};
    const { enabled, config } = Object(valueNamed("aciConnectorLinux", addon));
    const subnet = enabled === true ? valueNamed("SubnetName", Object(config)) : undefined;
    return typeof subnet === "string" ? subnet.toLowerCase() : undefined;
}

/** Name of the pool inside the cluster, now and in the last update, and its mode in Azure, where it exists there. */
function systemPools({ live = {}, lastApplied, facts }: ClusterChange) {
    const { systemPool: name } = facts;
    return { name, previous: lastApplied?.systemPool, mode: poolNamed(name, live)?.mode };
}

function isOtherSystemPool(change: ClusterChange): boolean {
    const { name, previous = name } = systemPools(change);
    return previous !== name;
}

function deletionOf(pool: string, { desired }: ClusterChange): string {
    return `\`az aks nodepool delete --resource-group ${desired.resourceGroupName} --cluster-name ${desired.resourceName} --name ${pool}\``;
}
