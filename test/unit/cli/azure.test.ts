import { AzureError } from "../../../src/cli/azure/azureClient";
import { readClusterState } from "../../../src/cli/azure/readCluster";
import { clusterContent, clusterPath, makeGroup, TestAzure } from "../../local-azure/harness";
import { liveAzure } from "./liveAzure";

/** `use` with a local Azure that has a cluster. */
async function withCluster(options: Parameters<typeof TestAzure.start>[0], use: (azure: TestAzure) => Promise<void>) {
    const azure = await TestAzure.start(options);
    try {
        await makeGroup(azure);
        expect((await azure.put(clusterPath(), clusterContent())).status).toBe(201);
        await use(azure);
    } finally {
        await azure.stop();
    }
}

const idOf = (azure: TestAzure) => `${azure.subscription}/${clusterPath()}`;

test("a cluster is read with its pools", async () => {
    await withCluster({}, async (azure) => {
        const { arm } = await liveAzure(azure).azure();
        const { cluster, pools } = await readClusterState(arm, idOf(azure));
        expect(cluster.name).toBe("c1");
        expect(pools).toMatchObject([{ name: "nodepool1", type: "VirtualMachineScaleSets", isStopped: false }]);
    });
});

test("an error has the request, the status, the code and the message of Azure", async () => {
    await withCluster({}, async (azure) => {
        const { arm, graph } = await liveAzure(azure).azure();
        const path = `${azure.subscription}/resourceGroups/none`;
        await expect(arm.get(path, { "api-version": "2021-04-01" })).rejects.toThrow(
            `GET ${path}: 404 ResourceGroupNotFound: Resource group 'none' could not be found.`,
        );
        await expect(graph.get("/servicePrincipals/none")).rejects.toThrow(AzureError);
        await expect(readClusterState(arm, `${idOf(azure)}x`)).rejects.toThrow(
            `There is no cluster ${idOf(azure)}x (ResourceNotFound). Check the name, the resource group and the subscription.`,
        );
    });
});

test("a throttled request is repeated; what stays throttled is an error", async () => {
    const throttled = (nth: number, times: number) =>
        ({ kind: "throttle", path: "**/c1", method: "GET", retryAfterSeconds: 0, nth, times }) as const;
    await withCluster({ faults: [throttled(1, 2), throttled(4, 3)] }, async (azure) => {
        const { arm } = await liveAzure(azure).azure();
        const read = () => arm.get(idOf(azure), { "api-version": "2025-09-01" });
        await expect(read()).resolves.toMatchObject({ name: "c1" });
        await expect(read()).rejects.toMatchObject({ status: 429 });
    });
});
