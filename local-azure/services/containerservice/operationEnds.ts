import type { ClusterJob } from "../../contract";
import type { Operation } from "../../kernel/operations";
import { resourceType } from "../../kernel/resourceId";
import type { Azure } from "../azure";
import { clusterJobs } from "./jobs/jobs";
import { type Job, jobTable } from "./jobs/jobTable";
import { clusterFailed, clusterSettled, poolFailed, poolSettled } from "./state/lifecycle";
import { clustersOf, type ManagedCluster } from "./state/state";
import { noWorkload } from "./state/workload";

// How an operation ends: AKS tries what it has to do with the cluster's identity until then, and fails with what it may not.

const codeOfCluster = ({ denial }: Job) => (denial.heals === "by an operation" ? denial.code : undefined);
/** Nodes that stand do not join their subnet again. */
const codeOfPool =
    (isNew: boolean) =>
    ({ denial }: Job) =>
        isNew || denial.heals === "by an operation" ? denial.ofPool : undefined;

export function clusterEnds(azure: Azure, operation: Operation): void {
    const entry = clustersOf(azure).get(operation.target);
    const isFailed = entry && fail(azure, operation, entry.id, entry.data, codeOfCluster);
    (isFailed ? clusterFailed : clusterSettled)(azure, operation);
}

export function poolEnds(azure: Azure, operation: Operation): void {
    const clusterId = operation.target.slice(0, operation.target.lastIndexOf("/agentPools/"));
    const name = operation.target.slice(operation.target.lastIndexOf("/") + 1);
    const entry = clustersOf(azure).get(clusterId);
    const pools = entry?.data.pools.filter((pool) => pool.name === name) ?? [];
    const isFailed =
        entry &&
        fail(azure, operation, entry.id, { ...entry.data, pools }, codeOfPool(pools.some(({ nodes }) => !nodes)));
    (isFailed ? poolFailed : poolSettled)(azure, operation);
}

/** Fails the operation with the first thing that is denied at its end; what services in the cluster want is not its part. */
function fail(
    azure: Azure,
    operation: Operation,
    id: string,
    { leftIdentity: _, ...cluster }: ManagedCluster,
    codeOf: (job: Job) => string | undefined,
): boolean {
    const data = { ...cluster, workload: noWorkload() };
    for (const job of jobTable) {
        const code = codeOf(job);
        const denied = code && clusterJobs(azure, { id, data }, [job], operation.end).find(({ allowed }) => !allowed);
        if (!code || !denied) continue;
        operation.fate = { kind: "fails", code, message: messageOf(denied) };
        return true;
    }
    return false;
}

/** In AKS's form, by its page of LinkedAuthorizationFailed; which reconciler it names when is not documented. */
function messageOf({ operation, action, scope, principalId, signInError }: ClusterJob): string {
    const code = /\/(join|assign)\/action$/.test(action) ? "LinkedAuthorizationFailed" : "AuthorizationFailed";
    const said =
        signInError ??
        `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action ` +
            `'${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your ` +
            "credentials.";
    return (
        `Reconcile failed: ${operation}. Details: Category: ClientError; SubCode: ${code}; Dependency: ` +
        `${resourceType(scope) ?? "Microsoft.Resources/resourceGroups"}; OrginalError: Code="${code}" Message="${said}"; ` +
        "Retriable: false."
    );
}
