import { acceptedText } from "../checks/acceptances";
import { exitCodeOf } from "../checks/results";
import type { Block, Report } from "../report";
import { escapeHtml } from "./escapeHtml";
import type { View } from "./format";
import { inline, markdownOf, unlinked } from "./markdown";
import { titled } from "./title";
import { oneLine } from "./visible";

/** GitHub refuses a longer body: "body is too long (maximum is 65536 characters)". */
const LONGEST = 65_536;
const MOST_FINDINGS = 50;

/**
 * A report as the comment on a pull request. The first line is the same in every comment of the same command on the same stack,
 * and not shown: a workflow finds its comment by it.
 */
export function commentOf(report: Report, { made }: View): string {
    const { title, blocks } = titled(report, made);
    const checks = report.checks ?? [];
    const found = checks
        .filter(({ state }) => state !== "ok")
        .sort((one, other) => exitCodeOf([other]) - exitCodeOf([one]));
    const shown = found.slice(0, MOST_FINDINGS).map(({ code, resource, message, state, accepted, change }) => {
        const text = `${change === "new" ? "new: " : ""}${code} (${resource}): ${message}${accepted ? ` (${acceptedText(accepted)})` : ""}`;
        return `- ${inline({ text, tone: state })}`;
    });
    const more = found.length > shown.length ? [`- and ${found.length - shown.length} more`] : [];
    const parts = [
        markerOf(report),
        `### ${inline(title)}`,
        `${found.length} of ${checks.length} checks found something; exit code ${report.exitCode}.`,
        ...(found.length > 0 ? [[...shown, ...more].join("\n")] : []),
        ...sectionsOf(blocks.filter((block) => block.kind !== "heading" || block.level > 1)),
    ];
    return fitted(parts);
}

function markerOf({ kind, stack = "" }: Report): string {
    // Two hyphens could end it.
    const name = `managed-identity-aks ${kind} ${stack}`.replace(/[^\w./-]+/g, " ").replace(/-+/g, "-");
    return `<!-- ${name.trim()} -->`;
}

/** Each part under a heading can be opened on its own; a heading with headings below it is shown. */
function sectionsOf(blocks: Block[]): string[] {
    const starts = blocks.flatMap((block, index) => (block.kind === "heading" ? [{ ...block, index }] : []));
    return starts.map(({ text, level, index }, number) => {
        const next = starts[number + 1];
        const inside = blocks.slice(index + 1, next?.index);
        const body = inside.length === 0 ? "" : markdownOf(inside);
        return next !== undefined && next.level > level
            ? `#### ${inline(text)}\n\n${body}`.trim()
            : `<details><summary>${unlinked(escapeHtml(oneLine(text)))}</summary>\n\n${body}\n</details>`;
    });
}

/** Leaves out the parts that are too long, and says how many. */
function fitted(parts: string[]): string {
    const note = (count: number) =>
        `${count} parts of the report do not fit into a comment of ${LONGEST} characters. --format html or markdown shows them.\n`;
    const kept: string[] = [];
    let length = note(parts.length).length;
    for (const part of parts) {
        if (length + part.length + 2 <= LONGEST) {
            kept.push(part);
            length += part.length + 2;
        }
    }
    const left = parts.length - kept.length;
    return [...kept, left === 0 ? "" : note(left)].join("\n\n").replace(/\n+$/, "\n");
}
