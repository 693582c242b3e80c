import { Registry } from "@pulumi/azure-native/containerregistry";
import { Vault } from "@pulumi/azure-native/keyvault";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { AzureMonitorWorkspace } from "@pulumi/azure-native/monitor";
import { ApplicationGateway, RouteTable, Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { PrivateZone } from "@pulumi/azure-native/privatedns";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "managed-identity-aks";

const KEY_VERSION = "0123456789abcdef0123456789abcdef";
const VM = "Standard_D4ds_v5";
const CLIENT_ID = "11111111-2222-3333-4444-555555555555";
const IDENTITY =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ours";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** Programs as users have them, by what they make: everything that a cluster stands on is a resource of the program. */
export const SHAPES: Record<string, () => pulumi.Resource[]> = {
    "own identities": () => [cluster()],
    "existing identities by id": () => [
        cluster({
            controlPlaneIdentity: { resourceId: IDENTITY },
            kubeletIdentity: { resourceId: IDENTITY },
        }),
    ],
    "existing identities of the program": () => {
        const inGroup = { resourceGroupName: new ResourceGroup("ids").name };
        const controlPlane = new UserAssignedIdentity("control-plane", inGroup);
        const kubelet = new UserAssignedIdentity("kubelet", inGroup);
        const { clientId, principalId } = kubelet;
        return [
            cluster({
                controlPlaneIdentity: { resourceId: controlPlane.id },
                kubeletIdentity: { resourceId: kubelet.id, clientId, principalId },
            }),
        ];
    },
    "a system-assigned identity": () => [cluster({ controlPlaneIdentity: { type: "SystemAssigned" } })],
    "a service principal": () => [
        cluster({
            controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: { clientId: CLIENT_ID } },
        }),
    ],
    "an identity that has left a service principal": () => [
        cluster({ controlPlaneIdentity: { formerServicePrincipalClientId: CLIENT_ID } }),
    ],
    "all add-ons": () => [cluster(allAddons)],
    "a network, a registry and keys of the program": () => [cluster(surroundings)],
    "groups of Entra": () => [
        cluster({ entra: { adminGroupNames: ["admins"], azureRBAC: true }, exportKubeconfig: true }),
    ],
    "AKS Automatic": () => [
        cluster((subnet) => ({
            sku: "Automatic",
            apiServer: { subnetId: subnet("api").id },
            exportKubeconfig: true,
        })),
    ],
    "a kubeconfig": () => [cluster({ exportKubeconfig: true })],
    "role assignments of somebody else": () => [cluster({ roleAssignmentMode: "Skip" })],
    "workload identity": () => {
        const aks = cluster({ oidcIssuer: true, workloadIdentity: true });
        const { resourceGroupName } = { resourceGroupName: new ResourceGroup("shop").name };
        const vault = new Vault("shop", {
            resourceGroupName,
            properties: { sku: { family: "A", name: "standard" }, tenantId: CLIENT_ID },
        });
        const app = {
            oidcIssuerUrl: aks.oidcIssuerUrl.apply((url) => url),
            serviceAccounts: [{ namespace: "shop", name: "orders" }],
            extraRoleAssignments: [{ name: "secrets", role: READER, scope: vault.id }],
        };
        return [
            aks,
            new AksWorkloadIdentity("own", { resourceGroupName, ...app }),
            new AksWorkloadIdentity("existing", { identityResourceId: IDENTITY, ...app }),
            new AksWorkloadIdentity("of-the-program", {
                identityResourceId: new UserAssignedIdentity("app", { resourceGroupName }).id,
                ...app,
            }),
        ];
    },
};

/** Programs that Azure would refuse, which only shows in what outputs hold. */
export const REFUSED: Record<string, () => pulumi.Resource[]> = {
    "a subnet that is none": () => [
        cluster({ systemNodePool: { vmSize: VM, subnetId: new ResourceGroup("no-subnet").id } }),
    ],
};

type Args = Partial<ManagedIdentityAksClusterArgs>;
/** A subnet of the program's one network. */
type MakeSubnet = (name: string) => Subnet;

function cluster(args: Args | ((subnet: MakeSubnet) => Args) = {}): ManagedIdentityAksCluster {
    const { name: resourceGroupName } = new ResourceGroup("net");
    const { name: virtualNetworkName } = new VirtualNetwork("net", { resourceGroupName });
    const subnet: MakeSubnet = (name) => new Subnet(name, { resourceGroupName, virtualNetworkName });
    return new ManagedIdentityAksCluster("aks", {
        resourceGroupName: new ResourceGroup("aks").name,
        systemNodePool: { vmSize: VM, subnetId: subnet("system").id },
        nodePools: [{ name: "work", vmSize: VM, subnetId: subnet("work").id }],
        ...(typeof args === "function" ? args(subnet) : args),
    });
}

function allAddons(subnet: MakeSubnet): Args {
    const inGroup = { resourceGroupName: new ResourceGroup("addons").name };
    const logs = new Workspace("logs", inGroup);
    const metrics = new AzureMonitorWorkspace("metrics", inGroup);
    const zone = new PrivateZone("ingress", inGroup);
    const vault = new Vault("secrets", {
        ...inGroup,
        properties: { sku: { family: "A", name: "standard" }, tenantId: CLIENT_ID },
    });
    const gateway = new ApplicationGateway("gateway", inGroup);
    const identity = new UserAssignedIdentity("pod", inGroup);
    return {
        network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" },
        tier: "Standard",
        addons: {
            azurePolicy: true,
            containerInsights: { workspaceId: logs.id, workspaceLocation: logs.location },
            managedPrometheus: { workspaceId: metrics.id, workspaceLocation: metrics.location },
            keyVaultSecrets: { vaults: [{ id: vault.id }] },
            applicationGateway: { gatewayId: gateway.id, subnetId: subnet("gateway").id },
            virtualNode: { subnetId: subnet("aci").id },
            applicationRouting: { privateDNSZoneIds: [zone.id], keyVaultIds: [vault.id] },
            podIdentity: {
                identities: [{ name: "app", namespace: "shop", identityResourceId: identity.id }],
            },
        },
    };
}

function surroundings(subnet: MakeSubnet): Args {
    const inGroup = { resourceGroupName: new ResourceGroup("around").name };
    const vault = new Vault("etcd", {
        ...inGroup,
        properties: { sku: { family: "A", name: "standard" }, tenantId: CLIENT_ID },
    });
    const zone = new PrivateZone("zone", { ...inGroup, privateZoneName: "privatelink.westeurope.azmk8s.io" });
    return {
        network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" },
        networkAccess: {
            routeTableId: new RouteTable("routes", inGroup).id,
            internalLoadBalancerSubnetIds: [subnet("services").id],
        },
        apiServer: { privateCluster: true, privateDNSZone: zone.id },
        registries: [{ id: new Registry("images", { ...inGroup, sku: { name: "Premium" } }).id }],
        encryption: {
            keyVaultKms: {
                keyId: pulumi.interpolate`${vault.properties.vaultUri}keys/etcd/${KEY_VERSION}`,
                keyVaultId: vault.id,
            },
        },
        extraRoleAssignments: [{ name: "own", role: READER, scope: new ResourceGroup("own").id }],
        tags: { team: "shop" },
    };
}
