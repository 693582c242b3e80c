import type { ManagedIdentityAksClusterArgs } from "../../args";
import { isInResourceGroup } from "../../azure/resourceId";
import { type IdentityKinds, identityKinds } from "../../identities/kinds";
import { withoutUndefined } from "../../values";
import { textOf } from "../jsonInput";
import { argsOfCluster } from "../live/argsFromLive";
import { usesServicePrincipal } from "../live/identities";
import type { Limit } from "../live/limits";
import type { LiveCluster } from "../live/liveCluster";
import { type NodeIdentity, nodeIdentityOf, readNodePool, type ScaleSet } from "../live/nodes";
import type { Reading } from "../live/reading";
import { NEW_KUBELET_IDENTITY, plainGrants } from "../plainGrants";
import { RETIRED_FEATURES } from "./retired";
import { type SecretExpiry, secretExpiryOf } from "./secretExpiry";

/** What remains to do. `NodeImages`: the control plane has switched, and nodes still use the previous identity. */
export type ToDo = "Migration" | "NodeImages" | "Nothing";

/** A cluster of a fleet, described from its own JSON only. */
export interface SurveyedCluster {
    id: string;
    name: string;
    resourceGroupName: string;
    subscriptionId: string;
    kubernetesVersion?: string;
    controlPlane: IdentityKinds["controlPlane"];
    kubelet: NonNullable<IdentityKinds["kubelet"]> | "ServicePrincipal";
    /** What the control plane runs as: client id of a service principal, resource id of an own identity; absent if AKS made it. */
    principal?: string;
    /** Which identity the nodes use: that of the cluster, the previous one, both, or unknown. */
    nodes: NodeIdentity;
    /** Only of a service principal. */
    secret?: SecretExpiry;
    toDo: ToDo;
    /** Pools whose node image must be upgraded. */
    poolsToUpgrade: string[];
    /** Role assignments that identities of the cluster's own need before the migration, those for registries aside. */
    roleAssignments: number;
    /** Whether some of them are outside of the cluster's resource group. */
    needsRolesElsewhere: boolean;
    /** Codes of the retired features that it uses. */
    retired: string[];
    /** Settings that prevent the component from managing it. */
    blockers: Limit[];
}

/** What was read of a cluster apart from it; absent where nothing was to be read. */
export interface ClusterReadings {
    scaleSets?: Reading<ScaleSet[]>;
    /** The applications of its client id, as Microsoft Graph lists them. */
    applications?: Reading<object[]>;
}

const NOT_IN_LISTS = { failure: "a list of clusters does not show it" };

export function surveyedCluster(cluster: LiveCluster, readings: ClusterReadings, now: number): SurveyedCluster {
    const { id, name, resourceGroupName, subscriptionId, values } = cluster;
    const { args, blockers } = argsOfCluster(cluster);
    const { controlPlane, kubelet = "ServicePrincipal" } = identityKinds(args);
    const isOnServicePrincipal = usesServicePrincipal(cluster);
    const pools = poolsOf(cluster, readings.scaleSets ?? NOT_IN_LISTS);
    const outdated = pools.filter(({ nodes }) => nodes === "previous" || nodes === "mixed");
    const version = values.currentKubernetesVersion ?? values.kubernetesVersion;
    return withoutUndefined({
        id,
        name,
        resourceGroupName,
        subscriptionId,
        kubernetesVersion: version === undefined ? undefined : textOf(version),
        controlPlane,
        kubelet,
        principal: principalOf(args),
        nodes: nodesOf(pools.map(({ nodes }) => nodes)),
        secret: isOnServicePrincipal ? secretExpiryOf(readings.applications ?? NOT_IN_LISTS, now) : undefined,
        toDo: isOnServicePrincipal ? "Migration" : outdated.length > 0 ? "NodeImages" : "Nothing",
        poolsToUpgrade: (isOnServicePrincipal ? pools : outdated).map((pool) => pool.name),
        ...(isOnServicePrincipal ? rolesOf(args) : { roleAssignments: 0, needsRolesElsewhere: false }),
        retired: RETIRED_FEATURES.filter(({ isUsed }) => isUsed(cluster)).map(({ text }) => text.code),
        blockers,
    });
}

function poolsOf(cluster: LiveCluster, scaleSets: Reading<ScaleSet[]>) {
    return cluster.pools.map((each) => {
        const pool = readNodePool(each, { latestNodeImageVersion: NOT_IN_LISTS, scaleSets });
        return { name: pool.name, nodes: nodeIdentityOf(pool, cluster) };
    });
}

/** One that is known to be behind counts more than one that is not known. */
function nodesOf(pools: NodeIdentity[]): NodeIdentity {
    const [first = "unknown"] = pools;
    if (pools.every((nodes) => nodes === first)) {
        return first;
    }
    return pools.some((nodes) => nodes === "previous" || nodes === "mixed") ? "mixed" : "unknown";
}

function principalOf({ controlPlaneIdentity }: ManagedIdentityAksClusterArgs): string | undefined {
    const { servicePrincipal, resourceId } = Object(controlPlaneIdentity);
    return servicePrincipal?.clientId ?? resourceId;
}

/** What identities of its own would need, which `pulumi up` assigns before the cluster switches to them. */
function rolesOf(
    args: ManagedIdentityAksClusterArgs,
): Pick<SurveyedCluster, "roleAssignments" | "needsRolesElsewhere"> {
    // Without a system pool the arguments are none.
    const isComplete = args.systemNodePool !== undefined;
    const migrated = { ...args, controlPlaneIdentity: undefined, kubeletIdentity: undefined };
    const grants = isComplete ? plainGrants(migrated).filter(({ scope }) => scope !== NEW_KUBELET_IDENTITY) : [];
    return {
        roleAssignments: grants.length,
        needsRolesElsewhere: grants.some(
            ({ scope }) => typeof scope === "string" && !isInResourceGroup(scope, args.resourceGroupName),
        ),
    };
}
