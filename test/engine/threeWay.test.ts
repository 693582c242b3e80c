import * as pulumi from "@pulumi/pulumi";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import { addFaults, MANY_RUNS } from "./engine";
import { type Args, QUIET, withLiveCluster } from "./liveCluster";
import { VM_SIZE } from "./program";
import { codes } from "./transition";

/** A transform of the program that adds properties to the cluster. */
const adding =
    (more: () => object): pulumi.ResourceTransform =>
    ({ type, props, opts }) =>
        type === CLUSTER_TYPE ? { props: { ...props, ...more() }, opts } : undefined;

/** What Azure Policy, the portal and `az` may set. */
const BY_OTHERS = {
    autoScalerProfile: { expander: "priority" },
    autoUpgradeProfile: { upgradeChannel: "stable" },
    securityProfile: { imageCleaner: { enabled: true, intervalHours: 24 } },
    addonProfiles: { azurepolicy: { enabled: true } },
};

const AUTOSCALED: Args = {
    systemNodePool: { vmSize: VM_SIZE, minCount: 1, maxCount: 9 },
    addons: { keyVaultSecrets: {} },
};

describe("what others set stays, on every path", () => {
    test.each<[path: string, options: { refresh?: boolean }, isRefreshed: boolean]>([
        ["up", {}, false],
        ["refresh, then up", {}, true],
        ["up --refresh", { refresh: true }, false],
    ])("%s", async (_, options, isRefreshed) => {
        await withLiveCluster(AUTOSCALED, async ({ preview, up, change, cluster, pool, say, stack }) => {
            const shown = async () => (await cluster()).properties;
            await change("change", { properties: BY_OTHERS });
            await change("agentPools/system/change", { properties: { count: 5 } });
            if (isRefreshed) {
                await stack.refresh();
            }
            expect(await preview(options)).toEqual(QUIET);
            expect(await up(options)).toEqual([]);
            expect(await shown()).toMatchObject(BY_OTHERS);

            say({ ...AUTOSCALED, tags: { team: "shop" } });
            expect(await preview(options)).toMatchObject({ said: "", shows: expect.arrayContaining(["tags"]) });
            await up(options);
            expect(await shown()).toMatchObject(BY_OTHERS);
            expect(await cluster()).toMatchObject({ tags: { team: "shop" } });
            expect(await pool("system")).toMatchObject({ count: 5 });
            expect(await preview(options)).toEqual(QUIET);
        });
    });
});

test("an add-on that no table knows is no difference after a refresh", async () => {
    await withLiveCluster({ addons: { keyVaultSecrets: {} } }, async ({ preview, change, stack }) => {
        const unknown = { ACCSGXDevicePlugin: { enabled: true, config: {} } };
        await change("change", { properties: { addonProfiles: unknown } });
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);
    });
});

test("an update shows what changes, and nothing that AKS has filled in", async () => {
    await withLiveCluster({}, async ({ preview, say }) => {
        say({ tags: { team: "shop" } });
        expect((await preview()).shows.sort()).toEqual(["agentPoolProfiles[0].tags", "tags"]);
    });
});

test("what the program sets and no longer sets is turned off, also where others set something beside it", async () => {
    const first: Args = {
        addons: { keyVaultSecrets: {}, azurePolicy: true },
        tags: { team: "shop", tier: "gold" },
        autoUpgrade: { upgradeChannel: "stable" },
    };
    await withLiveCluster(first, async ({ preview, up, change, cluster, say }) => {
        await change("change", {
            tags: { "hidden-owner": "policy" },
            properties: { addonProfiles: BY_OTHERS.addonProfiles },
        });
        say({ addons: { keyVaultSecrets: {} }, tags: { team: "shop" } });
        await up();
        const { tags, properties } = (await cluster()) as {
            tags: object;
            properties: { addonProfiles: Record<string, { enabled: boolean }>; autoUpgradeProfile: object };
        };
        expect(tags).toEqual({ team: "shop", "hidden-owner": "policy" });
        expect(Object.entries(properties.addonProfiles).map(([name, { enabled }]) => [name, enabled])).toEqual(
            expect.arrayContaining([
                ["azureKeyvaultSecretsProvider", true],
                ["azurepolicy", false],
            ]),
        );
        expect(properties.autoUpgradeProfile).not.toMatchObject({ upgradeChannel: "stable" });
        expect(await preview()).toEqual(QUIET);
    });
});

