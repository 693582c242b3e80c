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
import type { Ground } from "./ground";
import { VM_SIZE } from "./program";

/** A kind of cluster that users build, and what its workloads use beyond the cluster's own properties. */
export interface Scenario {
    /** What the permissions page calls it. */
    title: string;
    args(ground: Ground): Partial<ManagedIdentityAksClusterArgs>;
    /** Resource ids, by the names that local-azure gives to them. */
    workload?: Partial<Record<keyof Workload, (ground: Ground) => { id: Ground["group"]["id"] }>>;
}

export const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
const kubenet = { ...network, networkPlugin: "kubenet", podCidr: "10.244.0.0/16" };
const systemAssigned = { type: ControlPlaneIdentityType.SystemAssigned };
const aksManaged = { type: KubeletIdentityType.AksManaged };
const legacyInsights = (workspaceId: ContainerInsightsArgs["workspaceId"]) => ({
    workspaceId,
    authentication: ContainerInsightsAuthentication.Legacy,
});

export const SCENARIOS: Record<string, Scenario> = {
    created: { title: "Created identities, subnet of your own", args: () => ({}) },
    managednet: {
        title: "Network created by AKS",
        args: () => ({ systemNodePool: { vmSize: VM_SIZE } }),
    },
    existing: {
        title: "Existing control plane identity",
        args: ({ identity }) => ({ controlPlaneIdentity: { resourceId: identity.id } }),
    },
    one: {
        title: "One identity for both",
        args: ({ identity, subnets }) => ({
            controlPlaneIdentity: { resourceId: identity.id },
            kubeletIdentity: { resourceId: identity.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.work.id },
        }),
    },
    aksmanaged: { title: "AKS-managed kubelet identity", args: () => ({ kubeletIdentity: aksManaged }) },
    system: {
        title: "System-assigned control plane",
        args: () => ({ controlPlaneIdentity: systemAssigned }),
    },
    legacy: {
        title: "Legacy service principal, registry, Container insights",
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
        args: ({ admins }) => ({
            entra: { adminGroupNames: [admins.displayName], azureRBAC: true, disableLocalAccounts: true },
        }),
    },
    pools: {
        title: "Several pools, pod subnet",
        args: ({ subnets }) => ({
            network,
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.system.id, podSubnetId: subnets.pods.id },
            nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: subnets.work.id, podSubnetId: subnets.pods.id }],
        }),
    },
    apiserver: {
        title: "API server VNet integration",
        args: ({ subnets }) => ({ apiServer: { subnetId: subnets.api.id } }),
    },
    apiservernet: {
        title: "API server VNet integration, network created by AKS",
        args: () => ({
            controlPlaneIdentity: systemAssigned,
            systemNodePool: { vmSize: VM_SIZE },
            apiServer: { vnetIntegration: true },
        }),
    },
    ownzone: {
        title: "Private cluster, DNS zone of your own",
        args: ({ zone }) => ({
            apiServer: { privateCluster: true, privateDNSZone: zone.id },
            properties: { fqdnSubdomain: "shop" },
        }),
    },
    linkedzone: {
        title: "Private cluster, DNS zone of your own, custom network role",
        args: ({ zone, linker }) => ({
            apiServer: { privateCluster: true, privateDNSZone: zone.id },
            networkAccess: { role: linker.id },
        }),
    },
    systemzone: {
        title: "Private cluster, system DNS zone",
        args: () => ({ apiServer: { privateCluster: true, privateDNSZone: "system" } }),
    },
    routes: {
        title: "kubenet, route table of your own",
        args: ({ subnets, routes }) => ({
            network: kubenet,
            networkAccess: { routeTableId: routes.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.routed.id },
        }),
    },
    udr: {
        title: "User-defined routing",
        args: ({ subnets, routes }) => ({
            network: { ...network, outboundType: "userDefinedRouting" },
            networkAccess: { routeTableId: routes.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.routed.id },
        }),
    },
    nat: {
        title: "NAT gateway of your own",
        args: ({ subnets, nat }) => ({
            network: { ...network, outboundType: "userAssignedNATGateway" },
            networkAccess: { natGatewayId: nat.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets.natted.id },
        }),
    },
    publicips: {
        title: "Public IPs in another group",
        args: ({ addresses }) => ({ networkAccess: { publicIPResourceGroupIds: [addresses.id] } }),
        workload: { publicIPs: ({ address }) => address },
    },
    internal: {
        title: "Internal load balancers",
        args: ({ subnets }) => ({ networkAccess: { internalLoadBalancerSubnetIds: [subnets.work.id] } }),
        workload: { internalLoadBalancerSubnets: ({ subnets }) => subnets.work },
    },
    rbac: {
        title: "Registry in RBAC mode",
        args: ({ rbacRegistry }) => ({ registries: [{ id: rbacRegistry.id }] }),
        workload: { registries: ({ rbacRegistry }) => rbacRegistry },
    },
    abac: {
        title: "Registry in ABAC mode",
        args: ({ abacRegistry }) => ({
            registries: [{ id: abacRegistry.id, permissions: RegistryPermissions.Abac }],
        }),
        workload: { registries: ({ abacRegistry }) => abacRegistry },
    },
    late: {
        title: "Registry, AKS-managed kubelet identity",
        args: ({ rbacRegistry }) => ({ kubeletIdentity: aksManaged, registries: [{ id: rbacRegistry.id }] }),
        workload: { registries: ({ rbacRegistry }) => rbacRegistry },
    },
    isolated: {
        title: "Network-isolated bootstrap registry",
        args: ({ rbacRegistry }) => ({ bootstrapRegistryId: rbacRegistry.id }),
    },
    isolatednet: {
        title: "Network-isolated, registry and network created by AKS",
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
        args: ({ diskEncryptionSet }) => ({ encryption: { diskEncryptionSetId: diskEncryptionSet.id } }),
    },
    kms: {
        title: "Key Vault KMS, public vault",
        args: ({ keyId, vault }) => ({ encryption: { keyVaultKms: { keyId, keyVaultId: vault.id } } }),
    },
    privatekms: {
        title: "Key Vault KMS, private vault",
        args: ({ keyId, subnets, vault }) => ({
            apiServer: { subnetId: subnets.api.id },
            encryption: {
                keyVaultKms: { keyId, keyVaultId: vault.id, networkAccess: KeyVaultNetworkAccess.Private },
            },
        }),
    },
    extra: {
        title: "Extra role assignments",
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
        args: ({ joiner }) => ({ networkAccess: { role: joiner.id } }),
    },
    properties: {
        title: "Further properties",
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
        args: () => ({
            sku: ClusterSku.Automatic,
            controlPlaneIdentity: systemAssigned,
            systemNodePool: { vmSize: VM_SIZE },
        }),
    },
    automaticnet: {
        title: "AKS Automatic, subnets of your own, cost analysis",
        args: ({ subnets }) => ({
            sku: ClusterSku.Automatic,
            apiServer: { subnetId: subnets.api.id },
            addons: { costAnalysis: true },
        }),
    },
    policy: {
        title: "Azure Policy, cost analysis",
        args: () => ({ tier: ClusterTier.Standard, addons: { azurePolicy: true, costAnalysis: true } }),
    },
    insights: {
        title: "Container insights",
        args: ({ workspace }) => ({
            addons: {
                containerInsights: { workspaceId: workspace.id, workspaceLocation: workspace.location },
            },
        }),
    },
    legacyinsights: {
        title: "Container insights, legacy authentication",
        args: ({ workspace }) => ({ addons: { containerInsights: legacyInsights(workspace.id) } }),
    },
    prometheus: {
        title: "Managed Prometheus",
        args: ({ metrics }) => ({
            addons: {
                managedPrometheus: { workspaceId: metrics.id, workspaceLocation: metrics.location },
            },
        }),
    },
    podidentity: {
        title: "Pod identity, without identities",
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
        args: ({ vault }) => ({ addons: { keyVaultSecrets: { vaults: [{ id: vault.id }] } } }),
        workload: { vaults: ({ vault }) => vault },
    },
    certificates: {
        title: "Key Vault secrets provider, certificates",
        args: ({ vault }) => ({
            addons: { keyVaultSecrets: { vaults: [{ id: vault.id, certificates: true }] } },
        }),
        workload: { vaults: ({ vault }) => vault, certificateVaults: ({ vault }) => vault },
    },
    gateway: {
        title: "Application gateway ingress, existing gateway",
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
        args: ({ subnets }) => ({ addons: { applicationGateway: { subnetId: subnets.newgateway.id } } }),
    },
    gatewaymanagednet: {
        title: "Application gateway ingress, new subnet in a network created by AKS",
        args: () => ({
            systemNodePool: { vmSize: VM_SIZE },
            addons: { applicationGateway: { subnetCidr: "10.225.0.0/24" } },
        }),
    },
    gatewaycidr: {
        title: "Application gateway ingress, new subnet in a network of your own",
        args: () => ({ addons: { applicationGateway: { subnetCidr: "10.10.200.0/24" } } }),
    },
    virtualnode: {
        title: "Virtual node",
        args: ({ subnets }) => ({
            network,
            addons: { virtualNode: { subnetName: subnets.aci.name.apply(String) } },
        }),
    },
    routing: {
        title: "Application routing",
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
