import * as fc from "fast-check";
import { changesAndReplacements, detailed, diffInputs } from "../../local-azure/providers/azure-native/diff";
import { equivalent, normalId } from "../../local-azure/providers/azure-native/equality";
import { type PropertyMap, UNKNOWN, type Value } from "../../local-azure/providers/host/propertyValues";
import type { DiffKind, PropertyDiff } from "../../local-azure/providers/host/provider";
import { row } from "./support";

const kinds = (olds: PropertyMap, news: PropertyMap, forceNew: string[] = []) =>
    Object.fromEntries(detailed(olds, news, new Set(forceNew)));

describe("detailed diff (cases A)", () => {
    const cases: [string, PropertyMap, PropertyMap, string[], Record<string, DiffKind>][] = [
        ["primitive property", { p1: "a" }, { p1: "b" }, [], { p1: "UPDATE" }],
        ["primitive property with forceNew", { p1: "a" }, { p1: "b" }, ["p1"], { p1: "UPDATE_REPLACE" }],
        [
            "object with updates",
            { p1: { inner1: "a", inner2: "a" } },
            { p1: { inner1: "b", inner2: "b" } },
            ["p1.inner2"],
            { "p1.inner1": "UPDATE", "p1.inner2": "UPDATE_REPLACE" },
        ],
        [
            "object with updates and forceNew",
            { p1: { inner1: "a" } },
            { p1: { inner1: "b" } },
            ["p1"],
            { "p1.inner1": "UPDATE_REPLACE" },
        ],
        [
            "object with additions and deletions only",
            { p1: { inner1: "a" } },
            { p1: { inner3: "b" } },
            ["p1.inner2"],
            { "p1.inner1": "DELETE", "p1.inner3": "ADD" },
        ],
        [
            "object with additions and deletions and forceNew",
            { p1: { inner1: "a" } },
            { p1: { inner3: "b" } },
            ["p1"],
            { p1: "UPDATE_REPLACE", "p1.inner1": "DELETE", "p1.inner3": "ADD" },
        ],
        [
            "array of object with updates",
            { p1: [{ inner1: "a", inner2: "a" }] },
            { p1: [{ inner1: "b", inner2: "b" }] },
            ["p1[].inner2"],
            { "p1[0].inner1": "UPDATE", "p1[0].inner2": "UPDATE_REPLACE" },
        ],
        [
            "array of strings: updated, added",
            { p5: ["a"] },
            { p5: ["b", "c"] },
            ["p5"],
            { "p5[0]": "UPDATE", "p5[1]": "ADD" },
        ],
        ["array of strings: deleted", { p5: ["a", "b", "c"] }, { p5: ["a", "b"] }, [], { "p5[2]": "DELETE" }],
        [
            "array of objects: updated, added",
            { p6: [{ p61: "a" }] },
            { p6: [{ p61: "b", p62: "c" }] },
            [],
            { "p6[0].p61": "UPDATE", "p6[0].p62": "ADD" },
        ],
        ["added and deleted at top", { p3: "x" }, { p2: "x" }, [], { p3: "DELETE", p2: "ADD" }],
        [
            "key with a period",
            { "has.period": "a", p4: { "p45.period": "a" } },
            { "has.period": "b", p4: { "p45.period": "b" } },
            [],
            { '["has.period"]': "UPDATE", 'p4.["p45.period"]': "UPDATE" },
        ],
        ["location to another region", { location: "East US" }, { location: "East US 2" }, [], { location: "UPDATE" }],
        ["unknown is an update (facts §3.1)", { p: "a" }, { p: UNKNOWN }, [], { p: "UPDATE" }],
        ["unknown on forceNew replaces (facts §3.1)", { p: "a" }, { p: UNKNOWN }, ["p"], { p: "UPDATE_REPLACE" }],
        ["keys of the provider itself are skipped", { __a: 1, p: { __b: 1 } }, { p: {} }, [], {}],
        ["exact add on forceNew", {}, { p: "a" }, ["p"], { p: "ADD_REPLACE" }],
        ["exact delete on forceNew", { p: "a" }, {}, ["p"], { p: "DELETE_REPLACE" }],
        [
            "reordered string set is a diff",
            { p: ["a", "b"] },
            { p: ["b", "a"] },
            [],
            { "p[0]": "UPDATE", "p[1]": "UPDATE" },
        ],
    ];
    test.each(cases)("%s", (_name, olds, news, forceNew, expected) => {
        expect(kinds(olds, news, forceNew)).toEqual(expected);
    });

    const spellings = (name: string, values: string[]) =>
        values.flatMap((a) => values.map((b): [string, string, string] => [name, a, b]));
    test.each([
        ...spellings("resourceGroupName", ["MyRG", "myrg", "MYRG", "MyRg"]),
        ...spellings("location", ["West US 2", "WestUS2", "west us 2", "westus2"]),
    ])("%s: %s equals %s", (name, a, b) => {
        expect(kinds({ [name]: a }, { [name]: b })).toEqual({});
    });

    test("only at the top level (facts §3.1)", () => {
        expect(kinds({ p: { location: "a" } }, { p: { location: "A" } })).toEqual({ "p.location": "UPDATE" });
    });
});

