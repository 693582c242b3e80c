import type * as pulumi from "@pulumi/pulumi";
import type { AddonsArgs } from "./addonArgs";

/** Kind of the control plane's identity, in the words of `ManagedCluster.identity.type`. */
export const ControlPlaneIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** An identity that Azure makes with the cluster. Its role assignments can only follow the cluster. */
    SystemAssigned: "SystemAssigned",
    /** Deprecated: a service principal with a secret, only so that the migration away from it can be previewed. */
    ServicePrincipal: "ServicePrincipal",
} as const;
export type ControlPlaneIdentityType =
    (typeof ControlPlaneIdentityType)[keyof typeof ControlPlaneIdentityType];

/** Who provides the identity that the nodes' kubelets use. */
export const KubeletIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** AKS makes `<cluster>-agentpool` in the node resource group. */
    AksManaged: "AksManaged",
} as const;
export type KubeletIdentityType = (typeof KubeletIdentityType)[keyof typeof KubeletIdentityType];

/** Who makes the role assignments that the cluster needs. */
export const RoleAssignmentMode = {
    /** This component. The deployer needs `Microsoft.Authorization/roleAssignments/write` on each scope. */
    Create: "Create",
    /** Somebody else: nothing is assigned, the output `roleAssignments` lists what is needed. */
    Skip: "Skip",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

/** How a container registry decides who may pull (https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions). */
export const RegistryPermissions = {
    /** Roles on the whole registry. The kubelets get AcrPull. */
    Rbac: "Rbac",
    /** Roles that conditions can narrow to repositories. AcrPull is not honoured; the kubelets get Container Registry Repository Reader. */
    Abac: "Abac",
} as const;
export type RegistryPermissions = (typeof RegistryPermissions)[keyof typeof RegistryPermissions];

/** How AKS reaches a key vault for etcd encryption. */
export const KeyVaultNetworkAccess = {
    /** Over the vault's public endpoint. */
    Public: "Public",
    /** Over a private endpoint that AKS makes, which needs a role more. */
    Private: "Private",
} as const;
export type KeyVaultNetworkAccess = (typeof KeyVaultNetworkAccess)[keyof typeof KeyVaultNetworkAccess];

/** Pricing tier of the cluster. */
export const ClusterTier = {
    /** Without an SLA, for trying out. */
    Free: "Free",
    /** With an uptime SLA. */
    Standard: "Standard",
    /** With an uptime SLA and long-term support. */
    Premium: "Premium",
} as const;
export type ClusterTier = (typeof ClusterTier)[keyof typeof ClusterTier];

/** An identity of the cluster, as `delegatedAccess` names it. */
export const ClusterIdentityName = {
    /** The control plane's. */
    ControlPlane: "controlPlane",
    /** The kubelets'. */
    Kubelet: "kubelet",
} as const;
export type ClusterIdentityName = (typeof ClusterIdentityName)[keyof typeof ClusterIdentityName];

/** Operating system of a pool's nodes. */
export const NodePoolOsType = {
    /** Linux, in every pool that runs system pods. */
    Linux: "Linux",
    /** Windows Server, in further pools only. */
    Windows: "Windows",
} as const;
export type NodePoolOsType = (typeof NodePoolOsType)[keyof typeof NodePoolOsType];

/** Inputs of `ManagedIdentityAksCluster`. */
export interface ManagedIdentityAksClusterArgs {
    /**
     * Required. Resource group of the cluster and of the identities that are created.
     */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Optional. Azure region, for example `westeurope`. Default: that of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. Name of the cluster in Azure: 1 to 63 letters, digits, hyphens and underscores, a letter or
     * digit at both ends. Default: a unique name that starts with the component's. A change replaces the cluster.
     */
    clusterName?: pulumi.Input<string>;
    /**
     * Optional. First label of the API server's address: 1 to 54 letters, digits and hyphens. Default: derived
     * from the component's name. A change replaces the cluster.
     */
    dnsPrefix?: pulumi.Input<string>;
    /**
     * Optional. Kubernetes version, `1.34` or `1.34.2`. Default: what AKS takes for its default. See
     * https://learn.microsoft.com/azure/aks/supported-kubernetes-versions.
     */
    kubernetesVersion?: pulumi.Input<string>;
    /**
     * Optional. Identity of the control plane, which manages load balancers, disks and routes. Default: a
     * user-assigned identity is created. See https://learn.microsoft.com/azure/aks/use-managed-identity.
     */
    controlPlaneIdentity?: ControlPlaneIdentityArgs;
    /**
     * Optional. Identity of the kubelets, which pull images. Default: a user-assigned identity is created beside
     * a user-assigned control plane, AKS makes it beside a system-assigned one; none beside a service principal. See
     * https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity.
     */
    kubeletIdentity?: KubeletIdentityArgs;
    /**
     * Required. The pool that runs the cluster's system pods, part of the cluster resource itself.
     */
    systemNodePool: NodePoolArgs;
    /**
     * Optional. Further pools, each a resource of its own. Default: none.
     */
    nodePools?: NodePoolArgs[];
    /**
     * Optional. Network settings, given whole: what is left out gets Azure's defaults at creation and cannot
     * change later. Default: AKS decides.
     */
    network?: NetworkArgs;
    /**
     * Optional. Resource id of the route table of the nodes' subnets, with `networkPlugin: "kubenet"`: AKS writes a
     * route for every node, and refuses the cluster where the control plane may not. Default: none. See
     * https://learn.microsoft.com/azure/aks/configure-kubenet#bring-your-own-subnet-and-route-table-with-kubenet.
     */
    routeTableId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the NAT gateway of the nodes' subnets, with the outbound type
     * `userAssignedNATGateway`, on which the control plane gets Network Contributor: a subnet with a NAT gateway is
     * written only by who may join the gateway. Default: none. See https://learn.microsoft.com/azure/aks/nat-gateway.
     */
    natGatewayId?: pulumi.Input<string>;
    /**
     * Optional. Resource ids of the resource groups with public IP addresses that services of the cluster use, other
     * than the node resource group. Default: none. See https://learn.microsoft.com/azure/aks/static-ip.
     */
    publicIpResourceGroupIds?: pulumi.Input<string>[];
    /**
     * Optional. How the API server is reached. Default: publicly, from everywhere.
     */
    apiServer?: ApiServerArgs;
    /**
     * Optional. Container registries that the nodes pull images from. Default: none.
     */
    registries?: RegistryArgs[];
    /**
     * Optional. Resource id of the registry that a network-isolated cluster is set up from, instead of from the
     * internet. Needs an own kubelet identity. Default: none. See
     * https://learn.microsoft.com/azure/aks/concepts-network-isolated.
     */
    bootstrapRegistryId?: pulumi.Input<string>;
    /**
     * Optional. Encryption with own keys. Default: with keys of Azure's.
     */
    encryption?: EncryptionArgs;
    /**
     * Optional. Whether the cluster issues OpenID Connect tokens to its service accounts, which other systems can trust.
     * It cannot be turned off again. Default: AKS decides, on for new clusters of Kubernetes 1.34 or newer. See
     * https://learn.microsoft.com/azure/aks/use-oidc-issuer.
     */
    oidcIssuer?: pulumi.Input<boolean>;
    /**
     * Optional. Whether AKS gives pods labelled `azure.workload.identity/use: "true"` a token for the identity of their
     * service account (`AksWorkloadIdentity`). Needs `oidcIssuer`. Default: `false`. See
     * https://learn.microsoft.com/azure/aks/workload-identity-overview.
     */
    workloadIdentity?: pulumi.Input<boolean>;
    /**
     * Optional. Upgrades that AKS makes by itself; `kubernetesVersion` then counts at creation only. Default: the node
     * images alone are kept up to date, as AKS does by default.
     */
    autoUpgrade?: AutoUpgradeArgs;
    /**
     * Optional. Add-ons, with the role assignments that their identities need. Default: none.
     */
    addons?: AddonsArgs;
    /**
     * Optional. `Free`, `Standard` (uptime SLA) or `Premium` (long-term support). Default: `Free`. See
     * https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers.
     */
    tier?: ClusterTier;
    /**
     * Optional. Sign-in to the cluster with Microsoft Entra ID. It cannot be turned off again. Default: with certificates
     * of the cluster's own. See https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id.
     */
    entra?: EntraArgs;
    /**
     * Optional. Further role assignments to an identity of the cluster, for disks, addresses or anything else that
     * its workloads use. Default: none.
     */
    delegatedAccess?: DelegatedAccessArgs[];
    /**
     * Optional. Full id of a custom role that takes the place of Network Contributor on subnets, for instance one with
     * `Microsoft.Network/virtualNetworks/subnets/join/action` and `.../subnets/read` alone. Default: Network Contributor.
     */
    networkRoleDefinitionId?: pulumi.Input<string>;
    /**
     * Optional. Who makes the role assignments. Default: `Create`.
     */
    roleAssignments?: RoleAssignmentMode;
    /**
     * Optional. How long the creation of the cluster may wait for its role assignments to take effect, in
     * minutes, 1 to 60. Default: 60, the longest that Azure documents.
     */
    propagationTimeoutMinutes?: number;
    /**
     * Optional. Tags of the cluster and of the identities that are created.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Which identity the control plane uses. */
export interface ControlPlaneIdentityArgs {
    /**
     * Optional. `UserAssigned`, `SystemAssigned` or, deprecated, `ServicePrincipal`. Default: `UserAssigned`. A change
     * updates the cluster in place; AKS knows no way back to a service principal. See
     * https://learn.microsoft.com/azure/aks/use-managed-identity.
     */
    type?: ControlPlaneIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity; its client and principal ids are looked up.
     * Default: one is created.
     */
    resourceId?: pulumi.Input<string>;
    /**
     * Required with type `ServicePrincipal`, deprecated: what the cluster runs as until it is migrated. With another type
     * it is the service principal that the cluster ran as: nodes go on with it until their image is upgraded, so it keeps
     * the kubelets' role assignments until it is removed here. Default: none. See
     * https://learn.microsoft.com/azure/aks/kubernetes-service-principal.
     */
    servicePrincipal?: ServicePrincipalArgs;
}

/**
 * Deprecated. A service principal that a cluster runs as, control plane and kubelets alike. For previewing and making
 * the migration to managed identities only: new clusters have no use for it.
 */
export interface ServicePrincipalArgs {
    /**
     * Required. Client (application) id, a GUID; the object id is looked up in Entra, for which the deployer needs to
     * be allowed to read applications.
     */
    clientId: pulumi.Input<string>;
    /**
     * Optional. Client secret, which AKS asks for when it makes a cluster and never gives back. It is kept as a secret.
     * Default: none, as an existing cluster has it already.
     */
    clientSecret?: pulumi.Input<string>;
}

/** Which identity the kubelets use. */
export interface KubeletIdentityArgs {
    /**
     * Optional. `UserAssigned` or `AksManaged`. Default: `UserAssigned`, but `AksManaged` beside a
     * system-assigned control plane, for which AKS accepts nothing else.
     */
    type?: KubeletIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity; its client and principal ids are looked up.
     * Default: one is created.
     */
    resourceId?: pulumi.Input<string>;
}

/** A pool of nodes (https://learn.microsoft.com/azure/aks/create-node-pools). */
export interface NodePoolArgs {
    /**
     * Optional for the system pool (`system`), required for others. 1 to 12 lower-case letters and digits,
     * a letter first; at most 6 for Windows. A change replaces the pool.
     */
    name?: string;
    /**
     * Required. Size of the virtual machines, for example `Standard_D4ds_v5`. A change replaces the pool; the
     * system pool's cannot change.
     */
    vmSize: pulumi.Input<string>;
    /**
     * Optional. Number of nodes, 1 to 1000 (0 is allowed outside the system pool). With autoscaling: the number
     * at creation. Default: 3 for the system pool, 1 for others.
     */
    count?: pulumi.Input<number>;
    /**
     * Optional. Fewest nodes under the cluster autoscaler. Together with `maxCount` turns autoscaling on; the
     * pool's `count` is then left to the autoscaler.
     */
    minCount?: pulumi.Input<number>;
    /**
     * Optional. Most nodes under the cluster autoscaler.
     */
    maxCount?: pulumi.Input<number>;
    /**
     * Optional. Resource id of the nodes' subnet, on which the control plane gets Network Contributor. Default:
     * for the system pool a network that AKS makes, for others the system pool's subnet. A change replaces nothing
     * and is refused by AKS.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the subnet that pods get their addresses from (dynamic IP allocation of Azure CNI), on
     * which the control plane gets Network Contributor. Default: pods share the nodes' subnet, or an overlay.
     */
    podSubnetId?: pulumi.Input<string>;
    /**
     * Optional. `Linux` or `Windows`; the system pool is Linux. Default: `Linux`.
     */
    osType?: NodePoolOsType;
    /**
     * Optional. Operating system image, for example `AzureLinux`, `Ubuntu`, `Windows2022`. Default: AKS decides.
     */
    osSku?: pulumi.Input<string>;
    /**
     * Optional. Most pods on a node. Default: AKS decides by network plugin.
     */
    maxPods?: pulumi.Input<number>;
    /**
     * Optional. Availability zones, for example `["1", "2", "3"]`. Default: none.
     */
    availabilityZones?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Optional. Kubernetes labels of the nodes.
     */
    nodeLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Optional. Kubernetes taints of the nodes, for example `dedicated=gpu:NoSchedule`.
     */
    nodeTaints?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Network settings of the cluster (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). */
export interface NetworkArgs {
    /**
     * Required. `azure`, `kubenet` or `none`.
     */
    networkPlugin: pulumi.Input<string>;
    /**
     * Optional. `overlay`, for pods outside the subnet's address range. Default: pods in the subnet.
     */
    networkPluginMode?: pulumi.Input<string>;
    /**
     * Optional. `azure`, `calico`, `cilium` or `none`. Default: AKS decides.
     */
    networkPolicy?: pulumi.Input<string>;
    /**
     * Optional. `azure` or `cilium`. Default: `azure`.
     */
    networkDataplane?: pulumi.Input<string>;
    /**
     * Optional. How the nodes reach the internet: `loadBalancer`, `userDefinedRouting`, `managedNATGateway`,
     * `userAssignedNATGateway` or `none`. Default: `loadBalancer`. See
     * https://learn.microsoft.com/azure/aks/egress-outboundtype.
     */
    outboundType?: pulumi.Input<string>;
    /**
     * Optional. Address range of the pods (overlay and kubenet). Default: `10.244.0.0/16`.
     */
    podCidr?: pulumi.Input<string>;
    /**
     * Required. Address range of the services; it must not overlap the virtual network. For example `10.96.0.0/16`.
     */
    serviceCidr: pulumi.Input<string>;
    /**
     * Required. Address of the cluster's DNS service, inside `serviceCidr`. For example `10.96.0.10`.
     */
    dnsServiceIP: pulumi.Input<string>;
}

/** How the API server is reached (https://learn.microsoft.com/azure/aks/private-clusters). */
export interface ApiServerArgs {
    /**
     * Optional. Whether the API server has a private address only. Default: `false`. A change replaces nothing and is
     * refused by AKS.
     */
    privateCluster?: pulumi.Input<boolean>;
    /**
     * Optional. `system`, `none`, or the resource id of an own private DNS zone such as
     * `privatelink.westeurope.azmk8s.io`, for which the control plane gets Private DNS Zone Contributor on the zone and
     * Network Contributor on the nodes' virtual network. An output is taken for such an id. Default: `system` with a
     * private cluster.
     */
    privateDnsZone?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the subnet that the API server is put into (API Server VNet Integration). Default: none.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Address ranges that may reach a public API server. Default: all.
     */
    authorizedIpRanges?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Upgrades that AKS makes by itself (https://learn.microsoft.com/azure/aks/auto-upgrade-cluster). */
export interface AutoUpgradeArgs {
    /**
     * Optional. Of Kubernetes: `rapid`, `stable`, `patch`, `node-image` or `none`. Default: `none`.
     */
    upgradeChannel?: string;
    /**
     * Optional. Of the nodes' operating system: `None`, `Unmanaged`, `NodeImage` or `SecurityPatch`. Default: `NodeImage`.
     */
    nodeOsUpgradeChannel?: pulumi.Input<string>;
}

/** A container registry that the nodes pull from. */
export interface RegistryArgs {
    /**
     * Required. Resource id of the registry.
     */
    id: pulumi.Input<string>;
    /**
     * Optional. `Rbac` or `Abac`: the registry's own role assignment mode. Default: `Rbac`.
     */
    permissions?: RegistryPermissions;
    /**
     * Optional. Whether the kubelets may also list the repositories of a registry in mode `Abac`. Default: `false`.
     */
    listRepositories?: boolean;
    /**
     * Optional. Name of the registry inside this cluster, part of the role assignment's logical name. Default: the last
     * segment of a plain `id`, else `registry`, `registry2` and so on by position; where ids are outputs, only a name
     * allows to reorder the list.
     */
    name?: string;
}

/** Encryption with own keys. */
export interface EncryptionArgs {
    /**
     * Optional. Resource id of a disk encryption set for the disks of the nodes and of persistent volumes. A change
     * replaces the cluster. Default: none. See https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys.
     */
    diskEncryptionSetId?: pulumi.Input<string>;
    /**
     * Optional. A key of a key vault for the secrets in etcd. Default: none.
     */
    keyVaultKms?: KeyVaultKmsArgs;
}

/** A key for the secrets in etcd (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). */
export interface KeyVaultKmsArgs {
    /**
     * Required. Identifier of the key: `https://<vault>.vault.azure.net/keys/<key>/<version>`.
     */
    keyId: pulumi.Input<string>;
    /**
     * Required. Resource id of the key vault, in RBAC mode.
     */
    keyVaultId: pulumi.Input<string>;
    /**
     * Optional. `Public` or `Private`. Default: `Public`.
     */
    networkAccess?: KeyVaultNetworkAccess;
}

/** Sign-in to the cluster with Microsoft Entra ID (https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id). */
export interface EntraArgs {
    /**
     * Optional. Object ids, GUIDs, of the groups whose members administer the cluster. Default: none.
     */
    adminGroupObjectIds?: pulumi.Input<string>[];
    /**
     * Optional. Display names of such groups, whose object ids are looked up; the deployer needs to be allowed to read
     * groups, and a name has to be that of one security group only. Default: none.
     */
    adminGroupNames?: pulumi.Input<string>[];
    /**
     * Optional. Whether Azure role assignments decide what a user may do inside of the cluster, beside Kubernetes' own.
     * Default: `false`. See https://learn.microsoft.com/azure/aks/manage-azure-rbac.
     */
    azureRbac?: pulumi.Input<boolean>;
    /**
     * Optional. Tenant, a GUID, whose users sign in. Default: the subscription's.
     */
    tenantId?: pulumi.Input<string>;
    /**
     * Optional. Whether the accounts that do without Entra are off: there is no administrator's kubeconfig then. Needs
     * admin groups or `azureRbac`. Default: `false`. See
     * https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad.
     */
    disableLocalAccounts?: pulumi.Input<boolean>;
}

/** A further role assignment to an identity of the cluster. */
export interface DelegatedAccessArgs {
    /**
     * Required. Name of the grant inside this cluster, part of the role assignment's logical name: 1 to 40 lower-case
     * letters, digits and hyphens.
     */
    name: string;
    /**
     * Optional. `controlPlane` or `kubelet`. Default: `controlPlane`.
     */
    identity?: ClusterIdentityName;
    /**
     * Required. GUID or full id of a role definition.
     */
    roleDefinitionId: pulumi.Input<string>;
    /**
     * Required. Id of the resource, resource group or subscription that the role holds on.
     */
    scope: pulumi.Input<string>;
    /**
     * Optional. What for, as a sentence; it becomes the description of the role assignment. Default: says that it was
     * asked for.
     */
    reason?: string;
}
