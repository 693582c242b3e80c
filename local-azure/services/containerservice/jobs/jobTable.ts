import { derived, documented, type Evidence, issue, page, recorded } from "../../../kernel/evidence";
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
    securityGroupType,
    subnetType,
    vaultType,
} from "../../../kernel/typeNames";
import {
    diskEncryption,
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
    securityGroupsOfServices,
    type Used,
    unique,
    virtualNodeSubnets,
} from "../state/clusterUses";
import { controlPlaneOf, type ManagedCluster, nodeGroupId } from "../state/state";
import { type Denial, denials } from "./denials";

/**
 * One thing a cluster does with an identity: operation, actions and scope as in facts/role-definitions.json. The evidence
 * is for all of its actions on its scope.
 */
export interface Job extends Evidence {
    operation: string;
    /** `controlPlane`, `kubelet`, `diskEncryptionSet`, or the add-on's key as requests write it. */
    identity: string;
    actions?: string[];
    dataActions?: string[];
    /** Done by the identity of the request that asks for it, not by running components that still hold an old token. */
    onRequest?: true;
    /** What comes of it where it is denied. */
    denial: Denial;
    /** On what; nothing to do where none comes out. */
    scopes: (used: Used) => string[];
}

const enterSubnet = [joinSubnet, `${subnetType}/read`];
const verbs = (prefix: string, ...words: string[]) => words.map((word) => `${prefix}/${word}`);
const permissions = (heading: string) => page(`aks/aks-service-permissions#${heading}`);
const additional = permissions("additional-aks-cluster-identity-permissions");
const records = ["read", "A/read", "A/write", "A/delete", "TXT/read", "TXT/write", "TXT/delete"];

