import { shellWord } from "../../grants/commands";
import { groupAndCluster } from "../azArguments";
import type { CheckCode } from "../checks/checks";
import { distinct, exitCodeOf, passed, result } from "../checks/results";
import type { Preview } from "../preview/preview";
import type { StackExport } from "../preview/stackExport";
import { type CheckResult, ExitCode } from "../report";
import { type ClusterInStack, clusterAddress, clustersIn, currentOutputs, type LiveClusterValues } from "./clusters";
import { type Denial, denialsOf, leavesManagedIdentity } from "./denials";
import { type Difference, differencesOf } from "./differences";
import { type IdentityChanges, identityChanges } from "./identities";
import { leavesServicePrincipal, type PlannedPool, type PoolEffect, plannedPools } from "./pools";
import { type PlannedResource, plannedResources } from "./resources";
import { type PlannedRoleAssignment, roleAssignmentsOf } from "./roleAssignments";
import { type Situation, type TimelineEntry, timelineOf } from "./timeline";
import { type PlannedTransition, transitionsOf, transitionsSaid } from "./transitions";
import { type ClusterEffect, isRejection, judge, type Verdict, type VerdictFacts } from "./verdict";

/** What a preview means for the clusters of a stack. It holds no value of a property. */
export interface Plan {
    clusters: ClusterPlan[];
    /** Transitions and rules that reject the program and that belong to none of these clusters. */
    rejections: PlannedTransition[];
    /** What could not be told, as sentences. */
    gaps: string[];
    checks: CheckResult[];
    /** The highest of the checks. */
    exitCode: ExitCode;
}

/** What a preview means for one cluster. */
export interface ClusterPlan {
    /** Logical name of the component, or of the cluster in a program without one. */
    name: string;
    urn: string;
    /** Resource id; absent where it is not known yet, or where the preview does not show the cluster. */
    id?: string;
    verdict: Verdict;
    /** What happens to the cluster, and so to its control plane. */
    effect: ClusterEffect;
    pools: PlannedPool[];
    identities: IdentityChanges;
    transitions: PlannedTransition[];
    timeline: TimelineEntry[];
    roleAssignments: PlannedRoleAssignment[];
    /** Whether those that are kept are listed: without `--show-sames` or a stack export a preview leaves them out. */
    keptAreListed: boolean;
    denials: Denial[];
    differences: Difference[];
}

/** What a plan can be made of besides the preview. */
export interface PlanSources {
    stackExport?: StackExport;
    /** Clusters as Azure has them. */
    live?: readonly LiveClusterValues[];
    /** Ids of clusters that were to be read and could not be. */
    unread?: readonly string[];
}

/** What a preview means for each cluster of the stack. */
export function planOf(preview: Preview, { stackExport, live = [], unread = [] }: PlanSources = {}): Plan {
    // The engine works on resources side by side: the order of its steps differs from run to run.
    const resources = plannedResources(preview, stackExport).sort(({ urn: one }, { urn: other }) =>
        one < other ? -1 : 1,
    );
    const found = clustersIn(resources, preview, live);
    const planned = found.map((cluster) => clusterPlan(cluster, resources, preview, stackExport));
    const others = preview.diagnostics.filter((each) => !found.some(({ diagnostics }) => diagnostics.includes(each)));
    const rejections = transitionsSaid(others).filter(isRejection);
    const urns = found.flatMap(({ urn, cluster, pools }) => [
        urn,
        ...(cluster ? [cluster.urn] : []),
        ...pools.map((pool) => pool.urn),
    ]);
    const isExplained = preview.complete || rejections.length > 0 || planned.length > 0;
    const gaps = [
        ...(isExplained
            ? []
            : [gap("PreviewIncomplete", "preview", "The preview failed or is incomplete, and contains no cluster.")]),
        ...unread.map((id) => gap("NotRead", id, `${id} could not be read.`)),
        ...resources
            .filter(
                ({ operation, urn, parent = "" }) =>
                    operation === "unknown" && !urns.includes(urn) && !urns.includes(parent),
            )
            .map(({ name, urn }) => {
                const text = `The preview has an operation for ${name} that this command does not know.`;
                return gap("OperationUnknown", urn, text);
            }),
    ];
    const checks = distinct([
        ...(preview.complete ? [passed("PreviewIncomplete", "preview")] : []),
        ...gaps,
        ...rejections.map(({ code }) =>
            result("ChangeRejected", `preview#${code}`, ExitCode.Rejected, `The program is rejected (${code}).`),
        ),
        ...planned.flatMap((each) => each.checks),
    ]);
    return {
        clusters: planned.map(({ plan }) => plan),
        rejections,
        gaps: gaps.map(({ message }) => message),
        checks,
        exitCode: exitCodeOf(checks),
    };
}

function gap(code: CheckCode, resource: string, message: string): CheckResult {
    return result(code, resource, ExitCode.Incomplete, message);
}

