import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";
import { group, idOf, west } from "./plainCases";

// What the subnets of a cluster's nodes have to lead to, for the way out that it asks for.

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const standard = { ...west, sku: { name: "Standard" } };
    const address = `${network}/publicIPAddresses/out`;
    await azure.put(address, { ...standard, properties: { publicIPAllocationMethod: "Static" } });
    await azure.put(`${network}/natGateways/dry`, standard);
    const publicIpAddresses = [{ id: idOf(azure, address) }];
    await azure.put(`${network}/natGateways/nat`, { ...standard, properties: { publicIpAddresses } });
    await azure.put(`${network}/routeTables/routes`, west);
    const behind = (name: string) => ({ natGateway: { id: idOf(azure, `${network}/natGateways/${name}`) } });
    const parts = [
        {},
        behind("dry"),
        behind("nat"),
        { routeTable: { id: idOf(azure, `${network}/routeTables/routes`) } },
    ];
    const subnets = ["plain", "dry", "nat", "routed"].map((name, i) => ({
        name,
        properties: { addressPrefix: `10.1.${i}.0/24`, ...parts[i] },
    }));
    const properties = { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets };
    expect((await azure.put(`${network}/virtualNetworks/vnet`, { ...west, properties })).status).toBe(201);
});
afterEach(() => azure.stop());

const network = `${group}/Microsoft.Network`;
const subnetId = (name: string) => idOf(azure, `${network}/virtualNetworks/vnet/subnets/${name}`);
const placed = (subnet: string | undefined) => (subnet ? { vnetSubnetID: subnetId(subnet) } : {});
const put = (outboundType: string, subnet?: string) =>
    azure.put(
        clusterPath(),
        clusterContent({
            properties: { networkProfile: { networkPlugin: "azure", outboundType } },
            pool: placed(subnet),
        }),
    );

const refusals: [outboundType: string, subnet: string | undefined, expected: () => object][] = [
    [
        "userAssignedNATGateway",
        undefined,
        () =>
            refused(
                400,
                "UserAssignedNATGatewayWithManagedVNetNotAllowed",
                "Outbound type is userAssignedNATGateway but agent pool `nodepool1` is not using custom VNet, which is not allowed.",
            ),
    ],
    [
        "userAssignedNATGateway",
        "plain",
        () =>
            refused(
                400,
                "SubnetNotAssociatedWithNATGateway",
                `Subnet '${subnetId("plain")}' must have a NAT gateway associated for outbound connection`,
            ),
    ],
    [
        "userAssignedNATGateway",
        "dry",
        () =>
            refused(
                400,
                "NATGatewayNotAssociatedWithPublicIPOrIPPrefix",
                `NAT gateway '${idOf(azure, `${network}/natGateways/dry`)}' must have at least one public IP or IP prefix associated for outbound connection.`,
            ),
    ],
    [
        "userDefinedRouting",
        "plain",
        () =>
            refused(
                400,
                "ExistingRouteTableNotAssociatedWithSubnet",
                `An existing route table has not been associated with subnet ${subnetId("plain")}. Please update the route table association`,
            ),
    ],
    ["userDefinedRouting", undefined, () => refused(501, "NotModelled", /user-defined routing in a network of AKS's/)],
];

test.each(refusals)("%s does not go with the subnet %s, neither at first nor later", async (type, subnet, expected) => {
    expect(await put(type, subnet)).toMatchObject(expected());
    expect((await put("loadBalancer", subnet)).status).toBe(201);
    expect(await put(type, subnet)).toMatchObject(expected());
});

test.each([
    ["userAssignedNATGateway", "nat"],
    ["userDefinedRouting", "routed"],
    ["managedNATGateway", undefined],
    ["loadBalancer", "plain"],
])("%s goes with the subnet %s", async (type, subnet) => {
    const { status, body } = await put(type, subnet);
    expect([status, body.error]).toEqual([201, undefined]);
});

test("what a cluster has got is not looked at again", async () => {
    expect((await put("userDefinedRouting", "routed")).status).toBe(201);
    const vnet = `${network}/virtualNetworks/vnet/subnets/routed`;
    expect((await azure.put(vnet, { properties: { addressPrefix: "10.1.3.0/24" } })).body.error).toBeUndefined();
    expect((await put("userDefinedRouting", "routed")).status).toBe(200);
});

test("a pool that joins a cluster leads the same way", async () => {
    expect((await put("userAssignedNATGateway", "nat")).status).toBe(201);
    const pool = (subnet: string) =>
        azure.put(`${clusterPath()}/agentPools/more`, { properties: { count: 1, ...placed(subnet) } });
    expect(await pool("plain")).toMatchObject(refused(400, "SubnetNotAssociatedWithNATGateway", /plain/));
    expect((await pool("nat")).status).toBe(201);
});
