import type { Workload } from "../../local-azure/services/containerservice/state/state";
import {
    BootstrapArtifactSource,
    ClusterIdentityName,
    ClusterSku,
    ClusterTier,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    ControlPlaneIdentityType,
    KeyVaultNetworkAccess,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    RegistryPermissions,
} from "../../src";
import { VM_SIZE } from "./program";
import type { ScenarioGround } from "./scenarioGround";

/** A kind of cluster that users build, and what its workloads use beyond the cluster's own properties. */
export interface Scenario {
    /** What the pages call it. */
    title: string;
    /** When one needs it. */
    summary: string;
    args(ground: ScenarioGround): Partial<ManagedIdentityAksClusterArgs>;
    /** Resource ids, by the names that local-azure gives to them. */
    workload?: Partial<Record<keyof Workload, (ground: ScenarioGround) => { id: ScenarioGround["group"]["id"] }>>;
}

export const network = { networkPlugin: "azure" };
const kubenet = {
    networkPlugin: "kubenet",
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/16",
    dnsServiceIP: "10.96.0.10",
};
const systemAssigned = { type: ControlPlaneIdentityType.SystemAssigned };
const aksManaged = { type: KubeletIdentityType.AksManaged };
const legacyInsights = (workspaceId: ContainerInsightsArgs["workspaceId"]) => ({
    workspaceId,
    authentication: ContainerInsightsAuthentication.Legacy,
});

