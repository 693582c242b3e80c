import { rows } from "../../local-azure/providers/azure-native/rows";
import { fixedNames, replacedFor } from "../../src/transitions/replacement";

const args = { resourceGroupName: "group", systemNodePool: { vmSize: "Standard_D4ds_v5" } };
const routeTableId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/t";

test.each<[input: string, inputs: object]>([
    ["clusterName", { clusterName: "one" }],
    ["properties.nodeResourceGroup", { properties: { nodeResourceGroup: "nodes" } }],
    ["properties.fqdnSubdomain", { properties: { fqdnSubdomain: "one" } }],
    ["networkAccess.routeTableId", { networkAccess: { routeTableId }, network: { networkPlugin: "kubenet" } }],
])("%s can belong to only one cluster", (input, inputs) => {
    expect(fixedNames({ ...args, ...inputs })).toEqual([input]);
});

test.each<object>([
    {},
    { networkAccess: { routeTableId }, network: { networkPlugin: "azure" } },
    { networkAccess: {}, network: { networkPlugin: "kubenet" }, properties: {} },
])("two clusters can have %j", (inputs) => {
    expect(fixedNames({ ...args, ...inputs })).toEqual([]);
});

const { forceNew = [] } = rows.find(({ token }) => token.endsWith(":ManagedCluster")) ?? {};
const nested = (path: string, value: unknown): Record<string, unknown> => {
    const [name = "", ...rest] = path.split(".");
    return { [name]: rest.length === 0 ? value : nested(rest.join("."), value) };
};

test.each(forceNew.map((path) => [path === "windowsProfile" ? "windowsProfile.adminUsername" : path]))(
    "a cluster that azure-native replaces for its %s is said to be replaced for it",
    (path) => {
        const name =
            path
                .replace(/\.adminUsername$/, "")
                .split(".")
                .pop() ?? "";
        expect(replacedFor(nested(path, "new"), nested(path, "old"))).toEqual([
            expect.stringMatching(new RegExp(`(^|\\.)${name}$`, "i")),
        ]);
        expect(replacedFor(nested(path, "Same"), nested(path, "same"))).toEqual([]);
        expect(replacedFor(nested(path, null), nested(path, "old"))).toEqual([]);
        expect(replacedFor({}, nested(path, "old"))).toEqual([]);
    },
);

test("the name and the group of a cluster are compared with what its id says", () => {
    const shown = {
        id: "/subscriptions/s/resourceGroups/old/providers/Microsoft.ContainerService/managedClusters/one",
        name: "one",
    };
    expect(replacedFor({ resourceName: "one", resourceGroupName: "OLD" }, shown)).toEqual([]);
    expect(replacedFor({ resourceName: "two", resourceGroupName: "old" }, shown)).toEqual(["clusterName"]);
    // azure-native makes up another name for what is replaced for something else.
    expect(replacedFor({ resourceName: "two", resourceGroupName: "new" }, shown)).toEqual(["resourceGroupName"]);
});
