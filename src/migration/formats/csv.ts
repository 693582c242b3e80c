import type { Report } from "../report";
import { oneLine } from "./visible";

/** The sheet of a report as CSV (https://www.rfc-editor.org/rfc/rfc4180, with plain line ends), for a spreadsheet. */
export function csvOf({ sheet: { columns, rows } = { columns: [], rows: [] } }: Report): string {
    return [columns, ...rows].map((row) => `${row.map(fieldOf).join(",")}\n`).join("");
}

function fieldOf(text: string): string {
    // A spreadsheet would run a formula (https://owasp.org/www-community/attacks/CSV_Injection).
    const shown = oneLine(text).replace(/^(?=[=+@-])/, "'");
    return /[",]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