describe("AKS sku (TestSkuDiffingIsInsensitiveToAksPermutations)", () => {
    const sku = (text: string) => ({ name: text.split("/")[0] ?? "", tier: text.split("/")[1] ?? "" });
    test.each([
        ["Basic/Paid", "Base/Standard", 0],
        ["Base/Standard", "Basic/Paid", 0],
        ["Base/Free", "Basic/Free", 0],
        ["Basic/Paid", "Basic/Standard", 0],
        ["Basic/Paid", "Basic/Paid", 0],
        ["Base/Standard", "Basic/Free", 1],
        ["Premium/Standard", "Basic/Free", 1],
    ])("%s to %s: %i top-level differences", (from, to, count) => {
        const found = kinds({ sku: sku(from) }, { sku: sku(to) });
        expect(new Set(Object.keys(found).map((path) => path.split(".")[0])).size).toBe(count);
    });
    test("other shapes are compared as they stand", () => {
        expect(kinds({ sku: { name: "Basic" } }, { sku: { name: "Base" } })).toEqual({
            "sku.name": "UPDATE",
        });
    });
});

describe("Azure ids (TestStringsEqualCaseInsensitiveAzureIds)", () => {
    const id = "/subscriptions/123/resourceGroups/rg/providers/Microsoft.Compute/something";
    test.each([
        [id, id.replace("resourceGroups", "resourcegroups"), true],
        [id, id.replace("Microsoft.Compute", "microsoft.compute"), true],
        [id, id.replace("providers", "Providers"), true],
        [id, id.replace("123", "456"), false],
        [id, id.replace("rg/", "other/"), false],
        [id, `${id}Else`, false],
        [id, id.replace("something", "Something"), false],
        [id, id.replace("Compute", "Network"), false],
        ["/subscriptions/123/resourcegroups/rg", "/subscriptions/123/resourceGroups/rg", false],
    ])("%s, %s: %s", (a, b, equal) => {
        expect(equivalent(a, b)).toBe(equal);
    });
    test.each(["", "foo/bar", "/subscriptions/foo/bar"])("'%s' is left alone (TestNormalizeAzureId)", (text) => {
        expect(normalId(text)).toBe(text);
    });
});

describe("changes and replacements (cases A)", () => {
    const reduce = (path: string, kind: DiffKind, news: PropertyMap, state: PropertyMap = {}) =>
        changesAndReplacements(
            { defaults: { p1: "default" } },
            new Map<string, PropertyDiff>([[path, { kind, inputDiff: true }]]),
            state,
            news,
        );
    test("nested paths reduce to the top-level name", () => {
        expect(reduce("agentPoolProfiles[0].count", "ADD", {})).toEqual({
            diffs: ["agentPoolProfiles"],
            replaces: [],
        });
    });
    test("an added property is a change", () => {
        expect(reduce("p2", "ADD", { p2: "x" })).toEqual({ diffs: ["p2"], replaces: [] });
    });
    test("added with its default: none", () => {
        expect(reduce("p1", "ADD", { p1: "default" })).toEqual({ diffs: [], replaces: [] });
    });
    test("added with another value than its default: one", () => {
        expect(reduce("p1", "ADD", { p1: "other" })).toEqual({ diffs: ["p1"], replaces: [] });
    });
    test("ADD_REPLACE of what Azure already has does not replace (facts §3.1)", () => {
        expect(reduce("p2", "ADD_REPLACE", { p2: "x" }, { p2: "x" })).toEqual({
            diffs: ["p2"],
            replaces: [],
        });
        expect(reduce("p2", "ADD_REPLACE", { p2: "y" }, { p2: "x" })).toEqual({
            diffs: ["p2"],
            replaces: ["p2"],
        });
    });
});

