import { clustersNamed, list, section, table } from "../blocks";
import { exitCodeOf } from "../checks/results";
import { type Block, type Cell, ExitCode, type Report } from "../report";
import { RISKS, type Risk } from "./assessment";
import { clusterLabels } from "./clusterLabels";
import { RETIRED_FEATURES } from "./retired";
import type { Count, Survey } from "./survey";
import { surveyResults } from "./surveyResults";

/** A survey as a report for people and for machines. */
export function surveyReport(survey: Survey): Report<Survey> {
    const labels = clusterLabels(survey.clusters.map(({ id }) => id));
    const checks = surveyResults(survey);
    const exitCode = exitCodeOf(checks);
    const show: Show = { survey, label: (id) => labels.get(id) ?? id };
    return {
        kind: "survey",
        version: 1,
        data: survey,
        exitCode,
        checks,
        subject: clustersNamed(survey.clusters.map(({ name }) => name)),
        sheet: sheetOf(survey),
        blocks: [
            { kind: "heading", level: 1, text: "Survey" },
            verdict(survey, exitCode),
            ...survey.notes.map((text): Block => ({ kind: "paragraph", text })),
            ...section(2, "Not read", notRead(survey)),
            ...section(2, "Clusters", counts(survey)),
            ...section(2, "Order of migration", [...order(show), ...trial(show)]),
            ...section(2, "Risks", risks(show)),
            ...section(2, "Secrets", secrets(show)),
            ...section(2, "Principals that several clusters use", shared(show)),
            ...section(2, "Why the component cannot manage clusters", blockers(show)),
            ...section(2, "Retired add-ons and features", retired(show)),
            ...section(2, "Clusters with nothing to migrate", others(show)),
        ],
    };
}

type Row = Survey["clusters"][number];

/** A row for each cluster, in the order of the survey. */
const COLUMNS: readonly (readonly [column: string, cell: (row: Row) => string | number | undefined])[] = [
    ["position", ({ migration }) => migration?.position],
    ["cluster", ({ name }) => name],
    ["resource group", ({ resourceGroupName }) => resourceGroupName],
    ["subscription", ({ subscriptionId }) => subscriptionId],
    ["version", ({ kubernetesVersion }) => kubernetesVersion],
    ["control plane", ({ controlPlane }) => IDENTITIES[controlPlane]],
    ["principal", ({ principal }) => principal],
    ["identity of the nodes", ({ nodes }) => NODES[nodes].text],
    ["secret expires on", ({ secret }) => (secret && "endsOn" in secret ? secret.endsOn.slice(0, 10) : undefined)],
    ["to do", ({ toDo }) => toDo],
    ["pools to upgrade", ({ poolsToUpgrade }) => poolsToUpgrade.join(" ")],
    ["effort", ({ migration }) => migration?.effort.points],
    ["risk", ({ migration }) => migration?.risk.level],
    ["risks", ({ migration }) => migration?.risk.reasons.join(" ")],
    ["retired features", ({ retired: codes }) => codes.join(" ")],
    ["blockers", ({ blockers: all }) => all.map(({ path, reason }) => `${path}: ${reason}`).join(" ")],
    ["id", ({ id }) => id],
];

function sheetOf({ clusters }: Survey): NonNullable<Report["sheet"]> {
    return {
        columns: COLUMNS.map(([column]) => column),
        rows: clusters.map((row) => COLUMNS.map(([, cell]) => String(cell(row) ?? ""))),
    };
}

interface Show {
    survey: Survey;
    /** A cluster's name, by its id. */
    label(id: string): string;
}

function verdict(survey: Survey, exitCode: ExitCode): Block {
    const { toMigrate, toUpgrade, clusters } = survey.counts;
    switch (exitCode) {
        case ExitCode.Incomplete:
            return {
                kind: "paragraph",
                text: "Not everything could be read: this report shows only a part of the fleet.",
                tone: "unknown",
            };
        case ExitCode.FollowUp:
            return {
                kind: "paragraph",
                text: `${toMigrate + toUpgrade} of ${clusters} clusters have something to migrate.`,
                tone: "pending",
            };
        default:
            return { kind: "paragraph", text: `Nothing to migrate in ${clusters} clusters.`, tone: "ok" };
    }
}

function notRead({ unread }: Survey): Block[] {
    return list(unread.map(({ what, reason }) => `${what}: ${reason}`));
}

const COUNT_NAMES: Record<Count, string> = {
    clusters: "all",
    toMigrate: "to migrate from a service principal",
    toUpgrade: "migrated, with nodes that still use the previous identity",
    servicePrincipal: "control plane: service principal",
    systemAssigned: "control plane: system-assigned identity",
    userAssigned: "control plane: user-assigned identity",
    nodesUnknown: "nodes: identity not known",
    secretExpired: "secret expired",
    secretExpiring: "secret expires soon",
    secretUnknown: "secret: expiry not known",
    retired: "with retired add-ons or features",
    blocked: "not manageable by the component without a change",
};

