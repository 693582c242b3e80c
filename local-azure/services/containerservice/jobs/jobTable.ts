import { stringsAt } from "../../../kernel/json";
import { groupOf } from "../../../kernel/resourceId";
import {
    addressType,
    assignIdentity,
    encryptionSetType,
    gatewayType,
    groupType,
    joinAddress,
    joinSubnet,
    keyType,
    natGatewayType,
    networkType,
    privateZoneType,
    publicZoneType,
    registryType,
    routeTableType,
    subnetType,
    vaultType,
} from "../../../kernel/typeNames";
import {
    dnsZones,
    ifEnabled,
    ingressGateway,
    ingressGatewayIdentities,
    ingressGatewaySubnets,
    ingressVaults,
    kms,
    legacyMetrics,
    natGateways,
    networkOf,
    nodeNetworks,
    outsideAddresses,
    ownPrivateZone,
    podIdentities,
    poolIds,
    registries,
    routeTables,
    routeTablesOf,
    type Used,
    unique,
    virtualNodeSubnets,
} from "../state/clusterUses";
import { nodeGroupId } from "../state/state";

/** One thing a cluster does with an identity: operation, actions and scope as in facts/role-definitions.json. */
export interface Job {
    operation: string;
    /** `controlPlane`, `kubelet`, or the add-on's key as requests write it. */
    identity: string;
    actions?: string[];
    dataActions?: string[];
    /** Done by the identity of the request that asks for it, not by running components that still hold an old token. */
    onRequest?: true;
    /** On what; nothing to do where none comes out. */
    scopes: (used: Used) => string[];
}

const enterSubnet = [joinSubnet, `${subnetType}/read`];
const verbs = (prefix: string, ...words: string[]) => words.map((word) => `${prefix}/${word}`);
const records = ["read", "A/read", "A/write", "A/delete", "TXT/read", "TXT/write", "TXT/delete"];

const controlPlane: Omit<Job, "identity">[] = [
    {
        operation: "join node pool VMs to a customer subnet",
        actions: enterSubnet,
        scopes: (used) => poolIds(used, "vnetSubnetID"),
    },
    {
        operation: "join pods to a customer pod subnet",
        actions: enterSubnet,
        scopes: (used) => poolIds(used, "podSubnetID"),
    },
    {
        operation: "join a customer API server subnet (API Server VNet Integration)",
        actions: enterSubnet,
        scopes: ({ cluster }) => stringsAt(cluster.properties, "apiServerAccessProfile.subnetId"),
    },
    {
        operation: "create an internal load balancer in a customer subnet",
        actions: enterSubnet,
        scopes: ({ cluster }) => cluster.workload.internalLoadBalancerSubnets,
    },
    {
        operation: "create an internal load balancer in a customer subnet",
        actions: [`${networkType}/read`],
        scopes: ({ cluster }) => unique(cluster.workload.internalLoadBalancerSubnets.flatMap(networkOf)),
    },
    {
        operation: "manage the load balancer in the node resource group",
        actions: verbs("Microsoft.Network/loadBalancers", "read", "write", "delete"),
        scopes: ({ cluster }) => [nodeGroupId(cluster)],
    },
    {
        operation: "write routes in a customer route table",
        actions: verbs(routeTableType, "routes/read", "routes/write", "routes/delete", "read", "write"),
        scopes: ({ azure, cluster }) => routeTablesOf(azure, cluster.properties, cluster.pools),
    },
    {
        operation: "update a subnet that has a route table attached",
        actions: [`${subnetType}/write`],
        scopes: (used) => routeTables(used).subnets,
    },
    {
        operation: "update a subnet that has a route table attached",
        actions: [`${routeTableType}/join/action`],
        scopes: (used) => routeTables(used).tables,
    },
    {
        operation: "update a subnet that has a NAT gateway attached",
        actions: [`${subnetType}/write`],
        scopes: (used) => natGateways(used).subnets,
    },
    {
        operation: "update a subnet that has a NAT gateway attached",
        actions: [`${natGatewayType}/join/action`],
        scopes: (used) => natGateways(used).gateways,
    },
    {
        operation: "use a static public IP address in another resource group (inbound or outbound)",
        actions: [`${addressType}/read`],
        scopes: (used) => unique(outsideAddresses(used).map(groupOf)),
    },
    {
        operation: "use a static public IP address in another resource group (inbound or outbound)",
        actions: [joinAddress],
        scopes: outsideAddresses,
    },
    {
        operation: "link a customer private DNS zone and write its records (private cluster)",
        actions: verbs(
            privateZoneType,
            "read",
            "write",
            "A/read",
            "A/write",
            "virtualNetworkLinks/read",
            "virtualNetworkLinks/write",
        ),
        scopes: ({ cluster }) => ownZone(cluster.properties),
    },
    {
        // The zone is linked to the network the nodes are in: a role on the subnet is not enough (facts §2).
        operation: "link a customer private DNS zone and write its records (private cluster)",
        actions: verbs(networkType, "read", "join/action"),
        scopes: (used) => (ownPrivateZone(used.cluster.properties) ? nodeNetworks(used) : []),
    },
    {
        operation: "KMS etcd encryption with a Key Vault key",
        dataActions: verbs(keyType, "encrypt/action", "decrypt/action"),
        scopes: (used) => kms(used).keys,
    },
    {
        operation: "KMS etcd encryption with a private key vault (private endpoint connection)",
        actions: [`${vaultType}/PrivateEndpointConnectionsApproval/action`],
        scopes: (used) => kms(used).privateVaults,
    },
    {
        operation: "read a disk encryption set",
        actions: [`${encryptionSetType}/read`],
        scopes: ({ cluster }) => stringsAt(cluster.properties, "diskEncryptionSetID"),
    },
    {
        operation: "assign a customer kubelet identity to the node scale set",
        onRequest: true,
        actions: [assignIdentity],
        scopes: ({ cluster: { kubelet } }) => (kubelet?.own ? [kubelet.resourceId] : []),
    },
    {
        operation: "pod-managed identity add-on: assign a pod identity to the nodes",
        onRequest: true,
        actions: [assignIdentity],
        scopes: podIdentities,
    },
];

