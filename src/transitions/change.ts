import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType } from "../args";
import { type KnownLater, UNKNOWN } from "../engine/hooks";

/** Whom a cluster runs as, read off its inputs. */
export interface RunsAs {
    controlPlane: ControlPlaneIdentityType;
    /** Resource id of a user-assigned control plane identity. */
    controlPlaneId?: KnownLater<string>;
    /** Resource id of an own kubelet identity; absent where AKS makes it, and with a service principal. */
    kubeletId?: KnownLater<string>;
    /** Client id of the service principal. */
    clientId?: KnownLater<string>;
    /** Whether the service principal comes with its secret, as far as is known. */
    hasSecret?: boolean;
}

/** What is about to happen to a cluster's identities. */
export interface Change {
    /** Absent where the cluster is about to be made. */
    before?: RunsAs;
    after: RunsAs;
    /** Name of the component. */
    component: string;
    resourceGroupName: string;
    clusterName: string;
    /** Names of its pools, the system pool first. */
    pools: string[];
    /** Client id of the service principal that a migrated cluster's arguments still name. */
    keptClientId?: KnownLater<string>;
    /** Object id of the system-assigned identity that the control plane is about to leave. */
    leftPrincipalId?: string;
    /** That of such an identity that the arguments still name. */
    keptPrincipalId?: KnownLater<string>;
    /** What the kubelets need role assignments for. */
    kubeletGrants: string[];
    /** What the control plane needs role assignments for, beside those on an own kubelet identity. */
    controlPlaneGrants: string[];
    /** Whether the program lets users sign in with Entra: before and after. */
    entra: { before: boolean; after: boolean };
    /** Add-ons by Azure's keys: which the program turned on before, and whether it says anything of add-ons now. */
    addons: { before: string[]; named: boolean };
    /** Whether pods are to be given identities. */
    podIdentities: boolean;
    /** Whether the cluster has an OIDC issuer: before, and after, if only as the program turns it off. */
    oidcIssuer: { before: boolean; turnedOff: boolean };
    /** Inputs that are about to change and that AKS keeps as they are. */
    fixedInputs: string[];
    /** Region of the cluster, where it is known: the program's, the provider's or the resource group's. */
    location?: string;
    /** Name of the pool inside the cluster: now and in the last run, and its mode in Azure, where it is there. */
    systemPool: { name: string; before?: string; mode?: string };
    /** Inputs of that pool that are about to change and that AKS keeps as they are. */
    fixedPoolInputs: string[];
    /** Where the cluster is created in place of one that is there: for which inputs, and which of them have to be free. */
    replacement?: { changed: string[]; fixedNames: string[] };
    /** What this update would set back that others have changed since Pulumi looked last. */
    outdated: string[];
    /** What it would scale or downgrade that AKS does not let it. */
    notAllowed: NotAllowed[];
}

/** A count or a version that AKS refuses. */
export interface NotAllowed {
    /** The input, as a program names it. */
    input: string;
    wanted: unknown;
    living: unknown;
    why: "autoscaled" | "downgrade";
}

/**
 * Reads inputs of a cluster as a hook gets them; what is secret has been unwrapped. A kubelet identity in the node
 * resource group is one that AKS made, which an import or a refresh has written into the inputs.
 */
export function runsAs(inputs: Record<string, unknown>, nodeResourceGroup?: unknown): RunsAs {
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
        kubelet && !isInGroup(kubelet.resourceId, nodeResourceGroup) ? idIn(kubelet.resourceId) : undefined;
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

/** Object id of the system-assigned identity that a cluster's outputs show. */
export function systemAssignedPrincipal(outputs: Record<string, unknown>): string | undefined {
    const principalId = objectIn(outputs, "identity")?.principalId;
    return typeof principalId === "string" && principalId !== "" ? principalId : undefined;
}

/** Whether a cluster's inputs give identities to pods. */
export function hasPodIdentities(inputs: Record<string, unknown>): boolean {
    const identities = objectIn(inputs, "podIdentityProfile")?.userAssignedIdentities;
    return Array.isArray(identities) && identities.length > 0;
}

/** Whether a cluster's inputs or outputs show an OIDC issuer that is on, or one that is off; neither, if none. */
export function oidcIssuer(values: Record<string, unknown>): boolean | undefined {
    const enabled = objectIn(values, "oidcIssuerProfile")?.enabled;
    return typeof enabled === "boolean" ? enabled : undefined;
}

export function objectIn(
    holder: Record<string, unknown> | undefined,
    key: string,
): Record<string, unknown> | undefined {
    const value = holder?.[key];
    return typeof value === "object" && value !== null && !pulumi.isUnknown(value) ? { ...value } : undefined;
}

function isInGroup(id: unknown, group: unknown): boolean {
    const inGroup = `/resourcegroups/${String(group).toLowerCase()}/`;
    return typeof group === "string" && String(id).toLowerCase().includes(inGroup);
}

function idIn(value: unknown): KnownLater<string> {
    return typeof value === "string" ? value : UNKNOWN;
}
