import { isRecord, type Values } from "../../values";
import { afterTitle, section, table } from "../blocks";
import { ACCEPTANCES_INPUT, textOf } from "../jsonInput";
import { type Acceptance, type Block, type CheckResult, ExitCode, InvalidInputError, type Report } from "../report";
import { CHECKS } from "./checks";
import { exitCodeOf, result, resultKey } from "./results";

/** What the values of an entry must be. */
const FIELDS: Readonly<Record<keyof Acceptance, { accepts(value: string): boolean; expected: string }>> = {
    code: { accepts: (value) => Object.hasOwn(CHECKS, value), expected: "the code of a check" },
    resource: { accepts: (value) => value.trim() !== "", expected: "the resource of a finding" },
    reason: { accepts: (value) => value.trim() !== "", expected: "a text that says why it is accepted" },
    expires: { accepts: isDay, expected: "the last day on which it is accepted, such as 2027-01-31" },
};

/** Throws `InvalidInputError` that names each entry and value. */
export function readAcceptances(json: unknown): Acceptance[] {
    if (!Array.isArray(json)) {
        throw new InvalidInputError(`this is not a list. Expected: ${ACCEPTANCES_INPUT}.`);
    }
    const seen = new Set<string>();
    const problems = json.flatMap((entry: unknown, index) => {
        const { code, resource }: Values = Object(entry);
        const key = resultKey({ code: textOf(code), resource: textOf(resource) });
        const found = seen.has(key) ? ["it accepts the same as an earlier entry"] : problemsOf(entry);
        seen.add(key);
        return found.map((problem) => `entry ${index + 1}: ${problem}`);
    });
    if (problems.length > 0) {
        throw new InvalidInputError(`${problems.join("; ")}. Expected: ${ACCEPTANCES_INPUT}.`);
    }
    return json;
}

function problemsOf(entry: unknown): string[] {
    if (!isRecord(entry)) {
        return ["this is not an object"];
    }
    const unknown = Object.keys(entry).filter((name) => !Object.hasOwn(FIELDS, name));
    return [
        ...unknown.map((name) => `${JSON.stringify(name)} is not known`),
        ...Object.entries(FIELDS).flatMap(([name, { accepts, expected }]) => {
            const value = (entry as Values)[name];
            return typeof value === "string" && accepts(value)
                ? []
                : [`${name} is ${JSON.stringify(value) ?? "not set"}; expected ${expected}`];
        }),
    ];
}

function isDay(text: string): boolean {
    const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
    return !Number.isNaN(time) && dayOf(time) === text;
}

function dayOf(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}

/** A report in which accepted results do not count. Nothing is left out, and acceptances without effect are results, too. */
export function withAcceptances(report: Report, acceptances: Acceptance[], now: number): Report {
    const today = dayOf(now);
    const byKey = new Map(acceptances.map((each) => [resultKey(each), each]));
    const found = new Map((report.checks ?? []).map((each) => [resultKey(each), each]));
    const checks = [...found].map(([key, check]) => {
        const accepted = byKey.get(key);
        return accepted === undefined || withoutEffect(accepted, check, today) ? check : { ...check, accepted };
    });
    const needless = acceptances.flatMap((each) => withoutEffect(each, found.get(resultKey(each)), today) ?? []);
    const all = [...checks, ...needless];
    const blocks = afterTitle(report.blocks, blocksOf(all, report.exitCode));
    return { ...report, checks: all, exitCode: exitCodeOf(all), blocks };
}

function withoutEffect(accepted: Acceptance, check: CheckResult | undefined, today: string): CheckResult | undefined {
    const { code, resource, reason, expires } = accepted;
    const because = (of: "AcceptanceUnused" | "AcceptanceExpired", message: string): CheckResult => ({
        ...result(of, `${resource}#${code}`, ExitCode.Ok, message),
        state: "pending",
    });
    if (check === undefined || check.state === "ok") {
        return because(
            "AcceptanceUnused",
            "This report does not have what is accepted: remove the entry, or correct it.",
        );
    }
    if (check.exitCode === ExitCode.Incomplete) {
        return because("AcceptanceUnused", "What could not be read cannot be accepted.");
    }
    return expires < today ? because("AcceptanceExpired", `It was accepted until ${expires}: ${reason}`) : undefined;
}

function blocksOf(checks: CheckResult[], before: ExitCode): Block[] {
    const rows = checks.flatMap(({ code, resource, message, state, accepted }) =>
        accepted !== undefined || code.startsWith("Acceptance")
            ? [
                  [
                      code,
                      resource,
                      { text: accepted ? acceptedText(accepted) : message, tone: state },
                      accepted ? message : "",
                  ],
              ]
            : [],
    );
    if (rows.length === 0) {
        return [];
    }
    const note = `They do not count: the exit code is ${exitCodeOf(checks)}, and ${before} without this list.`;
    return section(2, "Accepted risks", [
        ...table(["code", "resource", "accepted", "what"], rows),
        { kind: "paragraph", text: note },
    ]);
}

export function acceptedText({ reason, expires }: Acceptance): string {
    return `accepted until ${expires}: ${reason}`;
}
