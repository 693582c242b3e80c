import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRoleAssignmentArgs, ExistingRoleAssignmentArgs, RegistryArgs, RoleAssignmentMode } from "./access";
import type { KeyVaultNetworkAccess } from "./encryption";

/**
 * Inputs of `AksClusterIdentities`. List everything that the clusters with its output `forClusters` use, together
 * (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     resourceGroupName: group.name,
 *     location: "westeurope",
 *     subnetIds: [subnet.id],
 *     internalLoadBalancerSubnetIds: [subnet.id],
 *     virtualNetworkIds: [virtualNetwork.id],
 *     privateDNSZoneIds: [privateDnsZone.id],
 *     routeTableIds: [routeTable.id],
 *     natGatewayIds: [natGateway.id],
 *     publicIPResourceGroupIds: [group.id],
 *     registries: [{ id: registry.id }],
 *     diskEncryptionSetIds: [diskEncryptionSet.id],
 *     keyVaultKms: [{ keyVaultId: vault.id }],
 *     extraRoleAssignments: [{ name: "public-ip", role: "Network Contributor", scope: publicIp.id }],
 *     networkRole: "6f1c2a0e-5b7d-4c3e-9a41-0d8e7f6b5a43",
 *     existingRoleAssignments: [{ name: "identities-registry", roleAssignmentId: existingId, mode: "Skip" }],
 *     tags: { team: "platform" },
 * }
 * @example
 * {
 *     controlPlaneIdentity: { resourceId: identity.id },
 *     kubeletIdentity: { resourceId: kubeletIdentity.id },
 *     roleAssignmentMode: "Skip",
 * }
 */
export interface AksClusterIdentitiesArgs {
    /**
     * Required unless both identities exist. Name of the resource group of the identities that are created. Default:
     * none, if both identities exist.
     */
    resourceGroupName?: pulumi.Input<string>;
    /**
     * Optional. Azure region of the identities that are created, for example `westeurope`. A change replaces them.
     * Default: the location of the azure-native provider, or else of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. An existing identity for the control planes. Default: one is created. See
     * https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    controlPlaneIdentity?: ExistingIdentityArgs;
    /**
     * Optional. An existing identity for the kubelets. Default: one is created. See
     * https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity.
     */
    kubeletIdentity?: ExistingIdentityArgs;
    /**
     * Optional. Resource ids of the subnets of nodes, pods and API servers. The control planes get Network Contributor on
     * each. Default: none.
     */
    subnetIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the subnets in which services have internal load balancers. The control planes get Network
     * Contributor on each subnet, and Reader on the virtual network of each id that is a plain string. If all ids are
     * outputs, they get Reader on the virtual network of the first one only. Default: none. See
     * https://learn.microsoft.com/azure/aks/internal-lb.
     */
    internalLoadBalancerSubnetIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the virtual networks of clusters that use your private DNS zone. The control planes
     * get Network Contributor on each, which includes its subnets. Default: none. See
     * https://learn.microsoft.com/azure/aks/private-clusters.
     */
    virtualNetworkIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of your private DNS zones. The control planes get Private DNS Zone Contributor on each.
     * Default: none. See https://learn.microsoft.com/azure/aks/private-clusters.
     */
    privateDNSZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the route tables of the subnets. The control planes get Network Contributor on each.
     * Default: none. See https://learn.microsoft.com/azure/aks/configure-kubenet.
     */
    routeTableIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of the NAT gateways of the subnets. The control planes get Network Contributor on each.
     * Default: none. See https://learn.microsoft.com/azure/aks/nat-gateway.
     */
    natGatewayIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of resource groups with public IP addresses that services use, other than the node resource
     * groups. The control planes get Network Contributor on each. Default: none. See
     * https://learn.microsoft.com/azure/aks/static-ip.
     */
    publicIPResourceGroupIds?: pulumi.Input<string>[];
    /**
     * Optional. Container registries that the nodes pull images from, including registries for `bootstrapRegistryId`.
     * Default: none.
     */
    registries?: RegistryArgs[];
    /**
     * Optional. Resource ids of disk encryption sets. The control planes get Reader on each. Default: none. See
     * https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys.
     */
    diskEncryptionSetIds?: pulumi.Input<string>[];
    /**
     * Optional. Key vaults with the keys that encrypt the secrets in etcd. Default: none. See
     * https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption.
     */
    keyVaultKms?: KmsVaultArgs[];
    /**
     * Optional. Further role assignments to either identity, for example on public IP addresses that services use.
     * Default: none.
     */
    extraRoleAssignments?: ClusterRoleAssignmentArgs[];
    /**
     * Optional. GUID or full id of a custom role, or name of a built-in role, to assign instead of Network Contributor
     * on subnets and virtual networks. Set the same role as `networkAccess.role` of the clusters. Default: Network
     * Contributor. See https://learn.microsoft.com/azure/aks/aks-service-permissions.
     */
    networkRole?: pulumi.Input<string>;
    /**
     * Optional. `Create` or `Skip`: whether this component creates the role assignments, or only lists them for
     * somebody else. With `Skip`, clusters assume that all of them exist. Default: `Create`.
     */
    roleAssignmentMode?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that already exist in Azure. Each is imported into this stack or skipped. Default:
     * none; the preview fails when it finds one that exists. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. Tags of the identities that are created. Default: none. See
     * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * An existing user-assigned identity (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     resourceId: identity.id,
 *     clientId: "3d6f0c1e-8a52-4b97-a1d4-5e0f7c2b9a68",
 *     principalId: "b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17",
 * }
 */
export interface ExistingIdentityArgs {
    /**
     * Required. Resource id of the identity. The component looks up its client id and principal id.
     */
    resourceId: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID; set it together with `principalId`. Required if the identity is in another
     * subscription than the azure-native provider, or if the deployer has no permission to read it. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the identity's service principal; set it together with `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
}

/**
 * A key vault with a key that encrypts the secrets in etcd (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption).
 *
 * @example
 * { keyVaultId: vault.id, networkAccess: "Private", name: "etcd" }
 */
export interface KmsVaultArgs {
    /**
     * Required. Resource id of the key vault, in RBAC mode. The control planes get Key Vault Crypto User on it.
     */
    keyVaultId: pulumi.Input<string>;
    /**
     * Optional. `Public` or `Private`: whether the vault accepts connections from public networks. With `Private` the
     * control planes also get Key Vault Contributor. Default: `Public`.
     */
    networkAccess?: KeyVaultNetworkAccess;
    /**
     * Optional. Name of the vault inside this component, part of the role assignments' logical names. Default: the last
     * segment of a plain `keyVaultId`, or the name of the resource whose `id` it is. For any other output the default is
     * `vault`, `vault2` and so on by position.
     */
    name?: string;
}

/**
 * Identities for clusters and the role assignments that they have: the output `forClusters` of `AksClusterIdentities`, or
 * an object of the same shape (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     controlPlaneIdentity: identities.forClusters.controlPlaneIdentity,
 *     kubeletIdentity: identities.forClusters.kubeletIdentity,
 *     roleAssignments: identities.forClusters.roleAssignments,
 * }
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
     * Required. The role assignments of the two identities. A role assignment on a virtual network, a resource group or a
     * subscription includes the resources inside.
     */
    roleAssignments: pulumi.Input<AssignedRoleArgs[]>;
}