const controlPlane: Omit<Job, "identity">[] = [
    {
        operation: "join node pool VMs to a customer subnet",
        denial: denials.subnet,
        ...documented(additional),
        actions: enterSubnet,
        scopes: (used) => poolIds(used, "vnetSubnetID"),
    },
    {
        operation: "join pods to a customer pod subnet",
        denial: denials.subnet,
        ...derived(additional),
        actions: enterSubnet,
        scopes: (used) => poolIds(used, "podSubnetID"),
    },
    {
        operation: "join a customer API server subnet (API Server VNet Integration)",
        denial: denials.apiServer,
        ...derived(
            page(
                "aks/api-server-vnet-integration#create-a-managed-identity-and-give-it-permissions-on-the-virtual-network",
            ),
        ),
        actions: enterSubnet,
        scopes: ({ cluster }) => stringsAt(cluster.properties, "apiServerAccessProfile.subnetId"),
    },
    {
        operation: "create an internal load balancer in a customer subnet",
        denial: denials.loadBalancer,
        ...documented(page("aks/internal-lb#use-an-internal-load-balancer-with-private-networks")),
        actions: enterSubnet,
        scopes: ({ cluster }) => cluster.workload.internalLoadBalancerSubnets,
    },
    {
        operation: "create an internal load balancer in a customer subnet",
        denial: denials.loadBalancer,
        ...documented(permissions("aks-cluster-identity-permissions")),
        actions: [`${networkType}/read`],
        scopes: ({ cluster }) => unique(cluster.workload.internalLoadBalancerSubnets.flatMap(networkOf)),
    },
    {
        operation: "manage the load balancer in the node resource group",
        denial: denials.nodeGroup,
        ...documented(permissions("aks-cluster-identity-permissions")),
        actions: verbs("Microsoft.Network/loadBalancers", "read", "write", "delete"),
        scopes: ({ cluster }) => [nodeGroupId(cluster)],
    },
    {
        operation: "write routes in a customer route table",
        denial: denials.routeTable,
        ...documented(permissions("aks-cluster-identity-permissions")),
        actions: verbs(routeTableType, "routes/read", "routes/write", "routes/delete", "read", "write"),
        scopes: ({ azure, cluster }) => routeTablesOf(azure, cluster.properties, cluster.pools),
    },
    {
        operation: "update a subnet that has a route table attached",
        denial: denials.linkedSubnet,
        ...recorded(issue("microsoft/tyger#320")),
        actions: [`${subnetType}/write`],
        scopes: (used) => routeTables(used).subnets,
    },
    {
        operation: "update a subnet that has a route table attached",
        denial: denials.linkedSubnet,
        ...recorded(issue("microsoft/tyger#320")),
        actions: [`${routeTableType}/join/action`],
        scopes: (used) => routeTables(used).tables,
    },
    {
        operation: "update a subnet that has a NAT gateway attached",
        denial: denials.linkedSubnet,
        ...derived(issue("microsoft/tyger#320")),
        actions: [`${subnetType}/write`],
        scopes: (used) => natGateways(used).subnets,
    },
    {
        operation: "update a subnet that has a NAT gateway attached",
        denial: denials.linkedSubnet,
        ...derived(issue("microsoft/tyger#320")),
        actions: [`${natGatewayType}/join/action`],
        scopes: (used) => natGateways(used).gateways,
    },
    {
        operation: "use a static public IP address in another resource group (inbound or outbound)",
        denial: denials.loadBalancer,
        ...documented(permissions("aks-cluster-identity-permissions")),
        actions: [`${addressType}/read`],
        scopes: (used) => unique(outsideAddresses(used).map(groupOf)),
    },
    {
        operation: "use a static public IP address in another resource group (inbound or outbound)",
        denial: denials.loadBalancer,
        ...documented(permissions("aks-cluster-identity-permissions")),
        actions: [joinAddress],
        scopes: outsideAddresses,
    },
    {
        operation: "link a customer private DNS zone and write its records (private cluster)",
        denial: denials.privateZone,
        ...recorded(issue("Azure/Azure-Landing-Zones#2892")),
        actions: verbs(privateZoneType, "read", "write"),
        scopes: ({ cluster }) => ownZone(cluster.properties),
    },
    {
        operation: "link a customer private DNS zone and write its records (private cluster)",
        denial: denials.privateZone,
        ...derived(additional),
        actions: verbs(privateZoneType, "A/read", "A/write", "virtualNetworkLinks/read", "virtualNetworkLinks/write"),
        scopes: ({ cluster }) => ownZone(cluster.properties),
    },
    {
        // The zone is linked to the network the nodes are in: a role on the subnet is not enough (facts §2).
        operation: "link a customer private DNS zone and write its records (private cluster)",
        denial: denials.privateZone,
        ...derived(page("aks/private-clusters#custom-private-dns-zone-or-subzone-create-a-private-aks-cluster")),
        actions: verbs(networkType, "read", "join/action"),
        scopes: (used) => (ownPrivateZone(used.cluster.properties) ? nodeNetworks(used) : []),
    },
    {
        operation: "KMS etcd encryption with a Key Vault key",
        denial: denials.key,
        ...documented(page("aks/use-kms-etcd-encryption#assign-permissions-to-decrypt-and-encrypt-a-public-key-vault")),
        dataActions: verbs(keyType, "encrypt/action", "decrypt/action"),
        scopes: (used) => kms(used).keys,
    },
    {
        operation: "KMS etcd encryption with a private key vault (private endpoint connection)",
        denial: denials.key,
        ...derived(page("aks/use-kms-etcd-encryption#assign-permissions-to-create-a-private-link")),
        actions: [`${vaultType}/PrivateEndpointConnectionsApproval/action`],
        scopes: (used) => kms(used).privateVaults,
    },
    {
        operation: "read a disk encryption set",
        denial: denials.volume,
        ...documented(page("aks/azure-disk-customer-managed-keys#encrypt-your-aks-cluster-data-disk")),
        actions: [`${encryptionSetType}/read`],
        scopes: ({ cluster }) => stringsAt(cluster.properties, "diskEncryptionSetID"),
    },
    {
        operation: "use a customer network security group in another resource group",
        denial: denials.loadBalancer,
        ...documented(additional),
        actions: verbs(securityGroupType, "read", "write"),
        scopes: securityGroupsOfServices,
    },
    {
        operation: "assign a customer kubelet identity to the node scale set",
        denial: denials.kubelet,
        ...recorded(issue("aztfmod/terraform-azurerm-caf#928")),
        onRequest: true,
        actions: [assignIdentity],
        scopes: ({ cluster }) => (isOneForBoth(cluster) ? [] : ownKubelet(cluster)),
    },
    {
        // One identity for both needs the role on itself: no page says so, and no answer shows it.
        operation: "assign a customer kubelet identity to the node scale set",
        denial: denials.kubelet,
        ...derived(issue("aztfmod/terraform-azurerm-caf#928")),
        onRequest: true,
        actions: [assignIdentity],
        scopes: ({ cluster }) => (isOneForBoth(cluster) ? ownKubelet(cluster) : []),
    },
    {
        operation: "pod-managed identity add-on: assign a pod identity to the nodes",
        denial: denials.podIdentity,
        ...derived(page("aks/use-azure-ad-pod-identity#create-a-pod-managed-identity")),
        onRequest: true,
        actions: [assignIdentity],
        scopes: podIdentities,
    },
];

const kubelet: Omit<Job, "identity" | "denial">[] = [
    {
        operation: "pull an image, registry in RBAC Registry Permissions mode",
        ...documented(permissions("registries-configured-with-rbac-registry-permissions")),
        actions: [`${registryType}/pull/read`],
        scopes: (used) => registries(used, "rbac"),
    },
    {
        // AcrPull is not honoured in this mode (facts §0).
        operation: "pull an image, registry in RBAC Registry + ABAC Repository Permissions mode",
        ...documented(permissions("registries-configured-with-rbac-registry--abac-repository-permissions")),
        dataActions: verbs(`${registryType}/repositories`, "content/read", "metadata/read"),
        scopes: (used) => registries(used, "abac"),
    },
];

