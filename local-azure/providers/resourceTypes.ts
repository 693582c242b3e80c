import * as shapes from "./shapes";

/** All that the provider knows of a resource type. Rows follow facts `azure-native-provider.md` §1.1 and the SDK's d.ts. */
export interface ResourceType {
    token: string;
    apiVersion: string;
    /** PUT path; its parameters are inputs of the same name, each of which replaces the resource when changed. */
    path: string;
    /** Settable properties by JSON type; path parameters are strings besides. */
    inputs: Partial<Record<InputType, string[]>>;
    /** Besides the path parameters. */
    required: string[];
    /** Checks of the own name. */
    name?: { minLength?: number; maxLength?: number; pattern?: RegExp };
    /** `a`: top level, and changed leaves one level below it; `a.b`: nested. */
    forceNew: string[];
    /** Defaults of the schema: an input added with this value is no change. */
    defaults: Record<string, boolean | string>;
    /** Outputs that are not inputs. */
    outputs: string[];
    /** Parts of settable objects that only Azure sets; `*` is any element or entry. */
    readOnly: string[];
    shape: shapes.Shape;
    /** Objects whose keys ARM spells differently: path to key table. */
    keyTables: Record<string, Record<string, string>>;
    /** A list in the SDK, a map in ARM. */
    stringSets: string[];
    /** Lists that belong to other resources unless the program sets them. */
    maintained: string[];
    /** Whether a PUT is a long-running operation even when it answers 200 or 201. */
    longRunning: boolean;
}

export type InputType = "string" | "boolean" | "integer" | "number" | "array" | "object";

type Row = Pick<ResourceType, "token" | "apiVersion" | "path" | "inputs" | "outputs" | "shape"> &
    Partial<ResourceType>;

const words = (text: string) => text.trim().split(/\s+/);

