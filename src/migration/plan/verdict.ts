import type { CheckCode } from "../checks/checks";
import { passed, result } from "../checks/results";
import { type CheckResult, ExitCode } from "../report";
import { scopeName } from "../requiredGrant";
import type { ClusterInStack } from "./clusters";
import { type Denial, lackingName, leavesManagedIdentity } from "./denials";
import { type IdentityChanges, isOutdated } from "./identities";
import { leavesServicePrincipal, type PlannedPool } from "./pools";
import type { PlannedResource } from "./resources";
import type { PlannedTransition } from "./transitions";

/** Whether a change of a cluster is safe. */
export interface Verdict {
    exitCode: ExitCode;
    /** What led to it, as sentences, the worst first; none where nothing happens to the cluster. */
    reasons: string[];
}

/** What happens to the cluster itself. */
export type ClusterEffect =
    | "unchanged"
    | "updated in place"
    | "created"
    | "imported"
    | "imported, then updated in place"
    | "replaced"
    | "deleted"
    /** The program drops it and Azure keeps it. */
    | "left in Azure"
    | "unknown";

/** What a verdict is made of. */
export interface VerdictFacts {
    found: ClusterInStack;
    effect: ClusterEffect;
    identities: IdentityChanges;
    pools: PlannedPool[];
    transitions: PlannedTransition[];
    denials: Denial[];
    /** Steps of the cluster and of what belongs to it. */
    resources: PlannedResource[];
    /** Whether the preview lists all steps. */
    complete: boolean;
    /** Whether an earlier update of one of these was interrupted. */
    interrupted: boolean;
}

interface Row {
    /** Absent where it is nothing to act upon. */
    code?: CheckCode;
    exitCode: ExitCode;
    /** Sentences for what holds of this kind, with the part of the cluster that each is about. */
    reasons(facts: VerdictFacts): Reason[];
}

type Reason = string | { text: string; of: string };

/** Transitions after which something has to be done, and what. */
const FOLLOW_UPS: Readonly<Record<string, string>> = {
    SystemAssignedGetsRolesLater:
        "The system-assigned identity gets its roles only after the cluster has switched to it.",
    SystemPoolReplaced: "The previous system pool stays in Azure until you delete it.",
};

