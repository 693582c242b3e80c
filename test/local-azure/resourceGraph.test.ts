import { principalContent, servicePrincipal } from "./aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    reader,
    refused,
    TestAzure,
    userAssigned,
} from "./harness";

// POST /providers/Microsoft.ResourceGraph/resources, as a survey of a fleet asks for its clusters.

const otherSubscription = "11111111-1111-4111-8111-111111111111";
const clusters = "resources | where type =~ 'microsoft.containerservice/managedclusters'";
let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start({ otherSubscriptionIds: [otherSubscription] });
    await makeGroup(azure, "RG");
    const own = await makeIdentity(azure, "own");
    await azure.put(clusterPath("c3"), clusterContent({ identity: userAssigned(own.id), properties: dns("c3") }));
    await azure.put(clusterPath("c1"), { ...clusterContent({ properties: dns("c1") }), tags: { team: "web" } });
    await azure.put(clusterPath("c2"), principalContent({ ...servicePrincipal, ...dns("c2") }));
    const other = `/subscriptions/${otherSubscription}/resourceGroups/rg`;
    await azure.put(other, { location: "eastus" });
    const path = `${other}/${clusterPath("c4").replace(/^.*\/(providers)/, "$1")}`;
    await azure.put(path, { ...clusterContent({ properties: dns("c4") }), location: "eastus" });
});
afterAll(() => azure.stop());

const dns = (dnsPrefix: string) => ({ dnsPrefix });

interface Result {
    totalRecords: number;
    count: number;
    data: Record<string, unknown>[];
    facets: unknown[];
    resultTruncated: string;
    $skipToken?: string;
}

const post = (body: object, sent: { token?: string; apiVersion?: string } = {}) =>
    azure.post("/providers/Microsoft.ResourceGraph/resources", { body, apiVersion: "2021-03-01", ...sent });

async function ask(query: string, more: object = {}, token?: string): Promise<Result> {
    const { status, body } = await post({ query, ...more }, token === undefined ? {} : { token });
    expect(status).toBe(200);
    return body as unknown as Result;
}

const names = ({ data }: Result) => data.map(({ name }) => name);

test("shows each cluster as ARM does, with the type in lower case and every column", async () => {
    const { data, ...counts } = await ask(`${clusters} | where name =~ 'C1'`);
    const { body: cluster } = await azure.get(clusterPath("c1"));
    expect(counts).toEqual({ totalRecords: 1, count: 1, facets: [], resultTruncated: "false" });
    expect(data).toEqual([
        {
            id: cluster.id,
            name: "c1",
            type: "microsoft.containerservice/managedclusters",
            tenantId: azure.server.ready.tenantId,
            kind: "Base",
            location: "westus2",
            resourceGroup: "rg",
            subscriptionId: azure.server.ready.subscriptionId,
            managedBy: "",
            sku: { name: "Base", tier: "Free" },
            plan: null,
            properties: cluster.properties,
            tags: { team: "web" },
            identity: cluster.identity,
            zones: null,
            extendedLocation: null,
        },
    ]);
    const [legacy] = (await ask(`${clusters} | where name == 'c2'`)).data;
    expect(legacy).toMatchObject({
        identity: null,
        tags: null,
        properties: { servicePrincipalProfile: { clientId: servicePrincipal.servicePrincipalProfile.clientId } },
    });
    expect(JSON.stringify(legacy)).not.toContain(servicePrincipal.servicePrincipalProfile.secret);
});

test("where, project and order by", async () => {
    expect(names(await ask(`${clusters} | order by id asc`))).toEqual(["c4", "c1", "c2", "c3"]);
    expect(names(await ask(`Resources\n| where type == 'microsoft.containerservice/managedclusters'`))).toHaveLength(4);
    expect(names(await ask(`${clusters} | where name == 'C1'`))).toEqual([]);
    expect(names(await ask(`${clusters} | where location =~ 'eastus'`))).toEqual(["c4"]);
    const { data } = await ask(
        `${clusters} | where resourceGroup =~ 'RG' | project name, identity | where name =~ 'c2'`,
    );
    expect(data).toEqual([{ name: "c2", identity: null }]);
});

