import { dnsPrefixFor } from "../../src/azure/names";
import {
    canonicalScope,
    isIdOf,
    lastSegment,
    normalizeScope,
    parentId,
    parseResourceId,
    SUBNET,
    sameResource,
} from "../../src/azure/resourceId";

const subnet = "/subscriptions/s/resourceGroups/Group/providers/Microsoft.Network/virtualNetworks/Net/subnets/Nodes";

test("a resource id is read whatever the case of its fixed parts", () => {
    const parts = {
        subscriptionId: "s",
        resourceGroupName: "Group",
        type: "Microsoft.Network/virtualNetworks/subnets",
        names: ["Net", "Nodes"],
    };
    expect(parseResourceId(subnet)).toEqual(parts);
    expect(parseResourceId(subnet.replace("resourceGroups", "resourcegroups"))).toEqual(parts);
});

test.each([
    "",
    "Nodes",
    "/subscriptions/s",
    "/subscriptions/s/resourceGroups/Group",
    subnet.slice(1),
    `${subnet}/extra`,
    subnet.replace("Net/subnets", "/subnets"),
])("%j is no resource id", (text) => {
    expect(parseResourceId(text)).toBeUndefined();
});

test("a slash at the end is not part of an id", () => {
    expect(parseResourceId(`${subnet}/`)).toEqual(parseResourceId(subnet));
    expect([lastSegment(`${subnet}/`), parentId(`${subnet}/`)]).toEqual([lastSegment(subnet), parentId(subnet)]);
});

test("a scope has one spelling", () => {
    const scope = canonicalScope(
        "subscriptions/S/RESOURCEGROUPS/My-Group/Providers/microsoft.network/VIRTUALNETWORKS/Net/",
    );
    expect(scope).toBe("/subscriptions/s/resourceGroups/my-group/providers/Microsoft.Network/virtualNetworks/net");
    expect(canonicalScope("/subscriptions/S")).toBe("/subscriptions/s");
    expect(sameResource(subnet.toUpperCase(), `${subnet}/`)).toBe(true);
    expect(sameResource(subnet, `${subnet}2`)).toBe(false);
});

test("an id is of exactly one type", () => {
    expect(isIdOf(SUBNET, subnet.toLowerCase())).toBe(true);
    expect(isIdOf(SUBNET, parentId(subnet))).toBe(false);
    expect(parentId(subnet)).toBe(
        "/subscriptions/s/resourceGroups/Group/providers/Microsoft.Network/virtualNetworks/Net",
    );
});

test("a scope has one spelling, names keep theirs", () => {
    expect(normalizeScope("subscriptions/S/resourcegroups/Group/PROVIDERS/Microsoft.X/y/Z/")).toBe(
        "/subscriptions/S/resourceGroups/Group/providers/Microsoft.X/y/Z",
    );
    expect(normalizeScope(normalizeScope(subnet))).toBe(subnet);
    expect(normalizeScope("/Providers/Microsoft.Management/managementGroups/Platform/")).toBe(
        "/providers/Microsoft.Management/managementGroups/Platform",
    );
});

test.each([
    ["aks", "aks"],
    ["my_cluster.one", "my-cluster-one"],
    ["-x-", "x"],
    ["…", "aks"],
    ["a".repeat(80), "a".repeat(54)],
    [`${"a".repeat(53)}-b`, "a".repeat(53)],
])("the DNS prefix for %j is %j", (name, prefix) => {
    expect(dnsPrefixFor(name)).toBe(prefix);
});
