import * as pulumi from "@pulumi/pulumi";
import type { ClusterOwnership, PoolOwnership } from "../../src/cluster/ownership";
import { resolveOutputs } from "../../src/engine/resolveOutputs";
import {
    adjustCluster,
    adjustPool,
    clusterDiffers,
    desiredCluster,
    isClusterShown,
    isPoolShown,
    systemPoolDiffers,
    withPreviousSpelling,
} from "../../src/transitions/adjust";
import { type AppliedSettings, shownIn } from "../../src/transitions/applied";
import { valueIn } from "./mocks";

const pool: PoolOwnership = {
    name: "system",
    mentioned: ["vmSize"],
    unmentioned: ["maxPods"],
    leftToOthers: ["enableAutoScaling", "minCount", "maxCount", "count"],
    ignoreChanges: [],
};
const cluster: ClusterOwnership = {
    mentioned: ["sku"],
    unmentioned: ["addonProfiles.omsagent", "supportPlan"],
    leftToOthers: ["kubernetesVersion"],
    ignoreChanges: ["kubernetesVersion", "agentPoolProfiles"],
    namesAddons: true,
    systemPool: pool,
};
const NONE = { mentioned: [], ids: {}, shown: {}, ofOthers: [] };
const inputs = { sku: "Base", agentPoolProfiles: [{ name: "system", vmSize: "small", count: 3 }] };

const desired = async (values: object) => desiredCluster(await resolveOutputs(values), cluster);

async function applied(values: object): Promise<AppliedSettings> {
    const { digest, systemPool } = await desired(values);
    const pools = { system: { ...NONE, digest: systemPool.digest } };
    return { ...NONE, digest, systemPool: "system", pools };
}

describe("whether a program sets its cluster otherwise than the previous run", () => {
    const withPool = (values: object) => ({
        ...inputs,
        agentPoolProfiles: [{ ...inputs.agentPoolProfiles[0], ...values }],
    });

    test.each<[what: string, values: object, differs: boolean]>([
        ["the same", inputs, false],
        ["another setting", { ...inputs, sku: "Automatic" }, true],
        ["a setting that is not known yet", { ...inputs, sku: pulumi.output(pulumi.unknown) }, true],
        ["the version, which AKS upgrades", { ...inputs, kubernetesVersion: "1.34" }, false],
        ["a setting of the system pool", withPool({ vmSize: "large" }), true],
        ["one that is not known yet", withPool({ vmSize: pulumi.output(pulumi.unknown) }), true],
        ["its count, which belongs to the autoscaler", withPool({ count: 7 }), false],
    ])("%s", async (_, values, differs) => {
        expect(clusterDiffers(await desired(values), cluster, await applied(inputs))).toBe(differs);
    });

    test("a setting that neither run knows in advance", async () => {
        const unknown = { ...inputs, sku: pulumi.output(pulumi.unknown) };
        expect(clusterDiffers(await desired(unknown), cluster, await applied(unknown))).toBe(true);
    });

    test("another pool has become the system pool", async () => {
        const settings = { ...(await applied(inputs)), systemPool: "first" };
        expect(clusterDiffers(await desired(inputs), cluster, settings)).toBe(true);
    });

    test("the pool in Azure decides if the previous run has not sent it", async () => {
        const settings = { ...(await applied(inputs)), pools: { system: NONE } };
        expect(clusterDiffers(await desired(inputs), cluster, settings)).toBeUndefined();
        expect(clusterDiffers(await desired(inputs), cluster, undefined)).toBeUndefined();
        const living = (vmSize: string) => ({ agentPoolProfiles: [{ name: "system", vmSize, count: 7 }] });
        expect(systemPoolDiffers(await desired(inputs), cluster, living("SMALL"))).toBe(false);
        expect(systemPoolDiffers(await desired(inputs), cluster, living("large"))).toBe(true);
        expect(systemPoolDiffers(await desired(inputs), cluster, {})).toBe(true);
    });
});

describe("whether the state shows all that a program says, without an update of this run", () => {
    const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    const said = {
        ...inputs,
        resourceGroupName: "group",
        identity: { type: "UserAssigned", userAssignedIdentities: [id] },
        windowsProfile: { adminUsername: "admin", adminPassword: pulumi.secret("secret") },
    };
    const shown = {
        name: "aks",
        sku: "base",
        kubernetesVersion: "1.34.2",
        identity: { type: "UserAssigned", principalId: "p", userAssignedIdentities: { [id.toLowerCase()]: {} } },
        windowsProfile: { adminUsername: "admin", enableCSIProxy: true },
        agentPoolProfiles: [
            { name: "batch", vmSize: "large" },
            { name: "system", vmSize: "small", count: 7 },
        ],
    };

    test.each<[what: string, outputs: object, isShown: boolean]>([
        ["as Azure shows it", shown, true],
        ["another setting", { ...shown, sku: "Automatic" }, false],
        [
            "another identity",
            { ...shown, identity: { ...shown.identity, userAssignedIdentities: { other: {} } } },
            false,
        ],
        ["another system pool", { ...shown, agentPoolProfiles: [{ name: "system", vmSize: "large" }] }, false],
        ["no system pool", { ...shown, agentPoolProfiles: [] }, false],
    ])("%s", async (_, outputs, isShown) => {
        const resolved = await resolveOutputs(said);
        expect(isClusterShown(resolved, desiredCluster(resolved, cluster), cluster, { ...outputs })).toBe(isShown);
    });

    test("a pool of its own", async () => {
        const own = await resolveOutputs({ agentPoolName: "work", resourceName: "aks", vmSize: "small", count: 3 });
        expect(isPoolShown(own, pool, { name: "work", vmSize: "Small", count: 7, maxPods: 30 })).toBe(true);
        expect(isPoolShown(own, pool, { name: "work", vmSize: "large", count: 3 })).toBe(false);
    });
});

