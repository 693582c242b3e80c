import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

// Lists in pages: ARM's `nextLink` and Microsoft Graph's `@odata.nextLink`, with tokens of the model's making.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start({ pageSize: 2 });
    await makeGroup(azure);
    for (const name of ["c1", "c2", "c3"]) {
        const pools = [1, 2, 3].map((number) => ({
            name: `pool${number}`,
            mode: "System",
            count: 3,
            vmSize: "Standard_D4ds_v5",
        }));
        await azure.put(
            clusterPath(name),
            clusterContent({ properties: { dnsPrefix: name, agentPoolProfiles: pools } }),
        );
    }
});
afterAll(() => azure.stop());

interface Listed {
    value: { id: string; name: string }[];
    nextLink?: string;
    "@odata.nextLink"?: string;
}

const local = (link: string) => link.slice(azure.server.ready.armEndpoint.length);
const listed = async (path: string) => (await azure.get(path)).body as unknown as Listed;

/** Every page of a list, by its links. */
async function pagesOf(path: string): Promise<string[][]> {
    const { value, nextLink } = await listed(path);
    const names = value.map(({ name }) => name);
    return [names, ...(nextLink === undefined ? [] : await pagesOf(decodeURIComponent(local(nextLink))))];
}

const scaleSets = "resourceGroups/MC_rg_c1_westus2/providers/Microsoft.Compute/virtualMachineScaleSets";
const clusters = "resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters";

test.each([
    ["clusters of a group", clusters, [2, 1]],
    ["clusters of a subscription", "providers/Microsoft.ContainerService/managedClusters", [2, 1]],
    ["agent pools", `${clusterPath()}/agentPools`, [2, 1]],
    ["role assignments", "providers/Microsoft.Authorization/roleAssignments", [2, 2]],
    ["scale sets of a group", scaleSets, [2, 1]],
    ["scale sets of a subscription", "providers/Microsoft.Compute/virtualMachineScaleSets", [2, 2, 2, 2, 1]],
])("%s: each once, in the same order, two a page", async (_, path, sizes) => {
    const pages = await pagesOf(path);
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
});

test("instances come in pages too", async () => {
    const [set] = (await listed(scaleSets)).value;
    expect(await pagesOf(`${set?.id}/virtualMachines`)).toEqual([
        [`${set?.name}_0`, `${set?.name}_1`],
        [`${set?.name}_2`],
    ]);
});

test("a link is absolute and keeps the rest of the query", async () => {
    const $filter = "resourceType eq 'Microsoft.ContainerService/managedClusters'";
    const { value, nextLink = "" } = await listed(`resources?$filter=${$filter}&api-version=2024-11-01`);
    expect(value).toHaveLength(2);
    const url = new URL(nextLink);
    expect(url.origin + url.pathname).toBe(`${azure.server.ready.armEndpoint}${azure.subscription}/resources`);
    const query = { "api-version": "2024-11-01", $filter, $skiptoken: expect.any(String) };
    expect(Object.fromEntries(url.searchParams)).toEqual(query);
});

test("a token that is no token, or another list's, is refused", async () => {
    const { nextLink = "" } = await listed(clusters);
    const token = new URL(nextLink).searchParams.get("$skiptoken") ?? "";
    expect((await azure.get(`${clusters}?$skipToken=${token}`)).body.value).toHaveLength(1);
    const moved = token.replace(/^2/, "1");
    expect(moved).not.toBe(token);
    for (const [path, broken] of [
        [clusters, "x"],
        [clusters, ""],
        [clusters, moved],
        [`${clusterPath()}/agentPools`, token],
        ["providers/Microsoft.ContainerService/managedClusters", token],
    ]) {
        const answer = await azure.get(`${path}?$skiptoken=${broken}`);
        expect(answer).toMatchObject(refused(400, "InvalidSkipToken", /\$skiptoken/));
    }
});

test("Graph's lists come in pages too, and its links are refused in its own words", async () => {
    for (const displayName of ["a", "b", "c"]) await azure.graph("POST", "applications", { displayName });
    const [first] = (await azure.graph("GET", "applications?$filter=displayName eq 'a'")).body.value;
    const page = (await azure.graph("GET", "applications")).body as unknown as Listed;
    expect([page.value.length, page.value[0]?.id]).toEqual([2, first?.id]);
    const link = decodeURIComponent(local(page["@odata.nextLink"] ?? "")).replace("/v1.0/", "");
    const last = (await azure.graph("GET", link)).body as unknown as Listed;
    expect([last.value.length, last["@odata.nextLink"]]).toEqual([1, undefined]);
    expect(await azure.graph("GET", link.replace("applications", "servicePrincipals"))).toMatchObject(
        refused(400, "Directory_ExpiredPageToken", /has expired/),
    );
});

test("without a page size a list comes whole, and a size that is none is refused", async () => {
    const whole = await TestAzure.start();
    try {
        for (const name of ["one", "two", "three"]) await makeGroup(whole, name);
        const { body } = await whole.get("resourceGroups");
        expect([body.value.length, Object.keys(body)]).toEqual([3, ["value"]]);
        // What else a list holds stays.
        const subscriptions = (await whole.get("/subscriptions", { apiVersion: "2022-12-01" })).body;
        expect(subscriptions).toMatchObject({ count: { type: "Total", value: 1 } });
        expect((await whole.get("resourceGroups?$skiptoken=x")).body.error.code).toBe("InvalidSkipToken");
    } finally {
        await whole.stop();
    }
    for (const pageSize of [0, 1.5, Number.NaN]) {
        await expect(TestAzure.start({ pageSize })).rejects.toThrow(/pageSize is .* whole number of items, at least 1/);
    }
});