describe("transforms of the program are a part of what it sets", () => {
    test("a value wins over others, also when it changes later, and its end turns it off", async () => {
        let more: object = { autoScalerProfile: { expander: "priority" } };
        await withLiveCluster(
            {},
            async ({ preview, up, change, cluster, stack }) => {
                const expander = async () => {
                    const { properties } = (await cluster()) as {
                        properties: { autoScalerProfile?: { expander?: string } };
                    };
                    return properties.autoScalerProfile?.expander;
                };
                await change("change", { properties: { autoScalerProfile: { expander: "random" } } });
                await stack.refresh();
                expect((await preview()).steps).toEqual(["update aks-cluster"]);
                await up();
                expect(await expander()).toBe("priority");
                more = { autoScalerProfile: { expander: "least-waste" } };
                expect((await preview()).shows).toEqual(["autoScalerProfile.expander"]);
                await up();
                expect(await expander()).toBe("least-waste");
                expect(await preview()).toEqual(QUIET);
                more = {};
                await up();
                expect(await expander()).not.toBe("least-waste");
                expect(await preview()).toEqual(QUIET);
            },
            () => ({ transforms: [adding(() => more)] }),
        );
    });

    test("tags of all resources change while the autoscaler moves, as plain and as secret values", async () => {
        let value = "one";
        let isSecret = false;
        const tagging: pulumi.ResourceTransform = ({ type, props, opts }) =>
            type.startsWith("azure-native:containerservice")
                ? { props: { ...props, tags: { run: isSecret ? pulumi.secret(value) : value } }, opts }
                : undefined;
        const args: Args = {
            ...AUTOSCALED,
            nodePools: [{ name: "work", vmSize: VM_SIZE, minCount: 1, maxCount: 9 }],
        };
        await withLiveCluster(
            args,
            async ({ preview, up, change, cluster, pool }) => {
                for (const [next, secret] of [
                    ["two", false],
                    ["hush-three", true],
                    ["hush-four", true],
                ] as const) {
                    [value, isSecret] = [next, secret];
                    const count = next.length;
                    await change("agentPools/system/change", { properties: { count } });
                    await change("agentPools/work/change", { properties: { count } });
                    expect((await preview()).said).toBe("");
                    expect(await up()).toEqual(expect.arrayContaining(["update aks-cluster", "update aks-pool-work"]));
                    expect(await cluster()).toMatchObject({ tags: { run: next } });
                    expect(await pool("system")).toMatchObject({ count });
                    expect(await pool("work")).toMatchObject({ count, tags: { run: next } });
                    expect(await preview()).toEqual(QUIET);
                }
            },
            () => ({ transforms: [tagging] }),
        );
    });
});

