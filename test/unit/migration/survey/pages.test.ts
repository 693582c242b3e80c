import { InvalidInputError } from "../../../../src/migration/report";
import { readFleet } from "../../../../src/migration/survey/fleet";
import { AZ_CLUSTER } from "../clusters";
import { cluster, idOf, input } from "./fleets";

const names = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `c${from + index}`);
const clusters = (count: number, from = 0) => names(count, from).map((name) => cluster(name));
/** As `az graph query` prints a page. */
const query = (data: object[], total: number, token: string | null = null) => ({
    count: data.length,
    data,
    skip_token: token,
    total_records: total,
});
/** As the REST API answers. */
const rest = (data: object[], total: number, token?: string, truncated = "false") => ({
    totalRecords: total,
    count: data.length,
    data,
    facets: [],
    resultTruncated: truncated,
    ...(token !== undefined && { $skipToken: token }),
});
const row = (name: string) => ({
    ...cluster(name),
    resourceGroup: "shop",
    subscriptionId: "s",
    tenantId: "t",
    kind: "",
    plan: null,
});

/** What is not read, as one text; empty where all is. */
function read(...values: unknown[]) {
    const fleet = readFleet(values.map((value, index) => input(value, `${index}.json`)));
    return {
        names: fleet.clusters.map((each) => each.name),
        unread: fleet.unread.map(({ what, reason }) => `${what}: ${reason}`).join("\n"),
    };
}

test.each<[string, unknown[], string[]]>([
    ["az aks list", [[AZ_CLUSTER]], ["shop"]],
    ["az aks show", [AZ_CLUSTER], ["shop"]],
    ["no cluster at all", [[]], []],
    ["a list of ARM", [{ value: clusters(2) }], names(2)],
    ["a list of ARM whose link is empty", [{ value: clusters(2), nextLink: null }], names(2)],
    ["az graph query", [query([row("c0"), row("c1")], 2)], names(2)],
    ["a query without a result", [query([], 0)], []],
    ["Resource Graph by REST", [rest(clusters(2), 2)], names(2)],
    ["an SDK", [{ totalRecords: 1, count: 1, data: clusters(1), resultTruncated: "false" }], names(1)],
    ["all pages of a query", [query(clusters(2), 3, "t"), query(clusters(1, 2), 3)], names(3)],
    ["all pages in another order", [rest(clusters(1, 2), 3), rest(clusters(2), 3, "t")], ["c2", "c0", "c1"]],
    ["a page twice", [query(clusters(2), 3, "t"), query(clusters(1, 2), 3), query(clusters(2), 3, "t")], names(3)],
    ["a last page twice", [query(clusters(2), 3, "t"), query(clusters(1, 2), 3), query(clusters(1, 2), 3)], names(3)],
    ["several subscriptions", [[cluster("c0")], { value: clusters(1, 1) }, query(clusters(1, 2), 1)], names(3)],
    ["queries with the same number of entries", [query(clusters(2), 2), query(clusters(2, 2), 2)], names(4)],
    [
        "queries of two pages with the same number of entries",
        [query(clusters(2), 3, "t"), query(clusters(1, 2), 3), query(clusters(2, 3), 3, "u"), query(clusters(1, 5), 3)],
        names(6),
    ],
    ["a cluster in two lists", [clusters(2), clusters(2, 1)], names(3)],
    ["a cluster in another spelling", [[cluster("c0"), { ...cluster("c0"), id: idOf("C0").toUpperCase() }]], ["c0"]],
    ["a cluster that another list has as a whole", [[{ id: idOf("c0") }], clusters(1)], ["c0"]],
])("%s is the whole of it", (_, values, expected) => {
    expect(read(...values)).toEqual({ names: expected, unread: "" });
});

