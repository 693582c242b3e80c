import * as sdk from "@pulumi/azure-native/containerservice";
import { MANY_RUNS } from "./engine";
import { type Args, type LiveCluster, QUIET, withLiveCluster } from "./liveCluster";
import { VM_SIZE } from "./program";

/** Whether clusters and pools are azure-native's own classes, as in version 0.1 of this package. */
const mockProgram = { is01: false };

jest.mock("../../src/aksTypes", () => {
    const actual = jest.requireActual("../../src/aksTypes");
    const type = (name: string) => (mockProgram.is01 ? actual.unversioned(actual[name]) : actual[name]);
    return {
        ...actual,
        get CLUSTER_TYPE() {
            return type("CLUSTER_TYPE");
        },
        get POOL_TYPE() {
            return type("POOL_TYPE");
        },
    };
});

jest.mock("../../src/engine/aks", () => {
    const actual = jest.requireActual("../../src/engine/aks");
    const create =
        (made: string, own: string) =>
        (name: string, inputs: object, ...rest: unknown[]) =>
            mockProgram.is01 ? new (Reflect.get(sdk, own))(name, inputs, rest[1]) : actual[made](name, inputs, ...rest);
    return {
        createManagedCluster: create("createManagedCluster", "ManagedCluster"),
        createAgentPool: create("createAgentPool", "AgentPool"),
        getManagedCluster: (...given: Parameters<typeof sdk.getManagedCluster>) =>
            (mockProgram.is01 ? sdk : actual).getManagedCluster(...given),
    };
});

const POOLS: Args = {
    systemNodePool: { vmSize: VM_SIZE, minCount: 1, maxCount: 9 },
    nodePools: [{ name: "work", vmSize: VM_SIZE, minCount: 1, maxCount: 9 }],
};

const MOVED = ["update aks-cluster", "update aks-pool-work"];
const counts = async ({ pool }: LiveCluster) => [(await pool("system")).count, (await pool("work")).count];

beforeEach(() => {
    mockProgram.is01 = true;
});

describe("a stack of version 0.1, which sent azure-native's own API version", () => {
    test.each<[path: string, isRefreshed: boolean, refresh: boolean]>([
        ["up", false, false],
        ["refresh, then up", true, false],
        ["up --refresh", false, true],
    ])(
        "goes to this version and back without a replacement, whatever others have changed: %s",
        async (_, isRefreshed, refresh) => {
            await withLiveCluster(POOLS, async (live) => {
                const { preview, up, change, stack } = live;
                await change("agentPools/system/change", { properties: { count: 5 } });
                await change("agentPools/work/change", { properties: { count: 4 } });
                if (isRefreshed) {
                    await stack.refresh();
                }
                mockProgram.is01 = false;
                const { steps, said, shows } = await preview({ refresh });
                expect([steps, said]).toEqual([MOVED, ""]);
                expect(shows).toContain("azureApiVersion");
                await up({ refresh });
                expect(await counts(live)).toEqual([5, 4]);
                expect(await preview()).toEqual(QUIET);
                await stack.refresh();
                expect(await preview()).toEqual(QUIET);

                mockProgram.is01 = true;
                expect((await preview()).steps).toEqual(MOVED);
                await up();
                expect(await preview()).toEqual(QUIET);
            });
        },
        MANY_RUNS,
    );
});

test(
    "what the API version adds is set, changed and removed, and others may have set it",
    async () => {
        mockProgram.is01 = false;
        const scheduled = (schedulerConfigMode?: "Default" | "ManagedByCRD"): Args => ({
            properties: schedulerConfigMode && { schedulerProfile: { upstream: { schedulerConfigMode } } },
        });
        await withLiveCluster(scheduled("ManagedByCRD"), async ({ preview, up, say, stack, arm, change }) => {
            const clusterId = String((await stack.outputs()).clusterId?.value);
            const mode = async () => {
                const { body } = await arm.get(clusterId, { apiVersion: "2026-05-01" });
                return Object(body.properties).schedulerProfile?.upstream?.schedulerConfigMode;
            };
            expect(await mode()).toBe("ManagedByCRD");
            expect(await preview()).toEqual(QUIET);
            await stack.refresh();
            expect(await preview()).toEqual(QUIET);

            say(scheduled("Default"));
            expect((await preview()).shows).toEqual(["schedulerProfile.upstream.schedulerConfigMode"]);
            await up();
            expect(await mode()).toBe("Default");
            say(scheduled());
            await up();
            expect(await mode()).toBeUndefined();
            expect(await preview()).toEqual(QUIET);

            await change("change", { properties: { httpProxyConfig: { httpProxy: "http://p", enabled: true } } });
            expect(await preview()).toEqual(QUIET);
            say({ tags: { team: "shop" } });
            expect((await preview()).shows).toContain("tags");
            await up();
            const { body } = await arm.get(clusterId, { apiVersion: "2026-05-01" });
            expect(body).toMatchObject({ properties: { httpProxyConfig: { enabled: true } }, tags: { team: "shop" } });
        });
    },
    MANY_RUNS,
);
