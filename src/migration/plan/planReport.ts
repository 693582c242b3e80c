import { clustersNamed, commands, list, section, table } from "../blocks";
import { type Block, type Cell, ExitCode, type Report, type Tone } from "../report";
import { identityName } from "../requiredGrant";
import { roleDiagram } from "../roleDiagram";
import { lackingName, STAGES } from "./denials";
import type { PlannedIdentity, PlannedIdentityChange } from "./identities";
import type { ClusterPlan, Plan } from "./plan";

const VERSION = 1;

/** How a verdict is worded. */
const VERDICTS: Readonly<Record<ExitCode, { text: string; tone: Tone }>> = {
    [ExitCode.Ok]: { text: "Safe.", tone: "ok" },
    [ExitCode.Failure]: { text: "Failed.", tone: "wrong" },
    [ExitCode.InvalidInput]: { text: "Invalid input.", tone: "wrong" },
    [ExitCode.FollowUp]: { text: "Safe, but steps remain.", tone: "pending" },
    [ExitCode.Rejected]: { text: "Rejected, or the update stops half-way.", tone: "wrong" },
    [ExitCode.Replaced]: { text: "A cluster or a pool would be replaced or deleted.", tone: "wrong" },
    [ExitCode.Incomplete]: { text: "Not enough could be read to decide.", tone: "unknown" },
};

/** Azure's kinds of identities in words. */
const KINDS: Readonly<Record<PlannedIdentity["kind"], string>> = {
    ServicePrincipal: "service principal",
    SystemAssigned: "system-assigned identity",
    UserAssigned: "user-assigned identity",
    AksManaged: "identity created by AKS",
};

/** A plan as a report for people and for machines. */
export function planReport({ checks, exitCode, ...data }: Plan): Report<Omit<Plan, "checks" | "exitCode">> {
    const { clusters, rejections, gaps } = data;
    return {
        kind: "plan",
        version: VERSION,
        data,
        exitCode,
        checks,
        subject: clustersNamed(clusters.map(({ name }) => name)),
        ...(clusters[0] && { stack: stackOf(clusters[0]) }),
        blocks: [
            { kind: "heading", level: 1, text: "Plan" },
            ...(clusters.length === 0 && gaps.length === 0 && rejections.length === 0
                ? [paragraph("This preview changes no cluster.", "ok")]
                : []),
            ...gaps.map((text) => paragraph(text, "unknown")),
            ...rejections.map(({ code }) => paragraph(`The program is rejected (${code}).`, "wrong")),
            ...clusters.flatMap(clusterBlocks),
        ],
    };
}

/** `dev of shop`. */
function stackOf({ urn }: ClusterPlan): string {
    const [stack = "", project = ""] = urn.replace("urn:pulumi:", "").split("::");
    return `${stack} of ${project}`;
}

function clusterBlocks(cluster: ClusterPlan): Block[] {
    const { text, tone } = VERDICTS[cluster.verdict.exitCode];
    return [
        { kind: "heading", level: 2, text: cluster.id === undefined ? cluster.name : `${cluster.name}: ${cluster.id}` },
        paragraph([text, ...cluster.verdict.reasons].join(" "), tone),
        ...section(3, "Messages of the package", messages(cluster)),
        ...section(3, "Identities", identities(cluster)),
        ...section(3, "Effects", effects(cluster)),
        ...section(3, "Timeline", timeline(cluster)),
        ...section(3, "Roles that are missing for a while", denials(cluster)),
        ...section(3, "Role assignments", roleAssignments(cluster)),
        ...section(3, "Effective differences", differences(cluster, true)),
        ...section(3, "Harmless differences", differences(cluster, false)),
    ];
}

function messages({ transitions }: ClusterPlan): Block[] {
    return list(transitions.map(({ code, message }) => message ?? `${code}: see the output of the preview.`));
}

function identities({ identities: all }: ClusterPlan): Block[] {
    const rows = Object.entries(all)
        .filter(([, change]) => change.before !== undefined || change.after !== undefined)
        .map(([name, change]) => [
            identityName({ identity: name }),
            identity(change.before),
            identity(change.after),
            changeOf(change),
        ]);
    return table(["of", "before", "after", "change"], rows);
}

