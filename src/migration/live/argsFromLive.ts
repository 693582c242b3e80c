import {
    type AdoptArgs,
    ClusterSku,
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    RoleAssignmentMode,
} from "../../args";
import { CLUSTER_ROWS } from "../../cluster/properties";
import { ADDON_IDENTITIES, type Grant, type GrantedIdentity } from "../../grants/grant";
import { CLUSTERS } from "../../rules/ruleSets";
import { messageOf } from "../../validation/message";
import { showPath } from "../../validation/show";
import { findViolations } from "../../validation/violations";
import type { Values } from "../../values";
import { textOf } from "../jsonInput";
import { plainGrants } from "../plainGrants";
import { settable } from "./azureNativeNames";
import { splitTags } from "./azureTags";
import { livePrincipals, usesServicePrincipal } from "./identities";
import type { IgnoredChanges, Limit, Limits } from "./limits";
import {
    type LiveCluster,
    type LiveRoleAssignment,
    readLiveCluster,
    readLiveClusters,
    readRoleAssignments,
} from "./liveCluster";
import { readAddons } from "./readAddons";
import { readIdentities } from "./readIdentities";
import { readPools, systemPoolOf } from "./readPools";
import { readEntra, readKms } from "./readSecurity";
import { Remaining } from "./remaining";
import {
    AssignmentsOf,
    customNetworkRole,
    existingRoleAssignments,
    extraRoleAssignments,
    networkAccessOf,
    registriesOf,
} from "./roleAssignments";
import { inputsOf } from "./settings";
import { identitiesSharedWith, type SharedIdentities } from "./sharedIdentities";

/** What is known of a live cluster in addition to its own JSON. */
export interface LiveContext {
    /** Logical name of the component. Default: `aks`. */
    component?: string;
    /** JSON of the cluster's pools. Default: the pools that the cluster itself shows. */
    pools?: unknown;
    /** JSON of the role assignments of its identities. Default: they were not read, and the component creates none. */
    roleAssignments?: unknown;
    /**
     * Object id of the service principal of a cluster that runs as one, which the cluster does not show. Default: its role
     * assignments are not known, and the component creates none.
     */
    servicePrincipalObjectId?: string;
    /** JSON of a list of clusters, this one perhaps among them. Default: other clusters that use its identities are not known. */
    clusters?: unknown;
}

/** A live cluster as arguments of the component. */
export interface FromLive extends Limits {
    /** Plain arguments of a `ManagedIdentityAksCluster` that describe the cluster as it is. */
    args: ManagedIdentityAksClusterArgs;
    /** What the program has to leave as it is (`ignoreChanges`). */
    ignored: IgnoredChanges;
    /** Role assignments that these arguments require and that do not exist: the component creates them. */
    missing: Grant[];
    /** Warnings of the component's rules about these arguments. */
    warnings: string[];
}

/**
 * Describes a live cluster as arguments of the component; the JSON is in the spelling of ARM, of the Azure CLI or of an
 * Azure SDK. Throws `InvalidInputError` where it shows no cluster.
 */
export function argsFromLive(clusterJson: unknown, context: LiveContext = {}): FromLive {
    return argsOfCluster(readLiveCluster(clusterJson, context.pools), context);
}

/** The same of a cluster that was read with its pools. */
export function argsOfCluster(cluster: LiveCluster, context: Omit<LiveContext, "pools"> = {}): FromLive {
    const { component = "aks", servicePrincipalObjectId } = context;
    const limits: Limits = { notExpressible: [], blockers: [] };
    const assigned = context.roleAssignments === undefined ? undefined : readRoleAssignments(context.roleAssignments);
    const assignments = assignmentsOf(cluster, assigned ?? [], servicePrincipalObjectId);

    const others = context.clusters === undefined ? [] : readLiveClusters(context.clusters);
    const shared = identitiesSharedWith(cluster, (identity) => assignments.madeByOthers(identity), others);

    const ignored: IgnoredChanges = { ManagedCluster: [], AgentPool: [] };
    const described = describe(cluster, assignments, limits, ignored);
    // What a cluster needs depends on its pools, of which there is always a system pool.
    const isIncomplete = described.systemNodePool === undefined;
    const { args, grants } =
        assigned === undefined || isIncomplete || isUnknownPrincipal(described, servicePrincipalObjectId)
            ? { args: { ...described, roleAssignmentMode: RoleAssignmentMode.Skip }, grants: [] }
            : withRoleAssignments(component, described, assignments, shared);
    const violations = findViolations(CLUSTERS, args, args);
    const isWarning = (each: (typeof violations)[number]) => each.text.warning === true;
    return {
        args,
        ignored,
        notExpressible: limits.notExpressible,
        blockers: [
            ...limits.blockers,
            ...violations
                .filter((each) => !isWarning(each))
                .map((each) => ({ path: showPath(each.path), reason: messageOf(each) })),
        ],
        missing: grants.filter((grant) => assignments.forGrant(grant) === undefined),
        warnings: [
            ...violations.filter(isWarning).map(messageOf),
            ...sharedWarnings(shared),
            ...STATES.flatMap(({ when, text }) => (when(cluster) ? [text] : [])),
        ],
    };
}

