import { sameId, sameResource } from "../../azure/resourceId";
import type { GrantedIdentity } from "../../grants/grant";
import { ASSIGNED_ROLES, builtInRoleName } from "../../grants/roles";
import type { PreviewedResource } from "../preview/preview";
import type { FormerKind } from "../requiredGrant";
import type { ClusterInStack } from "./clusters";
import { changeOf, type IdentityChanges, type PlannedIdentity, type PlannedIdentityChange } from "./identities";
import { isRoleAssignment, type PlannedResource } from "./resources";

/** A role assignment of one of a cluster's identities. */
export interface PlannedRoleAssignment {
    /** Logical name of its resource. */
    name: string;
    change: "gained" | "kept" | "lost";
    /** Who acts with it: the control plane, the kubelets, or an add-on by Azure's name. */
    identity: string;
    /** Where `identity` comes from: the ids in the preview, or only the role and the reason. */
    basis: "ids" | "role and reason";
    /** What the principal is, where the cluster does not use it after the update. */
    former?: FormerKind;
    /** Object id of the principal; absent where this update creates it. */
    principalId?: string;
    /** Name of the built-in role, or the id of the definition; absent where it is not known yet. */
    role?: string;
    /** Resource id; absent where it is not known yet. */
    scope?: string;
    reason?: string;
    /** When it comes or goes; absent where it is kept. */
    when?: Moment;
}

export type Moment =
    | "before the cluster's update"
    | "after the cluster's update"
    /** The cluster is not updated. */
    | "in this update"
    /** Pulumi deletes what a program has dropped, or a replacement superseded, when everything else is done. */
    | "at the end of this update"
    /** This update ends before it deletes anything. */
    | "in the clean-up";

/**
 * Who acts with a role assignment, where ids do not tell it: by how the package's own reason begins, otherwise by the role
 * (https://learn.microsoft.com/azure/aks/concepts-identity).
 */
const USERS: readonly { identity: GrantedIdentity; reason: string; roles: string[] }[] = [
    {
        identity: "kubelet",
        reason: "The kubelets ",
        roles: ["AcrPull", "Container Registry Repository Reader", "Container Registry Repository Catalog Lister"],
    },
    {
        identity: "controlPlane",
        reason: "The control plane ",
        roles: [
            "Managed Identity Operator",
            "Network Contributor",
            "Private DNS Zone Contributor",
            "Key Vault Crypto User",
            "Key Vault Contributor",
        ],
    },
    {
        identity: "omsagent",
        reason: "The agent of Container insights ",
        roles: ["Monitoring Metrics Publisher"],
    },
    {
        identity: "azureKeyvaultSecretsProvider",
        reason: "The Key Vault provider ",
        roles: ["Key Vault Secrets User", "Key Vault Certificate User"],
    },
    { identity: "ingressApplicationGateway", reason: "The ingress controller ", roles: ["Reader"] },
    { identity: "aciConnectorLinux", reason: "Virtual nodes ", roles: [] },
    { identity: "webAppRouting", reason: "Application routing ", roles: ["DNS Zone Contributor"] },
];

/**
 * The role assignments of a cluster's identities that a preview or a stack export shows. `isEnded` is whether the update
 * ends before the cluster.
 */
export function roleAssignmentsOf(
    found: ClusterInStack,
    identities: IdentityChanges,
    resources: PlannedResource[],
    isEnded: boolean,
): PlannedRoleAssignment[] {
    const all = resources.filter(isRoleAssignment).flatMap((resource): PlannedRoleAssignment[] => {
        const [before, after] = [resource.before, resource.after].map(
            (state) => state && describe(found, identities, resource, state),
        );
        if (resource.parent !== found.urn && ![before, after].some((each) => each?.basis === "ids")) {
            return [];
        }
        if (before && isKept(resource, before, after)) {
            return [{ ...before, change: "kept" }];
        }
        const end: Moment = isEnded ? "in the clean-up" : "at the end of this update";
        return [
            ...(after
                ? [{ ...after, change: "gained" as const, when: comesWhen(found, identities, resource, after) }]
                : []),
            ...(before ? [{ ...before, change: "lost" as const, when: end }] : []),
        ];
    });
    return all.sort((one, other) => CHANGES.indexOf(one.change) - CHANGES.indexOf(other.change));
}

/** In the order in which they are listed. */
const CHANGES: readonly PlannedRoleAssignment["change"][] = ["gained", "kept", "lost"];

/** Whether Azure goes on having it, if only under another name. */
function isKept(
    { operation, before: state }: PlannedResource,
    before: Described,
    after: Described | undefined,
): boolean {
    return after === undefined
        ? state?.retainOnDelete === true
        : operation === "same" || operation === "none" || isSameAssignment(before, after);
}

