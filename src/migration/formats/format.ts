import type { ExitCode, Report, Tone } from "../report";

/** Where a text is shown. */
export interface View {
    /** Columns of the terminal; absent for a file, where nothing is wrapped. */
    width?: number;
    /** Milliseconds since the epoch, and the version of this package: a page that is passed on has them. */
    made?: { at: number; version: string };
    /** Whether the command fails with this result. Default: with all but 0. */
    fails?(result: ExitCode): boolean;
    /** Colours a text; absent where there are no colours. */
    paint?(text: string, style: Tone | "heading"): string;
}

export type ReportFormat = (report: Report, view: View) => string | Promise<string>;

export type FormatName = "text" | "markdown" | "json" | "html" | "svg" | "csv" | "sarif" | "junit" | "comment";