describe("diff of a resource (facts §3, cases D)", () => {
    const cluster = row("containerservice:ManagedCluster");
    const run = (token: string, oldInputs: PropertyMap, news: PropertyMap, oldState: PropertyMap = {}) =>
        diffInputs(row(token), { oldInputs, oldState, news });

    test("nothing changed: no detailed diff", () => {
        expect(run("network:Subnet", { subnetName: "a" }, { subnetName: "a" })).toEqual({
            changes: false,
            diffs: [],
            replaces: [],
            deleteBeforeReplace: false,
        });
    });

    const profile = { networkPlugin: "azure", serviceCidr: "10.0.0.0/16", dnsServiceIP: "10.0.0.10" };
    test.each<[string, PropertyMap, PropertyMap, string[]]>([
        ["advancedNetworking updates (#4756)", profile, { ...profile, advancedNetworking: { enabled: true } }, []],
        ["dnsServiceIP replaces (#4756)", profile, { ...profile, dnsServiceIP: "10.0.1.10" }, ["networkProfile"]],
    ])("networkProfile: %s", (_name, from, to, replaces) => {
        const result = diffInputs(cluster, {
            oldInputs: { networkProfile: from },
            oldState: {},
            news: { networkProfile: to },
        });
        expect([result.diffs, result.replaces]).toEqual([["networkProfile"], replaces]);
    });
    test("networkProfile added or dropped as a whole does not replace (facts §3.1)", () => {
        expect(run("containerservice:ManagedCluster", {}, { networkProfile: profile }).replaces).toEqual([]);
        expect(run("containerservice:ManagedCluster", { networkProfile: profile }, {}).replaces).toEqual([]);
    });

    test.each<[string, string, PropertyMap, PropertyMap, boolean]>([
        ["containerservice:ManagedCluster", "dnsPrefix", { dnsPrefix: "a" }, { dnsPrefix: "b" }, true],
        [
            "containerservice:ManagedCluster",
            "linuxProfile",
            { linuxProfile: { adminUsername: "a" } },
            { linuxProfile: { adminUsername: "b" } },
            true,
        ],
        [
            "containerservice:ManagedCluster",
            "servicePrincipalProfile",
            { servicePrincipalProfile: { clientId: "a" } },
            { servicePrincipalProfile: { clientId: "b" } },
            false,
        ],
        [
            "containerservice:ManagedCluster",
            "identity",
            { identity: { userAssignedIdentities: ["a"] } },
            { identity: { userAssignedIdentities: ["b"] } },
            false,
        ],
        [
            "containerservice:ManagedCluster",
            "agentPoolProfiles",
            { agentPoolProfiles: [{ vmSize: "a" }] },
            { agentPoolProfiles: [{ vmSize: "b" }] },
            false,
        ],
        ["containerservice:AgentPool", "vmSize", { vmSize: "a" }, { vmSize: "b" }, true],
        ["containerservice:AgentPool", "vnetSubnetID", { vnetSubnetID: "a" }, { vnetSubnetID: "b" }, false],
        ["managedidentity:FederatedIdentityCredential", "subject", { subject: "a" }, { subject: "b" }, false],
        [
            "managedidentity:FederatedIdentityCredential",
            "resourceName",
            { resourceName: "a" },
            { resourceName: "b" },
            true,
        ],
        ["authorization:RoleAssignment", "principalId", { principalId: "a" }, { principalId: "b" }, true],
        ["authorization:RoleAssignment", "principalId", { principalId: "a" }, { principalId: UNKNOWN }, true],
        ["authorization:RoleAssignment", "scope", { scope: "/a" }, { scope: "a" }, true],
        [
            "authorization:RoleAssignment",
            "roleDefinitionId",
            { roleDefinitionId: "a" },
            { roleDefinitionId: "b" },
            false,
        ],
        ["network:VirtualNetwork", "location", { location: "a" }, { location: "b" }, true],
        ["network:Subnet", "addressPrefix", { addressPrefix: "a" }, { addressPrefix: "b" }, false],
        ["resources:ResourceGroup", "location", { location: "a" }, { location: "b" }, true],
        ["containerregistry:Registry", "location", { location: "a" }, { location: "b" }, true],
    ])("%s.%s (facts §1.1)", (token, name, from, to, replaced) => {
        expect(run(token, from, to).replaces).toEqual(replaced ? [name] : []);
    });

    test.each<[PropertyMap, boolean]>([
        [{}, true],
        [{ __createBeforeDelete: true }, false],
        [{ __createBeforeDelete: false }, true],
    ])("delete before replace, old inputs %j: %s (facts §3.1)", (flag, first) => {
        const olds = { principalId: "a", ...flag };
        expect(run("authorization:RoleAssignment", olds, { principalId: "b" }).deleteBeforeReplace).toBe(first);
    });

    test("a provider bump shows an update, taken from the state where old inputs lack the version (cases D)", () => {
        const news = { azureApiVersion: "2025-09-01" };
        const old = run("containerservice:ManagedCluster", {}, news, { azureApiVersion: "2024-10-01" });
        expect(old.detailedDiff?.get("azureApiVersion")).toEqual({ kind: "UPDATE", inputDiff: false });
        expect(run("containerservice:ManagedCluster", {}, news, news).changes).toBe(false);
    });
});

