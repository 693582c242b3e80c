import { control } from "./aksHelpers";
import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const poolPath = (name: string) => `${clusterPath()}/agentPools/${name}`;
const content = (kubernetesVersion: string | undefined, pools: object[] = [{}]) =>
    clusterContent({
        properties: {
            ...(kubernetesVersion && { kubernetesVersion }),
            agentPoolProfiles: pools.map((pool, i) => ({ name: `p${i}`, mode: "System", count: 1, ...pool })),
        },
    });

/** A cluster that stands, with as many pools as versions are given. */
async function standing(kubernetesVersion: string, ...pools: (string | undefined)[]): Promise<void> {
    const sent = pools.map((orchestratorVersion) => (orchestratorVersion ? { orchestratorVersion } : {}));
    const { status, body } = await azure.put(clusterPath(), content(kubernetesVersion, sent));
    expect([status, body.error]).toEqual([201, undefined]);
}

async function autoUpgraded(cluster: string, pool?: string): Promise<void> {
    await control(azure, "change", { properties: { kubernetesVersion: cluster } });
    if (pool) await control(azure, "agentPools/p0/change", { properties: { orchestratorVersion: pool } });
}

const versions = async (path = clusterPath()) => {
    const properties = (await azure.get(path)).body.properties as unknown as Record<string, string>;
    return path === clusterPath()
        ? [properties.kubernetesVersion, properties.currentKubernetesVersion]
        : [properties.orchestratorVersion, properties.currentOrchestratorVersion];
};

const notAllowed = (what: string, from: string, to: string) =>
    refused(
        400,
        "OperationNotAllowed",
        `${what} Kubernetes version ${from} to ${to} is not allowed. Available upgrades: []. Please see https://aka.ms/aks-supported-k8s-ver for version details.`,
    );
const poolNotAllowed = (from: string, to: string) =>
    refused(
        400,
        "AgentPoolUpgradeVersionNotAllowed",
        `Upgrade agent pool version from ${from} to ${to} is not allowed, you can only upgrade one minor version at a time. Please use [az aks get-upgrades] command to get the supported upgrade paths. For more information, please check https://aka.ms/version-skew-policy`,
    );
const incompatible = (pool: string, controlPlane: string, why: string) =>
    refused(
        400,
        "NodePoolMcVersionIncompatible",
        `Node pool version ${pool} and control plane version ${controlPlane} are incompatible. ${why} For more information, please check https://aka.ms/version-skew-policy`,
    );
const differs = refused(400, "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", /^Using managed cluster api/);

describe("the control plane", () => {
    test("rises patch by patch and minor by minor; its pools stay", async () => {
        await standing("1.33.2", undefined);
        for (const version of ["1.33.4", "1.34.1", "1.35"]) {
            expect((await azure.put(clusterPath(), content(version))).status).toBe(200);
        }
        expect(await versions()).toEqual(["1.35", "1.35.0"]);
        expect(await versions(poolPath("p0"))).toEqual(["1.33.2", "1.33.2"]);
    });

    test.each([
        ["an older patch", "1.33.5"],
        ["an older minor version", "1.32"],
        ["a patch of one", "1.32.9"],
    ])("does not go back to %s, once upgraded by AKS itself", async (_, asked) => {
        await standing("1.33.5", undefined);
        await autoUpgraded("1.33.10");
        expect(await azure.put(clusterPath(), content(asked))).toMatchObject(
            notAllowed("Downgrading", "1.33.10", asked),
        );
        expect(await versions()).toEqual(["1.33.10", "1.33.10"]);
    });

    test("leaves out no minor version", async () => {
        await standing("1.33.5", undefined);
        expect(await azure.put(clusterPath(), content("1.35.1"))).toMatchObject(
            notAllowed("Upgrading", "1.33.5", "1.35.1"),
        );
    });

    test("stays on its patch, where the minor version is all that is asked for, or nothing", async () => {
        await standing("1.33", undefined);
        await autoUpgraded("1.33.9");
        expect((await azure.put(clusterPath(), content("1.33"))).status).toBe(200);
        expect(await versions()).toEqual(["1.33", "1.33.9"]);
        expect((await azure.put(clusterPath(), content(undefined))).status).toBe(200);
        expect(await versions()).toEqual(["1.33", "1.33.9"]);
    });

    test("does not leave a pool four minor versions behind", async () => {
        await standing("1.30.3", "1.30.3");
        for (const version of ["1.31.1", "1.32.1", "1.33.5"]) {
            expect((await azure.put(clusterPath(), content(version))).status).toBe(200);
        }
        const behind = incompatible(
            "1.30.3",
            "1.34.1",
            "Minor version of node pool cannot be more than 3 versions less than control plane's version. Minor version of node pool is 30 and control plane is 34.",
        );
        expect(await azure.put(clusterPath(), content("1.34.1"))).toMatchObject(behind);
    });
});

