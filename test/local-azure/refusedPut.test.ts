import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";
import { principalContent, settled, systemAssigned } from "./aksHelpers";
import { clusterContent, clusterPath, makeGroup, makeIdentity, TestAzure, userAssigned } from "./harness";

const tooLong = { pool: { name: "muchtoolongname" } };
const noDnsName = { properties: { dnsPrefix: undefined } };

/** What the model keeps of the subscription and its directory before and after a request that is refused. */
async function keptAround(prepare: (azure: TestAzure) => Promise<unknown>, refuse: (azure: TestAzure) => object) {
    return withTemporaryFolder(async (folder) => {
        const stateFile = join(folder, "state.json");
        const azure = await TestAzure.start({ stateFile, operationSeconds: 60 });
        try {
            await makeGroup(azure);
            await prepare(azure);
            // Written after each request that might change something: this one does not.
            const kept = async () => (await azure.patch("resourceGroups/rg", {})) && readFileSync(stateFile, "utf8");
            const before = await kept();
            const { status } = await azure.put(clusterPath(), refuse(azure));
            return { status, before, after: await kept() };
        } finally {
            await azure.stop();
        }
    });
}

const nothing = async () => undefined;

test.each<[string, (azure: TestAzure) => Promise<unknown>, (azure: TestAzure) => object]>([
    ["a service principal that nobody knows", nothing, () => principalContent({ dnsPrefix: undefined })],
    ["a new system-assigned identity", nothing, () => clusterContent(noDnsName)],
    ["a pool with a bad name", nothing, () => clusterContent(tooLong)],
    [
        "an identity instead of the system-assigned one",
        async (azure) => {
            await makeIdentity(azure, "cp");
            await settled(azure, clusterContent({ identity: systemAssigned }));
        },
        (azure) =>
            clusterContent({
                ...tooLong,
                identity: userAssigned(
                    `${azure.subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cp`,
                ),
            }),
    ],
    [
        "another service principal",
        (azure) => settled(azure, principalContent()),
        () => ({
            ...principalContent({ servicePrincipalProfile: { clientId: "44444444-4444-4444-8444-444444444444" } }),
            ...{ location: "eastus" },
        }),
    ],
])("a refused PUT leaves nothing behind: %s", async (_, prepare, refuse) => {
    const { status, before, after } = await keptAround(prepare, refuse);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(after)).toEqual(JSON.parse(before));
});
