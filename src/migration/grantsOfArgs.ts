import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { canonicalScope } from "../azure/resourceId";
import { resolveOutputs } from "../engine/resolveOutputs";
import type { GrantFacts } from "../grants/facts";
import { CLUSTER, type Grant } from "../grants/grant";
import { previousGrants, requiredGrants } from "../grants/required";
import { roleDefinitionId } from "../grants/roles";
import { withoutUndefined } from "../values";
import { NEW_KUBELET_IDENTITY, plainFacts, plainIdentities } from "./plainGrants";
import type { RequiredGrant } from "./requiredGrant";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;

/** The role assignments that a cluster of these valid and plain arguments needs, in the order of its outputs. */
export async function grantsOfArgs(args: ManagedIdentityAksClusterArgs): Promise<RequiredGrant[]> {
    const facts = plainFacts(args);
    const principals = principalsOf(args);
    const current = (await plain(requiredGrants(facts))).map((grant) => required(grant, principals[grant.identity]));
    return [
        ...current.filter(({ when }) => when === "before-cluster"),
        ...(await formerGrants(args, facts)),
        ...current.filter(({ when }) => when !== "before-cluster"),
    ];
}

function principalsOf(args: ManagedIdentityAksClusterArgs): Partial<Record<string, string>> {
    const { controlPlaneIdentity, kubeletIdentity } = plainIdentities(args);
    return { controlPlane: controlPlaneIdentity?.principalId, kubelet: kubeletIdentity?.principalId };
}

/** What the principals keep that the cluster ran as before, as long as the arguments name them. */
async function formerGrants(args: ManagedIdentityAksClusterArgs, facts: GrantFacts): Promise<RequiredGrant[]> {
    const { formerServicePrincipalClientId, formerPrincipalId } = args.controlPlaneIdentity ?? {};
    const grantsOf = async (former: typeof ServicePrincipal | typeof SystemAssigned, principalId?: string) =>
        (await plain(previousGrants(facts, former))).map((grant) => ({ ...required(grant, principalId), former }));
    return [
        ...(formerServicePrincipalClientId === undefined ? [] : await grantsOf(ServicePrincipal)),
        ...(formerPrincipalId === undefined ? [] : await grantsOf(SystemAssigned, String(formerPrincipalId))),
    ];
}

type PlainGrant = Omit<Grant, "scope" | "role"> & {
    scope: string | typeof CLUSTER;
    role: { name: string; definition: string };
};

/** Some scopes are derived as outputs, even from plain arguments. */
async function plain(grants: Grant[]): Promise<PlainGrant[]> {
    return (await resolveOutputs(grants)).value as PlainGrant[];
}

function required({ identity, role, scope, when, description }: PlainGrant, principalId?: string): RequiredGrant {
    const { name, definition } = role;
    const created = scope === CLUSTER ? "cluster" : scope === NEW_KUBELET_IDENTITY ? "kubeletIdentity" : undefined;
    const place =
        created === undefined
            ? { scope: canonicalScope(String(scope)), roleDefinitionId: roleDefinitionId(String(scope), definition) }
            : { createdScope: created, roleDefinitionId: definition };
    return withoutUndefined({ identity, principalId, role: name, ...place, when, description }) as RequiredGrant;
}
