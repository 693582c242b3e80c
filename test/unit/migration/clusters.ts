/** A cluster as ARM shows it, and the same as the Azure CLI prints it. */

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-0000000000aa";
const GROUP = `${SUBSCRIPTION}/resourceGroups/shop`;
export const CLUSTER_ID = `${SUBSCRIPTION}/resourcegroups/shop/providers/Microsoft.ContainerService/managedClusters/shop`;
export const SUBNET = `${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes`;
export const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/images`;
const CONTROL_PLANE = "11111111-0000-0000-0000-000000000001";
export const KUBELET = "11111111-0000-0000-0000-000000000002";

const pool = { vmSize: "Standard_D4ds_v5", type: "VirtualMachineScaleSets", osDiskSizeGB: 128, osDiskType: "Managed" };

/** System-assigned, with SSH keys, labels and two pools, of which the system pool comes second. */
export const ARM_CLUSTER = {
    id: CLUSTER_ID,
    name: "shop",
    type: "Microsoft.ContainerService/ManagedClusters",
    location: "westeurope",
    tags: { Team: "shop" },
    sku: { name: "Base", tier: "Free" },
    identity: { type: "SystemAssigned", principalId: CONTROL_PLANE, tenantId: "t" },
    properties: {
        provisioningState: "Succeeded",
        powerState: { code: "Running" },
        kubernetesVersion: "1.33",
        currentKubernetesVersion: "1.33.4",
        dnsPrefix: "shop",
        fqdn: "shop-1.hcp.westeurope.azmk8s.io",
        nodeResourceGroup: "MC_shop_shop_westeurope",
        enableRBAC: true,
        linuxProfile: { adminUsername: "azureuser", ssh: { publicKeys: [{ keyData: "ssh-rsa AAAA" }] } },
        servicePrincipalProfile: { clientId: "msi" },
        agentPoolProfiles: [
            { ...pool, name: "batch", mode: "User", count: 2, vnetSubnetID: SUBNET, nodeLabels: { Team: "batch" } },
            { ...pool, name: "nodepool1", mode: "System", count: 3, vnetSubnetID: SUBNET, tags: { Team: "shop" } },
        ],
        networkProfile: {
            networkPlugin: "azure",
            networkPolicy: "none",
            loadBalancerSku: "Standard",
            podCidr: "10.244.0.0/16",
            podCidrs: ["10.244.0.0/16"],
            serviceCidr: "10.0.0.0/16",
            serviceCidrs: ["10.0.0.0/16"],
            dnsServiceIP: "10.0.0.10",
            outboundType: "loadBalancer",
        },
        autoScalerProfile: { "scan-interval": "20s", expander: "least-waste" },
        identityProfile: {
            kubeletidentity: {
                resourceId: `${SUBSCRIPTION}/resourcegroups/MC_shop_shop_westeurope/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop-agentpool`,
                clientId: "11111111-0000-0000-0000-000000000003",
                objectId: KUBELET,
            },
        },
    },
};

const { properties, ...envelope } = ARM_CLUSTER;
const { enableRBAC, networkProfile, agentPoolProfiles, autoScalerProfile: _, ...flat } = properties;
const { dnsServiceIP, ...network } = networkProfile;

/** `az aks show`: flat, with nulls, letter cases of its own and a group. */
export const AZ_CLUSTER = {
    ...envelope,
    ...flat,
    resourceGroup: "shop",
    enableRbac: enableRBAC,
    aadProfile: null,
    addonProfiles: null,
    networkProfile: { ...network, dnsServiceIp: dnsServiceIP, natGatewayProfile: null },
    agentPoolProfiles: agentPoolProfiles.map(({ vnetSubnetID, osDiskSizeGB, ...rest }) => ({
        ...rest,
        vnetSubnetId: vnetSubnetID,
        osDiskSizeGb: osDiskSizeGB,
        nodeTaints: null,
    })),
    autoScalerProfile: { scanInterval: "20s", expander: "least-waste" },
};

const ROLES = {
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
};

/** A role assignment as `az role assignment list` prints it. */
export function assignment(number: number, role: keyof typeof ROLES, scope: string, principalId = CONTROL_PLANE) {
    return {
        id: `${scope}/providers/Microsoft.Authorization/roleAssignments/22222222-0000-0000-0000-00000000000${number}`,
        principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
        roleDefinitionName: role,
        scope,
    };
}

export const VIRTUAL_NETWORK = SUBNET.replace("/subnets/nodes", "");
export { GROUP as RESOURCE_GROUP };
