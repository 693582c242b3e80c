/** What a command of `managed-identity-aks` found, apart from how it is shown. */
export interface Report<Data extends object = object> {
    /** The command; names the schema of `data` together with `version`. */
    kind: ReportKind;
    /** Version of the shape of `data`: another one where a field is removed or changes its meaning. */
    version: number;
    /** What `--format json` prints in addition to `kind`, `version` and `exitCode`. It holds no property value of a state. */
    data: Data;
    exitCode: ExitCode;
    /** What it is about, where its heading does not tell: clusters, and their stack, such as `dev of shop`. */
    subject?: string;
    stack?: string;
    /** What was checked, for gates; the exit code is the highest of theirs. Absent where the command checks nothing. */
    checks?: CheckResult[];
    /** What the previous report found, and this one does not. */
    gone?: Pick<CheckResult, "code" | "resource" | "message" | "state">[];
    /** The same as one table, for `--format csv`. */
    sheet?: { columns: string[]; rows: string[][] };
    /** The same for people, in the order in which it is read. */
    blocks: Block[];
}

export type ReportKind = "plan" | "adopt" | "finish" | "verify" | "grants" | "map" | "survey";

/** The result of one check. No two of a report have the same code and the same resource. */
export interface CheckResult {
    /** Names the check: a key of `CHECKS`. */
    code: string;
    /** Id of the resource, with the part of it after a `#`; a name where there is no id. */
    resource: string;
    /** What was found, as sentences. */
    message: string;
    state: Tone;
    /** What a report ends with that has this result alone. */
    exitCode: ExitCode;
    /** Where it is a risk that somebody has accepted: then it does not count. */
    accepted?: Acceptance;
    /** Since the previous report, if there is one; absent where the check passed. */
    change?: "new" | "unchanged";
}

export interface Acceptance {
    code: string;
    resource: string;
    reason: string;
    /** The last day on which it is accepted (UTC), such as `2027-01-31`. */
    expires: string;
}

/** How a command ends. A fleet ends with the highest number of its clusters. */
export const ExitCode = {
    /** Safe, or done. */
    Ok: 0,
    /** The command itself failed. */
    Failure: 1,
    /** The input or the usage is invalid. */
    InvalidInput: 2,
    /** Done, but steps remain. */
    FollowUp: 3,
    /** The change is rejected, or stops half-way. */
    Rejected: 4,
    /** A cluster or a pool would be replaced or deleted. */
    Replaced: 5,
    /** Not enough could be read to decide. */
    Incomplete: 6,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A part of a report, as each format shows it in its own way. */
export type Block =
    | { kind: "heading"; level: 1 | 2 | 3; text: string }
    | { kind: "paragraph"; text: string; tone?: Tone }
    | { kind: "table"; columns: string[]; rows: Cell[][] }
    | { kind: "list"; items: string[] }
    /** Commands to run, one a line, or a program. */
    | { kind: "code"; language: "sh" | "ts" | "yaml"; lines: string[] }
    | { kind: "diagram"; diagram: Diagram };

export type Cell = string | { text: string; tone: Tone };

/** What a text says of the cluster's state; shown as a colour and never as a colour alone. */
export type Tone = "ok" | "pending" | "wrong" | "unknown";

/** Identities, roles and scopes as a graph. */
export interface Diagram {
    title: string;
    nodes: { id: string; label: string; kind: "identity" | "scope" | "cluster" }[];
    edges: { from: string; to: string; label: string; change?: "gained" | "lost" }[];
}

/** A command that cannot do its work; ends it with `Failure` and this message: a line, or one for each problem. */
export class FailureError extends Error {
    override name = "FailureError";
}

/** An input that cannot be used; ends the command with `InvalidInput` and this message: a line, or one for each problem. */
export class InvalidInputError extends Error {
    override name = "InvalidInputError";
}
