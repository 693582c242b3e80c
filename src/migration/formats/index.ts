import { csvOf } from "./csv";
import type { FormatName, ReportFormat } from "./format";
import { htmlOf } from "./html";
import { jsonOf } from "./json";
import { markdownOf } from "./markdown";
import { svgFileOf } from "./svg";
import { textOf } from "./text";

/** Every format that a report can be shown in. */
export const FORMATS: Record<FormatName, ReportFormat> = {
    text: ({ blocks }, view) => textOf(blocks, view),
    markdown: ({ blocks }) => markdownOf(blocks),
    json: jsonOf,
    html: htmlOf,
    csv: csvOf,
    svg: ({ blocks }) => svgFileOf(blocks),
};