type Described = Omit<PlannedRoleAssignment, "change" | "when">;

function describe(
    found: ClusterInStack,
    identities: IdentityChanges,
    { name, parent }: PlannedResource,
    state: PreviewedResource,
): Described {
    const { principalId, roleDefinitionId, scope: shownScope, description } = state.inputs;
    // An import shows it without its leading slash (pulumi/pulumi-azure-native#4683).
    const scope = typeof shownScope === "string" ? shownScope.replace(/^(?!\/)/, "/") : undefined;
    // The id of a role is not known before its scope is.
    const role =
        typeof roleDefinitionId === "string"
            ? (builtInRoleName(roleDefinitionId) ?? roleDefinitionId)
            : found.hasComponent && parent === found.urn
              ? ASSIGNED_ROLES.find((each) => name.endsWith(`-${inName(each)}`))
              : undefined;
    const reason = typeof description === "string" ? description : undefined;
    const holders = holdersOf(identities, state);
    const used = userOf(role, reason);
    // A service principal is both of the cluster's identities.
    const identity = holders.includes(used) ? used : (holders[0] ?? used);
    const former =
        typeof principalId === "string" ? formerKind(principalId, changeOf(identities, identity), name) : undefined;
    return {
        name,
        identity,
        basis: holders.length > 0 ? "ids" : "role and reason",
        ...(former !== undefined && { former }),
        ...(typeof principalId === "string" && { principalId }),
        ...(role !== undefined && { role }),
        ...(scope !== undefined && { scope }),
        ...(reason !== undefined && { reason }),
    };
}

/** What a principal is that the cluster does not use after the update; undefined for one that it uses, or that is not known. */
function formerKind(
    principalId: string,
    { before, after, changes = false }: Partial<PlannedIdentityChange> = {},
    name: string,
): FormerKind | undefined {
    const isOther = after?.created || (after?.principalId !== undefined && !sameId(after.principalId, principalId));
    if (!isOther) {
        return undefined;
    }
    // Of a change before this one only the component's names of role assignments tell.
    return changes && before ? before.kind : (FORMER_NAMES.find(([part]) => name.includes(part))?.[1] ?? "Unknown");
}

const FORMER_NAMES: readonly [part: string, kind: FormerKind][] = [
    ["-service-principal-", "ServicePrincipal"],
    ["-system-assigned-", "SystemAssigned"],
    ["-aks-managed-", "AksManaged"],
];

/** A role as the component's names of role assignments end with it: `acr-pull`, `managed-identity-operator`. */
function inName(role: string): string {
    return role.replace(/(?<=[a-z])(?=[A-Z])| /g, "-").toLowerCase();
}

/** Which of the cluster's identities hold it, by the ids in the state or by the resource that the principal comes from. */
function holdersOf(
    identities: IdentityChanges,
    { inputs: { principalId }, propertyDependencies }: PreviewedResource,
): string[] {
    const sources = propertyDependencies.principalId ?? [];
    const isHolder = (identity: PlannedIdentity | undefined) =>
        typeof principalId === "string"
            ? identity?.principalId !== undefined && sameId(identity.principalId, principalId)
            : identity?.urn !== undefined && sources.includes(identity.urn);
    return Object.entries(identities).flatMap(([name, { before, after }]) =>
        isHolder(before) || isHolder(after) ? [name] : [],
    );
}

function userOf(role: string | undefined, reason: string | undefined): string {
    const user =
        USERS.find((each) => reason?.startsWith(each.reason)) ?? USERS.find(({ roles }) => roles.includes(role ?? ""));
    return user?.identity ?? "unknown";
}

/** A principal that AKS creates exists only once the cluster has been updated. */
function comesWhen(
    { cluster }: ClusterInStack,
    identities: IdentityChanges,
    { after }: PlannedResource,
    { identity, principalId }: Described,
): Moment {
    if (cluster === undefined || cluster.operation === "same" || cluster.operation === "none") {
        return "in this update";
    }
    const sources = after?.propertyDependencies.principalId ?? [];
    const kind = changeOf(identities, identity)?.after?.kind;
    const isOfAks = sources.length > 0 ? sources.includes(cluster.urn) : kind !== "UserAssigned";
    return principalId === undefined && isOfAks ? "after the cluster's update" : "before the cluster's update";
}

/** A role assignment is the same under another name. */
function isSameAssignment(one: Described, other: Described): boolean {
    return (
        one.principalId !== undefined &&
        other.principalId !== undefined &&
        sameId(one.principalId, other.principalId) &&
        one.role === other.role &&
        one.scope !== undefined &&
        other.scope !== undefined &&
        sameResource(one.scope, other.scope)
    );
}