test("pages by $top and $skipToken, through all subscriptions", async () => {
    const query = `${clusters} | project id, name | order by id asc`;
    const first = await ask(query, { options: { $top: 3, resultFormat: "objectArray" } });
    expect([names(first), first.totalRecords, first.count]).toEqual([["c4", "c1", "c2"], 4, 3]);
    expect(first.resultTruncated).toBe("false");
    const $skipToken = first.$skipToken ?? "";
    const last = await ask(query, { options: { $top: 3, $skipToken } });
    expect([names(last), last.totalRecords, last.count, last.$skipToken]).toEqual([["c3"], 4, 1, undefined]);

    // Pages need a column that holds one value.
    const cut = await ask(`${clusters} | project identity`, { options: { $top: 3 } });
    expect([cut.count, cut.resultTruncated, cut.$skipToken]).toEqual([3, "true", undefined]);

    for (const [broken, of] of [
        ["x", query],
        [$skipToken, clusters],
    ]) {
        const answer = await post({ query: of, options: { $top: 3, $skipToken: broken } });
        expect(answer).toMatchObject(
            refused(400, "BadRequest", /^Please provide below info when asking for support: /),
        );
        expect(answer.body.error).toMatchObject({
            details: [{ code: "CouldNotDecodeSkipToken", message: "Skip token could not be decoded." }],
        });
    }
});

test("a caller finds what he may read, and is not told of the rest", async () => {
    const onlooker = await makeIdentity(azure, "onlooker");
    const token = await azure.tokenOf(onlooker.properties.principalId);
    const none = await post({ query: clusters, subscriptions: [otherSubscription] }, { token });
    expect(none).toMatchObject(refused(400, "BadRequest", /correlationId/));
    expect(none.body.error).toMatchObject({
        details: [
            {
                code: "NoValidSubscriptionsInQueryRequest",
                message: `There must be at least one subscription that is eligible to contain resources. Given: '${otherSubscription}'.`,
            },
        ],
    });
    await assign(azure, reader, onlooker.properties.principalId, `${azure.subscription}/${clusterPath("c2")}`);
    expect(names(await ask(clusters, {}, token))).toEqual(["c2"]);
    const both = [azure.server.ready.subscriptionId, otherSubscription];
    expect(names(await ask(clusters, { subscriptions: both }, token))).toEqual(["c2"]);
    expect(names(await ask(clusters, { subscriptions: [otherSubscription.toUpperCase()] }))).toEqual(["c4"]);
});

test.each([
    ["another table", { query: clusters.replace("resources", "resourcecontainers") }],
    ["no type", { query: "resources | project id" }],
    ["another type", { query: "resources | where type =~ 'microsoft.compute/disks'" }],
    ["another operator", { query: `${clusters} | limit 5` }],
    ["another order", { query: `${clusters} | order by name desc` }],
    ["a condition on what is not projected", { query: `${clusters} | project id | where name =~ 'c1'` }],
    ["an order by what is not projected", { query: `${clusters} | project name | order by id asc` }],
    ["a condition on a property", { query: `${clusters} | where properties.fqdn =~ 'a'` }],
    ["two conditions in one", { query: `${clusters} and name =~ 'c1'` }],
    ["a column that it does not have", { query: `${clusters} | project id, Name` }],
    ["a computed column", { query: `${clusters} | project version = properties.kubernetesVersion` }],
    ["a table as result", { query: clusters, options: { resultFormat: "table" } }],
    ["a page of more than 1000", { query: clusters, options: { $top: 1001 } }],
    ["another option", { query: clusters, options: { $skip: 1 } }],
    ["facets", { query: clusters, facets: [{ expression: "location" }] }],
    ["management groups", { query: clusters, managementGroups: ["one"] }],
])("%s: not modelled", async (_, body) => {
    expect(await post(body)).toMatchObject(refused(501, "NotModelled", /Resource Graph|'\$top'/));
});

test("what is no query; api-versions; other providers", async () => {
    for (const body of [{}, { query: "" }]) {
        expect((await post(body)).body.error).toMatchObject({
            code: "BadRequest",
            details: [{ code: "InvalidQuery" }],
        });
    }
    expect((await post({ query: clusters }, { apiVersion: "2024-04-01" })).status).toBe(200);
    expect((await post({ query: clusters }, { apiVersion: "2020-01-01" })).body.error.code).toBe(
        "NoRegisteredProviderFound",
    );
    const other = await azure.post("/providers/Microsoft.Compute/resources", { body: {}, apiVersion: "2021-03-01" });
    expect(other).toMatchObject(refused(501, "NotModelled", /'resources' of 'Microsoft.Compute'/));
});