const kubelet: Omit<Job, "identity">[] = [
    {
        operation: "pull an image, registry in RBAC Registry Permissions mode",
        actions: [`${registryType}/pull/read`],
        scopes: (used) => registries(used, "rbac"),
    },
    {
        // AcrPull is not honoured in this mode (facts §0).
        operation: "pull an image, registry in RBAC Registry + ABAC Repository Permissions mode",
        dataActions: verbs(`${registryType}/repositories`, "content/read", "metadata/read"),
        scopes: (used) => registries(used, "abac"),
    },
];

const addons: Job[] = [
    {
        operation: "AGIC: read and write an application gateway",
        identity: "ingressApplicationGateway",
        actions: verbs(gatewayType, "read", "write"),
        scopes: ingressGateway,
    },
    {
        operation: "AGIC: read and write an application gateway",
        identity: "ingressApplicationGateway",
        actions: [`${groupType}/read`],
        scopes: (used) => ingressGateway(used).map(groupOf),
    },
    {
        operation: "AGIC: join the application gateway subnet",
        identity: "ingressApplicationGateway",
        actions: [joinSubnet],
        scopes: ingressGatewaySubnets,
    },
    {
        operation: "AGIC: write a gateway that has a user-assigned identity",
        identity: "ingressApplicationGateway",
        actions: [assignIdentity],
        scopes: ingressGatewayIdentities,
    },
    {
        operation: "virtual node: use the ACI subnet",
        identity: "aciConnectorLinux",
        actions: enterSubnet,
        scopes: virtualNodeSubnets,
    },
    {
        operation: "application routing: write public DNS zone records",
        identity: "webAppRouting",
        actions: verbs(publicZoneType, ...records),
        scopes: (used) => dnsZones(used, publicZoneType),
    },
    {
        operation: "application routing: write private DNS zone records",
        identity: "webAppRouting",
        actions: verbs(privateZoneType, ...records),
        scopes: (used) => dnsZones(used, privateZoneType),
    },
    {
        operation: "application routing: read Key Vault certificates",
        identity: "webAppRouting",
        dataActions: verbs(vaultType, "certificates/read", "secrets/getSecret/action"),
        scopes: ingressVaults,
    },
    {
        operation: "Key Vault CSI provider: read secrets",
        identity: "azureKeyvaultSecretsProvider",
        dataActions: [`${vaultType}/secrets/getSecret/action`],
        scopes: (used) => ifEnabled(used, "azurekeyvaultsecretsprovider", used.cluster.workload.vaults),
    },
    {
        operation: "Key Vault CSI provider: read keys and certificates",
        identity: "azureKeyvaultSecretsProvider",
        dataActions: verbs(vaultType, "keys/read", "certificates/read"),
        scopes: (used) => ifEnabled(used, "azurekeyvaultsecretsprovider", used.cluster.workload.certificateVaults),
    },
    {
        operation: "Container insights, legacy authentication: publish metrics",
        identity: "omsagent",
        dataActions: ["Microsoft.Insights/Metrics/Write"],
        scopes: legacyMetrics,
    },
];

export const jobTable: Job[] = [
    ...controlPlane.map((job) => ({ ...job, identity: "controlPlane" })),
    ...kubelet.map((job) => ({ ...job, identity: "kubelet" })),
    ...addons,
];

function ownZone(properties: Parameters<typeof ownPrivateZone>[0]): string[] {
    const zone = ownPrivateZone(properties);
    return zone ? [zone] : [];
}