describe("credentials and keys never replace the cluster as a side effect", () => {
    const windows = (windowsProfile: object): Args => ({
        ...AUTOSCALED,
        properties: { windowsProfile: windowsProfile as never },
    });

    test("another Windows password is refused with the command, and the way around it works", async () => {
        const [first, second] = ["Abcdefgh12345678!", "Zbcdefgh12345678!"];
        const admin = { adminUsername: "azureuser", enableCSIProxy: true };
        await withLiveCluster(
            windows({ ...admin, adminPassword: first }),
            async ({ preview, say, stack, cluster, newRequests, stateText }) => {
                expect(await preview()).toEqual(QUIET);
                say(windows({ ...admin, adminPassword: second }));
                const { said } = await preview();
                expect(codes(said)).toEqual(["WindowsPasswordStays"]);
                expect(said).toContain("--windows-admin-password");
                newRequests();
                await expect(stack.up()).rejects.toThrow("WindowsPasswordStays");
                expect(newRequests().filter(({ method }) => method === "DELETE")).toEqual([]);
                expect((await cluster()).name).toBe("aks");
                say(windows(admin));
                expect(await preview()).toEqual(QUIET);
                expect(await stateText()).not.toContain(first);
            },
        );
    });

    test("a change of the CSI proxy replaces the cluster, and the warning says why", async () => {
        await withLiveCluster(
            windows({ adminUsername: "azureuser", enableCSIProxy: true }),
            async ({ preview, say }) => {
                say(windows({ adminUsername: "azureuser", enableCSIProxy: false }));
                const { said } = await preview();
                expect(codes(said)).toEqual(["ClusterReplaced"]);
                expect(said).toContain("properties.windowsProfile.enableCSIProxy changes");
            },
        );
    });
});

test("an unchanged preview looks the cluster up once, that of a tag, too, and none of its identities", async () => {
    const args: Args = { nodePools: [{ name: "work", vmSize: VM_SIZE, count: 1 }] };
    await withLiveCluster(args, async ({ preview, up, say, newRequests }) => {
        const looks = () =>
            newRequests()
                .filter(({ method, path }) => method === "GET" && /managedClusters|userAssignedIdentities/i.test(path))
                .map(({ path }) => path.split("/").at(-2));
        looks();
        await preview();
        expect(looks()).toEqual(["managedClusters"]);
        await up();
        expect(looks()).toEqual(["managedClusters"]);
        say({ ...args, tags: { team: "shop" } });
        await preview();
        expect(looks()).toEqual(["managedClusters"]);
    });
});

describe("after a run that failed or was interrupted", () => {
    const system: Args = { controlPlaneIdentity: { type: "SystemAssigned" as never } };
    const leaving = (principalId: unknown): Args => ({
        controlPlaneIdentity: { formerPrincipalId: String(principalId) },
        kubeletIdentity: { type: "AksManaged" as never },
    });
    const FAILED = { method: "PUT", path: "**/managedClusters/*", kind: "operation-fails", code: "MadeUp" } as const;

    test.each([false, true])(
        "a change from a system-assigned identity that failed half-way converges; with a refresh: %s",
        async (isRefreshed) => {
            await withLiveCluster(system, async ({ arm, say, stack, up, cluster, preview }) => {
                const { identity } = (await cluster()) as { identity: { principalId: string } };
                say(leaving(identity.principalId));
                await addFaults({ arm }, FAILED);
                await expect(stack.up()).rejects.toThrow("MadeUp");
                if (isRefreshed) {
                    await stack.refresh();
                }
                await up();
                expect(await cluster()).toMatchObject({
                    identity: { type: "UserAssigned" },
                    properties: { provisioningState: "Succeeded" },
                });
                expect(await preview()).toEqual(QUIET);
            });
        },
        MANY_RUNS,
    );

    test.each([false, true])(
        "a rename with an alias that failed half-way converges; with a refresh: %s",
        async (isRefreshed) => {
            const first: Args = { nodePools: [{ name: "work", vmSize: VM_SIZE }] };
            let options: pulumi.ComponentResourceOptions = {};
            await withLiveCluster(
                first,
                async ({ arm, say, stack, up, cluster, preview, newRequests }) => {
                    options = { aliases: [{ name: "aks" }] };
                    say({ ...first, clusterName: "aks", tags: { team: "shop" } }, "shop");
                    await addFaults({ arm }, FAILED);
                    await expect(stack.up()).rejects.toThrow("MadeUp");
                    if (isRefreshed) {
                        await stack.refresh();
                    }
                    await up();
                    expect(await cluster()).toMatchObject({ tags: { team: "shop" } });
                    expect(await preview()).toEqual(QUIET);
                    expect(newRequests().filter(({ method }) => method === "DELETE")).toEqual([]);
                },
                () => options,
            );
        },
        MANY_RUNS,
    );
});
