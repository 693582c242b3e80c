import { assign, TestAzure } from "../local-azure/harness";
import { type Comparison, compare } from "./compare";
import { derivedPlay } from "./presupposed";
import {
    type Exchange,
    furtherFolder,
    haveRecordings,
    pathOf,
    readRecording,
    recordingsIn,
    trimmedFolder,
} from "./recording";
import { type Play, replay } from "./replay";

const group = "resourceGroups/clitest000001";
const identities = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const networks = `${group}/providers/Microsoft.Network/virtualNetworks`;

const makeGroup = (azure: TestAzure, location = "westus2") => azure.put(group, { location });

const makeSubnet = (azure: TestAzure, network: string, subnet: string, location = "westus2") =>
    azure.put(`${networks}/${network}`, {
        location,
        properties: {
            addressSpace: { addressPrefixes: ["10.0.0.0/8"] },
            subnets: [{ name: subnet, properties: { addressPrefix: "10.240.0.0/16" } }],
        },
    });

async function withPrincipal(exchange: Exchange, azure: TestAzure, path: string): Promise<unknown> {
    const { body } = await azure.get(path);
    const principalId: string = body.properties?.principalId ?? body.identity.principalId;
    return { properties: { ...(exchange.request as { properties: object }).properties, principalId } };
}

const plays: Record<string, Play> = {
    "01": { setUp: makeGroup },
    "02": {
        setUp: async (azure) => {
            await makeGroup(azure);
            await makeSubnet(azure, "clivnet000005", "clisubnet000006");
        },
    },
    "04": {
        setUp: async (azure) => {
            await makeGroup(azure, "westcentralus");
            await makeSubnet(azure, "clitest000002", "aks-subnet", "westcentralus");
            await azure.put(`${group}/providers/Microsoft.ContainerRegistry/registries/clitest000005`, {
                location: "westcentralus",
                sku: { name: "Premium" },
            });
        },
        body: async (exchange, azure) => {
            if (!exchange.url.includes("/roleAssignments/") || exchange.method !== "PUT") return undefined;
            const holder = exchange.url.includes("/registries/") ? "clitest000004" : "clitest000003";
            return withPrincipal(exchange, azure, `${identities}/${holder}`);
        },
    },
    "05": { setUp: makeGroup },
    "06": { setUp: makeGroup },
    "16": {
        // Three tries within 9 seconds of the cluster's PUT failed, the one after 16 succeeded.
        options: { directoryDelaySeconds: 12 },
        setUp: async (azure) => {
            await makeGroup(azure);
            await makeSubnet(azure, "cliakstest000002", "aks-subnet");
        },
        operation: async (azure) => {
            const { headers } = await azure.put(
                clusterOf16,
                {
                    location: "westus2",
                    identity: { type: "SystemAssigned" },
                    properties: {
                        dnsPrefix: "x",
                        agentPoolProfiles: [{ name: "nodepool1", mode: "System" }],
                    },
                },
                { apiVersion: "2023-05-01" },
            );
            return String(headers["azure-asyncoperation"]).replace(/^https:\/\/[^/]+/, "");
        },
        body: async (exchange, azure) =>
            exchange.method === "PUT" ? withPrincipal(exchange, azure, clusterOf16) : undefined,
    },
};
const clusterOf16 = `${group}/providers/Microsoft.ContainerService/managedClusters/cliakstest000002`;

let fields = 0;

afterAll(() => {
    process.stdout.write(`Recorded fields compared: ${fields}\n`);
});

if (!haveRecordings) {
    test.skip("SKIPPED: the whole recordings, which are not beside this checkout (../shared/arm-recordings)", () => {});
} else {
    test.each(Object.entries(plays))("recording %s: same requests, same answers", async (number, play) => {
        expectEqual(await replay(readRecording(number), play));
    });

    test("recording 16: a deployer without rights on role assignments is refused in the recorded words", async () => {
        await withErrors({ deployerRole: "Contributor" }, 24, async () => {});
    });

    test("recording 16: the same role for the same principal at the same scope exists already", async () => {
        await withErrors({}, 65, async (azure, exchange) => {
            await makeGroup(azure);
            await makeSubnet(azure, "clitest.vn000002", "aks-subnet");
            const identity = (await azure.put(`${identities}/one`, { location: "westus2" })).body.properties
                .principalId;
            const role = (exchange.request as { properties: { roleDefinitionId: string } }).properties.roleDefinitionId;
            await assign(azure, role.slice(-36), identity, `${networks}/clitest.vn000002`);
            return { properties: { roleDefinitionId: role, principalId: identity } };
        });
    });

    test("recording 16: a cluster that is not there", async () => {
        await withErrors({}, 0, (azure) => makeGroup(azure).then(() => undefined));
    });
}

test.each([...recordingsIn(trimmedFolder), ...recordingsIn(furtherFolder)])(
    "recording %s: same requests, same answers",
    async (_name, recording) => {
        expectEqual(await replay(recording, derivedPlay(recording)), Object.keys(recording.differs ?? {}));
    },
);

async function withErrors(
    options: { deployerRole?: string },
    index: number,
    setUp: (azure: TestAzure, exchange: Exchange) => Promise<unknown>,
): Promise<void> {
    const exchange = readRecording("16").otherErrors?.find((each) => each.index === index);
    if (!exchange) throw new Error(`Recording 16 has no other error ${index}.`);
    const azure = await TestAzure.start({
        subscriptionId: "00000000-0000-0000-0000-000000000000",
        ...options,
    });
    try {
        const content = (await setUp(azure, exchange)) ?? exchange.request;
        const answer = await azure.send(exchange.method, pathOf(exchange), content === null ? {} : { body: content });
        const status = compare(exchange.status, answer.status, "$.status");
        const body = compare(exchange.response, answer.body);
        expectEqual({
            compared: status.compared + body.compared,
            differences: [...status.differences, ...body.differences],
        });
    } finally {
        await azure.stop();
    }
}

function expectEqual({ compared, differences }: Comparison, known: string[] = []): void {
    fields += compared;
    expect(differences).toEqual(known);
    expect(compared).toBeGreaterThan(0);
}
