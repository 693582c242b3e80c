import { assign, makeGroup, makeIdentity, makeSubnet, networkContributor, refused, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const group = "resourceGroups/rg/providers";
const network = `${group}/Microsoft.Network`;
const west = { location: "westus2" };
const idOf = (path: string) => `${azure.subscription}/${path}`;
const start = async (options: Parameters<typeof TestAzure.start>[0] = {}) => {
    azure = await TestAzure.start(options);
    await makeGroup(azure);
};

describe("networks", () => {
    test("a subnet's route table, NAT gateway and rules know it, and are not deleted under it", async () => {
        await start();
        const address = {
            ...west,
            sku: { name: "Standard" },
            properties: { publicIPAllocationMethod: "Static" },
        };
        const ip = await azure.put(`${network}/publicIPAddresses/ip`, address);
        const gateway = { ...west, properties: { publicIpAddresses: [{ id: ip.body.id }] } };
        const nat = await azure.put(`${network}/natGateways/nat`, gateway);
        const routes = await azure.put(`${network}/routeTables/rt`, west);
        const subnet = await makeSubnet(azure, {
            natGateway: { id: nat.body.id },
            routeTable: { id: routes.body.id },
        });
        for (const [path, code] of [
            ["natGateways/nat", "InUseNatGatewayCannotBeDeleted"],
            ["routeTables/rt", "InUseRouteTableCannotBeDeleted"],
        ]) {
            expect((await azure.get(`${network}/${path}`)).body.properties.subnets).toEqual([{ id: subnet }]);
            expect(await azure.delete(`${network}/${path}`)).toMatchObject(
                refused(400, code ?? "", new RegExp(`in use by the following resources: ${subnet}`)),
            );
        }
        expect(await azure.delete(`${network}/publicIPAddresses/ip`)).toMatchObject(
            refused(400, "PublicIPAddressCannotBeDeleted", /natGateways\/nat/),
        );
    });

    test("routes of a table: in its list and on their own", async () => {
        await start();
        const route = (name: string) => ({ name, properties: { nextHopType: "Internet" } });
        await azure.put(`${network}/routeTables/rt`, {
            ...west,
            properties: { routes: [route("a"), route("b")] },
        });
        await azure.put(`${network}/routeTables/rt/routes/c`, { properties: { nextHopType: "None" } });
        const names = async () =>
            (await azure.get(`${network}/routeTables/rt/routes`)).body.value.map(({ name }) => name);
        expect(await names()).toEqual(["a", "b", "c"]);
        await azure.put(`${network}/routeTables/rt`, { ...west, properties: { routes: [route("b")] } });
        expect(await names()).toEqual(["b"]);
    });

    test("one write at a time in a network, if writes take time (facts, last table)", async () => {
        await start({ writeSeconds: 5 });
        const vnet = `${network}/virtualNetworks/v`;
        await azure.put(vnet, { ...west, properties: { addressSpace: { addressPrefixes: ["10.0.0.0/8"] } } });
        const first = await azure.put(`${vnet}/subnets/a`, { properties: { addressPrefix: "10.1.0.0/24" } });
        expect([first.status, typeof first.headers["azure-asyncoperation"]]).toEqual([201, "string"]);
        const second = { properties: { addressPrefix: "10.2.0.0/24" } };
        expect(await azure.put(`${vnet}/subnets/b`, second)).toMatchObject(
            refused(409, "AnotherOperationInProgress", /^Another operation on this or dependent resource/),
        );
        azure.advance(5);
        expect((await azure.put(`${vnet}/subnets/b`, second)).status).toBe(201);
    });

    test("what is pointed at must be there, and the caller may join it", async () => {
        await start();
        const gateway = (id: string) => ({ ...west, properties: { publicIpAddresses: [{ id }] } });
        const nowhere = idOf(`${network}/publicIPAddresses/none`);
        expect(await azure.put(`${network}/natGateways/nat`, gateway(nowhere))).toMatchObject(
            refused(400, "InvalidResourceReference", new RegExp(`^Resource ${nowhere} referenced by`)),
        );
        await makeGroup(azure, "other");
        const there = "resourceGroups/other/providers/Microsoft.Network/publicIPAddresses/ip";
        await azure.put(there, west);
        const { properties } = await makeIdentity(azure, "engineer");
        await assign(azure, networkContributor, properties.principalId, idOf("resourceGroups/rg"));
        const token = await azure.tokenOf(properties.principalId);
        expect(await azure.put(`${network}/natGateways/nat`, gateway(idOf(there)), { token })).toMatchObject(
            refused(403, "LinkedAuthorizationFailed", /publicIPAddresses\/join\/action' on the linked scope/),
        );
    });
});

describe("peerings", () => {
    const networks = ["a", "b", "c"] as const;
    type Name = (typeof networks)[number];
    const path = (name: Name) => `${network}/virtualNetworks/${name}`;
    const peering = (from: Name, to: Name) => `${path(from)}/virtualNetworkPeerings/${to}`;
    const peer = (from: Name, to: Name, token?: string) => {
        const properties = { remoteVirtualNetwork: { id: idOf(path(to)) } };
        return azure.put(peering(from, to), { properties }, token ? { token } : {});
    };
    const states = async (...all: [Name, Name][]) =>
        Promise.all(all.map(async ([from, to]) => (await azure.get(peering(from, to))).body.properties.peeringState));
    const ranges: Record<Name, string> = { a: "10.1.0.0/16", b: "10.2.0.0/16", c: "10.1.128.0/17" };
    const put = (name: Name, range: string, more = {}) =>
        azure.put(path(name), { ...west, properties: { addressSpace: { addressPrefixes: [range] }, ...more } });
    const withNetworks = async (options: Parameters<typeof TestAzure.start>[0] = {}) => {
        await start(options);
        for (const name of networks) {
            expect((await put(name, ranges[name])).status).toBe(201);
        }
    };

    test("two sides connect; one that is left alone is disconnected, and written again before the other", async () => {
        await withNetworks();
        await peer("a", "b");
        expect(await states(["a", "b"])).toEqual(["Initiated"]);
        await peer("b", "a");
        expect(await states(["a", "b"], ["b", "a"])).toEqual(["Connected", "Connected"]);
        expect((await azure.get(path("a"))).body.properties.virtualNetworkPeerings).toHaveLength(1);
        await azure.delete(peering("b", "a"));
        expect(await states(["a", "b"])).toEqual(["Disconnected"]);
        expect(await peer("b", "a")).toMatchObject(refused(400, "RemotePeeringIsDisconnected", /Initiated state/));
        await peer("a", "b");
        expect(await states(["a", "b"])).toEqual(["Initiated"]);
        expect((await peer("b", "a")).status).toBe(201);
        expect(await states(["a", "b"], ["b", "a"])).toEqual(["Connected", "Connected"]);
    });

    test("no address is reached twice", async () => {
        await withNetworks();
        expect(await peer("a", "c")).toMatchObject(refused(400, "VnetAddressSpacesOverlap", /10\.1\.0\.0\/16/));
        await peer("a", "b");
        await peer("b", "a");
        expect(await peer("c", "b")).toMatchObject(
            refused(400, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", /10\.1\.128\.0\/17/),
        );
    });

    test("both networks must be there and idle", async () => {
        await withNetworks({ writeSeconds: 5 });
        const subnet = { properties: { addressPrefix: "10.2.1.0/24" } };
        expect((await azure.put(`${path("b")}/subnets/nodes`, subnet)).status).toBe(201);
        const busy = refused(400, "ReferencedResourceNotProvisioned", /virtualNetworks\/b used by resource/);
        expect(await peer("a", "b")).toMatchObject(busy);
        expect(await peer("b", "a")).toMatchObject(busy);
        azure.advance(5);
        expect((await peer("a", "b")).status).toBe(201);
        const nowhere = { properties: { remoteVirtualNetwork: { id: idOf(`${network}/virtualNetworks/none`) } } };
        azure.advance(5);
        expect(await azure.put(`${path("a")}/virtualNetworkPeerings/none`, nowhere)).toMatchObject(
            refused(400, "InvalidResourceReference", /virtualNetworks\/none/),
        );
    });

    test("who peers needs the right on the other network, too", async () => {
        await withNetworks();
        const { properties } = await makeIdentity(azure, "engineer");
        await assign(azure, networkContributor, properties.principalId, idOf(path("a")));
        const token = await azure.tokenOf(properties.principalId);
        expect(await peer("a", "b", token)).toMatchObject(
            refused(403, "LinkedAuthorizationFailed", /virtualNetworks\/peer\/action' on the linked scope/),
        );
        await assign(azure, networkContributor, properties.principalId, idOf(path("b")));
        expect((await peer("a", "b", token)).status).toBe(201);
    });

    test("what is not known of them is refused", async () => {
        await withNetworks();
        await peer("a", "b");
        const { virtualNetworkPeerings } = (await azure.get(path("a"))).body.properties;
        const unknown = refused(501, "NotModelled", /another address space of a network with peerings/);
        expect(await put("a", "10.3.0.0/16", { virtualNetworkPeerings })).toMatchObject(unknown);
        expect((await put("a", ranges.a, { virtualNetworkPeerings })).status).toBe(200);
        const remoteVirtualNetwork = { id: idOf(path("b")) };
        for (const setting of [{ useRemoteGateways: true }, { peerCompleteVnets: false }]) {
            const properties = { remoteVirtualNetwork, ...setting };
            expect(await azure.put(peering("a", "b"), { properties })).toMatchObject(refused(501, "NotModelled", /./));
        }
    });
});

describe("DNS zones", () => {
    const zone = (name: string) => `${network}/privateDnsZones/${name}`;
    const link = async () => ({
        location: "global",
        properties: {
            virtualNetwork: { id: idOf(`${network}/virtualNetworks/vnet`) },
            registrationEnabled: true,
        },
    });

    test("a zone with links is not deleted; one network sees one zone of a name", async () => {
        await start();
        await makeGroup(azure, "other");
        await makeSubnet(azure);
        await azure.put(zone("a.example"), { location: "global" });
        const path = `${zone("a.example")}/virtualNetworkLinks/l1`;
        await azure.put(path, await link());
        expect((await azure.get(zone("a.example"))).body.properties).toMatchObject({
            numberOfVirtualNetworkLinks: 1,
            numberOfVirtualNetworkLinksWithRegistration: 1,
        });
        expect(await azure.delete(zone("a.example"))).toMatchObject(
            refused(
                409,
                "CannotDeleteResource",
                `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: 'Microsoft.Network/privateDnsZones/a.example/virtualNetworkLinks/l1'. Please delete all nested resources before deleting this resource.`,
            ),
        );
        const twin = zone("a.example").replace("/rg/", "/other/");
        await azure.put(twin, { location: "global" });
        expect(await azure.put(`${twin}/virtualNetworkLinks/l1`, await link())).toMatchObject(
            refused(400, "BadRequest", /multiple zones with overlapping namespaces/),
        );
        expect((await azure.put(`${zone("a.example")}/virtualNetworkLinks/l2`, await link())).status).toBe(400);
        await azure.delete(path);
        expect((await azure.delete(zone("a.example"))).status).toBe(202);
    });

    test("all record sets of a zone, a wrong name and a child without its zone", async () => {
        await start();
        await azure.put(zone("a.example"), { location: "global" });
        await azure.put(`${zone("a.example")}/A/www`, { properties: { ttl: 1 } });
        await azure.put(`${zone("a.example")}/TXT/@`, { properties: { ttl: 1 } });
        expect((await azure.get(`${zone("a.example")}/ALL`)).body.value).toMatchObject([
            { name: "www", type: "Microsoft.Network/privateDnsZones/A" },
            { name: "@", properties: { fqdn: "a.example." } },
        ]);
        expect(await azure.put(zone("c.example"), west)).toMatchObject(
            refused(
                400,
                "LocationNotAvailableForResourceType",
                "The provided location 'westus2' is not available for resource type 'Microsoft.Network/privateDnsZones'. List of available regions for the resource type is 'global'.",
            ),
        );
        expect(await azure.put(zone("example"), { location: "global" })).toMatchObject(
            refused(400, "InvalidParameter", /zone name 'example'/),
        );
        expect(await azure.put(`${zone("b.example")}/A/www`, { properties: { ttl: 1 } })).toMatchObject(
            refused(
                404,
                "ParentResourceNotFound",
                `Failed to perform 'write' on resource(s) of type 'privateDnsZones/A', because the parent resource '${idOf(zone("b.example"))}' could not be found.`,
            ),
        );
        expect(await azure.put(`${zone("a.example")}/A/www`, { properties: {} })).toMatchObject(
            refused(400, "InvalidParameter", /ttl/),
        );
    });
});