const inGroup = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const identities = `${inGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;
const clusters = `${inGroup}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`;
const networks = `${inGroup}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}`;

const rows: Row[] = [
    {
        token: "azure-native:resources:ResourceGroup",
        apiVersion: "2024-03-01",
        path: inGroup,
        inputs: { string: words("location managedBy"), object: ["tags"] },
        required: ["location"],
        forceNew: ["location"],
        name: { minLength: 1, maxLength: 90 },
        outputs: words("name properties type"),
        shape: shapes.flat,
    },
    {
        token: "azure-native:network:VirtualNetwork",
        apiVersion: "2024-05-01",
        path: networks,
        inputs: {
            string: words("id location privateEndpointVNetPolicies"),
            boolean: words("enableDdosProtection enableVmProtection"),
            integer: ["flowTimeoutInMinutes"],
            array: words("ipAllocations subnets virtualNetworkPeerings"),
            object: words(
                "addressSpace bgpCommunities ddosProtectionPlan dhcpOptions encryption extendedLocation tags",
            ),
        },
        forceNew: ["location"],
        defaults: { enableDdosProtection: false, enableVmProtection: false },
        outputs: words("etag flowLogs name provisioningState resourceGuid type"),
        readOnly: words(`subnets.*.provisioningState subnets.*.purpose subnets.*.privateEndpoints
            subnets.*.ipConfigurations subnets.*.ipConfigurationProfiles bgpCommunities.regionalCommunity`),
        shape: shapes.virtualNetwork,
        maintained: ["subnets"],
        longRunning: true,
    },
    {
        token: "azure-native:network:Subnet",
        apiVersion: "2024-05-01",
        path: `${networks}/subnets/{subnetName}`,
        inputs: {
            string: words(`addressPrefix id name privateEndpointNetworkPolicies privateLinkServiceNetworkPolicies
                sharingScope type`),
            boolean: ["defaultOutboundAccess"],
            array: words(`addressPrefixes applicationGatewayIPConfigurations delegations ipAllocations
                ipamPoolPrefixAllocations serviceEndpointPolicies serviceEndpoints`),
            object: words("natGateway networkSecurityGroup routeTable"),
        },
        defaults: {
            privateEndpointNetworkPolicies: "Disabled",
            privateLinkServiceNetworkPolicies: "Enabled",
        },
        outputs:
            words(`etag ipConfigurationProfiles ipConfigurations privateEndpoints provisioningState purpose
            resourceNavigationLinks serviceAssociationLinks`),
        readOnly: words(
            "delegations.*.provisioningState delegations.*.actions serviceEndpoints.*.provisioningState",
        ),
        shape: shapes.subnet,
        longRunning: true,
    },
    {
        token: "azure-native:managedidentity:UserAssignedIdentity",
        apiVersion: "2023-01-31",
        path: identities,
        inputs: { string: ["location"], object: ["tags"] },
        required: ["location"],
        forceNew: ["location"],
        outputs: words("clientId name principalId systemData tenantId type"),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:managedidentity:FederatedIdentityCredential",
        apiVersion: "2023-01-31",
        path: `${identities}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
        inputs: { string: words("issuer subject"), array: ["audiences"] },
        required: words("audiences issuer subject"),
        name: { minLength: 3, maxLength: 120, pattern: /^[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}$/ },
        outputs: words("name systemData type"),
        shape: shapes.proxy,
    },
    {
        token: "azure-native:authorization:RoleAssignment",
        apiVersion: "2022-04-01",
        path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        inputs: {
            string: words(`condition conditionVersion delegatedManagedIdentityResourceId description principalId
                principalType roleDefinitionId`),
        },
        required: words("principalId roleDefinitionId"),
        // Not roleDefinitionId: that is an in-place PUT, which ARM refuses (facts §4).
        forceNew: ["principalId"],
        defaults: { principalType: "User" },
        outputs: words("createdBy createdOn name scope systemData type updatedBy updatedOn"),
        shape: shapes.proxy,
    },
    {
        token: "azure-native:authorization:RoleDefinition",
        apiVersion: "2022-05-01-preview",
        path: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        inputs: {
            string: words("description roleName roleType"),
            array: words("assignableScopes permissions"),
        },
        outputs: words("createdBy createdOn name systemData type updatedBy updatedOn"),
        readOnly: words("permissions.*.condition permissions.*.conditionVersion"),
        shape: { ...shapes.proxy, renames: { roleType: "type" } },
    },
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
        outputs:
            words(`azurePortalFQDN currentKubernetesVersion eTag fqdn maxAgentPools name powerState privateFQDN
            provisioningState resourceUID status systemData type`),
        readOnly:
            words(`identity.principalId identity.tenantId oidcIssuerProfile.issuerURL addonProfiles.*.identity
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
            boolean: words(
                "enableAutoScaling enableEncryptionAtHost enableFIPS enableNodePublicIP enableUltraSSD",
            ),
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
    {
        token: "azure-native:containerregistry:Registry",
        apiVersion: "2023-01-01-preview",
        path: `${inGroup}/providers/Microsoft.ContainerRegistry/registries/{registryName}`,
        inputs: {
            string: words("location networkRuleBypassOptions publicNetworkAccess zoneRedundancy"),
            boolean: words("adminUserEnabled anonymousPullEnabled dataEndpointEnabled"),
            object: words("encryption identity networkRuleSet policies sku tags"),
        },
        required: words("location sku"),
        name: { minLength: 5, maxLength: 50, pattern: /^[a-zA-Z0-9]*$/ },
        forceNew: ["location"],
        defaults: {
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            networkRuleBypassOptions: "AzureServices",
            publicNetworkAccess: "Enabled",
            zoneRedundancy: "Disabled",
        },
        outputs:
            words(`creationDate dataEndpointHostNames loginServer name privateEndpointConnections provisioningState
            status systemData type`),
        readOnly: words("sku.tier encryption.status policies.retentionPolicy.lastUpdatedTime"),
        shape: shapes.tracked,
        longRunning: true,
    },
];

/** Keyed by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
    rows.map((row): [string, ResourceType] => [
        row.token,
        {
            required: [],
            forceNew: [],
            defaults: {},
            readOnly: [],
            keyTables: {},
            stringSets: [],
            maintained: [],
            longRunning: false,
            ...row,
        },
    ]),
);

/** Settable properties and their types. */
export function inputTypes(type: ResourceType): Map<string, InputType> {
    return new Map(
        Object.entries(type.inputs).flatMap(([kind, names]) =>
            names.map((name): [string, InputType] => [name, kind as InputType]),
        ),
    );
}

/** Every property of the state besides `id` and `azureApiVersion`. */
export function outputNames(type: ResourceType): string[] {
    return [...new Set([...inputTypes(type).keys(), ...type.outputs])].filter((name) => name !== "id");
}
