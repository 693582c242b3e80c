import { isRecord, type Values } from "../../values";
import { afterTitle, section, table } from "../blocks";
import { textOf } from "../jsonInput";
import { type Cell, type CheckResult, InvalidInputError, type Report } from "../report";
import { resultKey } from "./results";

/** A report of an earlier run, as far as it is compared. */
interface Previous {
    /** What messages and the report call it. */
    name: string;
    findings: Pick<CheckResult, "code" | "resource" | "message" | "state">[];
    /** Ids of the clusters in lower case, or URNs. */
    clusters: string[];
}

/** Throws `InvalidInputError` if the JSON is no report of the same command. */
export function readPrevious(kind: string, json: unknown, name: string): Previous {
    const { findings, ...previous }: Values = Object(json);
    if (previous.kind !== kind || !Array.isArray(findings) || !findings.every(isFinding)) {
        throw new InvalidInputError(
            `${name}: this is no previous report. Expected: what \`managed-identity-aks ${kind} --format json\` prints.`,
        );
    }
    return { name, findings, clusters: clustersOf(previous) };
}

function isFinding(value: unknown): value is CheckResult {
    const found: Values = Object(value);
    return ["code", "resource", "message", "state"].every((name) => typeof found[name] === "string");
}

function clustersOf(data: object): string[] {
    const { clusters }: Values = { ...data };
    const all = Array.isArray(clusters) ? clusters.filter(isRecord) : [];
    return all.map((each) => {
        const { id, urn } = each as Values;
        return textOf(urn ?? id).toLowerCase();
    });
}

/**
 * A report that says of each finding whether the previous one has it, in the same state, and what only that one has.
 *
 * @throws InvalidInputError if that one is of other clusters.
 */
export function withPrevious(report: Report, { name, findings, clusters }: Previous): Report {
    const now = clustersOf(report.data);
    if (clusters.length > 0 && now.length > 0 && !clusters.some((id) => now.includes(id))) {
        throw new InvalidInputError(
            `${name}: this is a report of other clusters, such as ${clusters[0]}. Pass the previous report of ${now[0]}.`,
        );
    }
    const before = new Map(findings.map((each) => [resultKey(each), each]));
    const checks = (report.checks ?? []).map((check): CheckResult => {
        if (check.state === "ok") {
            return check;
        }
        return { ...check, change: before.get(resultKey(check))?.state === check.state ? "unchanged" : "new" };
    });
    const found = checks.filter(({ change }) => change !== undefined);
    const keys = new Set(found.map(resultKey));
    const gone = findings.filter((each) => !keys.has(resultKey(each)));
    const added = found.filter(({ change }) => change === "new");
    const row = (what: string, { code, resource, message, state }: Previous["findings"][number]): Cell[] => [
        { text: what, tone: what === "gone" ? "ok" : state },
        code,
        resource,
        message,
    ];
    const counts = `${added.length} new, ${gone.length} gone, ${found.length - added.length} unchanged.`;
    const since = section(2, `Since ${name}`, [
        { kind: "paragraph", text: counts },
        ...table(
            ["change", "code", "resource", "what"],
            [...added.map((each) => row("new", each)), ...gone.map((each) => row("gone", each))],
        ),
    ]);
    return { ...report, checks, gone, blocks: afterTitle(report.blocks, since) };
}
