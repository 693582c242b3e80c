import {
    type Answer,
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    refused,
    TestAzure,
} from "./harness";
import { west } from "./plainCases";

// What a deployer needs on what add-ons, load balancer and pools of his cluster work with, beside the cluster's own group.

let azure: TestAzure;
let token: string;
let deployer: string;
beforeEach(async () => {
    azure = await TestAzure.start();
    const group = await makeGroup(azure);
    await makeGroup(azure, "other");
    deployer = (await makeIdentity(azure, "deployer")).properties.principalId;
    await assign(azure, contributor, deployer, group);
    token = await azure.tokenOf(deployer);
});
afterEach(() => azure.stop());

const other = "resourceGroups/other/providers";
const workspace = `${other}/Microsoft.OperationalInsights/workspaces/logs`;
const gateway = `${other}/Microsoft.Network/applicationGateways/front`;
const network = `${other}/Microsoft.Network/virtualNetworks/vnet`;
const idOf = (path: string) => `${azure.subscription}/${path}`;
const withAddon = (key: string, config: object, enabled = true) =>
    clusterContent({ properties: { addonProfiles: { [key]: { enabled, config } } } });

async function makeNetwork(): Promise<void> {
    const subnets = [{ name: "subnet", properties: { addressPrefix: "10.1.0.0/24" } }];
    await azure.put(network, {
        ...west,
        properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets },
    });
}

async function makeGateway(): Promise<void> {
    await makeNetwork();
    const subnet = { id: idOf(`${network}/subnets/subnet`) };
    await azure.put(gateway, {
        ...west,
        properties: { gatewayIPConfigurations: [{ name: "ip", properties: { subnet } }] },
    });
}

/** Gives the deployer one action after the other, and each time sees which it lacks; with all of them he gets through. */
async function needs(actions: [action: string, scope: string][], put: () => Promise<Answer>): Promise<Answer> {
    const role = "00000000-0000-4000-9000-000000000007";
    const path = `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const grant = (granted: string[]) =>
        azure.put(path, {
            properties: {
                roleName: "Growing",
                assignableScopes: [azure.subscription],
                permissions: [{ actions: ["Microsoft.Resources/deployments/read", ...granted] }],
            },
        });
    await grant([]);
    expect((await assign(azure, role, deployer, `${azure.subscription}/resourceGroups/other`)).status).toBe(201);
    for (const [i, [action, scope]] of actions.entries()) {
        await grant(actions.slice(0, i).map(([before]) => before));
        expect(await put()).toMatchObject(
            refused(
                403,
                "LinkedAuthorizationFailed",
                new RegExp(`permission to perform action '${action}' on the linked scope\\(s\\) '${idOf(scope)}' or`),
            ),
        );
    }
    await grant(actions.map(([action]) => action));
    return put();
}

const putCluster = (content: object) => () => azure.put(clusterPath(), content, { token });

test("a Log Analytics workspace", async () => {
    await azure.put(workspace, west);
    const content = (enabled: boolean) =>
        withAddon("omsAgent", { logAnalyticsWorkspaceResourceID: idOf(workspace) }, enabled);
    expect((await putCluster(content(false))()).status).toBe(201);
    const answer = await needs(
        [
            ["Microsoft.OperationalInsights/workspaces/sharedkeys/read", workspace],
            ["Microsoft.OperationalInsights/workspaces/read", workspace],
            ["Microsoft.OperationsManagement/solutions/write", "resourceGroups/other"],
            ["Microsoft.OperationsManagement/solutions/read", "resourceGroups/other"],
        ],
        putCluster(content(true)),
    );
    expect(answer.status).toBe(200);
});

test("an application gateway, and the subnet it is in", async () => {
    await makeGateway();
    const answer = await needs(
        [
            ["Microsoft.Network/applicationGateways/read", gateway],
            ["Microsoft.Network/applicationGateways/write", gateway],
            ["Microsoft.Network/virtualNetworks/subnets/join/action", `${network}/subnets/subnet`],
        ],
        putCluster(withAddon("ingressApplicationGateway", { applicationGatewayId: idOf(gateway) })),
    );
    expect(answer.status).toBe(201);
});

test("a subnet for a gateway that AKS is to make", async () => {
    await makeNetwork();
    const subnet = `${network}/subnets/subnet`;
    const answer = await needs(
        [["Microsoft.Network/virtualNetworks/subnets/join/action", subnet]],
        putCluster(withAddon("ingressApplicationGateway", { subnetId: idOf(subnet) })),
    );
    expect(answer.status).toBe(201);
});

test.each([
    ["NodeIP", ["joinLoadBalancer/action"]],
    ["NodeIPConfiguration", []],
])("a network whose load balancer takes nodes by %s", async (backendPoolType, more) => {
    await makeNetwork();
    const subnet = `${network}/subnets/subnet`;
    const content = clusterContent({
        properties: { networkProfile: { loadBalancerProfile: { backendPoolType } } },
        pool: { vnetSubnetID: idOf(subnet) },
    });
    const answer = await needs(
        [
            ["Microsoft.Network/virtualNetworks/subnets/join/action", subnet],
            ...more.map((action): [string, string] => [`Microsoft.Network/virtualNetworks/${action}`, network]),
        ],
        putCluster(content),
    );
    expect(answer.status).toBe(201);
});

test("addresses and prefixes that nodes go out by", async () => {
    const address = `${other}/Microsoft.Network/publicIPAddresses/out`;
    const prefix = `${other}/Microsoft.Network/publicIPPrefixes/out`;
    const loadBalancerProfile = {
        outboundIPs: { publicIPs: [{ id: idOf(address) }] },
        outboundIPPrefixes: { publicIPPrefixes: [{ id: idOf(prefix) }] },
    };
    const answer = await needs(
        [
            ["Microsoft.Network/publicIPAddresses/join/action", address],
            ["Microsoft.Network/publicIPPrefixes/join/action", prefix],
        ],
        putCluster(clusterContent({ properties: { networkProfile: { loadBalancerProfile } } })),
    );
    expect(answer.status).not.toBe(403);
});

test("a disk encryption set", async () => {
    const set = `${other}/Microsoft.Compute/diskEncryptionSets/disks`;
    const answer = await needs(
        [["Microsoft.Compute/diskEncryptionSets/read", set]],
        putCluster(clusterContent({ properties: { diskEncryptionSetID: idOf(set) } })),
    );
    expect(answer.status).not.toBe(403);
});

test("a proximity placement group", async () => {
    const placement = `${other}/Microsoft.Compute/proximityPlacementGroups/near`;
    const action = "Microsoft.Compute/proximityPlacementGroups/write";
    await azure.put(clusterPath("there"), clusterContent({ properties: { dnsPrefix: "there" } }));
    const pool = { count: 1, proximityPlacementGroupID: idOf(placement) };
    const lacking = refused(403, "LinkedAuthorizationFailed", /proximityPlacementGroups\/write'/);
    expect(await azure.put(`${clusterPath("there")}/agentPools/near`, { properties: pool }, { token })).toMatchObject(
        lacking,
    );
    const answer = await needs([[action, placement]], putCluster(clusterContent({ pool })));
    expect(answer).toMatchObject(refused(501, "NotModelled", /proximityPlacementGroupID/));
});
