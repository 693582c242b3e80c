import { rows } from "../../local-azure/providers/azure-native/rows";
import {
    REPLACEABLE_CLUSTER,
    REPLACEABLE_POOL,
    replacedAfterImport,
    replacedFor,
} from "../../src/transitions/replacement";

const nested = (path: string, value: unknown): Record<string, unknown> => {
    const [name = "", ...rest] = path.split(".");
    return { [name]: rest.length === 0 ? value : nested(rest.join("."), value) };
};
const forcing = (type: string) => rows.find(({ token }) => token.endsWith(`:${type}`))?.forceNew ?? [];

test.each([
    ...forcing("ManagedCluster").map((path) => ["cluster", REPLACEABLE_CLUSTER, path] as const),
    ...forcing("AgentPool").map((path) => ["pool", REPLACEABLE_POOL, path] as const),
])("a %s (%j) that azure-native replaces for its %s is said to be replaced for it", (_, replaceable, forced) => {
    const path = forced === "windowsProfile" ? "windowsProfile.adminUsername" : forced;
    const name = String(path.split(".").pop());
    const [given, other, same] = [nested(path, "old"), nested(path, "new"), nested(path, "OLD")];
    const inputs = [expect.stringMatching(new RegExp(`(^|\\.)${name}$`, "i"))];
    expect(replacedFor(replaceable, other, given)).toEqual(inputs);
    expect(replacedFor(replaceable, same, given)).toEqual([]);
    expect(replacedFor(replaceable, nested(path, null), given)).toEqual([]);
    expect(replacedFor(replaceable, {}, given)).toEqual([]);
    // What has been imported has the spelling of Azure.
    expect(replacedAfterImport(replaceable, same, given, [])).toEqual(path === "location" ? [] : inputs);
    expect(replacedAfterImport(replaceable, given, given, [])).toEqual([]);
    expect(replacedAfterImport(replaceable, other, given, [path])).toEqual([]);
    expect(replacedAfterImport(replaceable, {}, given, [])).toEqual([]);
});

test("the names of a cluster and of a pool are compared with what the id says", () => {
    const id = "/subscriptions/s/resourceGroups/old/providers/Microsoft.ContainerService/managedClusters/one";
    const ofCluster = (desired: object) => replacedFor(REPLACEABLE_CLUSTER, { ...desired }, { id, name: "one" });
    expect(ofCluster({ resourceName: "one", resourceGroupName: "OLD" })).toEqual([]);
    expect(ofCluster({ resourceName: "two", resourceGroupName: "old" })).toEqual(["clusterName"]);
    // azure-native makes up another name for what is replaced for something else.
    expect(ofCluster({ resourceName: "two", resourceGroupName: "new" })).toEqual(["resourceGroupName"]);

    const ofPool = (desired: object) =>
        replacedAfterImport(REPLACEABLE_POOL, { ...desired }, { id: `${id}/agentPools/work` }, []);
    expect(ofPool({ agentPoolName: "work", resourceName: "one", resourceGroupName: "OLD" })).toEqual([]);
    expect(ofPool({ agentPoolName: "other", resourceName: "one", resourceGroupName: "old" })).toEqual(["name"]);
    expect(ofPool({ agentPoolName: "work", resourceName: "two", resourceGroupName: "old" })).toEqual(["clusterName"]);
});
