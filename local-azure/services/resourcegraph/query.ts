import { notModelled } from "../../kernel/errors";
import { type JsonObject, stringAt } from "../../kernel/json";
import { sameId } from "../../kernel/resourceId";
import { clusterType } from "../../kernel/typeNames";

/**
 * The part of Resource Graph's query language in which a fleet of clusters is asked for
 * (https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language):
 *
 *     resources
 *     | where type =~ 'microsoft.containerservice/managedclusters'
 *     | where <column> =~ '<text>'
 *     | project <column>, <column>
 *     | order by id asc
 *
 * The first two lines are required, `==` stands for `=~`, `where` may be repeated, and the rest comes in any order; what is
 * not projected is gone for what follows.
 */
export interface Query {
    isWanted: (row: JsonObject) => boolean;
    shown: (row: JsonObject) => JsonObject;
    isOrdered: boolean;
    /** Resource Graph pages by columns that hold one value: without any, the rest is cut off. */
    isPaged: boolean;
}

/** Undefined where the text is no query at all. */
export function parseQuery(text: string): Query | undefined {
    const [table = "", ...operators] = text.split(/\|(?=(?:[^']*'[^']*')*[^']*$)/).map((part) => part.trim());
    if (table === "") return undefined;
    if (table.toLowerCase() !== "resources") throw unknown(table);
    const terms: Term[] = [];
    let columns: string[] | undefined;
    let isOrdered = false;
    for (const operator of operators) {
        const [, column = "", equal = "", value = ""] = where.exec(operator) ?? [];
        const [, projected] = /^project\s+(.+)$/is.exec(operator) ?? [];
        const isThere = (name: string) => (columns ?? textColumns).includes(name);
        if (textColumns.includes(column) && isThere(column)) terms.push({ column, value, isExact: equal === "==" });
        else if (projected && !columns) columns = knownColumns(projected, operator);
        else if (/^order\s+by\s+id\s+asc$/i.test(operator) && isThere("id")) isOrdered = true;
        else throw unknown(operator);
    }
    const isOfClusters = ({ column, value }: Term) => column === "type" && sameId(value, clusterType);
    if (!terms.some(isOfClusters)) throw unknown(`a query without where type =~ '${clusterType.toLowerCase()}'`);
    return {
        isWanted: (row) => terms.every((term) => fits(term, row)),
        shown: (row) => (columns ? Object.fromEntries(columns.map((column) => [column, row[column]])) : row),
        isOrdered,
        isPaged: (columns ?? textColumns).some((column) => textColumns.includes(column)),
    };
}

const where = /^where\s+(\w+)\s*(=~|==)\s*'([^']*)'$/is;

interface Term {
    column: string;
    value: string;
    isExact: boolean;
}

function fits({ column, value, isExact }: Term, row: JsonObject): boolean {
    const found = stringAt(row, column) ?? "";
    return isExact ? found === value : found.toLowerCase() === value.toLowerCase();
}

/** As Kusto has it, names of columns are case-sensitive. */
const textColumns = [
    "id",
    "name",
    "type",
    "tenantId",
    "kind",
    "location",
    "resourceGroup",
    "subscriptionId",
    "managedBy",
];
const otherColumns = ["sku", "plan", "properties", "tags", "identity", "zones", "extendedLocation"];

function knownColumns(projected: string, operator: string): string[] {
    const columns = projected.split(",").map((column) => column.trim());
    if (columns.every((column) => [...textColumns, ...otherColumns].includes(column))) return columns;
    throw unknown(operator);
}

const unknown = (what: string) => notModelled(`'${what}' in a query of Resource Graph`);