const ROWS: readonly Row[] = [
    {
        code: "OperationUnknown",
        exitCode: ExitCode.Incomplete,
        reasons: ({ resources }) =>
            resources
                .filter(({ operation }) => operation === "unknown")
                .map(({ name, step }) => ({
                    text: `The preview has the operation ${word(step?.op)} for ${name}, which this command does not know.`,
                    of: name,
                })),
    },
    {
        code: "StateMissing",
        exitCode: ExitCode.Incomplete,
        reasons: ({ resources }) =>
            resources.filter(lacksState).map(({ name }) => ({
                text: `The preview does not contain the state of ${name}, so its change cannot be judged.`,
                of: name,
            })),
    },
    {
        code: "PreviewIncomplete",
        exitCode: ExitCode.Incomplete,
        // A replacement that protection refuses is told as one.
        reasons: ({ complete, transitions, effect }) =>
            complete || transitions.some(isRejection) || effect === "replaced" || effect === "deleted"
                ? []
                : [
                      "The preview failed or is incomplete, so steps are missing, for example deletions, which come last.",
                  ],
    },
    {
        code: "NotRead",
        exitCode: ExitCode.Incomplete,
        reasons: ({ found }) =>
            found.diagnostics.some(({ message }) =>
                /: this preview shows the state, not what others may have changed in Azure, /.test(message),
            )
                ? ["The preview could not read the cluster from Azure, so it compares with the state only."]
                : [],
    },
    {
        code: "OperationInterrupted",
        exitCode: ExitCode.Incomplete,
        reasons: ({ interrupted }) =>
            interrupted ? ["An earlier operation was interrupted: run `pulumi refresh` before the preview."] : [],
    },
    {
        code: "StateOutdated",
        exitCode: ExitCode.Incomplete,
        reasons: ({ found }) =>
            isOutdated(found)
                ? ["Azure has other identities than the state: run `pulumi preview --refresh --json`."]
                : [],
    },
    {
        code: "PoolEffectUnknown",
        exitCode: ExitCode.Incomplete,
        reasons: ({ pools }) =>
            pools
                .filter(({ effect }) => effect === "unknown")
                .map(({ name }) => ({
                    text: `What happens to pool ${name} is not known. Run the preview with --show-sames, or pass a stack export.`,
                    of: `pool ${name}`,
                })),
    },
    {
        code: "ClusterReplaced",
        exitCode: ExitCode.Replaced,
        reasons: ({ effect }) =>
            effect === "replaced" || effect === "deleted" ? [`The cluster would be ${effect}.`] : [],
    },
    {
        code: "PoolReplaced",
        exitCode: ExitCode.Replaced,
        reasons: ({ pools }) =>
            pools
                .filter(({ effect }) => effect === "replaced" || effect === "deleted")
                .map(({ name, effect }) => ({ text: `Pool ${name} would be ${effect}.`, of: `pool ${name}` })),
    },
    {
        code: "ChangeRejected",
        exitCode: ExitCode.Rejected,
        reasons: ({ transitions }) =>
            transitions.filter(isRejection).map(({ code, effect }) => ({
                text: `${effect === "reject" ? "The change is rejected" : "The update does not change the cluster to its new identity"} (${code}).`,
                of: code,
            })),
    },
    {
        code: "RoleMissing",
        exitCode: ExitCode.Rejected,
        reasons: ({ denials }) =>
            denials
                .filter(({ avoidable }) => avoidable)
                .map((each) => ({
                    text: `A role would be missing: ${each.role ?? "not known"} for ${lackingName(each)}.`,
                    of: `${lackingName(each)}: ${each.role ?? "not known"} on ${scopeName(each)}`,
                })),
    },
    {
        code: "NodesKeepIdentity",
        exitCode: ExitCode.FollowUp,
        reasons: ({ identities }) =>
            leavesServicePrincipal(identities)
                ? ["Nodes keep the service principal until the image of every pool is upgraded."]
                : [],
    },
    {
        code: "ControlPlaneKeepsIdentity",
        exitCode: ExitCode.FollowUp,
        reasons: ({ identities }) =>
            leavesManagedIdentity(identities)
                ? ["The control plane uses its previous identity until its token expires, which can take hours."]
                : [],
    },
    {
        code: "StepsRemain",
        exitCode: ExitCode.FollowUp,
        reasons: ({ transitions }) =>
            transitions.flatMap(({ code }) => {
                const text = FOLLOW_UPS[code];
                return text === undefined ? [] : [{ text, of: code }];
            }),
    },
    {
        code: "RoleDeletedEarly",
        exitCode: ExitCode.FollowUp,
        reasons: ({ denials }) =>
            denials.some(({ certainty }) => certainty === "possible")
                ? [
                      "The update deletes role assignments that a pool or a token may still need; a preview cannot show whether they do.",
                  ]
                : [],
    },
    {
        exitCode: ExitCode.Ok,
        reasons: ({ effect }) => (effect === "unchanged" ? [] : [`The cluster is ${effect}.`]),
    },
];

/** The verdict on a cluster, and the results of all rows for it. */
export function judge(facts: VerdictFacts, resource: string): { verdict: Verdict; checks: CheckResult[] } {
    const rows = ROWS.map((row) => ({ ...row, found: row.reasons(facts) }));
    return { verdict: verdictOf(rows), checks: rows.flatMap((row) => checksOf(row, resource)) };
}

type FoundRow = Omit<Row, "reasons"> & { found: Reason[] };

function verdictOf(all: FoundRow[]): Verdict {
    const rows = all.filter(({ found }) => found.length > 0).sort((one, other) => other.exitCode - one.exitCode);
    const exitCode = rows[0]?.exitCode ?? ExitCode.Ok;
    // Where the update does not come to its end, what would follow it is of no use.
    const told = exitCode > ExitCode.FollowUp ? rows.filter((row) => row.exitCode > ExitCode.FollowUp) : rows;
    return { exitCode, reasons: [...new Set(told.flatMap(({ found }) => found.map(textOf)))] };
}

function checksOf({ code, exitCode, found }: FoundRow, resource: string): CheckResult[] {
    if (code === undefined) {
        return [];
    }
    return found.length === 0
        ? [passed(code, resource)]
        : found.map((reason) => result(code, placeOf(reason, resource), exitCode, textOf(reason)));
}

function textOf(reason: Reason): string {
    return typeof reason === "string" ? reason : reason.text;
}

function placeOf(reason: Reason, resource: string): string {
    return typeof reason === "string" ? resource : `${resource}#${reason.of}`;
}

/** Whether the preview or the update fails for it. */
export function isRejection({ effect }: PlannedTransition): boolean {
    return effect === "reject" || effect === "rejectUpdate";
}

function lacksState({ operation, before, after }: PlannedResource): boolean {
    const needed = {
        update: [before, after],
        replace: [before, after],
        create: [after],
        delete: [before],
        import: [after],
    };
    return (needed[operation as keyof typeof needed] ?? []).includes(undefined);
}

/** Pulumi's word, as long as it is one. */
function word(op: string | undefined): string {
    return /^[\w-]+$/.test(op ?? "") ? `"${op}"` : "something else";
}
