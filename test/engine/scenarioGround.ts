import { getClientConfigOutput, RoleDefinition } from "@pulumi/azure-native/authorization";
import { DiskEncryptionSet } from "@pulumi/azure-native/compute";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { Zone } from "@pulumi/azure-native/dns";
import { Key, Vault } from "@pulumi/azure-native/keyvault";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { AzureMonitorWorkspace } from "@pulumi/azure-native/monitor";
import {
    ApplicationGateway,
    NatGateway,
    PublicIPAddress,
    RouteTable,
    VirtualNetwork,
} from "@pulumi/azure-native/network";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { PrivateZone } from "@pulumi/azure-native/privatedns";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as azuread from "@pulumi/azuread";
import { makeSubnets } from "./program";

/** Everything that the clusters of the scenarios stand on and that is not theirs. */
export function makeScenarioGround() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const addresses = new ResourceGroup("addresses");

    const routes = new RouteTable("routes", inGroup);
    const egress = new RouteTable("egress", {
        ...inGroup,
        routes: [
            {
                name: "firewall",
                addressPrefix: "0.0.0.0/0",
                nextHopType: "VirtualAppliance",
                nextHopIpAddress: "10.10.200.4",
            },
        ],
    });
    const natAddress = new PublicIPAddress("natAddress", { ...inGroup, ...STATIC });
    const nat = new NatGateway("nat", {
        ...inGroup,
        sku: { name: "Standard" },
        publicIpAddresses: [{ id: natAddress.id }],
    });
    const network = new VirtualNetwork("vnet", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const subnets = makeSubnets(inGroup.resourceGroupName, network, {
        system: {},
        work: {},
        pods: {},
        api: {},
        gateway: {},
        newgateway: {},
        aci: { delegations: [{ name: "containers", serviceName: "Microsoft.ContainerInstance/containerGroups" }] },
        routed: { routeTable: { id: routes.id } },
        natted: { natGateway: { id: nat.id } },
        firewalled: { routeTable: { id: egress.id } },
    });

    const vault = new Vault("vault", {
        ...inGroup,
        properties: {
            tenantId: getClientConfigOutput().tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    });
    const key = new Key(
        "etcd",
        { ...inGroup, vaultName: vault.name, keyName: "etcd", properties: { kty: "RSA" } },
        // Deleting a key takes a role on the vault's data, which the deployer does not have; the vault goes with it.
        { retainOnDelete: true },
    );
    const registry = (name: string) => new Registry(name, { ...inGroup, sku: { name: "Premium" } });

    const gatewayAddress = new PublicIPAddress("gatewayAddress", { ...inGroup, ...STATIC });
    const gatewayIdentity = new UserAssignedIdentity("gatewayIdentity", inGroup);
    const gateway = new ApplicationGateway("applicationGateway", {
        ...inGroup,
        identity: { type: "UserAssigned", userAssignedIdentities: [gatewayIdentity.id] },
        sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 1 },
        gatewayIPConfigurations: [{ name: "ip", subnet: { id: subnets.gateway.id } }],
        frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: gatewayAddress.id } }],
        frontendPorts: [{ name: "http", port: 80 }],
    });

    return {
        group,
        gateway,
        gatewayIdentity,
        workspace: new Workspace("logs", inGroup),
        metrics: new AzureMonitorWorkspace("metrics", inGroup),
        publicZone: new Zone("publicZone", { ...inGroup, zoneName: "aks.example", location: "global" }),
        ingressZone: new PrivateZone("ingressZone", {
            ...inGroup,
            privateZoneName: "internal.example",
            location: "global",
        }),
        addresses,
        address: new PublicIPAddress("address", { resourceGroupName: addresses.name, ...STATIC }),
        subnets,
        routes,
        egress,
        nat,
        zone: new PrivateZone("zone", {
            ...inGroup,
            location: "global",
            privateZoneName: "privatelink.westeurope.azmk8s.io",
        }),
        identity: new UserAssignedIdentity("identity", inGroup),
        vault,
        keyId: key.keyUriWithVersion,
        diskEncryptionSet: new DiskEncryptionSet("disks", {
            ...inGroup,
            identity: { type: "SystemAssigned" },
            activeKey: { keyUrl: key.keyUriWithVersion },
        }),
        rbacRegistry: registry("registry"),
        // Its mode is set past Pulumi: azure-native 3.28 does not know it.
        abacRegistry: registry("abacRegistry"),
        legacy: makeServicePrincipal(),
        admins: new azuread.Group("admins", { displayName: "cluster-admins", securityEnabled: true }),
        joiner: makeRole("joiner", "Subnet Joiner", group, ["subnets/join/action", "subnets/read"]),
        linker: makeRole("linker", "Network Linker", group, [
            "join/action",
            "read",
            "subnets/join/action",
            "subnets/read",
        ]),
    };
}

export type ScenarioGround = ReturnType<typeof makeScenarioGround>;

const STATIC = { sku: { name: "Standard" }, publicIPAllocationMethod: "Static" };

/** A custom role of a group, of actions on virtual networks. */
function makeRole(name: string, roleName: string, { id }: ResourceGroup, actions: string[]): RoleDefinition {
    return new RoleDefinition(name, {
        roleName,
        scope: id,
        assignableScopes: [id],
        permissions: [{ actions: actions.map((action) => `Microsoft.Network/virtualNetworks/${action}`) }],
    });
}

/** What a legacy cluster runs as. */
export function makeServicePrincipal() {
    const application = new azuread.Application("legacy", { displayName: "legacy-cluster" });
    const { clientId } = new azuread.ServicePrincipal("legacy", { clientId: application.clientId });
    const password = new azuread.ApplicationPassword("legacy", { applicationId: application.id });
    return { clientId, clientSecret: password.value };
}