/** States of a cluster that an adoption should know of. */
const STATES: readonly { when(cluster: LiveCluster): boolean; text: string }[] = [
    {
        when: ({ values }) => Object(values.powerState).code === "Stopped",
        text: "The cluster is stopped. AKS refuses to update a stopped cluster: run `az aks start` before the first update.",
    },
    {
        when: (cluster) =>
            usesServicePrincipal(cluster) &&
            /^(SystemAssigned|UserAssigned)$/.test(Object(cluster.values.identity).type),
        text: "The cluster shows both a managed identity and a service principal, of which AKS uses one: the program takes the service principal. If this output was edited, read the cluster again.",
    },
];

const SHARED_NAMES: Partial<Record<GrantedIdentity, string>> = {
    controlPlane: "The control plane",
    kubelet: "The kubelet",
};

function sharedWarnings(shared: SharedIdentities): string[] {
    return [...shared].map(
        ([identity, users]) =>
            `${SHARED_NAMES[identity]} uses an identity that ${users.join(" and ")} ${users.length === 1 ? "uses" : "use"}, too. The component does not manage its role assignments: those that the cluster requires have mode Skip in existingRoleAssignments, and extraRoleAssignments does not list the others. Delete them when no cluster uses the identity any more.`,
    );
}

function assignmentsOf(
    cluster: LiveCluster,
    assigned: LiveRoleAssignment[],
    servicePrincipal: string | undefined,
): AssignmentsOf {
    // Add-ons of a cluster with a service principal act as it.
    const all = ["controlPlane", "kubelet", ...ADDON_IDENTITIES].map((identity) => [identity, servicePrincipal]);
    const principals = {
        ...(servicePrincipal !== undefined && Object.fromEntries(all)),
        ...livePrincipals(cluster),
    };
    return new AssignmentsOf(principals, assigned, cluster);
}

/** A cluster does not show the object id of its service principal, by which role assignments name it. */
function isUnknownPrincipal({ controlPlaneIdentity }: ManagedIdentityAksClusterArgs, objectId: string | undefined) {
    return controlPlaneIdentity?.type === ControlPlaneIdentityType.ServicePrincipal && objectId === undefined;
}

function describe(
    cluster: LiveCluster,
    assignments: AssignmentsOf,
    limits: Limits,
    ignored: IgnoredChanges,
): ManagedIdentityAksClusterArgs {
    const live = new Remaining(settable("ManagedCluster", cluster.values));
    reportLimits(cluster, live, limits);
    const identities = readIdentities(live, cluster, limits);
    const sku = skuArgs(live);
    const followsUpgrades = upgradesKubernetes(cluster.values, sku.sku);
    const version = live.take("kubernetesVersion");
    const registries = registriesOf(assignments);
    const networkAccess = networkAccessOf(assignments);
    const addons = readAddons(live, nodeSubnetOf(cluster), (addon) => assignments.of(addon), limits);
    const encryption = readKms(live, assignments, limits);
    const entra = readEntra(live, limits);
    dropNoise(live);
    const ofCluster = splitTags(live.take("tags"), "tags", limits);
    ignored.ManagedCluster.push(...ofCluster.ignored);
    const inputs = inputsOf(CLUSTER_ROWS, live);
    const properties = live.rest;
    return {
        resourceGroupName: cluster.resourceGroupName,
        clusterName: cluster.name,
        ...inputs,
        ...(ofCluster.tags && { tags: ofCluster.tags }),
        ...(!followsUpgrades && version !== undefined && { kubernetesVersion: version }),
        ...sku,
        ...identities,
        ...readPools(cluster.pools, { version, followsUpgrades, limits, ignored }),
        ...(networkAccess && { networkAccess }),
        ...(registries.length > 0 && { registries }),
        ...((encryption || inputs.encryption) !== undefined && {
            encryption: { ...Object(inputs.encryption), ...encryption },
        }),
        ...(addons && { addons }),
        ...(entra && { entra }),
        ...(Object.keys(properties).length > 0 && { properties }),
        adopt: adoptArgs(cluster),
    } as ManagedIdentityAksClusterArgs;
}