function identity(shown: PlannedIdentity | undefined): string {
    if (shown === undefined) {
        return "none";
    }
    const { kind, resourceId, clientId, principalId, urn, created } = shown;
    const id = resourceId ?? clientId ?? principalId ?? urn?.split("::").pop();
    const isNew = created ? ", created by this update" : "";
    return `${KINDS[kind]}${id === undefined ? "" : ` ${id}`}${isNew}`;
}

function changeOf({ changes }: PlannedIdentityChange): Cell {
    return changes ? { text: "changes", tone: "pending" } : "none";
}

function effects({ effect, pools }: ClusterPlan): Block[] {
    const row = (name: string, text: string): Cell[] => [name, { text, tone: toneOf(text) }];
    return table(
        ["what", "effect"],
        [row("control plane", effect), ...pools.map((pool) => row(`pool ${pool.name}`, pool.effect))],
    );
}

/** Effects that are not merely good. */
const TONES: Readonly<Record<string, Tone>> = {
    unknown: "unknown",
    replaced: "wrong",
    deleted: "wrong",
    "left in Azure": "pending",
    "all nodes upgraded by this update": "pending",
    "node image upgrade needed afterwards": "pending",
};

function toneOf(effect: string): Tone {
    return TONES[effect] ?? "ok";
}

function timeline({ timeline: entries }: ClusterPlan): Block[] {
    return STAGES.flatMap((stage) => {
        const ofStage = entries.filter((entry) => entry.stage === stage);
        return ofStage.flatMap((entry) => [paragraph(`${stage}: ${entry.text}`), ...commands(entry.commands)]);
    });
}

function denials({ denials: all }: ClusterPlan): Block[] {
    return table(
        ["from", "who", "role", "scope", "until", "why"],
        all.map((denial) => {
            const { stage, role, scope, until, certainty, basis } = denial;
            return [
                stage,
                lackingName(denial),
                { text: role ?? "not known", tone: certainty === "certain" ? "wrong" : "unknown" },
                scope ?? "known after the update",
                until ?? "not limited",
                `derived: ${basis}`,
            ];
        }),
    );
}

function roleAssignments(cluster: ClusterPlan): Block[] {
    const rows = cluster.roleAssignments.map(({ change, when, role, scope, reason, basis, ...who }): Cell[] => [
        change,
        basis === "ids" ? identityName(who) : `${identityName(who)}, by its ${basis}`,
        role ?? "known after the update",
        scope ?? "known after the update",
        when ?? "",
        reason ?? "",
    ]);
    const blocks = table(["change", "whose", "role", "scope", "when", "reason"], rows);
    const notes = NOTES.filter(({ when }) => when(cluster)).map(({ text }) => paragraph(text, "unknown"));
    return rows.length === 0
        ? notes
        : [
              ...blocks,
              ...notes,
              { kind: "diagram", diagram: roleDiagram(`Role assignments of ${cluster.name}`, cluster.roleAssignments) },
          ];
}

/** What the list of role assignments cannot show. */
const NOTES: readonly { when(cluster: ClusterPlan): boolean; text: string }[] = [
    {
        when: ({ keptAreListed }) => !keptAreListed,
        text: "To list the role assignments that are kept, run `pulumi preview --json --show-sames`, or pass a stack export.",
    },
    {
        when: ({ identities: { controlPlane, kubelet }, roleAssignments: all }) =>
            (controlPlane.changes || kubelet.changes) && all.every(({ change }) => change === "gained"),
        text: "The preview shows no role assignment of the previous identity. If it has role assignments that this stack does not manage, assign these roles to the new identity, too.",
    },
];

function differences({ differences: all }: ClusterPlan, effective: boolean): Block[] {
    return table(
        ["resource", "property", "change", ...(effective ? [] : ["why it is harmless"])],
        all
            .filter((difference) => difference.effective === effective)
            .map(({ resource, path, kind, reason }) => [
                resource,
                path,
                kind ?? "",
                ...(effective ? [] : [reason ?? ""]),
            ]),
    );
}

function paragraph(text: string, tone?: Tone): Block {
    return { kind: "paragraph", text, ...(tone && { tone }) };
}
