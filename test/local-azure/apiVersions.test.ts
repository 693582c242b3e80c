import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import { requireApiVersion } from "../../local-azure/server/validation/apiVersions";
import { services } from "../../local-azure/services";
import { assign, clusterContent, clusterPath, makeGroup, makeIdentity, reader, refused, TestAzure } from "./harness";
import { group, west } from "./plainCases";

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterAll(() => azure.stop());

const old = { apiVersion: "1999-01-01" };

test("of what lies in a region", async () => {
    const message =
        /^No registered resource provider found for location 'westus2' and API version '1999-01-01' for type 'managedClusters'\. The supported api-versions are '2017-08-31, 2018-03-31, .*, 2026-06-01'\.$/;
    expect(await azure.put(clusterPath(), clusterContent(), old)).toMatchObject(
        refused(400, "NoRegisteredProviderFound", message),
    );
    expect(await azure.get(clusterPath(), old)).toMatchObject(refused(400, "NoRegisteredProviderFound", message));
    const list = "providers/Microsoft.ContainerService/managedClusters";
    expect(await azure.get(list, old)).toMatchObject(
        refused(400, "NoRegisteredProviderFound", /for location '\*' and API version/),
    );
    expect(await azure.post(`${clusterPath()}/listClusterUserCredential`, old)).toMatchObject(
        refused(400, "NoRegisteredProviderFound", /for type 'managedClusters'/),
    );
});

test("of what lies in none", async () => {
    const { properties } = await makeIdentity(azure, "one");
    const answer = await assign(azure, reader, properties.principalId, `${azure.subscription}/resourceGroups/rg`, old);
    expect(answer).toMatchObject(
        refused(
            404,
            "InvalidResourceType",
            "The resource type 'roleAssignments' could not be found in the namespace 'Microsoft.Authorization' for api version '1999-01-01'. The supported api-versions are '2015-07-01,2017-10-01-preview,2018-01-01-preview,2018-09-01-preview,2020-03-01-preview,2020-04-01-preview,2020-08-01-preview,2020-10-01-preview,2022-04-01'.",
        ),
    );
});

test("of ARM's own", async () => {
    const message =
        /^The api-version '1999-01-01' is invalid\. The supported versions are '2025-04-01,2025-03-01,.*,2013-03-01'\.$/;
    for (const path of ["resourceGroups/rg", "resourceGroups", "providers/Microsoft.Network", "/subscriptions"]) {
        expect([path, await azure.get(path, old)]).toMatchObject([
            path,
            refused(400, "InvalidApiVersionParameter", message),
        ]);
    }
});

test("a version that another type has is refused for this one", async () => {
    const table = `${group}/Microsoft.Network/routeTables/t`;
    expect((await azure.put(table, west, { apiVersion: "2024-05-01" })).status).toBe(201);
    expect(await azure.get(table, { apiVersion: "2024-06-01" })).toMatchObject(
        refused(400, "NoRegisteredProviderFound", /for type 'routeTables'/),
    );
});

test("a version that is newer than all that are known may be there: of that nothing is known", async () => {
    expect(await azure.get(clusterPath(), { apiVersion: "2031-01-01" })).toMatchObject(
        refused(
            501,
            "NotModelled",
            "local-azure does not model the api-version '2031-01-01' of 'Microsoft.ContainerService/managedClusters': the newest that it knows is '2026-06-01'. Nothing was changed.",
        ),
    );
});

test("what lies below a type has its versions", async () => {
    await azure.put(clusterPath("below"), clusterContent());
    const below = `${clusterPath("below")}/upgradeProfiles/default`;
    expect((await azure.get(below, { apiVersion: "2026-06-01" })).status).toBe(200);
    expect(await azure.get(below, old)).toMatchObject(
        refused(400, "NoRegisteredProviderFound", /for type 'managedClusters\/upgradeProfiles'/),
    );
});

test("loose takes any", async () => {
    const loose = await TestAzure.start({ loose: true });
    expect((await loose.put("resourceGroups/rg", west, old)).status).toBe(201);
    await loose.stop();
});

test("every type has versions, and knows those that the provider stand-in sends", () => {
    const types = services.flatMap(({ routes }) => routes.map(({ type }) => type));
    const taken = [...new Set(types)].filter((type) => accepts(type, "1999-01-01"));
    // Whoever polls an operation takes the address that he was given.
    expect(taken.filter((type) => !/\/(operations|operationresults)$/i.test(type))).toEqual([]);
    for (const { path, apiVersion } of resourceTypes.values()) {
        const [, namespace = "Microsoft.Resources/subscriptions/resourceGroups", parts = ""] =
            /^.*\/providers\/([^/]+)(.*)$/.exec(path) ?? [];
        const type = namespace + parts.replace("{recordType}", "A").replaceAll(/\/\{\w+\}/g, "");
        expect([type, accepts(type, apiVersion)]).toEqual([type, true]);
    }
});

function accepts(type: string, apiVersion: string): boolean {
    try {
        requireApiVersion({ type, apiVersion, location: "westus2" });
        return true;
    } catch {
        return false;
    }
}
