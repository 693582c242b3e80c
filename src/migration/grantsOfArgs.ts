import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { canonicalScope } from "../azure/resourceId";
import type { GrantFacts } from "../grants/facts";
import { CLUSTER, type Grant } from "../grants/grant";
import { previousGrants, requiredGrants } from "../grants/required";
import { roleDefinitionId } from "../grants/roles";
import { withoutUndefined } from "../values";
import { NEW_KUBELET_IDENTITY, plainFacts, plainIdentities } from "./plainGrants";
import type { RequiredGrant } from "./requiredGrant";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;

/** The role assignments that a cluster of these valid and plain arguments needs, in the order of its outputs. */
export function grantsOfArgs(args: ManagedIdentityAksClusterArgs): RequiredGrant[] {
    const facts = plainFacts(args);
    const principals = principalsOf(args);
    const current = requiredGrants(facts).map((grant) => required(grant, principals[grant.identity]));
    return [
        ...current.filter(({ when }) => when === "before-cluster"),
        ...formerGrants(args, facts),
        ...current.filter(({ when }) => when !== "before-cluster"),
    ];
}

function principalsOf(args: ManagedIdentityAksClusterArgs): Partial<Record<string, string>> {
    const { controlPlaneIdentity, kubeletIdentity } = plainIdentities(args);
    return { controlPlane: controlPlaneIdentity?.principalId, kubelet: kubeletIdentity?.principalId };
}

/** What the principals keep that the cluster ran as before, as long as the arguments name them. */
function formerGrants(args: ManagedIdentityAksClusterArgs, facts: GrantFacts): RequiredGrant[] {
    const { formerServicePrincipalClientId, formerPrincipalId } = args.controlPlaneIdentity ?? {};
    const grantsOf = (former: typeof ServicePrincipal | typeof SystemAssigned, principalId?: string) =>
        previousGrants(facts, former).map((grant) => ({ ...required(grant, principalId), former }));
    return [
        ...(formerServicePrincipalClientId === undefined ? [] : grantsOf(ServicePrincipal)),
        ...(formerPrincipalId === undefined ? [] : grantsOf(SystemAssigned, String(formerPrincipalId))),
    ];
}

function required({ identity, role, scope, when, description }: Grant, principalId?: string): RequiredGrant {
    const { name } = role;
    const definition = String(role.definition);
    const created = scope === CLUSTER ? "cluster" : scope === NEW_KUBELET_IDENTITY ? "kubeletIdentity" : undefined;
    const place =
        created === undefined
            ? { scope: canonicalScope(String(scope)), roleDefinitionId: roleDefinitionId(String(scope), definition) }
            : { createdScope: created, roleDefinitionId: definition };
    return withoutUndefined({ identity, principalId, role: name, ...place, when, description }) as RequiredGrant;
}