function clusterPlan(
    found: ClusterInStack,
    resources: PlannedResource[],
    preview: Preview,
    stackExport: StackExport | undefined,
): { plan: ClusterPlan; checks: CheckResult[] } {
    const identities = identityChanges(found, resources);
    const planned = { effect: effectOf(found, preview), pools: plannedPools(found, identities) };
    const transitions = transitionsOf(
        found,
        planned.pools.map(({ name }) => name),
    );
    const isEnded = endsBeforeCluster(found, transitions);
    const { effect, pools } = isEnded ? heldBack(planned) : planned;
    const roleAssignments = roleAssignmentsOf(found, identities, resources, isEnded);
    // Of an incomplete preview the role assignments that are missing may only not have been reached.
    const isDenied = preview.complete && LIVES_ON.includes(effect) && !isEnded;
    const denials = isDenied ? denialsOf({ identities, assignments: roleAssignments }) : [];
    const own = [...(found.cluster ? [found.cluster] : []), ...found.pools];
    const all = [...own, ...resources.filter((each) => each.parent === found.urn && !own.includes(each))];
    const address = clusterAddress(found);
    const facts: VerdictFacts = {
        found,
        effect,
        identities,
        pools,
        transitions,
        denials,
        resources: all,
        complete: preview.complete,
        interrupted: all.some(({ urn }) => stackExport?.interrupted.includes(urn)),
    };
    const { verdict, checks } = judge(facts, address?.id ?? found.urn);
    const plan: ClusterPlan = {
        name: found.name,
        urn: found.urn,
        ...(address && { id: address.id }),
        verdict,
        effect,
        pools,
        identities,
        transitions,
        timeline: timelineOf(
            situationOf(found, { effect, pools, identities, transitions, roleAssignments, denials, resources: all }),
        ),
        roleAssignments,
        keptAreListed:
            stackExport !== undefined ||
            preview.steps.some(({ op, type }) => ["same", "refresh"].includes(op) && type !== STACK),
        denials,
        differences: own.flatMap((each) => differencesOf(each, currentOutputs(found).nodeResourceGroup)),
    };
    return { plan, checks };
}

const STACK = "pulumi:pulumi:Stack";
/** Clusters that ran before and run on. */
const LIVES_ON: ClusterEffect[] = ["unchanged", "updated in place", "imported, then updated in place"];

function effectOf({ cluster }: ClusterInStack, preview: Preview): ClusterEffect {
    if (cluster === undefined) {
        return preview.complete ? "unchanged" : "unknown";
    }
    switch (cluster.operation) {
        case "same":
        case "none":
            return "unchanged";
        case "update":
            return cluster.imported ? "imported, then updated in place" : "updated in place";
        case "delete":
            return cluster.before?.retainOnDelete ? "left in Azure" : "deleted";
        default:
            return EFFECTS[cluster.operation];
    }
}

const EFFECTS = { create: "created", import: "imported", replace: "replaced", unknown: "unknown" } as const;

/** Whether the update ends before the cluster. Without the component nothing holds back what AKS ignores. */
function endsBeforeCluster({ hasComponent }: ClusterInStack, transitions: PlannedTransition[]): boolean {
    return transitions.some(({ effect }) => effect === "reject" || (effect === "rejectUpdate" && hasComponent));
}

/** What is left of an update that ends before the cluster. */
function heldBack({ effect, pools }: Pick<ClusterPlan, "effect" | "pools">): Pick<ClusterPlan, "effect" | "pools"> {
    const held: PoolEffect[] = [
        "updated in place",
        "all nodes upgraded by this update",
        "node image upgrade needed afterwards",
    ];
    return {
        effect: effect === "updated in place" ? "unchanged" : effect,
        pools: pools.map((pool) => (held.includes(pool.effect) ? { ...pool, effect: "unchanged" } : pool)),
    };
}

function situationOf(
    found: ClusterInStack,
    plan: Pick<ClusterPlan, "effect" | "pools" | "identities" | "transitions" | "roleAssignments" | "denials"> & {
        resources: PlannedResource[];
    },
): Situation {
    const { pools, identities, transitions, roleAssignments, denials } = plan;
    const address = clusterAddress(found);
    const named = address && { resourceGroupName: address.resourceGroupName, name: address.resourceName };
    const newControlPlaneId = identities.controlPlane.after?.resourceId;
    const roles: Situation["roles"] = {};
    for (const { when } of roleAssignments) {
        if (when !== undefined) {
            roles[when] = (roles[when] ?? 0) + 1;
        }
    }
    return {
        hasComponent: found.hasComponent,
        changes: plan.resources.some(({ operation }) => operation !== "same" && operation !== "none"),
        rejected: transitions.some(({ effect }) => effect === "reject"),
        stops: transitions.some(({ effect }) => effect === "rejectUpdate"),
        replacedOrDeleted: [plan.effect, ...pools.map(({ effect }) => effect)].some(
            (effect) => effect === "replaced" || effect === "deleted",
        ),
        leavesServicePrincipal: leavesServicePrincipal(identities),
        leavesManagedIdentity: leavesManagedIdentity(identities),
        upgradesNodes: pools.some(({ effect }) => effect === "all nodes upgraded by this update"),
        roles,
        denials,
        poolsToUpgrade: pools
            .filter(({ effect }) => effect === "node image upgrade needed afterwards")
            .map((pool) => shellWord(pool.name)),
        ...(named && {
            clusterArguments: {
                cluster: groupAndCluster(named, "--name"),
                ofPool: groupAndCluster(named, "--cluster-name"),
            },
        }),
        ...(newControlPlaneId !== undefined && { newControlPlaneId }),
    };
}
