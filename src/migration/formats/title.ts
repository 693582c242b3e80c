import type { Block, Report } from "../report";
import type { View } from "./format";

/** The title of a report, and its blocks under it where it says what it is about: clusters, their stack, and the day. */
export function titled(
    { kind, subject, stack, blocks }: Report,
    made: View["made"],
): { title: string; blocks: Block[] } {
    const heading = blocks.find((block) => block.kind === "heading");
    const about = subject !== undefined && stack !== undefined ? `${subject} (stack ${stack})` : subject;
    const parts = [heading?.text ?? kind, about, made && timeOf(made).slice(0, 10)];
    const title = parts.filter((part) => part !== undefined).join(" – ");
    return {
        title,
        blocks:
            about === undefined
                ? blocks
                : blocks.map((block) => (block === heading ? { ...block, text: title } : block)),
    };
}

/** `2026-12-02T10:30Z`. */
export function timeOf({ at }: NonNullable<View["made"]>): string {
    return new Date(at).toISOString().replace(/:\d\d\.\d+Z$/, "Z");
}