function nodeSubnetOf({ pools }: LiveCluster): string | undefined {
    const { vnetSubnetID } = systemPoolOf(pools) ?? {};
    return typeof vnetSubnetID === "string" ? vnetSubnetID : undefined;
}

/** The system pool is inside the cluster, every other pool is a resource of its own. */
function adoptArgs({ id, pools }: LiveCluster): AdoptArgs {
    const system = systemPoolOf(pools);
    const others = pools.filter((pool) => pool !== system).map(({ name }) => [name, `${id}/agentPools/${name}`]);
    return { clusterId: id, ...(others.length > 0 && { nodePoolIds: Object.fromEntries(others) }) };
}

/** What the component always sends, and what only AKS decides. */
function reportLimits({ unknown, pools, values }: LiveCluster, live: Remaining, limits: Limits): void {
    const unknownPaths: Limit[] = unknown.map((path) => ({
        path,
        reason: "azure-native does not know this property. AKS keeps it as it is.",
    }));
    limits.notExpressible.push(...unknownPaths);
    if (live.take("enableRBAC") === false) {
        limits.blockers.push({
            path: "enableRBAC",
            reason: "Kubernetes RBAC is off. AKS cannot change that on an existing cluster, and the component always turns it on.",
        });
    }
    if (systemPoolOf(pools) === undefined) {
        limits.blockers.push({ path: "agentPoolProfiles", reason: "The cluster has no pool of mode System." });
    }
    const { provisioningState = "Succeeded" } = values;
    if (provisioningState !== "Succeeded") {
        limits.blockers.push({
            path: "provisioningState",
            reason: `The cluster is in the state ${textOf(provisioningState)}. Wait until its last operation has succeeded, or repair it, and read it again.`,
        });
    }
}

function skuArgs(live: Remaining): Pick<ManagedIdentityAksClusterArgs, "sku" | "tier"> {
    const name = live.takeText("sku.name");
    const tier = live.takeText("sku.tier");
    // AKS Automatic has no other tier than its own.
    if (name === ClusterSku.Automatic) {
        return { sku: name };
    }
    return { ...(name !== undefined && name !== ClusterSku.Base && { sku: name }), ...(tier && { tier }) };
}

function upgradesKubernetes(values: Values, sku: string | undefined): boolean {
    const { upgradeChannel = sku === ClusterSku.Automatic ? "stable" : "none" } = Object(values.autoUpgradeProfile);
    return !["none", "node-image"].includes(upgradeChannel);
}

/** What follows from other settings, or is not the program's. */
function dropNoise(live: Remaining): void {
    const isSameAs = (list: unknown, single: unknown) => Array.isArray(list) && list.length === 1 && list[0] === single;
    if (isSameAs(live.read("networkProfile.podCidrs"), live.read("networkProfile.podCidr"))) {
        live.take("networkProfile.podCidrs");
    }
    for (const path of ["kind", "privateLinkResources"]) {
        live.take(path);
    }
    for (const [name, profile] of Object.entries(Object(live.read("addonProfiles")))) {
        if (Object(profile).enabled !== true) {
            live.take(`addonProfiles.${name}`);
        }
    }
}

/** The role assignments that exist, as those that the component requires or as further ones. */
function withRoleAssignments(
    component: string,
    described: ManagedIdentityAksClusterArgs,
    assignments: AssignmentsOf,
    shared: SharedIdentities,
) {
    const role = customNetworkRole(described, assignments);
    const own = role === undefined ? described : { ...described, networkAccess: { ...described.networkAccess, role } };
    const extra = extraRoleAssignments(own, assignments, shared);
    const args = { ...own, ...(extra.length > 0 && { extraRoleAssignments: extra }) };
    const grants = plainGrants(args);
    const existing = existingRoleAssignments(component, grants, assignments, shared);
    return { args: { ...args, ...(existing.length > 0 && { existingRoleAssignments: existing }) }, grants };
}
