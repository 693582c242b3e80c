import type { Report } from "../report";
import { visibleLines } from "./visible";

/** The data of a report, for programs. What is no text to look at is escaped, as JSON may escape any character. */
export function jsonOf({ kind, version, exitCode, data }: Report): string {
    return `${visibleLines(JSON.stringify({ kind, version, exitCode, ...data }, undefined, 2))}\n`;
}
