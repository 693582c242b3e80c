import * as pulumi from "@pulumi/pulumi";
import {
    CLIENT_ID,
    delegated,
    GROUP,
    IDENTITY,
    kms,
    kubenet,
    type Loose,
    NAT_GATEWAY,
    natEgress,
    network,
    PROVIDERS,
    READER,
    REGISTRY,
    ROUTE_TABLE,
    SUBNETS,
    servicePrincipal,
    systemAssigned,
    VM,
    work,
    ZONE,
} from "./arguments";

/** What it is, arguments beside the good ones. */
export const PASSING: [title: string, args: Loose][] = [
    ["the good arguments", {}],
    ["a resource group's name of 90 characters", { resourceGroupName: "g".repeat(90) }],
    ["a cluster's name of one letter", { clusterName: "a" }],
    ["a pool's name of 12 characters", { nodePools: [{ ...work, name: "a23456789012" }] }],
    ["a Windows pool's name of 6", { nodePools: [{ ...work, name: "win123", osType: "Windows" }] }],
    ["a user pool of no nodes", { nodePools: [{ ...work, count: 0 }] }],
    ["an autoscaler that cannot scale", { nodePools: [{ ...work, minCount: 2, maxCount: 2 }] }],
    ["two pools in one subnet", { nodePools: [{ ...work, subnetId: `${SUBNETS}/SYSTEM` }] }],
    ["no further pools", { nodePools: [] }],
    [
        "labels, taints and zones of a pool",
        {
            nodePools: [
                {
                    ...work,
                    maxPods: 250,
                    osSku: "AzureLinux",
                    podSubnetId: `${SUBNETS}/pods`,
                    availabilityZones: ["1", pulumi.output("3")],
                    nodeLabels: { "example.com/team": pulumi.output("shop"), empty: "" },
                    nodeTaints: ["dedicated=gpu:NoSchedule", "alone:NoExecute"],
                },
            ],
        },
    ],
    [
        "callers by address and by range",
        { apiServer: { authorizedIpRanges: ["203.0.113.7", "203.0.113.0/24"] } },
    ],
    ["tags of any letters", { tags: { "cost centre": "", tëam: pulumi.output("shop") } }],
    ["an input that is spelled out as not given", { network: undefined, nodepools: undefined }],
    ["a DNS address at the end of its range", { network: { ...network, dnsServiceIP: "10.96.255.254" } }],
    [
        "AKS-managed kubelets beside a system-assigned control plane",
        {
            controlPlaneIdentity: { type: "SystemAssigned" },
            kubeletIdentity: { type: "AksManaged" },
        },
    ],
    ["a region with neither, with a system-assigned identity", { ...systemAssigned, location: "usdodeast" }],
    [
        "a region without own kubelet identities, with AKS's",
        { location: "chinaeast", kubeletIdentity: { type: "AksManaged" } },
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
            controlPlaneIdentity: { resourceId: IDENTITY, servicePrincipal: { clientId: CLIENT_ID } },
            kubeletIdentity: { resourceId: IDENTITY },
        },
    ],
    [
        "a private zone of a service principal, which has its role before the cluster",
        { ...servicePrincipal(), apiServer: { privateCluster: true, privateDnsZone: ZONE } },
    ],
    ["sign-in with Entra alone", { entra: {} }],
    [
        "no local accounts, but an admin group",
        { entra: { disableLocalAccounts: true, adminGroupObjectIds: [pulumi.output(GROUP)] } },
    ],
    [
        "no local accounts, but Azure RBAC",
        { entra: { disableLocalAccounts: true, azureRbac: pulumi.output(true) } },
    ],
    ["local accounts spelled out", { entra: { disableLocalAccounts: false } }],
    ["a role assignment mode spelled out", { roleAssignments: "Create" }],
    ["an own NAT gateway", { ...natEgress, natGatewayId: NAT_GATEWAY }],
    ["a route table with kubenet", { ...kubenet, routeTableId: ROUTE_TABLE }],
    [
        "an own zone below privatelink",
        {
            apiServer: {
                privateCluster: true,
                privateDnsZone: ZONE.replace("privatelink", "team-1.privatelink"),
            },
        },
    ],
    [
        "a system zone beside a system-assigned control plane",
        {
            ...systemAssigned,
            apiServer: { privateCluster: true, privateDnsZone: "system" },
        },
    ],
    [
        "an ABAC registry whose repositories are listed",
        {
            registries: [{ id: REGISTRY, permissions: "Abac", listRepositories: true }],
        },
    ],
    [
        "delegated access by full role id",
        {
            delegatedAccess: [
                {
                    ...delegated,
                    roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
                },
            ],
        },
    ],
    [
        "a managed NAT gateway in a network of AKS's",
        {
            systemNodePool: { vmSize: VM },
            network: { ...network, outboundType: "managedNATGateway" },
        },
    ],
    ["workload identity with the issuer", { workloadIdentity: true, oidcIssuer: true }],
    ["an issuer without workload identity", { workloadIdentity: false, oidcIssuer: true }],
    ["neither workload identity nor issuer", { workloadIdentity: false, oidcIssuer: false }],
    [
        "own keys for disks and etcd",
        {
            encryption: {
                diskEncryptionSetId: `${PROVIDERS}/Microsoft.Compute/diskEncryptionSets/des`,
                keyVaultKms: { ...kms, networkAccess: "Private" },
            },
        },
    ],
];
