import { commentOf } from "./comment";
import { csvOf } from "./csv";
import type { FormatName, ReportFormat } from "./format";
import { htmlOf } from "./html";
import { jsonOf } from "./json";
import { junitOf } from "./junit";
import { markdownOf } from "./markdown";
import { sarifOf } from "./sarif";
import { svgFileOf } from "./svg";
import { textOf } from "./text";
import { titled } from "./title";

/** Every format that a report can be shown in. */
export const FORMATS: Record<FormatName, ReportFormat> = {
    text: (report, view) => textOf(titled(report, view.made).blocks, view),
    markdown: (report, { made }) => markdownOf(titled(report, made).blocks),
    json: jsonOf,
    html: htmlOf,
    comment: commentOf,
    sarif: sarifOf,
    junit: junitOf,
    csv: csvOf,
    svg: ({ blocks }) => svgFileOf(blocks),
};