const addons: Omit<Job, "denial">[] = [
    {
        operation: "AGIC: read and write an application gateway",
        ...recorded(issue("Azure/application-gateway-kubernetes-ingress#997")),
        identity: "ingressApplicationGateway",
        actions: [`${gatewayType}/read`],
        scopes: ingressGateway,
    },
    {
        operation: "AGIC: read and write an application gateway",
        // The page lists it, but for whoever creates the cluster.
        ...derived(permissions("identity-creating-and-operating-the-cluster-permissions")),
        identity: "ingressApplicationGateway",
        actions: [`${gatewayType}/write`],
        scopes: ingressGateway,
    },
    {
        operation: "AGIC: read and write an application gateway",
        ...derived(page("application-gateway/tutorial-ingress-controller-add-on-existing")),
        identity: "ingressApplicationGateway",
        actions: [`${groupType}/read`],
        scopes: (used) => ingressGateway(used).map(groupOf),
    },
    {
        operation: "AGIC: join the application gateway subnet",
        ...documented(page("application-gateway/configuration-infrastructure#virtual-network-permission")),
        identity: "ingressApplicationGateway",
        actions: [joinSubnet],
        scopes: ingressGatewaySubnets,
    },
    {
        operation: "AGIC: write a gateway that has a user-assigned identity",
        ...recorded(issue("Azure/application-gateway-kubernetes-ingress#999")),
        identity: "ingressApplicationGateway",
        actions: [assignIdentity],
        scopes: ingressGatewayIdentities,
    },
    {
        operation: "virtual node: use the ACI subnet",
        ...derived(page("aks/virtual-nodes-cli#grant-permission-to-the-managed-identity")),
        identity: "aciConnectorLinux",
        actions: enterSubnet,
        scopes: virtualNodeSubnets,
    },
    {
        operation: "application routing: write public DNS zone records",
        ...derived(page("aks/app-routing-dns-ssl#required-azure-permissions")),
        identity: "webAppRouting",
        actions: verbs(publicZoneType, ...records),
        scopes: (used) => dnsZones(used, publicZoneType),
    },
    {
        operation: "application routing: write private DNS zone records",
        ...derived(
            page(
                "aks/create-nginx-ingress-private-controller#attach-an-azure-private-dns-zone-to-the-application-routing-add-on",
            ),
        ),
        identity: "webAppRouting",
        actions: verbs(privateZoneType, ...records),
        scopes: (used) => dnsZones(used, privateZoneType),
    },
    {
        operation: "application routing: read Key Vault certificates",
        ...derived(page("aks/app-routing-dns-ssl#required-azure-permissions")),
        identity: "webAppRouting",
        dataActions: verbs(vaultType, "certificates/read", "secrets/getSecret/action"),
        scopes: ingressVaults,
    },
    {
        operation: "Key Vault CSI provider: read secrets",
        ...derived(page("aks/csi-secrets-store-identity-access#configure-managed-identity")),
        identity: "azureKeyvaultSecretsProvider",
        dataActions: [`${vaultType}/secrets/getSecret/action`],
        scopes: (used) => ifEnabled(used, "azurekeyvaultsecretsprovider", used.cluster.workload.vaults),
    },
    {
        operation: "Key Vault CSI provider: read keys and certificates",
        ...derived(page("aks/csi-secrets-store-identity-access#configure-managed-identity")),
        identity: "azureKeyvaultSecretsProvider",
        dataActions: verbs(vaultType, "keys/read", "certificates/read"),
        scopes: (used) => ifEnabled(used, "azurekeyvaultsecretsprovider", used.cluster.workload.certificateVaults),
    },
    {
        operation: "Container insights, legacy authentication: publish metrics",
        ...derived(page("azure-monitor/containers/container-insights-troubleshoot")),
        identity: "omsagent",
        dataActions: ["Microsoft.Insights/Metrics/Write"],
        scopes: legacyMetrics,
    },
];

/** Of the set that encrypts the nodes' disks, by its own identity: no disk is made without the key. */
const encryptionSet: Job = {
    operation: "read the key of a disk encryption set, wrap and unwrap with it",
    ...recorded(issue("MicrosoftDocs/azure-docs#96319")),
    identity: "diskEncryptionSet",
    denial: denials.diskKey,
    dataActions: verbs(keyType, "read", "wrap/action", "unwrap/action"),
    scopes: (used) => diskEncryption(used).keys,
};

export const jobTable: Job[] = [
    ...controlPlane.map((job) => ({ ...job, identity: "controlPlane" })),
    encryptionSet,
    ...kubelet.map((job) => ({ ...job, identity: "kubelet", denial: denials.image })),
    ...addons.map((job) => ({ ...job, denial: denials.addon })),
];

const ownKubelet = ({ kubelet }: ManagedCluster) => (kubelet?.own ? [kubelet.resourceId] : []);
const isOneForBoth = (cluster: ManagedCluster) => cluster.kubelet?.objectId === controlPlaneOf(cluster);

function ownZone(properties: Parameters<typeof ownPrivateZone>[0]): string[] {
    const zone = ownPrivateZone(properties);
    return zone ? [zone] : [];
}