describe("the inputs of an existing cluster", () => {
    const registration = { props: { ...inputs }, ignoreChanges: ["kubernetesVersion", "agentPoolProfiles"] };
    const living = {
        kubernetesVersion: "1.34.2",
        agentPoolProfiles: [
            { name: "system", count: 7, enableAutoScaling: true, minCount: 1, maxCount: 9, maxPods: 30 },
        ],
    };

    test("stay as they are where nothing changes, and so do the pools in the state", () => {
        const settings = { ...NONE, pools: {}, systemPool: "system" };
        expect(adjustCluster(registration, cluster, { settings, outputs: {} })).toEqual({
            ...registration,
            ofOthers: [],
        });
    });

    test("leave what others have changed", () => {
        const outputs = { supportPlan: "KubernetesOfficial" };
        const shown = shownIn(outputs, cluster.unmentioned);
        const settings = { ...NONE, shown, pools: {}, systemPool: "system" };
        const changed = { supportPlan: "AKSLongTermSupport" };
        expect(adjustCluster(registration, cluster, { settings, outputs })).toMatchObject({ ofOthers: [] });
        expect(adjustCluster(registration, cluster, { settings, outputs: changed })).toMatchObject({
            ignoreChanges: ["kubernetesVersion", "agentPoolProfiles", "supportPlan"],
            ofOthers: ["supportPlan"],
        });
    });

    test("turn off an add-on that the program has dropped, whose switch is nobody's then", () => {
        const settings = {
            ...NONE,
            mentioned: ["addonProfiles.omsagent"],
            pools: {},
            systemPool: "system",
        };
        const off = adjustCluster(registration, cluster, { settings, outputs: {} });
        expect(off.props).toEqual({ ...inputs, addonProfiles: { omsagent: { enabled: false } } });
        expect(off).toMatchObject({
            ignoreChanges: registration.ignoreChanges,
            ofOthers: ["addonProfiles.omsagent"],
        });
        const silent = { ...cluster, namesAddons: false };
        expect(adjustCluster(registration, silent, { settings, outputs: {} }).props).toEqual(inputs);
    });

    test("have the current version, and the autoscaler and the count of the current system pool", async () => {
        const sent = adjustCluster(registration, cluster, { outputs: {} }, living);
        expect(sent.ignoreChanges).toEqual([]);
        expect(sent.props).toMatchObject({ sku: "Base", kubernetesVersion: "1.34.2" });
        expect(await valueIn(sent.props.agentPoolProfiles as pulumi.Input<object[]>)).toEqual([
            { name: "system", vmSize: "small", count: 7, enableAutoScaling: true, minCount: 1, maxCount: 9 },
        ]);
    });

    test("turn off the autoscaler that the program had turned on", async () => {
        const pools = { system: { ...NONE, mentioned: ["enableAutoScaling"] } };
        const settings = { ...NONE, pools, systemPool: "system" };
        const sent = adjustCluster(registration, cluster, { settings, outputs: {} }, living);
        expect(await valueIn(sent.props.agentPoolProfiles as pulumi.Input<object[]>)).toEqual([
            { name: "system", vmSize: "small", count: 7, enableAutoScaling: false },
        ]);
    });
});

test("a pool that is a separate resource has its current count when it changes", () => {
    const registration = { props: { vmSize: "small", count: 3 }, ignoreChanges: ["count"] };
    const outputs = { maxPods: 30 };
    const ofOthers = ["maxPods"];
    expect(adjustPool(registration, pool, { outputs })).toEqual({
        ...registration,
        ignoreChanges: ["count", "maxPods"],
        ofOthers,
    });
    const living = { agentPoolProfiles: [{ name: "system", count: 7 }] };
    expect(adjustPool(registration, pool, { outputs }, living)).toEqual({
        props: { vmSize: "small", count: 7 },
        ignoreChanges: ["maxPods"],
        ofOthers,
    });
});

test("an id is spelled as it was, behind an output, too, and other inputs are passed on", async () => {
    const [before, now] = ["/subscriptions/s/a", "/subscriptions/S/A"];
    const props = { diskEncryptionSetID: pulumi.output(now), sku: pulumi.output("Base") };
    const { value } = await resolveOutputs(props);
    const spelled = withPreviousSpelling(props, value as typeof props, { diskEncryptionSetID: before });
    expect(await valueIn(spelled.diskEncryptionSetID as pulumi.Output<string>)).toBe(before);
    expect(spelled.sku).toBe(props.sku);
});
