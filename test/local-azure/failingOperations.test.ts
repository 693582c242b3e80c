import { control, denied, settled } from "./aksHelpers";
import {
    type Answer,
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    makeSubnet,
    networkContributor,
    privateDnsZoneContributor,
    TestAzure,
    userAssigned,
} from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

/** What a poll of the operation says once the clock has reached its end. */
async function ended(answer: Answer): Promise<unknown> {
    const url = String(answer.headers["azure-asyncoperation"]).replace(/^https:\/\/[^/]+/, "");
    azure.advance(60);
    const { status, error } = (await azure.get(url)).body as unknown as { status: string; error?: { code: string } };
    return error ? [status, error.code] : status;
}

interface States {
    provisioningState: string;
    agentPoolProfiles: { provisioningState: string }[];
}

async function states(): Promise<string[]> {
    const properties = (await azure.get(clusterPath())).body.properties as unknown as States;
    return [properties.provisioningState, ...properties.agentPoolProfiles.map((pool) => pool.provisioningState)];
}

/** A private cluster whose zone its control plane may write; what it may do in the network is left to the test. */
async function privateCluster() {
    const subnet = await makeSubnet(azure);
    const { id, properties } = await makeIdentity(azure, "cp");
    const zonePath = "resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.westus2.azmk8s.io";
    const zone = (await azure.put(zonePath, { location: "global" })).body.id;
    await assign(azure, privateDnsZoneContributor, properties.principalId, zone);
    const network = subnet.slice(0, subnet.indexOf("/subnets/"));
    const content = clusterContent({
        identity: userAssigned(id),
        pool: { vnetSubnetID: subnet },
        properties: { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: zone } },
    });
    const grant = () => assign(azure, networkContributor, properties.principalId, network);
    return { id, content, subnet, network, grant };
}

test("a creation fails where a role is missing, and the next PUT with it heals the cluster", async () => {
    const { content, grant } = await privateCluster();
    const created = await azure.put(clusterPath(), content);
    expect(created.status).toBe(201);
    expect(await ended(created)).toEqual(["Failed", "ReconcilePrivateDNS"]);
    expect(await states()).toEqual(["Failed", "Failed"]);
    await grant();
    expect(await states()).toEqual(["Failed", "Failed"]);
    const again = await azure.put(clusterPath(), content);
    expect([again.status, await ended(again)]).toEqual([200, "Succeeded"]);
    expect(await states()).toEqual(["Succeeded", "Succeeded"]);
    expect(denied(await azure.jobs("c1"))).toEqual([]);
});

test("what counts is what the identity may do at the operation's end, however late it is asked for", async () => {
    const { content, grant } = await privateCluster();
    const first = await azure.put(clusterPath(), content);
    azure.advance(30);
    await grant();
    expect(await ended(first)).toBe("Succeeded");
    const network = (await grant()).status;
    expect(network).toBe(409);

    const later = await TestAzure.start({ operationSeconds: 60, propagationDelaySeconds: 90 });
    await azure.stop();
    azure = later;
    await makeGroup(azure);
    const other = await privateCluster();
    azure.advance(90);
    const second = await azure.put(clusterPath(), other.content);
    await other.grant();
    azure.advance(600);
    expect(await ended(second)).toEqual(["Failed", "ReconcilePrivateDNS"]);
});

test("a pool in a subnet that the identity may not join fails, and the next PUT with the role heals it", async () => {
    const { content, network, grant } = await privateCluster();
    const granted = await grant();
    await settled(azure, content);
    await azure.put(`${network}/subnets/apps`, { properties: { addressPrefix: "10.1.8.0/24" } });
    // From the network to the one subnet, so that the other has none.
    await azure.delete(granted.body.id);
    const { principalId } = (
        await azure.get(`resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cp`)
    ).body.properties;
    const pool = `${clusterPath()}/agentPools/apps`;
    const put = () =>
        azure.put(pool, {
            properties: { count: 1, vmSize: "Standard_D4ds_v5", vnetSubnetID: `${network}/subnets/apps` },
        });
    expect(await ended(await put())).toEqual(["Failed", "ReconcileVMSSAgentPoolFailed"]);
    expect((await azure.get(pool)).body.properties.provisioningState).toBe("Failed");
    await assign(azure, networkContributor, principalId, `${network}/subnets/apps`);
    expect(await ended(await put())).toBe("Succeeded");
    expect((await azure.get(pool)).body.properties.provisioningState).toBe("Succeeded");
});

test("a cluster whose identity is deleted fails at whatever it is asked for", async () => {
    const { id, content, subnet, grant } = await privateCluster();
    await grant();
    await settled(azure, content);
    await azure.delete(id);
    const tagged = await azure.patch(clusterPath(), { tags: { a: "b" } });
    expect(await ended(tagged)).toEqual(["Failed", "ReconcileStandardLoadBalancerError"]);
    const pool = { count: 1, vmSize: "Standard_D4ds_v5", vnetSubnetID: subnet };
    const added = await azure.put(`${clusterPath()}/agentPools/more`, { properties: pool });
    expect([added.status, await ended(added)]).toEqual([201, ["Failed", "ReconcileVMSSAgentPoolFailed"]]);
});

test("a load balancer and an add-on do not fail the cluster: they wait, and come with the role", async () => {
    const subnet = await makeSubnet(azure);
    const content = clusterContent({
        pool: { vnetSubnetID: subnet },
        properties: { addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true } } },
    });
    expect(await ended(await azure.put(clusterPath(), content))).toBe("Succeeded");
    const vault = (
        await azure.put("resourceGroups/rg/providers/Microsoft.KeyVault/vaults/vault-1", {
            location: "westus2",
            properties: {
                tenantId: azure.server.ready.tenantId,
                sku: { family: "A", name: "standard" },
                enableRbacAuthorization: true,
            },
        })
    ).body.id;
    await control(azure, "workload", { vaults: [vault], internalLoadBalancerSubnets: [subnet] });
    const failures = async () => {
        const all = (await azure.jobs("c1")).flatMap(({ identity, failure }) =>
            failure ? `${identity}: ${failure.code}, heals ${failure.heals}` : [],
        );
        return [...new Set(all)];
    };
    expect(await failures()).toEqual([
        "controlPlane: SyncLoadBalancerFailed, heals by itself",
        "azureKeyvaultSecretsProvider: AuthorizationFailed, heals by itself",
    ]);
    const jobs = await azure.jobs("c1");
    const holder = (identity: string) => jobs.find((job) => job.identity === identity)?.principalId ?? "";
    await assign(azure, networkContributor, holder("controlPlane"), subnet.slice(0, subnet.indexOf("/subnets/")));
    await assign(azure, "4633458b-17de-408a-b874-0445c86b69e6", holder("azureKeyvaultSecretsProvider"), vault);
    expect(await failures()).toEqual([]);
});
