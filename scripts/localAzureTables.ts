import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resourceTypes } from "../local-azure/providers/azure-native/resourceTypes";
import { services } from "../local-azure/services";
import type { Route } from "../local-azure/services/service";
import { withGenerated } from "./generatedBlocks";

/** Rewrites the generated tables of local-azure's page: `npx tsx scripts/localAzureTables.ts`. A test compares them. */
export const page = join(__dirname, "..", "local-azure", "README.md");

export function withTables(markdown: string): string {
    return withGenerated(markdown, tables);
}

const tables: Record<string, () => string> = { "resource types": typeTable, "provider rows": rowTable };

function typeTable(): string {
    const operations = new Map<string, string[]>();
    for (const route of services.flatMap((service) => service.routes)) {
        operations.set(route.type, [...(operations.get(route.type) ?? []), operationOf(route)]);
    }
    // Where operations are polled is the same two types for every provider.
    const shown = [...operations].filter(([type]) => !/\/locations\/operation/.test(type));
    return table(["Type", "Operations"], folded(shown));
}

function operationOf({ method, on }: Route): string {
    if (typeof on === "object") return `\`${on.action}\``;
    return on === "collection" ? "list" : method;
}

/** Record sets are one row a zone: their types differ in the kind of record only. */
function folded(operations: [string, string[]][]): [string, string][] {
    const rows = new Map<string, [names: string[], parent: string, what: string]>();
    for (const [type, list] of operations) {
        const [, parent = "", name = ""] = /^(.*)\/([^/]+)$/.exec(type) ?? [];
        const what = [...new Set(list)].join(" ");
        const key = /^[A-Z]+$/.test(name) && name !== "ALL" ? `${parent} ${what}` : type;
        const row = rows.get(key) ?? [[], parent, what];
        rows.set(key, [[...row[0], name], parent, what]);
    }
    return [...rows.values()].map(([names, parent, what]) => [
        `\`${parent}/${names[0]}\`${names
            .slice(1)
            .map((name) => ` \`${name}\``)
            .join("")}`,
        what,
    ]);
}

function rowTable(): string {
    const rows = [...resourceTypes.values()].map(({ token, apiVersion }): [string, string] => [
        `\`${token.replace("azure-native:", "")}\``,
        apiVersion,
    ]);
    return table(["Type", "API version"], rows);
}

/** In columns, as the formatter would have it. */
function table(head: [string, string], rows: [string, string][]): string {
    const width = (column: 0 | 1) => Math.max(...[head, ...rows].map((row) => row[column].length));
    const line = (row: [string, string], fill = " ") =>
        `| ${row[0].padEnd(width(0), fill)} | ${row[1].padEnd(width(1), fill)} |`;
    return [line(head), line(["", ""], "-"), ...rows.map((row) => line(row))].join("\n");
}

if (require.main === module) writeFileSync(page, withTables(readFileSync(page, "utf8")));
