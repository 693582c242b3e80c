import { isRecord, type Values } from "../../values";
import { FLEET_INPUT, type JsonInput, textOf } from "../jsonInput";
import { listIn } from "../live/liveCluster";
import { InvalidInputError } from "../report";
import type { Unread } from "./unread";

/** A list, or a page of one. */
export interface ListPage {
    /** What messages call it. */
    name: string;
    entries: object[];
    /** How many entries the whole list has; absent where the page does not tell. */
    total?: number;
    /** Whether another page follows. */
    isContinued?: boolean;
    /** Why this cannot be known to be the whole list, whatever else is read, and what to do. */
    isPartial?: string;
}

/** Why a page is a part of a list, by what only such a page has. */
const PARTIAL = {
    nextLink: "A page of a longer list was read. `az aks list` reads all pages.",
    truncated:
        "Azure Resource Graph has truncated the result (resultTruncated). Remove limit, take and sample from the query, and read all pages.",
    rows: "These are rows of Azure Resource Graph without their count, so some may be missing. Pass everything that `az graph query` prints.",
};

/** Throws `InvalidInputError` where the input is no list and no cluster. */
export function readPage({ name, value }: JsonInput): ListPage {
    if (Array.isArray(value) && value.every(isRecord)) {
        return { name, entries: value, ...(value.some(isRow) && { isPartial: PARTIAL.rows }) };
    }
    if (isRecord(value) && "data" in value) {
        return readQueryResult(name, value);
    }
    if (isRecord(value) && "value" in value) {
        const { nextLink } = value as Values;
        return { name, entries: readEntries(name, value.value), ...(nextLink ? { isPartial: PARTIAL.nextLink } : {}) };
    }
    if (isRecord(value) && "id" in value) {
        return { name, entries: [value] };
    }
    throw new InvalidInputError(`${name}: this is not a list of clusters. Expected: ${FLEET_INPUT}`);
}

/** Resource Graph by REST, by the Azure CLI (https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results) or by an SDK. */
function readQueryResult(name: string, result: object): ListPage {
    const { data, count, totalRecords, total_records, $skipToken, skipToken, skip_token, resultTruncated } =
        result as Values;
    const total = totalRecords ?? total_records ?? count;
    if (typeof total !== "number") {
        throw new InvalidInputError(`${name}: the result has no count. Expected: ${FLEET_INPUT}`);
    }
    const isTruncated = textOf(resultTruncated).toLowerCase() === "true";
    return {
        name,
        entries: readEntries(name, data),
        total,
        isContinued: Boolean($skipToken ?? skipToken ?? skip_token),
        ...(isTruncated && { isPartial: PARTIAL.truncated }),
    };
}

function readEntries(name: string, list: unknown): object[] {
    try {
        return listIn(list);
    } catch {
        throw new InvalidInputError(
            `${name}: its entries are not a list of objects. Expected: ${FLEET_INPUT}, with the resultFormat objectArray`,
        );
    }
}

/** Rows of Resource Graph have these columns beside `properties`; the Azure CLI has them without, ARM has none of them. */
function isRow(entry: object): boolean {
    return "properties" in entry && ["subscriptionId", "tenantId", "resourceGroup"].some((column) => column in entry);
}

/** What of the lists was not read. */
export function missingEntries(pages: ListPage[]): Unread[] {
    const parts = uniquePages(pages.filter((page) => page.total !== undefined && !isWholeList([page], page.total)));
    const totals = [...new Set(parts.map(({ total }) => total ?? 0))];
    return [
        ...pages.flatMap(({ name, isPartial }) => (isPartial === undefined ? [] : [{ what: name, reason: isPartial }])),
        ...totals.flatMap((total) => missingOf(total, parts)),
    ];
}

/**
 * Pages do not tell which list they are of. Those with one total are taken for pages of one list, or of as many lists as
 * there are last pages.
 */
function missingOf(total: number, all: ListPage[]): Unread[] {
    const pages = all.filter((page) => page.total === total);
    if (isWholeList(pages, total)) {
        return [];
    }
    const found = entriesIn(pages);
    const read =
        found < total ? `${found} of ${total} entries were` : `Not all of the lists with ${total} entries each were`;
    return [
        {
            what: [...new Set(pages.map(({ name }) => name))].join(", "),
            reason: `${read} read. Read the other pages with \`az graph query --first 1000 --skip-token <skip_token>\`, and pass all of them.`,
        },
    ];
}

function isWholeList(pages: ListPage[], total: number): boolean {
    const lastPages = pages.filter(({ isContinued }) => !isContinued).length;
    return lastPages > 0 && entriesIn(pages) === total * lastPages;
}

/** How many there are, each counted once. */
function entriesIn(pages: ListPage[]): number {
    return new Set(pages.flatMap(({ entries }) => entries.map(keyOf))).size;
}

/** A page that is passed twice is one. */
function uniquePages(pages: ListPage[]): ListPage[] {
    const keyOfPage = ({ total, isContinued, entries }: ListPage) =>
        [total, isContinued, ...entries.map(keyOf)].join("\n");
    return [...new Map(pages.map((page) => [keyOfPage(page), page])).values()];
}

function keyOf(entry: object): string {
    const { id } = entry as Values;
    return typeof id === "string" ? id.toLowerCase() : JSON.stringify(entry);
}
