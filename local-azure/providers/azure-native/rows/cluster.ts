import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

const clusters = `${inGroup}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`;

/** Clusters and their pools. */
export const clusterRows: Row[] = [
    {
        token: "azure-native:containerservice:ManagedCluster",
        apiVersion: "2025-09-01",
        path: clusters,
        inputs: {
            string: words(`diskEncryptionSetID dnsPrefix fqdnSubdomain kind kubernetesVersion location nodeResourceGroup
                publicNetworkAccess supportPlan`),
            boolean: words("disableLocalAccounts enableRBAC"),
            array: words("agentPoolProfiles privateLinkResources"),
            object: words(`aadProfile addonProfiles aiToolchainOperatorProfile apiServerAccessProfile autoScalerProfile
                autoUpgradeProfile azureMonitorProfile bootstrapProfile extendedLocation httpProxyConfig identity
                identityProfile ingressProfile linuxProfile metricsProfile networkProfile nodeProvisioningProfile
                nodeResourceGroupProfile oidcIssuerProfile podIdentityProfile securityProfile serviceMeshProfile
                servicePrincipalProfile sku storageProfile tags upgradeSettings windowsProfile
                workloadAutoScalerProfile`),
        },
        required: ["location"],
        name: {
            minLength: 1,
            maxLength: 63,
            pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$/,
        },
        forceNew: [
            ...words(
                "location diskEncryptionSetID dnsPrefix fqdnSubdomain linuxProfile nodeResourceGroup windowsProfile",
            ),
            ...words(`serviceCidr serviceCidrs dnsServiceIP networkMode networkPlugin networkPluginMode podCidr
                networkDataplane networkPolicy outboundType`).map((key) => `networkProfile.${key}`),
        ],
        outputs: words(`azurePortalFQDN currentKubernetesVersion eTag fqdn maxAgentPools name powerState privateFQDN
            provisioningState resourceUID status systemData type`),
        readOnly: words(`identity.principalId identity.tenantId oidcIssuerProfile.issuerURL addonProfiles.*.identity
            agentPoolProfiles.*.currentOrchestratorVersion agentPoolProfiles.*.eTag agentPoolProfiles.*.nodeImageVersion
            agentPoolProfiles.*.provisioningState podIdentityProfile.userAssignedIdentities.*.provisioningState
            podIdentityProfile.userAssignedIdentities.*.provisioningInfo ingressProfile.webAppRouting.identity
            networkProfile.loadBalancerProfile.effectiveOutboundIPs networkProfile.natGatewayProfile.effectiveOutboundIPs
            privateLinkResources.*.privateLinkServiceID httpProxyConfig.effectiveNoProxy`),
        shape: shapes.tracked,
        keyTables: { autoScalerProfile: shapes.autoScalerKeys },
        stringSets: ["identity.userAssignedIdentities"],
        longRunning: true,
    },
    {
        token: "azure-native:containerservice:AgentPool",
        apiVersion: "2025-09-01",
        path: `${clusters}/agentPools/{agentPoolName}`,
        inputs: {
            string: words(`capacityReservationGroupID gpuInstanceProfile hostGroupID kubeletDiskType messageOfTheDay mode
                nodePublicIPPrefixID orchestratorVersion osDiskType osSKU osType podIPAllocationMode podSubnetID
                proximityPlacementGroupID scaleDownMode scaleSetEvictionPolicy scaleSetPriority type vmSize vnetSubnetID
                workloadRuntime`),
            boolean: words("enableAutoScaling enableEncryptionAtHost enableFIPS enableNodePublicIP enableUltraSSD"),
            integer: words("count maxCount maxPods minCount osDiskSizeGB"),
            number: ["spotMaxPrice"],
            array: words("availabilityZones nodeTaints virtualMachineNodesStatus"),
            object: words(`creationData gatewayProfile gpuProfile kubeletConfig linuxOSConfig localDNSProfile
                networkProfile nodeLabels powerState securityProfile tags upgradeSettings virtualMachinesProfile
                windowsProfile`),
        },
        name: { pattern: /^[a-z][a-z0-9]{0,11}$/ },
        forceNew: words("vmSize gpuInstanceProfile networkProfile.nodePublicIPTags"),
        outputs: words("currentOrchestratorVersion eTag name nodeImageVersion provisioningState status"),
        shape: shapes.proxy,
        longRunning: true,
    },
];