describe("a pool of its own", () => {
    const put = (orchestratorVersion: string, name = "p0") =>
        azure.put(poolPath(name), { properties: { count: 1, mode: "System", orchestratorVersion } });

    test("follows the control plane, to its patch where a minor version is asked for", async () => {
        await standing("1.33.4", undefined);
        await autoUpgraded("1.34.7");
        expect((await put("1.34")).status).toBe(200);
        expect(await versions(poolPath("p0"))).toEqual(["1.34", "1.34.7"]);
        expect((await put("1.34", "more")).status).toBe(201);
        expect(await versions(poolPath("more"))).toEqual(["1.34", "1.34.7"]);
    });

    test("does not go back", async () => {
        await standing("1.33.5", undefined);
        await autoUpgraded("1.33.10", "1.33.10");
        expect(await put("1.33.5")).toMatchObject(poolNotAllowed("1.33.10", "1.33.5"));
        expect(await put("1.32")).toMatchObject(poolNotAllowed("1.33.10", "1.32.0"));
        expect((await put("1.33")).status).toBe(200);
        expect(await versions(poolPath("p0"))).toEqual(["1.33", "1.33.10"]);
    });

    test("leaves out no minor version", async () => {
        await standing("1.33.5", undefined);
        await autoUpgraded("1.35.0");
        expect(await put("1.35.0")).toMatchObject(poolNotAllowed("1.33.5", "1.35.0"));
        expect((await put("1.34.1")).status).toBe(200);
    });

    test.each(["p0", "new"])("is never ahead of the control plane, be it %s", async (name) => {
        await standing("1.33.5", undefined);
        expect(await put("1.34.1", name)).toMatchObject(
            incompatible(
                "1.34.1",
                "1.33.5",
                "Minor version of node pool version 34 is bigger than control plane version 33.",
            ),
        );
        expect(await put("1.33.6", name)).toMatchObject(
            incompatible("1.33.6", "1.33.5", "The node pool version is bigger than the control plane version."),
        );
    });

    test("is not looked at while it stays as it is, however far behind", async () => {
        await standing("1.30.3", undefined);
        await autoUpgraded("1.35.0");
        expect((await put("1.30.3")).status).toBe(200);
        expect(await put("1.30.3", "new")).toMatchObject(
            refused(400, "NodePoolMcVersionIncompatible", /cannot be more than 3 versions less/),
        );
    });
});

describe("pools in their cluster's request", () => {
    test("keep their versions, or take the control plane's", async () => {
        await standing("1.33.5", "1.33.5", "1.33.5");
        await autoUpgraded("1.34.1");
        const unchanged = [{ orchestratorVersion: "1.33" }, { orchestratorVersion: "1.33.5" }];
        expect((await azure.put(clusterPath(), content("1.34.1", unchanged))).status).toBe(200);
        const upgraded = [{ orchestratorVersion: "1.34.1" }, { orchestratorVersion: "1.33.5" }];
        expect((await azure.put(clusterPath(), content("1.34.1", upgraded))).status).toBe(200);
        expect(await versions(poolPath("p0"))).toEqual(["1.34.1", "1.34.1"]);
        expect(await versions(poolPath("p1"))).toEqual(["1.33.5", "1.33.5"]);
    });

    test.each([
        ["older", [{ orchestratorVersion: "1.33.4" }, { orchestratorVersion: "1.33.5" }]],
        [
            "between their own and the control plane's",
            [{ orchestratorVersion: "1.33.9" }, { orchestratorVersion: "1.33.5" }],
        ],
        ["given for some of them only", [{ orchestratorVersion: "1.33.5" }, {}]],
    ])("take no version that is %s", async (_, pools) => {
        await standing("1.33.5", "1.33.5", "1.33.5");
        await autoUpgraded("1.34.1");
        expect(await azure.put(clusterPath(), content("1.34.1", pools))).toMatchObject(differs);
    });

    test("are not ahead of a new control plane", async () => {
        expect(await azure.put(clusterPath(), content("1.33.5", [{ orchestratorVersion: "1.34.1" }]))).toMatchObject(
            refused(400, "NodePoolMcVersionIncompatible", /version 34 is bigger than control plane version 33/),
        );
    });
});

test("beside a spot pool the control plane and a pool are upgraded one after the other", async () => {
    await standing("1.33", "1.33");
    await azure.put(poolPath("spot"), { properties: { scaleSetPriority: "Spot", count: 1 } });
    await azure.get(clusterPath());
    const both = content("1.34", [{ orchestratorVersion: "1.34" }]);
    expect(await azure.put(clusterPath(), both)).toMatchObject(refused(501, "NotModelled", /beside a spot pool/));
    for (const ofPool of ["1.33", "1.34"]) {
        const answer = await azure.put(clusterPath(), content("1.34", [{ orchestratorVersion: ofPool }]));
        expect([answer.status, answer.body.error]).toEqual([200, undefined]);
        await azure.get(clusterPath());
    }
    expect(await versions(poolPath("p0"))).toEqual(["1.34", expect.stringMatching(/^1\.34\./)]);
});
