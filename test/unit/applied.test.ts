import * as pulumi from "@pulumi/pulumi";
import { clusterPaths } from "../../src/cluster/unmentioned";
import { resolveOutputs } from "../../src/engine/resolveOutputs";
import { changedByOthers, digestOf, idsIn, isWithin, shownIn } from "../../src/transitions/applied";

test("what arguments mention, as deep as it is shared", () => {
    const args = {
        networkProfile: { networkPlugin: "azure", podCidr: undefined },
        addonProfiles: { azurepolicy: { enabled: true } },
        linuxProfile: { adminUsername: "azureuser" },
        securityProfile: pulumi.output({ workloadIdentity: { enabled: true } }),
        tags: undefined,
    };
    const { mentioned, unmentioned } = clusterPaths(args);
    expect(mentioned.sort()).toEqual([
        "addonProfiles.azurepolicy",
        "linuxProfile",
        "networkProfile.networkPlugin",
        // What is in an output is not known when the program runs.
        "securityProfile",
    ]);
    expect(unmentioned).toEqual(
        expect.arrayContaining(["addonProfiles.omsagent", "networkProfile.podCidr", "storageProfile", "tags"]),
    );
    expect(unmentioned).toEqual(expect.not.arrayContaining(["addonProfiles", "networkProfile"]));
});

describe("what others have set", () => {
    const shown = { storageProfile: { blob: false }, supportPlan: "KubernetesOfficial" };
    const unmentioned = ["storageProfile", "supportPlan", "httpProxyConfig"];
    const previous = { mentioned: ["sku"], shown: shownIn(shown, unmentioned), ofOthers: [] };

    test("is nothing where the state shows what the last run left", () => {
        expect(changedByOthers(unmentioned, shown, previous)).toEqual([]);
    });

    test("is what a refresh has found changed, new or gone", () => {
        const refreshed = { storageProfile: { blob: true }, httpProxyConfig: { noProxy: ["a"] } };
        expect(changedByOthers(unmentioned, refreshed, previous)).toEqual(unmentioned);
    });

    test("stays theirs until the program mentions it", () => {
        const known = { ...previous, ofOthers: ["storageProfile"] };
        expect(changedByOthers(unmentioned, shown, known)).toEqual(["storageProfile"]);
        expect(changedByOthers(["supportPlan"], shown, known)).toEqual([]);
    });

    test("is not what the program had", () => {
        const had = { ...previous, mentioned: ["storageProfile"], shown: {} };
        expect(changedByOthers(["storageProfile"], { storageProfile: { blob: true } }, had)).toEqual([]);
    });

    test("is all that the state shows where no run has left a word", () => {
        expect(changedByOthers(unmentioned, shown, undefined)).toEqual(["storageProfile", "supportPlan"]);
    });

    test("is looked for inside of what the program mentions from now on", () => {
        const none = { mentioned: [], shown: {}, ofOthers: [] };
        const refreshed = { addonProfiles: { azurepolicy: { enabled: true } } };
        const now = ["addonProfiles.azurepolicy", "addonProfiles.omsagent"];
        expect(changedByOthers(now, refreshed, none)).toEqual(["addonProfiles.azurepolicy"]);
        const before = { ...none, ofOthers: ["addonProfiles"] };
        expect(changedByOthers(now, refreshed, before)).toEqual(now);
    });
});

describe("a digest", () => {
    const digest = async (value: object, leftToOthers: string[] = []) =>
        digestOf(await resolveOutputs(value), leftToOthers);

    test("is of values, in whatever order, and through outputs", async () => {
        const one = await digest({ a: 1, b: { c: [1, 2] }, d: undefined });
        expect(await digest({ b: { c: pulumi.output([1, 2]) }, a: pulumi.output(1) })).toBe(one);
        expect(await digest({ a: 1, b: { c: [2, 1] } })).not.toBe(one);
    });

    test("is not of what belongs to others, nor of secrets", async () => {
        expect(await digest({ a: 1, count: 3 }, ["count"])).toBe(await digest({ a: 1, count: 7 }, ["count"]));
        const secret = (value: string) => digest({ a: { b: pulumi.secret(value) } });
        expect(await secret("one")).toBe(await secret("two"));
    });

    test("is none while a value is not known", async () => {
        expect(await digest({ a: pulumi.unknown })).toBeUndefined();
        expect(await digest({ a: pulumi.output(pulumi.unknown) })).toBeUndefined();
    });
});

test("ids are kept by path, spelled as they were, but for secret ones", async () => {
    const id = (name: string) =>
        `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/${name}`;
    const inputs = await resolveOutputs({
        list: [{ id: id("one") }],
        secret: pulumi.secret(id("two")),
        inside: pulumi.secret({ id: id("three") }),
        secretless: id("four"),
        name: "five",
    });
    const before = { "list/0/id": id("ONE"), secretless: id("other") };
    expect(idsIn(inputs, before)).toEqual({ "list/0/id": id("ONE"), secretless: id("four") });
});

test("a program's values are within the living ones, however these are spelled", () => {
    const living = { vmSize: "Standard_D4ds_v5", zones: ["2", "1"], count: 3, extra: true };
    expect(isWithin({ vmSize: "standard_d4DS_v5", zones: ["1", "2"] }, living)).toBe(true);
    expect(isWithin({ enableFIPS: false }, living)).toBe(true);
    expect(isWithin({ enableFIPS: true }, living)).toBe(false);
    expect(isWithin({ zones: ["1"] }, living)).toBe(false);
    expect(isWithin({ count: pulumi.unknown }, living)).toBe(false);
});