describe("keyed arrays (TestDiffKeyedArrays)", () => {
    const identifiers = { list: ["p1"] };
    const found = (olds: Value[], news: Value[]) =>
        Object.fromEntries(detailed({ list: olds }, { list: news }, new Set(["list[].forced"]), identifiers));
    const id = (groups: string) => `/subscriptions/S/${groups}/RG/providers/Microsoft.X/y/z`;

    test("reordered, updated, replaced, added, gone, and an id in another case", () => {
        const olds: PropertyMap[] = [
            { p1: "same" },
            { p1: "updated", v: 1 },
            { p1: "forced", forced: 1 },
            { p1: "id", at: id("resourceGroups") },
            { p1: "gone" },
        ];
        const news: PropertyMap[] = [
            { p1: "id", at: id("resourcegroups") },
            { p1: "forced", forced: 2 },
            { p1: "added" },
            { p1: "updated", v: 2 },
            { p1: "same" },
        ];
        expect(found(olds, news)).toEqual({
            "list[1].forced": "UPDATE_REPLACE",
            "list[2]": "ADD",
            "list[3].v": "UPDATE",
            "list[4]": "DELETE",
        });
    });

    test.each<[string, Value[]]>([
        ["a non-object", [{ p1: "a" }, "b"]],
        ["a missing key", [{ p1: "a" }, { p2: "b" }]],
        ["a duplicate key", [{ p1: "a" }, { p1: "a" }]],
        ["an unknown key", [{ p1: UNKNOWN }, { p1: "a" }]],
    ])("%s: by index", (_what, olds) => {
        expect(found(olds, [{ p1: "x" }])).toMatchObject({ "list[1]": "DELETE" });
    });

    test("law: an order of its own makes no difference", () => {
        const lists = fc.uniqueArray(fc.record({ p1: fc.string(), v: fc.integer() }), { selector: ({ p1 }) => p1 });
        // biome-ignore lint/nursery/noFloatingPromises: this property is synchronous, and the assertion then is, too.
        fc.assert(
            fc.property(lists, fc.nat(), (list, turn) => {
                const at = list.length === 0 ? 0 : turn % list.length;
                expect(found(list, [...list.slice(at), ...list.slice(0, at)])).toEqual({});
            }),
        );
    });

    test("the lists that the APIs key: a vault's policies, a rule's sources and destinations", () => {
        const policy = (objectId: string) => ({ tenantId: "t", objectId, permissions: { keys: ["get"] } });
        const vault = (...ids: string[]) => ({ properties: { accessPolicies: ids.map(policy) } });
        const same = diffInputs(row("keyvault:Vault"), {
            oldInputs: vault("a", "b"),
            oldState: {},
            news: vault("b", "a"),
        });
        expect(same.changes).toBe(false);
        const rule = (...names: string[]) => ({
            destinations: { logAnalytics: names.map((name) => ({ name })) },
        });
        const more = diffInputs(row("monitor:DataCollectionRule"), {
            oldInputs: rule("a", "b"),
            oldState: {},
            news: rule("c", "b", "a"),
        });
        expect([...(more.detailedDiff ?? [])].map(([path, { kind }]) => [path, kind])).toEqual([
            ["destinations.logAnalytics[0]", "ADD"],
        ]);
    });

    test("a cluster's pools are not among them (facts §3.1)", () => {
        expect(row("containerservice:ManagedCluster").identifiers).toEqual({});
    });
});
