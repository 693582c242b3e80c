import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType } from "../args";
import { isInResourceGroup } from "../azure/resourceId";
import { poolNamed } from "../cluster/livePools";
import type { KnownLater } from "../engine/hooks";
import { isRecord, UNKNOWN, type Values } from "../values";
import type { AppliedCluster } from "./reconciliation";

/** A resource that is about to be updated, by azure-native's names. */
export interface ResourceChange {
    /** The resource in Azure, or in the state if it cannot be read. */
    live: Values;
    /** The inputs that are about to be sent. */
    desired: Values;
}

/** A pool, a resource of its own, that is about to be created or updated. */
export interface PoolChange {
    /** Absent where the pool is about to be created. */
    live?: Values;
    desired: Values;
    /** The pool that this one is created in place of, as far as it is known. */
    replaced?: Values;
    /** The inputs in the state, which azure-native compares with the desired ones. */
    inState?: Values;
    /** What the program sets, where the component has asked for no change. */
    program?: Values;
    /** Whether the component has asked for no change: an update then sends what the state has. */
    isUnchanged?: boolean;
    facts: PoolFacts;
}

export interface PoolFacts {
    component: string;
    pool: string;
    /** Whether `adopt` names the pool: it exists, so that its creation is a replacement. */
    isAdopted?: boolean;
    replacedByImport?: ReplacedByImport;
    /** Inputs that the program no longer sets, although the pool keeps what they name and a role is needed on it. */
    leftOut?: string[];
}

/** The inputs for which azure-native would replace what is about to be imported, where it is therefore not imported. */
export interface ReplacedByImport {
    cluster: string[];
    /** By name of the pool. */
    pools: Record<string, string[]>;
}

/** A cluster that is about to be created or updated. */
export interface ClusterChange {
    /** Absent where the cluster is about to be created. */
    live?: Values;
    desired: Values;
    /** What the last successful run applied, where it is known. */
    lastApplied?: AppliedCluster;
    /** The inputs in the state, which azure-native compares with the desired ones. */
    inState?: Values;
    /** The identities in both. */
    identities: { live?: IdentitySettings; desired: IdentitySettings };
    /** What the program sets, where the component has asked for no change. */
    program?: Values;
    /** The cluster that this one replaces. */
    replaced?: Values;
    /** Whether the component has asked for no change: an update then sends what the state has. */
    isUnchanged?: boolean;
    facts: ClusterFacts;
}

/** The part of a change that concerns identities. */
export interface IdentityChange extends Omit<ClusterChange, "facts"> {
    facts: IdentityFacts;
}

/** Facts about a cluster of the program, in addition to the inputs of the cluster. */
export interface ClusterFacts extends IdentityFacts {
    /** Name of the pool inside the cluster. */
    systemPool: string;
    replacedByImport?: ReplacedByImport;
    /** Whether the program sets another password for Windows nodes than the last run. */
    changesWindowsPassword?: boolean;
    /** Inputs that it no longer sets, although the cluster keeps what they name and needs a role on it. */
    leftOut?: string[];
}

/** The facts about identities. */
export interface IdentityFacts {
    component: string;
    /** Whether `adopt` names the cluster: it exists, so that its creation is a replacement. */
    isAdopted?: boolean;
    /** Names of its pools, the system pool first. */
    pools: string[];
    /** Client id of the service principal that a migrated cluster's arguments still name. */
    previousClientId?: KnownLater<string>;
    /** Object id of the system-assigned identity that the arguments still name. */
    previousPrincipalId?: KnownLater<string>;
    /** The roles that the kubelets need. */
    kubeletRoles: string[];
    /** The roles that the control plane needs, without those on a user-assigned kubelet identity. */
    controlPlaneRoles: string[];
}

/** The kinds of identities that a cluster uses. */
export interface IdentitySettings {
    controlPlane: ControlPlaneIdentityType;
    /** Resource id of a user-assigned control plane identity. */
    controlPlaneId?: KnownLater<string>;
    /** Resource id of a user-assigned kubelet identity; absent if AKS creates it, and with a service principal. */
    kubeletId?: KnownLater<string>;
    /** Client id of the service principal. */
    clientId?: KnownLater<string>;
    /** Whether the secret of the service principal is set, if that is known. */
    hasSecret?: boolean;
}

/** The change of a cluster, with the identities in it. */
export function clusterChange<Change extends Omit<IdentityChange, "identities">>(
    change: Change,
): Change & Pick<IdentityChange, "identities"> {
    const { live, desired, isUnchanged, program = desired } = change;
    return {
        ...change,
        identities: {
            ...(live && { live: identitiesIn(live, live.nodeResourceGroup) }),
            // Where no change was asked for, what is sent comes from a state that may be out of date.
            desired: identitiesIn(isUnchanged ? program : desired, live?.nodeResourceGroup),
        },
    };
}

/**
 * Reads the identities of a cluster, from its inputs or from what Azure shows. A kubelet identity in the node resource group
 * is one that AKS created.
 */
export function identitiesIn(inputs: Values, nodeResourceGroup?: unknown): IdentitySettings {
    const identity = objectIn(inputs, "identity");
    const type = identity?.type;
    if (inputs.servicePrincipalProfile !== undefined && (type === undefined || type === "None")) {
        const principal = objectIn(inputs, "servicePrincipalProfile");
        return {
            controlPlane: ControlPlaneIdentityType.ServicePrincipal,
            clientId: idIn(principal?.clientId),
            hasSecret: principal === undefined || principal.secret !== undefined,
        };
    }
    const kubelet = objectIn(objectIn(inputs, "identityProfile"), "kubeletidentity");
    const kubeletId =
        kubelet && !isInResourceGroup(kubelet.resourceId, nodeResourceGroup) ? idIn(kubelet.resourceId) : undefined;
    if (type !== ControlPlaneIdentityType.UserAssigned) {
        return { controlPlane: ControlPlaneIdentityType.SystemAssigned, kubeletId };
    }
    const given = identity?.userAssignedIdentities;
    const ids = isRecord(given) ? Object.keys(given) : given;
    return {
        controlPlane: ControlPlaneIdentityType.UserAssigned,
        controlPlaneId: idIn(Array.isArray(ids) ? ids[0] : ids),
        kubeletId,
    };
}

/** The change of a pool inside a cluster; absent where the cluster does not have the pool before or after it. */
export function changeOfPool(name: string, cluster: ResourceChange): ResourceChange | undefined {
    const [live, desired] = [cluster.live, cluster.desired].map((each) => poolNamed(name, each));
    return live && desired ? { live, desired } : undefined;
}

export function objectIn(holder: Values | undefined, key: string): Values | undefined {
    const value = holder?.[key];
    return typeof value === "object" && value !== null && !pulumi.isUnknown(value) ? { ...value } : undefined;
}

function idIn(value: unknown): KnownLater<string> {
    return typeof value === "string" ? value : UNKNOWN;
}