function counts({ counts }: Survey): Block[] {
    const rows = Object.entries(COUNT_NAMES)
        .map(([name, text]) => [text, counts[name as Count]] as const)
        .filter(([, count], index) => index === 0 || count > 0);
    return table(
        ["clusters", "number"],
        rows.map(([text, count]) => [text, String(count)]),
    );
}

const RISK_TONES = { low: "ok", medium: "pending", high: "wrong" } as const satisfies Record<Risk, string>;

function order({ survey, label }: Show): Block[] {
    const rows = survey.clusters.flatMap(
        ({ id, controlPlane, kubernetesVersion, poolsToUpgrade, migration }): Cell[][] =>
            migration === undefined
                ? []
                : [
                      [
                          String(migration.position),
                          label(id),
                          kubernetesVersion ?? "",
                          IDENTITIES[controlPlane],
                          String(poolsToUpgrade.length),
                          `${migration.effort.size} (${migration.effort.points})`,
                          { text: migration.risk.level, tone: RISK_TONES[migration.risk.level] },
                      ],
                  ],
    );
    return table(["", "cluster", "version", "control plane", "pools to upgrade", "effort", "risk"], rows);
}

const IDENTITIES = {
    ServicePrincipal: "service principal",
    SystemAssigned: "system-assigned",
    UserAssigned: "user-assigned",
    AksManaged: "created by AKS",
} as const;

function trial({ survey, label }: Show): Block[] {
    return survey.trial === undefined
        ? []
        : [
              {
                  kind: "paragraph",
                  text: `Migrate ${label(survey.trial)} first, and the others after it has succeeded.`,
              },
          ];
}

/** Each risk once, with the clusters that have it. */
function risks({ survey, label }: Show): Block[] {
    return list(
        RISKS.flatMap(({ level, reason }) => {
            const having = survey.clusters.filter(({ migration }) => migration?.risk.reasons.includes(reason));
            const names = having.map(({ id }) => label(id)).join(", ");
            return having.length === 0 ? [] : [`${level}: ${reason} Clusters: ${names}`];
        }),
    );
}

const SECRET_TONES = { valid: "ok", expiring: "pending", expired: "wrong" } as const;

function secrets({ survey, label }: Show): Block[] {
    const rows = survey.clusters.flatMap(({ id, principal = "", secret }): Cell[][] =>
        secret === undefined || secret.state === "unknown"
            ? []
            : [
                  [
                      label(id),
                      principal,
                      { text: secret.endsOn.slice(0, 10), tone: SECRET_TONES[secret.state] },
                      String(secret.days),
                  ],
              ],
    );
    return table(["cluster", "client id", "secret expires on", "days left"], rows);
}

function shared({ survey, label }: Show): Block[] {
    return list(
        survey.sharedPrincipals.map(({ kind, id, clusters }) => {
            const names = clusters.map(label);
            const advice =
                kind === "ServicePrincipal"
                    ? `. Revoke its roles only after ${names.at(-1)}, the last in the order.`
                    : "";
            return `${IDENTITIES[kind]} ${id}: ${names.join(", ")}${advice}`;
        }),
    );
}

function blockers({ survey, label }: Show): Block[] {
    return table(
        ["cluster", "property or input", "reason"],
        survey.clusters.flatMap(({ id, blockers: all }) => all.map(({ path, reason }) => [label(id), path, reason])),
    );
}

function retired({ survey, label }: Show): Block[] {
    return list(
        RETIRED_FEATURES.flatMap(({ text: { code, message, fix, source } }) => {
            const users = survey.clusters.filter((cluster) => cluster.retired.includes(code));
            const names = users.map(({ id }) => label(id)).join(", ");
            return users.length === 0 ? [] : [`${message}. ${fix} (${code}; ${source}) Clusters: ${names}`];
        }),
    );
}

const NODES = {
    current: { text: "the same as the cluster's", tone: "ok" },
    previous: { text: "the previous one", tone: "pending" },
    mixed: { text: "both", tone: "pending" },
    unknown: { text: "not known", tone: "unknown" },
} as const;

function others({ survey, label }: Show): Block[] {
    const rows = survey.clusters
        .filter(({ migration }) => migration === undefined)
        .map(({ id, kubernetesVersion, controlPlane, kubelet, nodes }): Cell[] => [
            label(id),
            kubernetesVersion ?? "",
            IDENTITIES[controlPlane],
            IDENTITIES[kubelet],
            NODES[nodes],
        ]);
    return table(["cluster", "version", "control plane", "kubelet", "identity of the nodes"], rows);
}
