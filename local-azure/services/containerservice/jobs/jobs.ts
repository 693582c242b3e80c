import type { ClusterJob } from "../../../contract";
import { aadText } from "../../../identity/aadErrors";
import type { Entry } from "../../../kernel/resourceStore";
import type { Azure } from "../../azure";
import { diskEncryption, type Used } from "../state/clusterUses";
import { controlPlaneOf, type ManagedCluster, nodeGroupId, nodePrincipalOf } from "../state/state";
import { decidedByPolicy } from "../state/vaultAccess";
import { type Job, jobTable } from "./jobTable";

/** Every job of a cluster, or some, action by action, as the roles stand now or stood a moment ago. */
export function clusterJobs(
    azure: Azure,
    { id, data: cluster }: Pick<Entry<ManagedCluster>, "id" | "data">,
    jobs: readonly Job[] = jobTable,
    at = azure.clock.now(),
): ClusterJob[] {
    const used: Used = { azure, id, cluster };
    return jobs.flatMap((job) => {
        const principals = principalsOf(azure, cluster, job.identity);
        const left = job.onRequest ? [] : leftBehind(azure, cluster, job.identity);
        const needs = [
            ...(job.actions ?? []).map((action) => ({ action, data: false })),
            ...(job.dataActions ?? []).map((action) => ({ action, data: true })),
        ];
        return principals.length === 0
            ? []
            : job.scopes(used).flatMap((scope) =>
                  // The roles on the node resource group are AKS's own to keep.
                  [...principals, ...(scope === nodeGroupId(cluster) ? [] : left)].flatMap((principalId) =>
                      needs.map((need) => evaluated(azure, cluster, job, { principalId, scope, ...need }, at)),
                  ),
              );
    });
}

/** Whom the control plane acts as beside, until its token expires. */
function leftBehind({ clock }: Azure, { leftIdentity }: ManagedCluster, identity: string): string[] {
    return identity === "controlPlane" && leftIdentity !== undefined && clock.now() < leftIdentity.until
        ? [leftIdentity.principalId]
        : [];
}

/** Of the kubelet several, as long as some pools run under the identity that others have left behind. */
function principalsOf(azure: Azure, cluster: ManagedCluster, identity: string): string[] {
    if (identity === "diskEncryptionSet") return diskEncryption({ azure, cluster }).principals;
    if (identity === "controlPlane") return [controlPlaneOf(cluster)];
    if (identity === "kubelet") {
        const principals = cluster.pools.flatMap(({ nodes }) => nodes?.principalId ?? []);
        return [...new Set(principals.length > 0 ? principals : [nodePrincipalOf(cluster)])];
    }
    // On a service principal cluster there are no add-on identities: the service principal does it all.
    if (cluster.servicePrincipal) return [cluster.servicePrincipal.objectId];
    const own = Object.entries(cluster.addonIdentities).find(([key]) => key.toLowerCase() === identity.toLowerCase());
    return own ? [own[1].objectId] : [];
}

function evaluated(
    azure: Azure,
    cluster: ManagedCluster,
    { operation, identity, basis, source, denial }: Job,
    need: Pick<ClusterJob, "principalId" | "action" | "scope" | "data">,
    at: number,
): ClusterJob {
    const asked = { operation, identity, ...need, basis, source };
    const signInError = signInErrorOf(azure, cluster, need.principalId);
    const failure = { code: denial.code, heals: denial.heals };
    if (signInError) return { ...asked, allowed: false, failure, signInError };
    const policy = need.data && decidedByPolicy(azure, need.principalId, need.action, need.scope);
    if (policy) {
        const { allowed, vault } = policy;
        return { ...asked, allowed, ...(allowed ? { allowedBy: `access policy of ${vault}` } : { failure }) };
    }
    const decision = azure.access.decide(need.principalId, need.action, need.scope, need.data, undefined, at);
    if (!decision.allowed) return { ...asked, allowed: false, failure };
    const byAks = azure.access.assignments.get(decision.assignmentId)?.data.byAks;
    return { ...asked, allowed: true, allowedBy: byAks ? "granted by AKS" : decision.assignmentId };
}

/** Why a principal gets no token: it is gone, or its secret is wrong or old; a managed identity needs none. */
function signInErrorOf({ applications, clock, directory }: Azure, cluster: ManagedCluster, principalId: string) {
    if (!directory.canAct(principalId)) return `The principal '${principalId}' is no longer in the directory.`;
    const { clientId = "" } = directory.get(principalId) ?? {};
    const hash = cluster.secretHashes[clientId.toLowerCase()];
    const refusal = hash === undefined ? undefined : applications.refusedSecret(clientId, hash, clock.now());
    return refusal && aadText(refusal);
}