/**
 * A user-assigned identity by all of its ids (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     resourceId: identity.id,
 *     clientId: "3d6f0c1e-8a52-4b97-a1d4-5e0f7c2b9a68",
 *     principalId: "b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17",
 * }
 */
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

/**
 * An existing role assignment (https://learn.microsoft.com/azure/role-based-access-control/role-assignments).
 *
 * @example
 * {
 *     principalId: "b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17",
 *     roleDefinitionId: "4d97b98b-1d4f-4787-a291-c67834d212e7",
 *     scope: subnet.id,
 *     id: existingId,
 *     condition: condition,
 *     identity: "controlPlane",
 *     role: "Network Contributor",
 *     description: "The control plane joins load balancers to the subnet.",
 *     when: "before-cluster",
 * }
 */
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
     * Required. Id of the resource, resource group, subscription or management group that the role is assigned on.
     */
    scope: pulumi.Input<string>;
    /**
     * Optional. Id of the role assignment. The cluster's output `roleAssignments` repeats it. Default: none.
     */
    id?: pulumi.Input<string>;
    /**
     * Optional. Condition that narrows the role, in version 2.0 of Azure's language. A role with one is not enough for what
     * a cluster requires. Default: none. See https://learn.microsoft.com/azure/role-based-access-control/conditions-overview.
     */
    condition?: pulumi.Input<string>;
    /**
     * Optional. The identity that has the role, from `AksClusterIdentities`. The component ignores it. Default: none.
     */
    identity?: pulumi.Input<string>;
    /**
     * Optional. Name of the role, from `AksClusterIdentities`. The component ignores it. Default: none.
     */
    role?: pulumi.Input<string>;
    /**
     * Optional. Description of the role assignment, from `AksClusterIdentities`. The component ignores it. Default: none.
     */
    description?: pulumi.Input<string>;
    /**
     * Optional. When the role assignment must exist, from `AksClusterIdentities`. The component ignores it. Default: none.
     */
    when?: pulumi.Input<string>;
}
