import type { Report } from "../report";
import { visibleLines } from "./visible";

/** The data of a report and what its checks found, for programs. What is no text to look at is escaped, as JSON may escape any character. */
export function jsonOf({ kind, version, exitCode, data, checks, gone }: Report): string {
    const findings = checks?.filter(({ state }) => state !== "ok");
    return jsonText({ kind, version, exitCode, ...data, ...(findings && { findings }), ...(gone && { gone }) });
}

export function jsonText(value: object): string {
    return `${visibleLines(JSON.stringify(value, undefined, 2))}\n`;
}