export const SCENARIOS: Record<string, Scenario> = {
    created: {
        title: "Created identities, your subnet",
        summary: "The default: the component creates both identities, and the nodes are in your subnet.",
        args: () => ({}),
    },
    managednet: {
        title: "Network created by AKS",
        summary:
            "AKS creates the network. No role on a subnet is needed, but the cluster cannot move to your network later.",
        args: () => ({ systemNodePool: { vmSize: VM_SIZE } }),
    },
    existing: {
        title: "Existing control plane identity",
        summary:
            "The control plane uses an identity that exists already, for example one that other teams know by its principal id.",
        args: ({ identity }) => ({ controlPlaneIdentity: { resourceId: identity.id } }),
    },
    one: {
        title: "One identity for both",
        summary:
            "The control plane and the nodes use one identity that exists already. Every pod on a node can then reach what the control plane can: two identities are safer.",
        args: ({ identity, subnets }) => ({
            controlPlaneIdentity: { resourceId: identity.id },
            kubeletIdentity: { resourceId: identity.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.work.id },
        }),
    },
    aksmanaged: {
        title: "AKS-managed kubelet identity",
        summary:
            "AKS creates the kubelet identity in the node resource group. A new cluster gets a new identity, so assign its registry roles again.",
        args: () => ({ kubeletIdentity: aksManaged }),
    },
    system: {
        title: "System-assigned control plane",
        summary:
            "The control plane uses the system-assigned identity of the cluster. Its role assignments exist only after the cluster, so AKS may need some minutes until it can use the subnet.",
        args: () => ({ controlPlaneIdentity: systemAssigned }),
    },
    legacy: {
        title: "Legacy service principal, registry, Container insights",
        summary:
            "A cluster that still uses a service principal, before its migration to managed identities. Do not create new clusters like this: see [off a service principal](../off-a-service-principal.md).",
        args: ({ legacy, rbacRegistry, workspace }) => ({
            controlPlaneIdentity: {
                type: ControlPlaneIdentityType.ServicePrincipal,
                servicePrincipal: legacy,
            },
            registries: [{ id: rbacRegistry.id }],
            addons: { containerInsights: legacyInsights(workspace.id) },
        }),
        workload: { registries: ({ rbacRegistry }) => rbacRegistry },
    },
    entra: {
        title: "Entra, no local accounts",
        summary:
            "Users sign in with Microsoft Entra ID, Azure RBAC decides what they can do, and the local admin account is off.",
        args: ({ admins }) => ({
            entra: { adminGroupNames: [admins.displayName], azureRBAC: true, disableLocalAccounts: true },
        }),
    },
    pools: {
        title: "Several pools, pod subnet",
        summary:
            "Each node pool has a subnet, and pods get addresses from a subnet of their own (Azure CNI with dynamic IP allocation).",
        args: ({ subnets }) => ({
            network,
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.system.id, podSubnetId: subnets.pods.id },
            nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: subnets.work.id, podSubnetId: subnets.pods.id }],
        }),
    },
    apiserver: {
        title: "API server VNet integration",
        summary: "The API server is in your subnet (API Server VNet Integration).",
        args: ({ subnets }) => ({ apiServer: { subnetId: subnets.api.id } }),
    },
    apiservernet: {
        title: "API server VNet integration, network created by AKS",
        summary: "The API server is in the network that AKS creates (API Server VNet Integration).",
        args: () => ({
            controlPlaneIdentity: systemAssigned,
            systemNodePool: { vmSize: VM_SIZE },
            apiServer: { vnetIntegration: true },
        }),
    },
    ownzone: {
        title: "Private cluster, your DNS zone",
        summary:
            "The API server has a private address, which your private DNS zone resolves. The zone's name contains the region: adapt it.",
        args: ({ zone }) => ({
            apiServer: { privateCluster: true, privateDNSZone: zone.id },
            properties: { fqdnSubdomain: "shop" },
        }),
    },
    linkedzone: {
        title: "Private cluster, your DNS zone, custom network role",
        summary:
            "The same, with a custom role instead of Network Contributor. The component cannot check that the role is sufficient: you choose its actions.",
        args: ({ zone, linker }) => ({
            apiServer: { privateCluster: true, privateDNSZone: zone.id },
            networkAccess: { role: linker.id },
        }),
    },
    systemzone: {
        title: "Private cluster, system DNS zone",
        summary: "The API server has a private address. AKS creates the private DNS zone in the node resource group.",
        args: () => ({ apiServer: { privateCluster: true, privateDNSZone: "system" } }),
    },
    routes: {
        title: "kubenet, your route table",
        summary:
            "The nodes use kubenet and your route table, in which AKS writes the routes of the pods. AKS retires kubenet on 31 March 2028: prefer Azure CNI overlay for new clusters.",
        args: ({ subnets, routes }) => ({
            network: kubenet,
            networkAccess: { routeTableId: routes.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.routed.id },
        }),
    },
    udr: {
        title: "User-defined routing",
        summary:
            "Outbound traffic uses your default route, here to a firewall at 10.10.200.4. The route must exist before the cluster.",
        args: ({ subnets, egress }) => ({
            network: { ...network, outboundType: "userDefinedRouting" },
            networkAccess: { routeTableId: egress.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.firewalled.id },
        }),
    },
    nat: {
        title: "Your NAT gateway",
        summary: "Outbound traffic uses your NAT gateway.",
        args: ({ subnets, nat }) => ({
            network: { ...network, outboundType: "userAssignedNATGateway" },
            networkAccess: { natGatewayId: nat.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.natted.id },
        }),
    },
    publicips: {
        title: "Public IPs in another group",
        summary: "Services of type LoadBalancer use public IP addresses of another resource group.",
        args: ({ addresses }) => ({ networkAccess: { publicIPResourceGroupIds: [addresses.id] } }),
        workload: { publicIPs: ({ address }) => address },
    },
    internal: {
        title: "Internal load balancers",
        summary: "Internal load balancers use another subnet than the nodes.",
        args: ({ subnets }) => ({ networkAccess: { internalLoadBalancerSubnetIds: [subnets.work.id] } }),
        workload: { internalLoadBalancerSubnets: ({ subnets }) => subnets.work },
    },
    rbac: {
        title: "Registry in RBAC mode",
        summary: "The nodes pull images from a container registry in its default mode, RBAC registry permissions.",
        args: ({ rbacRegistry }) => ({ registries: [{ id: rbacRegistry.id }] }),
        workload: { registries: ({ rbacRegistry }) => rbacRegistry },
    },
    abac: {
        title: "Registry in ABAC mode",
        summary:
            'The nodes pull images from a container registry in the mode "RBAC Registry + ABAC Repository Permissions". The registry exists already: azure-native cannot set its mode.',
        args: ({ abacRegistry }) => ({
            registries: [{ id: abacRegistry.id, permissions: RegistryPermissions.Abac }],
        }),
        workload: { registries: ({ abacRegistry }) => abacRegistry },
    },
    late: {
        title: "Registry, AKS-managed kubelet identity",
        summary:
            "AKS creates the kubelet identity, so it gets AcrPull after the cluster. Nodes cannot pull from the registry until then.",
        args: ({ rbacRegistry }) => ({ kubeletIdentity: aksManaged, registries: [{ id: rbacRegistry.id }] }),
        workload: { registries: ({ rbacRegistry }) => rbacRegistry },
    },
    isolated: {
        title: "Network-isolated bootstrap registry",
        summary:
            "The cluster has no outbound traffic: nodes pull the images of AKS from your registry, which caches them.",
        args: ({ rbacRegistry }) => ({ bootstrapRegistryId: rbacRegistry.id }),
    },
    isolatednet: {
        title: "Network-isolated, registry and network created by AKS",
        summary:
            "The cluster has no outbound traffic. AKS creates the network, and the registry that caches its images.",
        args: () => ({
            controlPlaneIdentity: systemAssigned,
            systemNodePool: { vmSize: VM_SIZE },
            network: { ...network, outboundType: "none" },
            apiServer: { privateCluster: true, vnetIntegration: true },
            bootstrapArtifactSource: BootstrapArtifactSource.Cache,
        }),
    },
    disks: {
        title: "Disk encryption set",
        summary: "Disks of nodes and volumes are encrypted with your key, by a disk encryption set.",
        args: ({ diskEncryptionSet }) => ({ encryption: { diskEncryptionSetId: diskEncryptionSet.id } }),
    },
    kms: {
        title: "Key Vault KMS, public vault",
        summary: "Secrets in etcd are encrypted with a key in Key Vault that is reachable from public networks.",
        args: ({ keyId, vault }) => ({ encryption: { keyVaultKms: { keyId, keyVaultId: vault.id } } }),
    },
    privatekms: {
        title: "Key Vault KMS, private vault",
        summary:
            "Secrets in etcd are encrypted with a key in Key Vault that is reachable through private networks only. It requires API Server VNet Integration.",
        args: ({ keyId, subnets, vault }) => ({
            apiServer: { subnetId: subnets.api.id },
            encryption: {
                keyVaultKms: { keyId, keyVaultId: vault.id, networkAccess: KeyVaultNetworkAccess.Private },
            },
        }),
    },
    extra: {
        title: "Extra role assignments",
        summary: "A role assignment that no input requests: you name the identity, the role and the scope.",
        args: ({ abacRegistry }) => ({
            extraRoleAssignments: [
                {
                    name: "repositories",
                    identity: ClusterIdentityName.Kubelet,
                    // Container Registry Repository Reader
                    role: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
                    scope: abacRegistry.id,
                    description: "The kubelets pull images of another team.",
                },
            ],
        }),
        workload: { registries: ({ abacRegistry }) => abacRegistry },
    },
    custom: {
        title: "Custom role instead of Network Contributor",
        summary:
            "A custom role instead of Network Contributor on the subnet, for organizations that allow fewer actions.",
        args: ({ joiner }) => ({ networkAccess: { role: joiner.id } }),
    },
    properties: {
        title: "Further properties",
        summary: "Properties of azure-native's ManagedCluster for which this component has no input.",
        args: () => ({
            network,
            properties: {
                networkProfile: { ipFamilies: ["IPv4"] },
                autoScalerProfile: { expander: "priority" },
                nodeResourceGroup: "properties-nodes",
            },
        }),
    },
    automatic: {
        title: "AKS Automatic, network created by AKS",
        summary: "AKS Automatic in a network that AKS creates.",
        args: () => ({
            sku: ClusterSku.Automatic,
            controlPlaneIdentity: systemAssigned,
            systemNodePool: { vmSize: VM_SIZE },
        }),
    },
    automaticnet: {
        title: "AKS Automatic, your subnets, cost analysis",
        summary: "AKS Automatic in your subnets. Nodes and API server have a subnet each.",
        args: ({ subnets }) => ({
            sku: ClusterSku.Automatic,
            apiServer: { subnetId: subnets.api.id },
            addons: { costAnalysis: true },
        }),
    },
    policy: {
        title: "Azure Policy, cost analysis",
        summary: "Azure Policy and cost analysis. They need no role assignment.",
        args: () => ({ tier: ClusterTier.Standard, addons: { azurePolicy: true, costAnalysis: true } }),
    },
    insights: {
        title: "Container insights",
        summary:
            "Container insights with managed identity authentication. The component creates the data collection rule.",
        args: ({ workspace }) => ({
            addons: {
                containerInsights: { workspaceId: workspace.id, workspaceLocation: workspace.location },
            },
        }),
    },
    legacyinsights: {
        title: "Container insights, legacy authentication",
        summary:
            "Container insights with legacy authentication: the agent has its own identity, with a role to publish metrics.",
        args: ({ workspace }) => ({ addons: { containerInsights: legacyInsights(workspace.id) } }),
    },
    prometheus: {
        title: "Managed Prometheus",
        summary:
            "Metrics go to an Azure Monitor workspace (managed Prometheus). The component creates the data collection rule.",
        args: ({ metrics }) => ({
            addons: {
                managedPrometheus: { workspaceId: metrics.id, workspaceLocation: metrics.location },
            },
        }),
    },
    podidentity: {
        title: "Pod identity, without identities",
        summary:
            "The deprecated pod identity, with an exception for pods that must reach the metadata service. Prefer [workload identity](../workload-identity.md).",
        args: () => ({
            addons: {
                podIdentity: {
                    exceptions: [{ name: "proxy", namespace: "edge", podLabels: { app: "proxy" } }],
                },
            },
        }),
    },
    secrets: {
        title: "Key Vault secrets provider, secrets",
        summary:
            "Pods mount secrets of a key vault (Secrets Store CSI driver). The identity of the add-on gets a role to read the secrets.",
        args: ({ vault }) => ({ addons: { keyVaultSecrets: { vaults: [{ id: vault.id }] } } }),
        workload: { vaults: ({ vault }) => vault },
    },
    certificates: {
        title: "Key Vault secrets provider, certificates",
        summary: "Pods mount secrets and certificates of a key vault (Secrets Store CSI driver).",
        args: ({ vault }) => ({
            addons: { keyVaultSecrets: { vaults: [{ id: vault.id, certificates: true }] } },
        }),
        workload: { vaults: ({ vault }) => vault, certificateVaults: ({ vault }) => vault },
    },
    gateway: {
        title: "Application gateway ingress, existing gateway",
        summary: "The add-on Application Gateway Ingress Controller configures your application gateway.",
        args: ({ gateway, gatewayIdentity, subnets }) => ({
            addons: {
                applicationGateway: {
                    gatewayId: gateway.id,
                    subnetId: subnets.gateway.id,
                    gatewayIdentityIds: [gatewayIdentity.id],
                },
            },
        }),
    },
    gatewaysubnet: {
        title: "Application gateway ingress, existing subnet",
        summary: "The add-on Application Gateway Ingress Controller creates an application gateway in your subnet.",
        args: ({ subnets }) => ({ addons: { applicationGateway: { subnetId: subnets.newgateway.id } } }),
    },
    gatewaymanagednet: {
        title: "Application gateway ingress, new subnet in a network created by AKS",
        summary:
            "The add-on Application Gateway Ingress Controller creates an application gateway and its subnet, in the network that AKS creates.",
        args: () => ({
            systemNodePool: { vmSize: VM_SIZE },
            addons: { applicationGateway: { subnetCidr: "10.225.0.0/24" } },
        }),
    },
    gatewaycidr: {
        title: "Application gateway ingress, new subnet in your network",
        summary:
            "The add-on Application Gateway Ingress Controller creates an application gateway and its subnet, in your network.",
        args: () => ({ addons: { applicationGateway: { subnetCidr: "10.10.210.0/24" } } }),
    },
    virtualnode: {
        title: "Virtual node",
        summary: "Pods run on Azure Container Instances, in your subnet (virtual node).",
        args: ({ subnets }) => ({
            network,
            addons: { virtualNode: { subnetId: subnets.aci.id } },
        }),
    },
    routing: {
        title: "Application routing",
        summary:
            "The application routing add-on (managed NGINX) writes records in your DNS zones, and reads certificates of a key vault.",
        args: ({ publicZone, ingressZone, vault }) => ({
            addons: {
                keyVaultSecrets: {},
                applicationRouting: {
                    publicDNSZoneIds: [publicZone.id],
                    privateDNSZoneIds: [ingressZone.id],
                    keyVaultIds: [vault.id],
                },
            },
        }),
        workload: { ingressVaults: ({ vault }) => vault },
    },
};
