import * as pulumi from "@pulumi/pulumi";
import {
    aci,
    automatic,
    CLIENT_ID,
    extra,
    GROUP,
    good,
    IDENTITY,
    identitiesWithRoles,
    insights,
    kms,
    kubenet,
    type Loose,
    NAT_GATEWAY,
    natEgress,
    network,
    PROVIDERS,
    pod,
    pods,
    prometheus,
    READER,
    REGISTRY,
    ROUTE_TABLE,
    SUBNETS,
    servicePrincipal,
    spot,
    systemAssigned,
    VM,
    work,
    ZONE,
} from "./arguments";

const routed = { ...network, outboundType: "userDefinedRouting" };

/** What it is, arguments beside the good ones. */
export const PASSING: [title: string, args: Loose][] = [
    ["the good arguments", {}],
    ["a resource group's name of 90 characters", { resourceGroupName: "g".repeat(90) }],
    ["a cluster's name of one letter", { clusterName: "a" }],
    ["a pool's name of 12 characters", { nodePools: [{ ...work, name: "a23456789012" }] }],
    ["a Windows pool's name of 6", { nodePools: [{ ...work, name: "win123", osType: "Windows" }] }],
    ["a user pool of no nodes", { nodePools: [{ ...work, count: 0 }] }],
    ["an autoscaler that cannot scale", { nodePools: [{ ...work, minCount: 2, maxCount: 2 }] }],
    [
        "taints of system pools that system pods tolerate",
        {
            systemNodePool: {
                vmSize: VM,
                subnetId: `${SUBNETS}/system`,
                nodeTaints: ["CriticalAddonsOnly=true:NoSchedule", "CriticalAddonsOnly:NoExecute"],
            },
            nodePools: [
                { ...work, nodeTaints: ["spot:PreferNoSchedule"], mode: "System" },
                { ...work, name: "user", nodeTaints: ["gpu:NoExecute"], mode: "User" },
            ],
        },
    ],
    ["a system pool that says so", { systemNodePool: { ...good.systemNodePool, mode: "System" } }],
    [
        "disks at both ends",
        { nodePools: [30, 2048].map((osDiskSizeGB, index) => ({ ...work, name: `p${index}`, osDiskSizeGB })) },
    ],
    [
        "spot pools at any price, with a drain timeout",
        {
            nodePools: [-1, 0.00001, 0.98765, pulumi.output(12)].map((spotMaxPrice, index) => ({
                ...spot,
                name: `spot${index}`,
                mode: "User",
                spotMaxPrice,
                upgradeSettings: { drainTimeoutInMinutes: 5, nodeSoakDurationInMinutes: 0 },
            })),
        },
    ],
    ["a regular pool that says so", { nodePools: [{ ...work, scaleSetPriority: "Regular" }] }],
    [
        "upgrades of a system pool that take no nodes out of service",
        { systemNodePool: { ...good.systemNodePool, upgradeSettings: { maxSurge: "100%", maxUnavailable: "0" } } },
    ],
    [
        "upgrades with new nodes, without them, or with both",
        {
            nodePools: [
                { ...work, name: "surge", upgradeSettings: { maxSurge: "5" } },
                { ...work, name: "inplace", upgradeSettings: { maxSurge: "0", maxUnavailable: "5%" } },
                { ...work, name: "both", upgradeSettings: { maxSurge: "33%", maxUnavailable: "3" } },
                { ...work, name: "later", upgradeSettings: { maxSurge: "0", maxUnavailable: pulumi.output("1") } },
            ],
        },
    ],
    [
        "an autoscaler that begins at one of its bounds",
        {
            systemNodePool: {
                vmSize: VM,
                subnetId: `${SUBNETS}/system`,
                count: 5,
                minCount: 2,
                maxCount: pulumi.output(5),
            },
        },
    ],
    [
        "a pool of type VirtualMachines in no zone",
        {
            nodePools: [
                {
                    ...work,
                    osType: "Linux",
                    availabilityZones: [],
                    properties: { type: pulumi.output("VirtualMachines") },
                },
            ],
        },
    ],
    ["two pools in one subnet", { nodePools: [{ ...work, subnetId: `${SUBNETS}/SYSTEM` }] }],
    ["no further pools", { nodePools: [] }],
    ...["Standard_DS13-2_v2", "Standard_E8-2s_v5", "Standard_M64-32ms", "Standard_NC24ads_A100_v4", "Basic_A1"].map(
        (vmSize): [string, Loose] => [`nodes of size ${vmSize}`, { nodePools: [{ ...work, vmSize }] }],
    ),
    [
        "two pools whose pods share a subnet, with the API server in a third",
        {
            systemNodePool: {
                vmSize: VM,
                subnetId: `${SUBNETS}/system`,
                podSubnetId: `${SUBNETS}/pods`,
            },
            nodePools: [{ ...work, podSubnetId: `${SUBNETS}/pods` }],
            apiServer: { subnetId: `${SUBNETS}/api` },
        },
    ],
    [
        "labels, taints and zones of a pool",
        {
            nodePools: [
                {
                    ...work,
                    maxPods: 250,
                    osSKU: "AzureLinux",
                    podSubnetId: `${SUBNETS}/pods`,
                    availabilityZones: ["1", pulumi.output("3")],
                    nodeLabels: { "example.com/team": pulumi.output("shop"), empty: "" },
                    nodeTaints: ["dedicated=gpu:NoSchedule", "alone:NoExecute"],
                },
            ],
        },
    ],
    ["callers by address and by range", { apiServer: { authorizedIPRanges: ["203.0.113.7", "203.0.113.0/24"] } }],
    ["tags of any letters", { tags: { "cost centre": "", tëam: pulumi.output("shop") } }],
    ["an input that is spelled out as not given", { network: undefined, nodepools: undefined }],
    ["addresses of services that AKS chooses", { network: { networkPlugin: "kubenet" } }],
    [
        "a range with AKS's address of the DNS service",
        { network: { networkPlugin: "azure", serviceCidr: "10.0.0.0/20" } },
    ],
    ["a DNS address in AKS's range", { network: { networkPlugin: "azure", dnsServiceIP: "10.0.255.10" } }],
    ["a DNS address at the end of its range", { network: { ...network, dnsServiceIP: "10.96.255.254" } }],
    [
        "settings of Cilium, the plugin behind an output",
        {
            network: {
                ...network,
                networkPlugin: pulumi.output("azure"),
                networkDataplane: "cilium",
                networkPolicy: "cilium",
            },
        },
    ],
    [
        "Windows nodes on Azure CNI overlay with Calico",
        {
            network: { ...network, networkPluginMode: "overlay", networkPolicy: "calico" },
            nodePools: [{ ...work, name: "win", osType: "Windows" }],
        },
    ],
    ["Calico on kubenet", { network: { ...kubenet.network, networkPolicy: "calico" } }],
    ["no policies of an own plugin", { network: { ...network, networkPlugin: "none", networkPolicy: "none" } }],
    [
        "services beside the pods, and in the largest range",
        {
            network: {
                networkPlugin: "kubenet",
                podCidr: "10.112.0.0/16",
                serviceCidr: "10.96.0.0/12",
                dnsServiceIP: "10.96.0.10",
            },
        },
    ],
    [
        "a range that begins right after a reserved one",
        { network: { ...network, serviceCidr: "172.32.0.0/16", dnsServiceIP: "172.32.0.2" } },
    ],
    [
        "pods in the nodes' subnet, which have no range of their own",
        { network: { ...network, podCidr: "10.96.0.0/16" } },
    ],
    [
        "AKS-managed kubelets beside a system-assigned control plane",
        {
            controlPlaneIdentity: { type: "SystemAssigned" },
            kubeletIdentity: { type: "AksManaged" },
        },
    ],
    ["a region with neither, with a system-assigned identity", { ...systemAssigned, location: "usdodeast" }],
    [
        "a region without user-assigned kubelet identities, with that of AKS",
        { location: "chinaeast", kubeletIdentity: { type: "AksManaged" } },
    ],
    ["a service principal where no own identities are taken", { ...servicePrincipal(), location: "USGov Iowa" }],
    [
        "a service principal in a region without user-assigned kubelet identities",
        { ...servicePrincipal(), location: "China North" },
    ],
    ["a service principal without its secret", servicePrincipal()],
    [
        "a service principal behind outputs",
        servicePrincipal({
            clientId: pulumi.output(CLIENT_ID.toUpperCase()),
            clientSecret: pulumi.secret("hush"),
        }),
    ],
    [
        "own kubelets beside a service principal that the cluster has left",
        {
            controlPlaneIdentity: { resourceId: IDENTITY, formerServicePrincipalClientId: CLIENT_ID },
            kubeletIdentity: { resourceId: IDENTITY },
        },
    ],
    [
        "a private zone of a service principal, which has its role before the cluster",
        { ...servicePrincipal(), apiServer: { privateCluster: true, privateDNSZone: ZONE } },
    ],
    ["sign-in with Entra alone", { entra: {} }],
    [
        "no local accounts, but an admin group",
        { entra: { disableLocalAccounts: true, adminGroupObjectIds: [pulumi.output(GROUP)] } },
    ],
    ["no local accounts, but Azure RBAC", { entra: { disableLocalAccounts: true, azureRBAC: pulumi.output(true) } }],
    [
        "no local accounts on AKS Automatic, which has Azure RBAC always",
        { ...automatic, entra: { disableLocalAccounts: true } },
    ],
    ["local accounts spelled out", { entra: { disableLocalAccounts: false } }],
    ["identities with their role assignments", { identities: identitiesWithRoles }],
    ["the same behind an output", { identities: pulumi.output(identitiesWithRoles) }],
    [
        "properties without an input of their own, beside parts that have one",
        {
            network,
            oidcIssuer: true,
            workloadIdentity: true,
            addons: { applicationGateway: { subnetId: `${SUBNETS}/gateway` } },
            properties: {
                nodeResourceGroup: pulumi.output("nodes"),
                networkProfile: { ipFamilies: ["IPv4"] },
                securityProfile: { imageCleaner: pulumi.output({ enabled: true }) },
                addonProfiles: { ingressApplicationGateway: { config: { watchNamespace: "shop" } } },
            },
        },
    ],
    ["a second system pool", { nodePools: [{ ...work, mode: "System", properties: { type: "VirtualMachines" } }] }],
    [
        "AKS Automatic in subnets of the user, with the settings that it has anyway",
        {
            ...automatic,
            tier: "Standard",
            workloadIdentity: true,
            entra: { azureRBAC: true },
            network: { ...network, networkPluginMode: "overlay", networkDataplane: "cilium" },
            addons: { costAnalysis: true },
        },
    ],
    [
        "AKS Automatic in a network of its own, system-assigned",
        { sku: "Automatic", ...systemAssigned, systemNodePool: { vmSize: VM } },
    ],
    [
        "an existing identity whose ids are given",
        {
            kubeletIdentity: {
                resourceId: IDENTITY,
                clientId: CLIENT_ID,
                principalId: pulumi.output(CLIENT_ID),
            },
        },
    ],
    [
        "public and private zones of application routing, each kind in a group of its own",
        {
            addons: {
                applicationRouting: {
                    publicDNSZoneIds: [
                        "/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/dnsZones/a.example",
                        "/subscriptions/s/resourceGroups/DNS/providers/Microsoft.Network/dnsZones/b.example",
                    ],
                    privateDNSZoneIds: [ZONE],
                },
            },
        },
    ],
    ["a role assignment mode spelled out", { roleAssignmentMode: "Create" }],
    [
        "a network-isolated cluster with a registry that AKS makes, system-assigned",
        {
            ...systemAssigned,
            systemNodePool: { vmSize: VM },
            network: { ...network, outboundType: "none" },
            bootstrapArtifactSource: "Cache",
        },
    ],
    [
        "one with an own registry",
        { network: { ...network, outboundType: "none" }, bootstrapRegistryId: pulumi.output(REGISTRY) },
    ],
    ["a private registry beside egress", { network, bootstrapArtifactSource: "Cache" }],
    ["Microsoft's registry of a service principal", { ...servicePrincipal(), bootstrapArtifactSource: "Direct" }],
    ["a NAT gateway of the user", { ...natEgress, networkAccess: { natGatewayId: NAT_GATEWAY } }],
    ["a route table with kubenet", { ...kubenet, networkAccess: { routeTableId: ROUTE_TABLE } }],
    [
        "a route table with kubenet and user-defined routing",
        {
            network: { ...kubenet.network, outboundType: "userDefinedRouting" },
            networkAccess: { routeTableId: ROUTE_TABLE },
        },
    ],
    [
        "user-defined routing with Azure CNI, system-assigned, the route table given",
        { ...systemAssigned, network: routed, networkAccess: { routeTableId: ROUTE_TABLE } },
    ],
    ["user-defined routing with Azure CNI, the route table not given", { network: routed }],
    [
        "kubenet in a subnet of the user, system-assigned, of an existing cluster",
        {
            ...kubenet,
            ...systemAssigned,
            systemNodePool: { vmSize: VM, subnetId: `${SUBNETS}/system` },
            adopt: { clusterId: `${PROVIDERS}/Microsoft.ContainerService/managedClusters/shop` },
        },
    ],
    [
        "kubenet in a network of AKS's, system-assigned",
        { ...kubenet, ...systemAssigned, systemNodePool: { vmSize: VM } },
    ],
    [
        "a zone of the user below privatelink",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("privatelink", "team-1.privatelink"),
            },
        },
    ],
    [
        "a subdomain in a zone of the user behind an output",
        {
            apiServer: { privateCluster: true, privateDNSZone: pulumi.output(ZONE) },
            properties: { fqdnSubdomain: "shop" },
        },
    ],
    [
        "a zone in the region of the cluster, with the display name of the region",
        { location: "West Europe", apiServer: { privateCluster: true, privateDNSZone: ZONE } },
    ],
    [
        "a zone of the user for an API server in a subnet",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("privatelink", "private"),
                subnetId: `${SUBNETS}/api`,
            },
        },
    ],
    [
        "a zone of the user and a private vault with an API server in a network of AKS",
        {
            systemNodePool: { vmSize: VM },
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("privatelink", "private"),
                vnetIntegration: true,
            },
            encryption: { keyVaultKms: { ...kms, networkAccess: "Private" } },
        },
    ],
    [
        "an API server in a network of AKS, system-assigned",
        { ...systemAssigned, systemNodePool: { vmSize: VM }, apiServer: { vnetIntegration: true } },
    ],
    [
        "an API server in a subnet, set twice, once behind an output",
        { apiServer: { subnetId: `${SUBNETS}/api`, vnetIntegration: pulumi.output(true) } },
    ],
    [
        "a private vault of an API server about which an output decides",
        {
            systemNodePool: { vmSize: VM },
            apiServer: { vnetIntegration: pulumi.output(true) },
            encryption: { keyVaultKms: { ...kms, networkAccess: "Private" } },
        },
    ],
    ["an API server outside of the cluster's network", { apiServer: { vnetIntegration: false } }],
    [
        "a zone of the user with AKS Automatic, whose API server is always in a subnet",
        {
            sku: "Automatic",
            systemNodePool: { vmSize: VM },
            apiServer: { privateCluster: true, privateDNSZone: ZONE.replace("privatelink", "private") },
        },
    ],
    [
        "a zone of the user in US Government",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("westeurope.azmk8s.io", "usgovvirginia.cx.aks.containerservice.azure.us"),
            },
        },
    ],
    [
        "a zone of the user in China",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("westeurope.azmk8s.io", "chinaeast2.cx.prod.service.azk8s.cn"),
            },
        },
    ],
    [
        "a key of etcd whose vault is written in two ways",
        {
            encryption: {
                keyVaultKms: { ...kms, keyId: kms.keyId.replace("vault", "VAULT") },
            },
        },
    ],
    [
        "a key of etcd in US Government",
        {
            encryption: {
                keyVaultKms: {
                    ...kms,
                    keyId: kms.keyId.replace("vault.azure.net", "vault.usgovcloudapi.net"),
                },
            },
        },
    ],
    ["a private cluster without callers to limit", { apiServer: { privateCluster: true, authorizedIPRanges: [] } }],
    [
        "a system zone beside a system-assigned control plane",
        {
            ...systemAssigned,
            apiServer: { privateCluster: true, privateDNSZone: "system" },
        },
    ],
    [
        "an ABAC registry whose repositories are listed",
        {
            registries: [{ id: REGISTRY, permissions: "Abac", listRepositories: true }],
        },
    ],
    ...[
        "/subscriptions/s",
        "/subscriptions/s/resourceGroups/disks",
        "",
        "/providers/Microsoft.Management/managementGroups/platform",
    ]
        .map((place) => `${place}/providers/Microsoft.Authorization/roleDefinitions/${READER}`)
        .concat("Reader", "KEY VAULT SECRETS USER", "signalr/web pubsub contributor", READER.toUpperCase())
        .map((role): [string, Loose] => [
            `an extra role assignment by the role ${role}`,
            {
                extraRoleAssignments: [{ ...extra, role }],
                networkAccess: { role },
            },
        ]),
    [
        "extra role assignments to add-ons that are on",
        {
            extraRoleAssignments: [
                { ...extra, identity: "azurepolicy" },
                { ...extra, name: "routing", identity: "webAppRouting" },
            ],
            addons: { azurePolicy: true, applicationRouting: {} },
        },
    ],
    [
        "an extra role assignment on a management group",
        {
            extraRoleAssignments: [{ ...extra, scope: "/providers/Microsoft.Management/managementGroups/platform" }],
        },
    ],
    [
        "a managed NAT gateway in a network of AKS's",
        {
            systemNodePool: { vmSize: VM },
            network: { ...network, outboundType: "managedNATGateway" },
        },
    ],
    ["add-ons that are off or not set", { addons: { azurePolicy: false, virtualNode: undefined } }],
    [
        "legacy authentication of a service principal, without a region",
        {
            ...servicePrincipal(),
            addons: {
                containerInsights: { workspaceId: insights.workspaceId, authentication: "Legacy" },
            },
        },
    ],
    [
        "both kinds of monitoring, of workspaces behind outputs",
        {
            addons: {
                containerInsights: {
                    ...insights,
                    workspaceLocation: pulumi.output("westeurope"),
                    authentication: "ManagedIdentity",
                },
                managedPrometheus: { ...prometheus, workspaceId: pulumi.output(prometheus.workspaceId) },
            },
        },
    ],
    [
        "pod identities of one name in two namespaces, one of them behind an output",
        pods({
            identities: [pod, { ...pod, namespace: "other", identityResourceId: pulumi.output(`${IDENTITY}-2`) }],
            exceptions: [{ name: "app", namespace: "shop", podLabels: { app: pulumi.output("proxy") } }],
        }),
    ],
    [
        "pod identities on kubenet, with consent behind an output",
        { ...kubenet, ...pods({ allowNetworkPluginKubenet: pulumi.output(true) }) },
    ],
    [
        "virtual nodes whose subnet is behind an output",
        { network, addons: { virtualNode: { subnetId: pulumi.output(`${SUBNETS}/aci`) } } },
    ],
    [
        "a gateway that AKS makes, with a name",
        { addons: { applicationGateway: { subnetCidr: "10.0.0.0/24", gatewayName: "gateway" } } },
    ],
    [
        "a subnet for a gateway that AKS creates in its own network",
        {
            systemNodePool: { vmSize: VM },
            addons: { applicationGateway: { subnetCidr: pulumi.output("10.225.0.0/16") } },
        },
    ],
    ["retired add-ons that are spelled out as not given", { addons: { httpApplicationRouting: undefined } }],
    [
        "application routing without vaults, and so without the provider of their secrets",
        { addons: { applicationRouting: { keyVaultIds: [] } } },
    ],
    [
        "virtual nodes and an API server for everybody",
        {
            network,
            apiServer: { authorizedIPRanges: [] },
            addons: { virtualNode: aci, costAnalysis: false },
        },
    ],
    [
        "node auto-provisioning that is off, of a service principal",
        { ...servicePrincipal(), properties: { nodeProvisioningProfile: { mode: "Manual" } } },
    ],
    ["workload identity with the issuer", { workloadIdentity: true, oidcIssuer: true }],
    ["an issuer without workload identity", { workloadIdentity: false, oidcIssuer: true }],
    ["neither workload identity nor issuer", { workloadIdentity: false, oidcIssuer: false }],
    [
        "own keys for disks and etcd",
        {
            apiServer: { subnetId: `${SUBNETS}/api` },
            encryption: {
                diskEncryptionSetId: `${PROVIDERS}/Microsoft.Compute/diskEncryptionSets/des`,
                keyVaultKms: { ...kms, networkAccess: "Private" },
            },
        },
    ],
];
