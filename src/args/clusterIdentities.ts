import type * as pulumi from "@pulumi/pulumi";
import type {
    ClusterRoleAssignmentArgs,
    ExistingRoleAssignmentArgs,
    RegistryArgs,
    RoleAssignmentMode,
} from "./access";
import type { KeyVaultNetworkAccess } from "./encryption";

/**
 * Inputs of `AksClusterIdentities`: what the clusters use to which its output `forClusters` is given, all of them
 * together (https://learn.microsoft.com/azure/aks/use-managed-identity).
 */
export interface AksClusterIdentitiesArgs {
    /**
     * Required unless both identities exist. Resource group of the identities that are created. Default: none beside
     * existing identities.
     */
    resourceGroupName?: pulumi.Input<string>;
    /**
     * Optional. Azure region of the identities that are created, for example `westeurope`. A change replaces them.
     * Default: the azure-native provider's, else that of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. An existing identity for the control planes. Default: one is created. See
     * https://learn.microsoft.com/azure/aks/use-managed-identity.
     */
    controlPlaneIdentity?: ExistingIdentityArgs;
    /**
     * Optional. An existing identity for the kubelets. Default: one is created. See
     * https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity.
     */
    kubeletIdentity?: ExistingIdentityArgs;
    /**
     * Optional. Resource ids of the subnets of nodes, pods and API servers: the control planes get Network Contributor
     * on each. Default: none.
     */
    subnetIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the subnets in which services have internal load balancers: the control planes get
     * Network Contributor on each and Reader on its virtual network; where the ids are outputs, on that of the first.
     * Default: none. See https://learn.microsoft.com/azure/aks/internal-lb.
     */
    internalLoadBalancerSubnetIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the virtual networks of clusters with an own private DNS zone: the control planes get
     * Network Contributor on each, which holds on its subnets, too. Default: none. See
     * https://learn.microsoft.com/azure/aks/private-clusters.
     */
    virtualNetworkIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the own private DNS zones, on which the control planes get Private DNS Zone
     * Contributor. Default: none. See https://learn.microsoft.com/azure/aks/private-clusters.
     */
    privateDnsZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the route tables of the subnets, on which the control planes get Network Contributor.
     * Default: none. See https://learn.microsoft.com/azure/aks/configure-kubenet.
     */
    routeTableIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the NAT gateways of the subnets, on which the control planes get Network Contributor.
     * Default: none. See https://learn.microsoft.com/azure/aks/nat-gateway.
     */
    natGatewayIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the resource groups with public IP addresses that services use, other than the node
     * resource groups. Default: none. See https://learn.microsoft.com/azure/aks/static-ip.
     */
    publicIpResourceGroupIds?: pulumi.Input<string>[];
    /**
     * Optional. Container registries that the nodes pull images from or are set up from. Default: none.
     */
    registries?: RegistryArgs[];
    /**
     * Optional. Resource ids of the disk encryption sets, on which the control planes get Reader. Default: none. See
     * https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys.
     */
    diskEncryptionSetIds?: pulumi.Input<string>[];
    /**
     * Optional. Key vaults with the keys for the secrets in etcd. Default: none. See
     * https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption.
     */
    keyVaultKms?: KmsVaultArgs[];
    /**
     * Optional. Further role assignments to either identity. Default: none.
     */
    extraRoleAssignments?: ClusterRoleAssignmentArgs[];
    /**
     * Optional. GUID or full id of a custom role that takes the place of Network Contributor on subnets and virtual
     * networks; the clusters have to name it as `networkAccess.role`, too. Default: Network Contributor. See
     * https://learn.microsoft.com/azure/aks/aks-service-permissions.
     */
    networkRole?: pulumi.Input<string>;
    /**
     * Optional. Who makes the role assignments. With `Skip` clusters take them for made. Default: `Create`.
     */
    roleAssignments?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that Azure has already, each to be imported into this stack or left to others. Default:
     * none, and one that exists is refused. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. Tags of the identities that are created. Default: none. See
     * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A user-assigned identity that exists (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ExistingIdentityArgs {
    /**
     * Required. Resource id of the identity; its client and principal ids are looked up.
     */
    resourceId: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID; together with `principalId`. Needed for an identity of another
     * subscription than the azure-native provider's, and where the deployer may not read identities. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the identity's service principal; together with `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
}

/** A key vault with a key for the secrets in etcd (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). */
export interface KmsVaultArgs {
    /**
     * Required. Resource id of the key vault, in RBAC mode, on which the control planes get Key Vault Crypto User.
     */
    keyVaultId: pulumi.Input<string>;
    /**
     * Optional. `Public` or `Private`: whether the vault can be reached from public networks. With `Private` the control
     * planes get Key Vault Contributor, too. Default: `Public`.
     */
    networkAccess?: KeyVaultNetworkAccess;
    /**
     * Optional. Name of the vault inside this component, part of the role assignments' logical names. Default: the last
     * segment of a plain `keyVaultId`, the name of the resource whose `id` it is, else `vault`, `vault2` and so on by
     * position.
     */
    name?: string;
}

/**
 * Identities for clusters and the role assignments that they have: the output `forClusters` of `AksClusterIdentities`,
 * or the same of other making (https://learn.microsoft.com/azure/aks/use-managed-identity).
 */
export interface ClusterIdentitiesArgs {
    /**
     * Required. The control plane's identity.
     */
    controlPlaneIdentity: pulumi.Input<ClusterIdentityArgs>;
    /**
     * Required. The kubelets' identity.
     */
    kubeletIdentity: pulumi.Input<ClusterIdentityArgs>;
    /**
     * Required. The role assignments that the two have; one on a virtual network, a resource group or a subscription
     * holds on what is inside, too.
     */
    roleAssignments: pulumi.Input<AssignedRoleArgs[]>;
}

/** A user-assigned identity by all of its ids (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ClusterIdentityArgs {
    /**
     * Required. Resource id.
     */
    resourceId: pulumi.Input<string>;
    /**
     * Required. Client (application) id, a GUID.
     */
    clientId: pulumi.Input<string>;
    /**
     * Required. Object id, a GUID, of the identity's service principal.
     */
    principalId: pulumi.Input<string>;
}

/** A role assignment that exists (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export interface AssignedRoleArgs {
    /**
     * Required. Object id of the service principal that has the role.
     */
    principalId: pulumi.Input<string>;
    /**
     * Required. GUID or full id of the role's definition.
     */
    roleDefinitionId: pulumi.Input<string>;
    /**
     * Required. Id of the resource, resource group, subscription or management group that the role holds on.
     */
    scope: pulumi.Input<string>;
    /**
     * Optional. Id of the assignment, which the cluster's output `roleAssignments` shows again. Default: none.
     */
    id?: pulumi.Input<string>;
    /**
     * Optional. Whose it is, as `AksClusterIdentities` says it; nothing depends on it. Default: none.
     */
    identity?: pulumi.Input<string>;
    /**
     * Optional. Name of the role, as `AksClusterIdentities` says it; nothing depends on it. Default: none.
     */
    role?: pulumi.Input<string>;
    /**
     * Optional. What is done with it, as `AksClusterIdentities` says it; nothing depends on it. Default: none.
     */
    reason?: pulumi.Input<string>;
    /**
     * Optional. When it has to exist, as `AksClusterIdentities` says it; nothing depends on it. Default: none.
     */
    when?: pulumi.Input<string>;
}
