import { sameId } from "../../azure/resourceId";
import type { CheckCode } from "../checks/checks";
import { distinct, result } from "../checks/results";
import { type Identities, identitiesIn } from "../live/identities";
import type { LiveCluster } from "../live/liveCluster";
import type { LiveNodePool } from "../live/nodes";
import type { CheckResult, Tone } from "../report";
import type { DeployedGrant } from "../requiredGrant";
import type { Access, AccessQuestion } from "./access";
import { type Check, SECTIONS, type Section, stateExitCode, worstState } from "./check";
import { clusterChecks } from "./clusterChecks";
import { clusterName, type DeclaredCluster } from "./declared";
import { type IdentityResources, identityChecks } from "./identityChecks";
import { formerGrantCheck, leftoverChecks, leftoverQuestions, scopesOf } from "./leftoverChecks";
import { areAllCurrent, poolChecks } from "./poolChecks";
import { declaredIdentities, type GrantsByPrincipal, grantsByPrincipal } from "./principals";
import { questionOf, roleAssignmentCheck, rolesToCompare } from "./roleAssignmentChecks";

/** What is verified of one cluster. */
export interface VerifiedCluster {
    id: string;
    name: string;
    /** The state of the worst check. */
    state: Tone;
    checks: Check[];
}

/** Everything that was read of a cluster. */
export interface VerifyInput {
    declared: DeclaredCluster;
    cluster: LiveCluster;
    pools: LiveNodePool[];
    identities: IdentityResources;
    access: Access;
    /** Object ids of principals that the cluster used before, in addition to those that the outputs name. */
    formerPrincipals: string[];
    /** Milliseconds since the epoch. */
    now: number;
}

/** What is required of the principals of a cluster, and what has to be asked for it. */
export interface AccessPlan extends GrantsByPrincipal {
    /** What the cluster shows. */
    live: Identities;
    leftovers: AccessQuestion[];
}

export function accessPlan({
    declared,
    cluster,
    formerPrincipals,
}: Pick<VerifyInput, "declared" | "cluster" | "formerPrincipals">): AccessPlan {
    const live = identitiesIn(cluster.values);
    const identities = declaredIdentities(declared, live);
    const grants = grantsByPrincipal(declared, identities);
    const inUse = [...Object.values(identities), ...Object.values(live)].map((each) => each.principalId);
    const former = new Set([...formerPrincipals, ...grants.former.map(({ principalId }) => principalId)]);
    return {
        ...grants,
        live,
        leftovers: leftoverQuestions(
            // An identity can have had another part in the cluster before.
            [...former].filter((id) => !inUse.some((each) => each !== undefined && sameId(each, id))),
            scopesOf(cluster, declared.roleAssignments),
        ),
    };
}

/** What is asked of Azure about role assignments. */
export function accessQuestions({ current, former, leftovers }: AccessPlan): AccessQuestion[] {
    return [...current.map(questionOf), ...former.map(questionOf), ...leftovers];
}

/** Ids of the role definitions that are asked for then. */
export function rolesOf({ current, former }: AccessPlan, access: Pick<Access, "assignments">): string[] {
    const ids = [...current, ...former].flatMap((grant: DeployedGrant) => rolesToCompare(grant, access));
    return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}

/** All checks of a cluster, in the order of the sections. */
export function verifyCluster(input: VerifyInput): VerifiedCluster {
    const { declared, cluster, pools, identities, access, now } = input;
    const { live, current, former, leftovers } = accessPlan(input);
    const context = { access, areNodesCurrent: areAllCurrent(cluster, pools) };
    const checks = [
        ...clusterChecks(cluster, declared),
        ...identityChecks(declared, declaredIdentities(declared, live), cluster, identities),
        ...current.map((grant) => roleAssignmentCheck(grant, access, now)),
        ...poolChecks(cluster, pools),
        ...former.map((grant) => formerGrantCheck(grant, context)),
        ...leftoverChecks(leftovers, declared.roleAssignments, context),
    ];
    return verified(declared, checks);
}

/** A cluster that could not be read. */
export function unreadCluster(declared: DeclaredCluster, { failure }: { failure: string }): VerifiedCluster {
    const check = { section: SECTIONS[0], name: "cluster", expected: "the cluster can be read", found: failure };
    return verified(declared, [{ ...check, state: "unknown" }]);
}

function verified({ id }: DeclaredCluster, checks: Check[]): VerifiedCluster {
    return { id, name: clusterName({ id }), state: worstState(checks), checks };
}

/** What each section checks. */
const CODES: Readonly<Record<Section, CheckCode>> = {
    cluster: "ClusterDiffers",
    identities: "IdentityDiffers",
    "role assignments": "RoleAssignmentMissing",
    "node pools": "PoolDiffers",
    leftovers: "RoleAssignmentLeft",
};

export function verifyResults(clusters: readonly VerifiedCluster[]): CheckResult[] {
    const ofCheck = (id: string, { section, name, state, expected, found, advice }: Check): CheckResult => {
        const told = state === "ok" ? found : `${name}: ${found}. Expected: ${expected}. ${advice ?? ""}`.trim();
        return result(CODES[section], `${id}#${name}`, stateExitCode(state), told);
    };
    return distinct(clusters.flatMap(({ id, checks }) => checks.map((check) => ofCheck(id, check))));
}
