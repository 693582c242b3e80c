import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType } from "../args";
import { isInResourceGroup } from "../azure/resourceId";
import { poolNamed } from "../cluster/livingPools";
import type { ClusterOwnership } from "../cluster/ownership";
import type { KnownLater } from "../engine/hooks";
import { UNKNOWN, type Values } from "../values";
import type { AppliedSettings } from "./applied";

/** A resource that is about to be updated, in the forms in which it is known. */
export interface ResourceChange {
    /** The resource in the state. */
    previous: {
        inputs: Values;
        /** The outputs in the state. */
        outputs: Values;
    };
    /** The inputs that are about to be sent. */
    desired: Values;
    /** The resource in Azure, or in the state if it cannot be read. */
    living: Values;
}

/** A pool, a resource of its own, that is about to be created or updated. */
export interface PoolChange extends Omit<ResourceChange, "previous"> {
    /** Absent where the pool is about to be created. */
    previous?: ResourceChange["previous"];
    /** Outputs of the pool that this one is created in place of, as far as they are known. */
    replaced?: Values;
    facts: PoolFacts;
}

export interface PoolFacts {
    component: string;
    pool: string;
    /** Whether `adopt` names the pool: it exists, so that its creation is a replacement. */
    isAdopted?: boolean;
    replacedByImport?: ReplacedByImport;
}

/** The inputs for which azure-native would replace what is about to be imported, where it is therefore not imported. */
export interface ReplacedByImport {
    cluster: string[];
    /** By name of the pool. */
    pools: Record<string, string[]>;
}

/** A cluster that is about to be created or updated. */
export interface ClusterChange extends Omit<ResourceChange, "previous"> {
    /** Absent where the cluster is about to be created. */
    previous?: ResourceChange["previous"] & {
        /** What the previous update applied, where it is known. */
        settings?: AppliedSettings;
    };
    /** The identities in its inputs. */
    identities: { previous?: IdentitySettings; desired: IdentitySettings };
    /** Outputs of the cluster that this one replaces. */
    replaced?: Values;
    facts: ClusterFacts;
}

/** The part of a change that concerns identities. */
export interface IdentityChange extends Omit<ClusterChange, "facts"> {
    facts: IdentityFacts;
}

/** Facts about a cluster of the program, in addition to the inputs of the cluster. */
export interface ClusterFacts extends IdentityFacts {
    ownership: ClusterOwnership;
    /** Inputs that prevent the creation of a new cluster while the old one exists. */
    fixedNames: string[];
    replacedByImport?: ReplacedByImport;
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

/** The change of a cluster, with the identities in its inputs. */
export function clusterChange<Change extends Omit<IdentityChange, "identities">>(
    change: Change,
): Change & Pick<IdentityChange, "identities"> {
    const { nodeResourceGroup } = currentValues(change);
    const { previous, desired } = change;
    return {
        ...change,
        identities: {
            ...(previous && { previous: identitiesIn(previous.inputs, nodeResourceGroup) }),
            desired: identitiesIn(desired, nodeResourceGroup),
        },
    };
}

/**
 * Reads inputs of a cluster. A kubelet identity in the node resource group is one that AKS created, which an import or a
 * refresh has written into the inputs.
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
    const ids = identity?.userAssignedIdentities;
    return {
        controlPlane: ControlPlaneIdentityType.UserAssigned,
        controlPlaneId: idIn(Array.isArray(ids) ? ids[0] : ids),
        kubeletId,
    };
}

/** The current values of a resource: its inputs, and the values that AKS has set, which only Azure shows. */
export function currentValues({ previous, living }: Pick<ClusterChange, "previous" | "living">): Values {
    const shown = Object.entries(living).filter(([, value]) => value !== undefined && value !== null);
    return { ...previous?.inputs, ...Object.fromEntries(shown) };
}

/** The change of a pool inside a cluster; absent where the cluster does not have the pool before or after it. */
export function changeOfPool(name: string, { previous, desired, living }: ResourceChange): ResourceChange | undefined {
    const [inputs = {}, outputs = {}] = [previous.inputs, previous.outputs].map((each) => poolNamed(name, each));
    const [desiredPool, livingPool] = [desired, living].map((each) => poolNamed(name, each));
    return desiredPool && livingPool
        ? { previous: { inputs, outputs }, desired: desiredPool, living: livingPool }
        : undefined;
}

export function objectIn(holder: Values | undefined, key: string): Values | undefined {
    const value = holder?.[key];
    return typeof value === "object" && value !== null && !pulumi.isUnknown(value) ? { ...value } : undefined;
}

function idIn(value: unknown): KnownLater<string> {
    return typeof value === "string" ? value : UNKNOWN;
}