test.each<[string, unknown[], string]>([
    [
        "a page of ARM",
        [{ value: clusters(2), nextLink: "https://management.azure.com/next" }],
        "0.json: A page of a longer list was read. `az aks list` reads all pages.",
    ],
    [
        "the first page of a query",
        [query(clusters(2), 5, "t")],
        "0.json: 2 of 5 entries were read. Read the other pages",
    ],
    ["the first page by REST", [rest(clusters(2), 5, "t")], "0.json: 2 of 5 entries were read."],
    ["a page without a token, as --skip gives it", [query(clusters(2), 5)], "0.json: 2 of 5 entries were read."],
    ["a page whose entries are cut out", [{ count: 3, data: clusters(2) }], "0.json: 2 of 3 entries were read."],
    [
        "two of three pages",
        [query(clusters(2), 5, "t"), query(clusters(2, 2), 5, "u")],
        "0.json, 1.json: 4 of 5 entries were read.",
    ],
    [
        "first pages of two queries, which add up",
        [query(clusters(2), 4, "t"), query(clusters(2, 2), 4, "u")],
        "0.json, 1.json: Not all of the lists with 4 entries each were read.",
    ],
    [
        "two queries, of which one is whole",
        [query(clusters(2), 2), query(clusters(1, 2), 2, "t")],
        "1.json: 1 of 2 entries were read.",
    ],
    [
        "all pages of one query, and one of another",
        [query(clusters(2), 3, "t"), query(clusters(1, 2), 3), query(clusters(2, 3), 3, "u")],
        "0.json, 1.json, 2.json: Not all of the lists with 3 entries each were read.",
    ],
    ["an empty page that goes on", [clusters(1), query([], 3, "t")], "1.json: 0 of 3 entries were read."],
    [
        "a result that is cut off",
        [rest(clusters(2), 2, undefined, "true")],
        "0.json: Azure Resource Graph has truncated",
    ],
    ["rows without their count", [[row("c0"), row("c1")]], "0.json: These are rows of Azure Resource Graph without"],
])("%s is not the whole of it", (_, values, expected) => {
    expect(read(...values).unread).toContain(expected);
    expect(read(...values).names.length).toBeGreaterThan(0);
});

test.each<[string, object, string]>([
    ["one of something else", { id: idOf("x").replace(/managedClusters/, "fleets") }, "; expected that of a cluster"],
    ["one without an id", { name: "x" }, "The id of this object is not set"],
    [
        "one without properties",
        { id: idOf("x"), name: "x" },
        "The entry has neither a service principal nor a managed identity.",
    ],
    [
        "one whose identity is left out",
        { ...cluster("x"), identity: null },
        "The entry has neither a service principal nor a managed identity.",
    ],
    ["one of identity None", { ...cluster("x"), identity: { type: "None" } }, "The entry has neither"],
    ["one without pools", cluster("x", { agentPoolProfiles: [] }), "The entry has no node pools."],
    [
        "one whose pools are no list",
        cluster("x", { agentPoolProfiles: "[2]" }),
        "agentPoolProfiles is a value of type string; expected a list.",
    ],
    [
        "one whose pools are no objects",
        cluster("x", { agentPoolProfiles: ["a"] }),
        "agentPoolProfiles[0] is a value of type string; expected an object.",
    ],
])("of entries, %s is named and not read", (_, entry, reason) => {
    const { names: found, unread } = read([cluster("c0"), entry]);
    expect(found).toEqual(["c0"]);
    expect(unread).toMatch(/^0\.json, entry 2[ :]/);
    expect(unread).toContain(reason);
});

test.each<[string, unknown, string]>([
    ["a text", "clusters", "this is not a list of clusters"],
    ["nothing", null, "this is not a list of clusters"],
    ["a list of texts", ["a"], "this is not a list of clusters"],
    ["an object of another kind", { steps: [] }, "this is not a list of clusters"],
    [
        "resources of another type",
        [{ id: "/subscriptions/s/resourceGroups/g/providers/A.B/c/d" }],
        "its one entry is not a cluster",
    ],
    ["objects without ids", { value: [{}, {}] }, "none of its 2 entries is a cluster"],
    ["a table", { count: 1, data: { columns: [], rows: [[]] } }, "with the resultFormat objectArray"],
    ["a result without a count", { data: [] }, "the result has no count"],
])("%s is refused", (_, value, message) => {
    expect(() => readFleet([input([cluster("c0")]), input(value, "other.json")])).toThrow(InvalidInputError);
    expect(() => readFleet([input(value, "other.json")])).toThrow(/^other\.json: [^\n]+$/);
    expect(() => readFleet([input(value, "other.json")])).toThrow(message);
});
