import { control } from "./aksHelpers";
import { type Answer, clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const poolPath = (name: string) => `${clusterPath()}/agentPools/${name}`;
const system = (name: string, properties: object = {}) => ({ name, mode: "System", count: 3, ...properties });

/** A cluster with the given pools, standing by the next request. */
async function made(...pools: object[]): Promise<void> {
    const { status, body } = await azure.put(
        clusterPath(),
        clusterContent({ properties: { agentPoolProfiles: pools } }),
    );
    expect([status, body.error]).toEqual([201, undefined]);
}

interface Pool {
    name: string;
}
const poolsIn = ({ body }: Pick<Answer, "body">) =>
    (body.properties as unknown as { agentPoolProfiles: Pool[] }).agentPoolProfiles.map(({ name }) => name);

test("pools come back by name in every answer, whatever order they were sent or made in", async () => {
    const content = clusterContent({ properties: { agentPoolProfiles: [system("sys"), system("first")] } });
    const created = await azure.put(clusterPath(), content);
    await azure.put(poolPath("apps"), { properties: { count: 1 } });
    const answers = {
        put: poolsIn(created),
        get: poolsIn(await azure.get(clusterPath())),
        putAgain: poolsIn(await azure.put(clusterPath(), content)),
        patch: poolsIn(await azure.patch(clusterPath(), { tags: { a: "b" } })),
    };
    const { value = [] } = (await azure.get("providers/Microsoft.ContainerService/managedClusters")).body;
    const list = value.map((body) => poolsIn({ body }));
    const pools = (await azure.get(`${clusterPath()}/agentPools`)).body.value.map(({ name }) => name);
    const all = ["apps", "first", "sys"];
    expect({ ...answers, list, pools }).toEqual({
        put: ["first", "sys"],
        get: all,
        putAgain: all,
        patch: all,
        list: [all],
        pools: all,
    });
});

test("an update that lists some pools or none keeps them all, as templates do that list pools the first time only", async () => {
    await made(system("sys"), system("other", { count: 2 }));
    const before = (await azure.get(`${clusterPath()}/agentPools`)).body.value.map(({ properties }) => properties);
    for (const agentPoolProfiles of [[system("sys")], undefined, null]) {
        const answer = await azure.put(clusterPath(), clusterContent({ properties: { agentPoolProfiles } }));
        expect([answer.status, poolsIn(answer)]).toEqual([200, ["other", "sys"]]);
    }
    const after = (await azure.get(`${clusterPath()}/agentPools`)).body.value.map(({ properties }) => properties);
    const lasting = (properties: object) => ({ ...properties, eTag: undefined });
    expect(after.map(lasting)).toEqual(before.map(lasting));
    expect(
        await azure.put(
            clusterPath(),
            clusterContent({ properties: { agentPoolProfiles: [system("sys"), system("new")] } }),
        ),
    ).toMatchObject(refused(400, "BadRequest", /^A new agent pool was introduced\. /));
});

const scaled = { enableAutoScaling: true, minCount: 1, maxCount: 5 };
const byHand = (name: string) =>
    `Cannot manually scale AgentPool '${name}' of an AKS cluster with cluster autoscaler enabled. Please disable cluster autoscaler in the cluster to manually scale.`;
const outOfRange = (count: number, min: number, max: number) =>
    new RegExp(
        `^agentPoolProfile\\.count was ${count}\\. It must be greater or equal to minCount:${min} and less than or equal to maxCount:${max}\\.`,
    );
const missing = (path: string) => `Required parameter ${path} is missing (null).`;

/** What the autoscaler does. */
async function autoscale(pool: string, count: number): Promise<void> {
    const { status, body } = await control(azure, `agentPools/${pool}/change`, { properties: { count } });
    expect([status, body.error]).toEqual([200, undefined]);
}

const countOf = async (name: string) => ((await azure.get(poolPath(name))).body.properties as { count?: number }).count;

/** How a request to a cluster with a pool in its own list, and one to a pool of its own, is answered. */
const places: [where: string, prefix: string, name: string, put: (properties: object) => Promise<Answer>][] = [
    ["in the cluster's list", "agentPoolProfile.", "sys", (properties) => azure.put(clusterPath(), inline(properties))],
    [
        "as a pool of its own",
        "properties.",
        "apps",
        (properties) => azure.put(poolPath("apps"), { properties: { mode: "System", ...properties } }),
    ],
];
const inline = (properties: object) =>
    clusterContent({ properties: { agentPoolProfiles: [{ name: "sys", mode: "System", ...properties }] } });

describe.each(places)("the number of nodes of a pool %s", (_, prefix, name, put) => {
    /** The pool that the requests are for, with these properties. */
    async function standing(properties: object): Promise<void> {
        await made(name === "sys" ? system("sys", properties) : system("sys"));
        if (name !== "sys") await put({ count: 3, ...properties });
        await azure.get(clusterPath());
    }

    test("is the request's, where nothing scales it", async () => {
        await standing({});
        expect((await put({ count: 4 })).status).toBe(200);
        expect(await countOf(name)).toBe(4);
    });

    test("is the autoscaler's, where it is on: another one is refused, the living one changes nothing", async () => {
        await standing(scaled);
        await autoscale(name, 4);
        expect(await put({ count: 3, ...scaled })).toMatchObject(refused(400, "InvalidParameter", byHand(name)));
        expect(await countOf(name)).toBe(4);
        expect((await put({ count: 4, ...scaled, maxCount: 9 })).status).toBe(200);
        expect((await azure.get(poolPath(name))).body.properties).toMatchObject({ count: 4, maxCount: 9 });
    });

    test.each([
        ["turned off", { enableAutoScaling: false }],
        ["not named", {}],
    ])("cannot be changed in the same request in which the autoscaler is %s", async (_how, without) => {
        await standing(scaled);
        await autoscale(name, 4);
        expect(await put({ count: 3, ...without })).toMatchObject(refused(400, "InvalidParameter", byHand(name)));
        expect((await put({ count: 4, ...without })).status).toBe(200);
        expect((await put({ count: 3, ...without })).status).toBe(200);
    });

    test("cannot be changed in the request that turns the autoscaler on", async () => {
        await standing({});
        expect(await put({ count: 4, ...scaled })).toMatchObject(
            refused(
                400,
                "InvalidParameter",
                `Cannot manually scale and enable cluster autoscaler in the same update operation on VMSS Agentpool '${name}'.`,
            ),
        );
        expect((await put({ count: 3, ...scaled })).status).toBe(200);
    });

    test("may be left outside of new bounds, for the autoscaler to follow", async () => {
        await standing(scaled);
        expect((await put({ count: 3, ...scaled, minCount: 4 })).status).toBe(200);
        expect((await put({ count: 3, ...scaled, maxCount: 2 })).status).toBe(200);
        expect(await put({ count: 4, ...scaled, minCount: 4 })).toMatchObject(
            refused(400, "InvalidParameter", byHand(name)),
        );
    });

    test.each([
        ["no count", { count: undefined }, () => missing(`${prefix}count`)],
        ["no minCount", { minCount: undefined }, () => missing(`${prefix}minCount`)],
        ["no maxCount", { maxCount: undefined }, () => missing(`${prefix}maxCount`)],
        ["minCount over maxCount", { minCount: 6 }, () => /agentPoolProfile\.minCount is invalid/],
        ["a system pool that could end", { minCount: 0 }, () => /agentPoolProfile\.minCount is invalid/],
        ["more than AKS has", { maxCount: 1001 }, () => /agentPoolProfile\.maxCount is invalid/],
    ])("is refused with the autoscaler on and %s, new pool or old", async (_how, change, message) => {
        if (name === "sys") {
            const content = clusterContent({
                properties: { agentPoolProfiles: [system("sys", { ...scaled, ...change })] },
            });
            expect(await azure.put(clusterPath(), content)).toMatchObject(refused(400, "InvalidParameter", message()));
        } else {
            await made(system("sys"));
            expect(await put({ count: 3, ...scaled, ...change })).toMatchObject(
                refused(400, "InvalidParameter", message()),
            );
        }
        await azure.delete(clusterPath());
        await standing(scaled);
        expect(await put({ count: 3, ...scaled, ...change })).toMatchObject(
            refused(400, "InvalidParameter", message()),
        );
    });
});

test("a new pool begins within its bounds, a system pool with a node at least, a user pool with none if need be", async () => {
    const created = (properties: object) =>
        azure.put(clusterPath(), clusterContent({ properties: { agentPoolProfiles: [system("sys", properties)] } }));
    expect(await created({ ...scaled, count: 6 })).toMatchObject(refused(400, "InvalidParameter", outOfRange(6, 1, 5)));
    expect(await created({ count: 0 })).toMatchObject(refused(400, "InvalidParameter", outOfRange(0, 1, 1000)));
    await made(system("sys"));
    const empty = { count: 0, ...scaled, minCount: 0 };
    expect((await azure.put(poolPath("none"), { properties: empty })).status).toBe(201);
    expect((await azure.put(poolPath("none"), { properties: empty })).status).toBe(200);
    expect((await azure.get(poolPath("none"))).body.properties).toMatchObject(empty);
});

describe("a spot pool", () => {
    const mark = "kubernetes.azure.com/scalesetpriority";
    const spot = { scaleSetPriority: "Spot", count: 1 };
    const put = (properties: object) => azure.put(poolPath("spot"), { properties });
    beforeEach(() => made(system("sys")));

    test("has a label, a taint and no surge by itself", async () => {
        expect((await put({ ...spot, nodeTaints: ["a=b:NoSchedule"] })).status).toBe(201);
        const { properties } = (await azure.get(poolPath("spot"))).body;
        expect(properties).toMatchObject({
            scaleSetPriority: "Spot",
            scaleSetEvictionPolicy: "Delete",
            spotMaxPrice: -1,
            nodeLabels: { [mark]: "spot" },
            nodeTaints: ["a=b:NoSchedule", `${mark}=spot:NoSchedule`],
            upgradeSettings: {},
        });
        expect((properties as { upgradeSettings?: object }).upgradeSettings).toEqual({});
        expect((await azure.get(poolPath("sys"))).body.properties).not.toHaveProperty("scaleSetPriority");
    });

    test.each([
        ["scaleSetPriority", { ...spot, scaleSetPriority: "Regular" }],
        ["scaleSetEvictionPolicy", { ...spot, scaleSetEvictionPolicy: "Deallocate" }],
        ["spotMaxPrice", { count: 1, spotMaxPrice: 0.5 }],
    ])("keeps its %s", async (property, change) => {
        await put(spot);
        await azure.get(clusterPath());
        expect(await put(change)).toMatchObject(
            refused(400, "PropertyChangeNotAllowed", new RegExp(`'properties\\.${property}'`)),
        );
        expect((await put({ count: 2 })).status).toBe(200);
        expect((await azure.get(poolPath("spot"))).body.properties).toMatchObject({ ...spot, count: 2 });
    });

    test.each([
        ["a surge", { ...spot, upgradeSettings: { maxSurge: "1" } }, 400, "InvalidParameter"],
        ["unavailable nodes", { ...spot, upgradeSettings: { maxUnavailable: "1" } }, 400, "InvalidParameter"],
        ["a small disk", { count: 1, osDiskSizeGB: 29 }, 400, "InvalidParameter"],
        ["mode System", { ...spot, mode: "System" }, 501, "NotModelled"],
        ["virtual machines", { ...spot, type: "VirtualMachines" }, 501, "NotModelled"],
        ["a price of six places", { ...spot, spotMaxPrice: 0.123456 }, 501, "NotModelled"],
        ["a price without spot", { count: 1, spotMaxPrice: 1 }, 501, "NotModelled"],
        [
            "unavailable nodes of a system pool",
            { count: 1, mode: "System", upgradeSettings: { maxUnavailable: "1" } },
            501,
            "NotModelled",
        ],
        ["upgrades without nodes", { count: 1, upgradeSettings: { maxSurge: "0" } }, 501, "NotModelled"],
        ["a short drain", { count: 1, upgradeSettings: { drainTimeoutInMinutes: 4 } }, 501, "NotModelled"],
        ["a long soak", { count: 1, upgradeSettings: { nodeSoakDurationInMinutes: 31 } }, 501, "NotModelled"],
    ])("is refused with %s", async (_, properties, status, code) => {
        const answer = await put(properties);
        expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    });
});
