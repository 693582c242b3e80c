import type { DeclaredCluster } from "../../migration/verify/declared";
import {
    accessPlan,
    accessQuestions,
    rolesOf,
    unreadCluster,
    type VerifiedCluster,
    type VerifyInput,
    verifyCluster,
} from "../../migration/verify/verify";
import type { AzureApi } from "./azureClient";
import { readAssignments, readIdentityResources, readRoles } from "./readAccess";
import { readClusterState, reading } from "./readCluster";

/**
 * Reads a cluster with everything that its checks need, and verifies it. Data that cannot be read becomes a check of
 * its own.
 *
 * @throws InvalidInputError if there is no such cluster.
 */
export async function verifyLive(
    arm: AzureApi,
    declared: DeclaredCluster,
    context: Pick<VerifyInput, "formerPrincipals" | "now">,
): Promise<VerifiedCluster> {
    const state = await reading(() => readClusterState(arm, declared.id));
    if ("failure" in state) {
        return unreadCluster(declared, state);
    }
    const { cluster, pools } = state.value;
    const plan = accessPlan({ declared, cluster, formerPrincipals: context.formerPrincipals });
    const resourceIds = Object.values(plan.live).flatMap(({ resourceId }) => resourceId ?? []);
    const [assignments, identities] = await Promise.all([
        readAssignments(arm, accessQuestions(plan)),
        readIdentityResources(arm, resourceIds),
    ]);
    const roles = await readRoles(arm, rolesOf(plan, { assignments }));
    return verifyCluster({ declared, cluster, pools, identities, access: { assignments, roles }, ...context });
}
