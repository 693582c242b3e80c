import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { canonicalScope } from "../azure/resourceId";
import type { GrantFacts } from "../grants/facts";
import { CLUSTER, type Grant, type GrantedIdentity } from "../grants/grant";
import { previousGrants, requiredGrants } from "../grants/required";
import { roleDefinitionId } from "../grants/roles";
import { withoutUndefined } from "../values";
import { NEW_KUBELET_IDENTITY, plainFacts, plainIdentities } from "./plainGrants";
import type { RequiredGrant } from "./requiredGrant";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;

/** What is known of a cluster that exists, in addition to the arguments that describe it. */
export interface ExistingCluster {
    /** Resource id. */
    id: string;
    /** Object ids of what it runs as. */
    principals: Partial<Record<GrantedIdentity, string>>;
}

/** The role assignments that a cluster of these valid and plain arguments needs, in the order of its outputs. */
export function grantsOfArgs(args: ManagedIdentityAksClusterArgs, cluster?: ExistingCluster): RequiredGrant[] {
    const facts = plainFacts(args);
    const principals: ExistingCluster["principals"] = { ...principalsOf(args), ...cluster?.principals };
    const clientId =
        facts.controlPlane === ServicePrincipal ? args.controlPlaneIdentity?.servicePrincipal?.clientId : undefined;
    const current = requiredGrants(facts).map((grant) =>
        required(grant, { principalId: principals[grant.identity], clientId }, cluster),
    );
    return [
        ...current.filter(({ when }) => when === "before-cluster"),
        ...formerGrants(args, facts),
        ...current.filter(({ when }) => when !== "before-cluster"),
    ];
}

function principalsOf(args: ManagedIdentityAksClusterArgs): ExistingCluster["principals"] {
    const { controlPlaneIdentity, kubeletIdentity } = plainIdentities(args);
    const { principalId: controlPlane } = controlPlaneIdentity ?? {};
    const { principalId: kubelet } = kubeletIdentity ?? {};
    return { ...(controlPlane && { controlPlane }), ...(kubelet && { kubelet }) };
}

/** What the principals keep that the cluster ran as before, as long as the arguments name them. */
function formerGrants(args: ManagedIdentityAksClusterArgs, facts: GrantFacts): RequiredGrant[] {
    const { formerServicePrincipalClientId: clientId, formerPrincipalId: principalId } =
        args.controlPlaneIdentity ?? {};
    const grantsOf = (former: typeof ServicePrincipal | typeof SystemAssigned, ids: PrincipalIds) =>
        previousGrants(facts, former).map((grant) => ({ ...required(grant, ids), former }));
    return [
        ...(clientId === undefined ? [] : grantsOf(ServicePrincipal, { clientId })),
        ...(principalId === undefined ? [] : grantsOf(SystemAssigned, { principalId })),
    ];
}

type PrincipalIds = { [Id in "principalId" | "clientId"]?: unknown };

function required(
    { identity, role, scope: input, when, description }: Grant,
    ids: PrincipalIds,
    cluster?: ExistingCluster,
): RequiredGrant {
    const { name } = role;
    const definition = String(role.definition);
    const scope = input === CLUSTER ? (cluster?.id ?? CLUSTER) : input;
    const created = scope === CLUSTER ? "cluster" : scope === NEW_KUBELET_IDENTITY ? "kubeletIdentity" : undefined;
    const place =
        created === undefined
            ? { scope: canonicalScope(String(scope)), roleDefinitionId: roleDefinitionId(String(scope), definition) }
            : { createdScope: created, roleDefinitionId: definition };
    return withoutUndefined({ identity, ...ids, role: name, ...place, when, description }) as RequiredGrant;
}
