import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { canonicalScope, normalizeScope } from "../azure/resourceId";
import { poolsOf } from "../cluster/nodePoolArgs";
import { resolveOutputs } from "../engine/resolveOutputs";
import type { GrantFacts } from "../grants/facts";
import { CLUSTER, type Grant } from "../grants/grant";
import { previousGrants, requiredGrants } from "../grants/required";
import { roleDefinitionId } from "../grants/roles";
import { identityKinds } from "../identities/kinds";
import { withoutUndefined } from "../values";
import type { RequiredGrant } from "./requiredGrant";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;

/** Stands for the id of a kubelet identity that the component creates. */
const CREATED_KUBELET = "the kubelet identity";

/** Arguments as JSON has them: without outputs. */
interface PlainIdentity {
    resourceId?: string;
    principalId?: string;
}
type PlainIdentities = Partial<Record<"controlPlaneIdentity" | "kubeletIdentity", PlainIdentity>>;

/** The role assignments that a cluster of these valid and plain arguments needs, in the order of its outputs. */
export async function grantsOfArgs(args: ManagedIdentityAksClusterArgs): Promise<RequiredGrant[]> {
    const facts = factsOf(args);
    const principals = principalsOf(args);
    const current = (await plain(requiredGrants(facts))).map((grant) => required(grant, principals[grant.identity]));
    return [
        ...current.filter(({ when }) => when === "before-cluster"),
        ...(await formerGrants(args, facts)),
        ...current.filter(({ when }) => when !== "before-cluster"),
    ];
}

function factsOf(args: ManagedIdentityAksClusterArgs): GrantFacts {
    const { controlPlane, kubelet } = identityKinds(args);
    const { kubeletIdentity = {} } = identitiesOf(args);
    const id = kubeletIdentity.resourceId;
    return {
        args,
        pools: poolsOf(args),
        controlPlane,
        ...(kubelet === KubeletIdentityType.UserAssigned && {
            kubeletIdentityId: id === undefined ? CREATED_KUBELET : normalizeScope(id),
        }),
    };
}

/** The identities that exist: those shared with other clusters, or the cluster's own. */
function identitiesOf(args: ManagedIdentityAksClusterArgs): PlainIdentities {
    return (args.identities ?? args) as PlainIdentities;
}

function principalsOf(args: ManagedIdentityAksClusterArgs): Partial<Record<string, string>> {
    const { controlPlaneIdentity, kubeletIdentity } = identitiesOf(args);
    return { controlPlane: controlPlaneIdentity?.principalId, kubelet: kubeletIdentity?.principalId };
}

/** What the principals keep that the cluster ran as before, as long as the arguments name them. */
async function formerGrants(args: ManagedIdentityAksClusterArgs, facts: GrantFacts): Promise<RequiredGrant[]> {
    const { servicePrincipal, formerPrincipalId } = args.controlPlaneIdentity ?? {};
    const grantsOf = async (former: typeof ServicePrincipal | typeof SystemAssigned, principalId?: string) =>
        (await plain(previousGrants(facts, former))).map((grant) => ({ ...required(grant, principalId), former }));
    return [
        ...(servicePrincipal === undefined || facts.controlPlane === ServicePrincipal
            ? []
            : await grantsOf(ServicePrincipal)),
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

function required({ identity, role, scope, when, reason }: PlainGrant, principalId?: string): RequiredGrant {
    const { name, definition } = role;
    const created = scope === CLUSTER ? "cluster" : scope === CREATED_KUBELET ? "kubeletIdentity" : undefined;
    const place =
        created === undefined
            ? { scope: canonicalScope(String(scope)), roleDefinitionId: roleDefinitionId(String(scope), definition) }
            : { createdScope: created, roleDefinitionId: definition };
    return withoutUndefined({ identity, principalId, role: name, ...place, when, reason }) as RequiredGrant;
}
