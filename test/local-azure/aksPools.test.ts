import { type Answer, clusterContent, clusterPath, makeGroup, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const poolPath = (name: string) => `${clusterPath()}/agentPools/${name}`;
const system = (name: string, properties: object = {}) => ({ name, mode: "System", count: 3, ...properties });

interface Pool {
    name: string;
}
const poolsIn = ({ body }: Answer) =>
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
    const list = value.map((body) => poolsIn({ status: 200, headers: {}, body }));
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
