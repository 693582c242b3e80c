import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

const networks = `${inGroup}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}`;

/** Networks and what lies around a subnet. `location` is force-new only where the provider lists it by hand (replacement.go): the network API does not mark it. */
export const networkRows: Row[] = [
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
        maintained: words("subnets virtualNetworkPeerings"),
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
        outputs: words(`etag ipConfigurationProfiles ipConfigurations privateEndpoints provisioningState purpose
            resourceNavigationLinks serviceAssociationLinks`),
        readOnly: words("delegations.*.provisioningState delegations.*.actions serviceEndpoints.*.provisioningState"),
        shape: shapes.subnet,
        longRunning: true,
    },
    {
        token: "azure-native:network:RouteTable",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/routeTables/{routeTableName}`,
        inputs: {
            string: words("id location"),
            boolean: ["disableBgpRoutePropagation"],
            array: ["routes"],
            object: ["tags"],
        },
        maintained: ["routes"],
        readOnly: words("routes.*.etag routes.*.provisioningState routes.*.hasBgpOverride"),
        outputs: words("etag name provisioningState resourceGuid subnets type"),
        shape: shapes.routeTable,
        longRunning: true,
    },
    {
        token: "azure-native:network:Route",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/routeTables/{routeTableName}/routes/{routeName}`,
        inputs: {
            string: words("addressPrefix id name nextHopIpAddress nextHopType type"),
        },
        required: ["nextHopType"],
        outputs: words("etag hasBgpOverride provisioningState"),
        shape: shapes.networkPart,
        longRunning: true,
    },
    {
        token: "azure-native:network:NetworkSecurityGroup",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}`,
        inputs: {
            string: words("id location"),
            boolean: ["flushConnection"],
            array: ["securityRules"],
            object: ["tags"],
        },
        maintained: ["securityRules"],
        readOnly: words("securityRules.*.etag securityRules.*.provisioningState"),
        outputs: words(`defaultSecurityRules etag flowLogs name networkInterfaces provisioningState
                resourceGuid subnets type`),
        shape: shapes.networkSecurityGroup,
        longRunning: true,
    },
    {
        token: "azure-native:network:NatGateway",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/natGateways/{natGatewayName}`,
        inputs: {
            string: words("id location"),
            integer: ["idleTimeoutInMinutes"],
            array: words("publicIpAddresses publicIpPrefixes zones"),
            object: words("sku tags"),
        },
        outputs: words("etag name provisioningState resourceGuid subnets type"),
        shape: shapes.networkResource,
        longRunning: true,
    },
    {
        token: "azure-native:network:PublicIPAddress",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/publicIPAddresses/{publicIpAddressName}`,
        inputs: {
            string: words(`deleteOption id ipAddress location migrationPhase publicIPAddressVersion
                publicIPAllocationMethod`),
            integer: ["idleTimeoutInMinutes"],
            array: words("ipTags zones"),
            object: words(`ddosSettings dnsSettings extendedLocation linkedPublicIPAddress natGateway
                publicIPPrefix servicePublicIPAddress sku tags`),
        },
        // PAN:provider/pkg/gen/replacement.go lists these by hand.
        forceNew: words("location publicIPAddressVersion publicIPPrefix sku"),
        outputs: words("etag ipConfiguration name provisioningState resourceGuid type"),
        shape: shapes.networkResource,
        longRunning: true,
    },
    {
        token: "azure-native:network:ApplicationGateway",
        apiVersion: "2024-05-01",
        path: `${inGroup}/providers/Microsoft.Network/applicationGateways/{applicationGatewayName}`,
        inputs: {
            string: words("id location"),
            boolean: words("enableFips enableHttp2 forceFirewallPolicyAssociation"),
            array: words(`authenticationCertificates backendAddressPools backendHttpSettingsCollection
                backendSettingsCollection customErrorConfigurations frontendIPConfigurations
                frontendPorts gatewayIPConfigurations httpListeners listeners
                loadDistributionPolicies privateLinkConfigurations probes redirectConfigurations
                requestRoutingRules rewriteRuleSets routingRules sslCertificates sslProfiles
                trustedClientCertificates trustedRootCertificates urlPathMaps zones`),
            object: words(`autoscaleConfiguration firewallPolicy globalConfiguration identity sku sslPolicy
                tags webApplicationFirewallConfiguration`),
        },
        readOnly: words("identity.principalId identity.tenantId"),
        stringSets: ["identity.userAssignedIdentities"],
        outputs: words(`defaultPredefinedSslPolicy etag name operationalState privateEndpointConnections
                provisioningState resourceGuid type`),
        shape: shapes.applicationGateway,
        longRunning: true,
    },
];
