import type { TestAzure } from "../local-azure/harness";

/** Ids of what the clusters stand on. */
export type GroundIds = Record<
    | "group"
    | "system"
    | "work"
    | "api"
    | "pods"
    | "routed"
    | "natted"
    | "gateway"
    | "network"
    | "routes"
    | "nat"
    | "zone"
    | "vault"
    | "keyId"
    | "diskEncryptionSet"
    | "registry"
    | "otherRegistry"
    | "workspace"
    | "gatewayId"
    | "publicZone"
    | "address",
    string
>;

/** Everything that clusters made by hand stand on, made by hand as well. Nobody adopts it. */
export async function makeGroundByHand(arm: TestAzure): Promise<GroundIds> {
    const group = await put(arm, "resourceGroups/ground", {});
    const inGroup = (type: string, name: string, body: object = {}) =>
        put(arm, `${group}/providers/${type}/${name}`, body);

    const address = (name: string) =>
        inGroup("Microsoft.Network/publicIPAddresses", name, {
            sku: { name: "Standard" },
            properties: { publicIPAllocationMethod: "Static" },
        });
    const registry = (name: string) =>
        inGroup("Microsoft.ContainerRegistry/registries", name, { sku: { name: "Premium" } });
    const routes = await inGroup("Microsoft.Network/routeTables", "routes");
    const nat = await inGroup("Microsoft.Network/natGateways", "nat", {
        sku: { name: "Standard" },
        properties: { publicIpAddresses: [{ id: await address("nat-address") }] },
    });
    const subnets: Record<string, object> = {
        system: {},
        work: {},
        pods: {},
        api: {},
        gateway: {},
        aci: {},
        routed: { routeTable: { id: routes } },
        natted: { natGateway: { id: nat } },
    };
    const network = await inGroup("Microsoft.Network/virtualNetworks", "network", {
        properties: {
            addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
            subnets: Object.entries(subnets).map(([name, properties], index) => ({
                name,
                properties: { addressPrefix: `10.10.${index * 8}.0/21`, ...properties },
            })),
        },
    });
    const subnet = (name: string) => `${network}/subnets/${name}`;

    const vault = await inGroup("Microsoft.KeyVault/vaults", "managed-identity-aks", {
        properties: {
            tenantId: arm.server.ready.tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    });
    const key = await put(arm, `${vault}/keys/etcd`, { properties: { kty: "RSA" } });
    const { keyUriWithVersion: keyId } = Object((await arm.get(key)).body.properties);
    const gatewayId = await inGroup("Microsoft.Network/applicationGateways", "gateway", {
        properties: {
            sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 1 },
            gatewayIPConfigurations: [{ name: "ip", properties: { subnet: { id: subnet("gateway") } } }],
            frontendIPConfigurations: [
                { name: "public", properties: { publicIPAddress: { id: await address("gateway-address") } } },
            ],
            frontendPorts: [{ name: "http", properties: { port: 80 } }],
        },
    });

    return {
        group,
        network,
        system: subnet("system"),
        work: subnet("work"),
        pods: subnet("pods"),
        api: subnet("api"),
        gateway: subnet("gateway"),
        routed: subnet("routed"),
        natted: subnet("natted"),
        routes,
        nat,
        zone: await inGroup("Microsoft.Network/privateDnsZones", "privatelink.westeurope.azmk8s.io", GLOBAL),
        publicZone: await inGroup("Microsoft.Network/dnsZones", "aks.example", GLOBAL),
        vault,
        keyId,
        diskEncryptionSet: await inGroup("Microsoft.Compute/diskEncryptionSets", "disks", {
            identity: { type: "SystemAssigned" },
            properties: { activeKey: { keyUrl: keyId } },
        }),
        registry: await registry("rbacregistry"),
        otherRegistry: await registry("otherregistry"),
        workspace: await inGroup("Microsoft.OperationalInsights/workspaces", "logs"),
        gatewayId,
        address: await address("address"),
    };
}

const GLOBAL = { location: "global" };

async function put(arm: TestAzure, path: string, body: object): Promise<string> {
    const answer = await arm.put(path, { location: "westeurope", ...body });
    expect({ path, error: answer.body.error }).toEqual({ path });
    return answer.body.id;
}

export interface ServicePrincipal {
    clientId: string;
    secret: string;
    objectId: string;
}

/** What a legacy cluster runs as. */
export async function makeServicePrincipalByHand(arm: TestAzure, displayName: string): Promise<ServicePrincipal> {
    const made = async (path: string, body: object): Promise<Record<string, string>> =>
        Object((await arm.graph("POST", path, body)).body);
    const { id: application, appId } = await made("applications", { displayName });
    const { id } = await made("servicePrincipals", { appId });
    const { secretText } = await made(`applications/${application}/addPassword`, {});
    return { clientId: String(appId), secret: String(secretText), objectId: String(id) };
}
