import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import { DiskEncryptionSet } from "@pulumi/azure-native/compute";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { Zone } from "@pulumi/azure-native/dns";
import { SubscriptionFeatureRegistration } from "@pulumi/azure-native/features";
import { Key, Vault } from "@pulumi/azure-native/keyvault";
import { FederatedIdentityCredential, UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import {
    AzureMonitorWorkspace,
    DataCollectionEndpoint,
    DataCollectionRule,
    DataCollectionRuleAssociation,
} from "@pulumi/azure-native/monitor";
import {
    ApplicationGateway,
    NatGateway,
    NetworkSecurityGroup,
    PublicIPAddress,
    RouteTable,
    Subnet,
    VirtualNetwork,
} from "@pulumi/azure-native/network";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { PrivateRecordSet, PrivateZone, VirtualNetworkLink } from "@pulumi/azure-native/privatedns";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { withEngine } from "./engine";

/** Everything that stands around a cluster, with as little said as the SDK allows. */
async function platform() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };

    const address = new PublicIPAddress("address", {
        ...inGroup,
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
    });
    const nat = new NatGateway("nat", { ...inGroup, publicIpAddresses: [{ id: address.id }] });
    const routes = new RouteTable("routes", inGroup);
    const rules = new NetworkSecurityGroup("rules", inGroup);
    const network = new VirtualNetwork("network", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });
    const subnet = new Subnet("subnet", {
        ...inGroup,
        virtualNetworkName: network.name,
        addressPrefix: "10.0.0.0/24",
        natGateway: { id: nat.id },
        routeTable: { id: routes.id },
        networkSecurityGroup: { id: rules.id },
    });
    const identity = new UserAssignedIdentity("identity", inGroup);
    for (const subject of ["one", "two", "three"]) {
        new FederatedIdentityCredential(subject, {
            ...inGroup,
            resourceName: identity.name,
            issuer: "https://issuer.example",
            subject,
            audiences: ["api://AzureADTokenExchange"],
        });
    }
    new ApplicationGateway("gateway", {
        ...inGroup,
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        gatewayIPConfigurations: [{ name: "ip", subnet: { id: subnet.id } }],
    });
    const zone = new PrivateZone("zone", { ...inGroup, privateZoneName: "a.example", location: "global" });
    const inZone = { ...inGroup, privateZoneName: zone.name };
    new VirtualNetworkLink("link", { ...inZone, location: "global", virtualNetwork: { id: network.id } });
    new PrivateRecordSet("www", {
        ...inZone,
        recordType: "A",
        ttl: 60,
        aRecords: [{ ipv4Address: "10.0.0.4" }],
    });
    new Zone("public", { ...inGroup, zoneName: "b.example", location: "global" });

    const { tenantId, objectId } = getClientConfigOutput();
    const vault = new Vault("vault", {
        ...inGroup,
        properties: {
            tenantId,
            sku: { family: "A", name: "standard" },
            accessPolicies: [{ tenantId, objectId, permissions: { keys: ["all"] } }],
        },
    });
    const key = new Key("key", { ...inGroup, vaultName: vault.name, properties: { kty: "RSA" } });
    new DiskEncryptionSet("disks", {
        ...inGroup,
        identity: { type: "SystemAssigned" },
        activeKey: { sourceVault: { id: vault.id }, keyUrl: key.keyUriWithVersion },
    });
    new Registry("registry", { ...inGroup, registryName: "registry1", sku: { name: "Premium" } });

    const logs = new Workspace("logs", inGroup);
    new AzureMonitorWorkspace("metrics", inGroup);
    const endpoint = new DataCollectionEndpoint("endpoint", inGroup);
    const rule = new DataCollectionRule("rule", {
        ...inGroup,
        dataCollectionEndpointId: endpoint.id,
        destinations: { logAnalytics: [{ name: "logs", workspaceResourceId: logs.id }] },
    });
    new DataCollectionRuleAssociation("association", {
        resourceUri: identity.id,
        dataCollectionRuleId: rule.id,
    });
    new SubscriptionFeatureRegistration("feature", { providerNamespace: "Microsoft.ContainerService" });
    return { keyUri: key.keyUri, records: zone.numberOfRecordSets };
}

test("what stands around a cluster lives: preview, up, a second up, refresh, destroy", async () => {
    await withEngine(platform, {}, async ({ stack, azure, newRequests }) => {
        const preview = await stack.preview();
        const count = preview.changeSummary.create;
        expect(preview.changeSummary).toEqual({ create: 27 });
        newRequests();
        expect((await stack.up()).summary.resourceChanges).toEqual({ create: count });

        newRequests();
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: count });
        expect(newRequests().filter(({ method }) => !["GET", "POST"].includes(method))).toEqual([]);
        expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: count });
        expect((await stack.preview()).changeSummary).toEqual({ same: count });

        await stack.destroy();
        expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
        expect(azure.requests().filter(({ status }) => status >= 500)).toEqual([]);
    });
});
