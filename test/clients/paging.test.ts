import { TestAzure } from "../local-azure/harness";
import { clientsOf, polling, signIn } from "./sdkClients";

test("the SDK follows a list's pages to their end", async () => {
    const azure = await TestAzure.start({ pageSize: 1 }, Date.now());
    try {
        const { aks, resources } = clientsOf(azure, signIn(azure));
        await resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
        for (const dnsPrefix of ["c1", "c2", "c3"]) {
            const agentPoolProfiles = [{ name: "one", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" }];
            const identity = { type: "SystemAssigned" as const };
            const content = { location: "westus2", dnsPrefix, identity, agentPoolProfiles };
            await aks.managedClusters.createOrUpdate("rg", dnsPrefix, content, polling);
        }
        const names: unknown[] = [];
        for await (const { name } of aks.managedClusters.list()) names.push(name);
        expect(names).toEqual(["c1", "c2", "c3"]);
        expect(azure.server.requests().filter(({ query }) => query.$skiptoken)).toHaveLength(2);
    } finally {
        await azure.stop();
    }
});
