import type * as pulumi from "@pulumi/pulumi";
import type {
    ClusterRoleAssignmentArgs,
    ExistingRoleAssignmentArgs,
    RegistryArgs,
    RoleAssignmentMode,
} from "./access";
import type { AddonsArgs } from "./addons";
import type { ClusterIdentitiesArgs } from "./clusterIdentities";
import type { EncryptionArgs } from "./encryption";
import type { EntraArgs } from "./entra";
import type { ControlPlaneIdentityArgs, KubeletIdentityArgs } from "./identities";
import type { ApiServerArgs, NetworkAccessArgs, NetworkArgs } from "./network";
import type { NodePoolArgs } from "./nodePools";
import type { ClusterPropertiesArgs } from "./properties";

/** Kind of the cluster; Azure may know more (https://learn.microsoft.com/azure/aks/intro-aks-automatic). */
export const ClusterSku = {
    /** AKS Standard, whose every part is the user's to choose. */
    Base: "Base",
    /** AKS Automatic: network, sign-in, scaling, upgrades and several add-ons are settled by AKS. */
    Automatic: "Automatic",
} as const;
export type ClusterSku = (typeof ClusterSku)[keyof typeof ClusterSku];

/** Pricing tier of the cluster; Azure may know more (https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers). */
export const ClusterTier = {
    /** Without an SLA, for trying out. */
    Free: "Free",
    /** With an uptime SLA. */
    Standard: "Standard",
    /** With an uptime SLA and long-term support. */
    Premium: "Premium",
} as const;
export type ClusterTier = (typeof ClusterTier)[keyof typeof ClusterTier];

/** Values of `AutoUpgradeArgs.upgradeChannel`; Azure may know more (https://learn.microsoft.com/azure/aks/auto-upgrade-cluster). */
export const UpgradeChannel = {
    /** The newest version that AKS supports. */
    Rapid: "rapid",
    /** The newest patch of the minor version before the newest. */
    Stable: "stable",
    /** The newest patch of the cluster's own minor version. */
    Patch: "patch",
    /** The node images alone. */
    NodeImage: "node-image",
    /** None. */
    None: "none",
} as const;
export type UpgradeChannel = (typeof UpgradeChannel)[keyof typeof UpgradeChannel];

/** Values of `AutoUpgradeArgs.nodeOsUpgradeChannel`; Azure may know more (https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image). */
export const NodeOsUpgradeChannel = {
    /** None. */
    None: "None",
    /** What the operating system itself does at night. */
    Unmanaged: "Unmanaged",
    /** A new image every week. */
    NodeImage: "NodeImage",
    /** Security patches that AKS has tested, and a new image every month. */
    SecurityPatch: "SecurityPatch",
} as const;
export type NodeOsUpgradeChannel = (typeof NodeOsUpgradeChannel)[keyof typeof NodeOsUpgradeChannel];

/** Inputs of `ManagedIdentityAksCluster` (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ManagedIdentityAksClusterArgs {
    /**
     * Required. Resource group of the cluster and of the identities that are created. A change replaces the cluster.
     */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Optional. Azure region, for example `westeurope`. A change replaces the cluster. Default: the azure-native
     * provider's, else that of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. Name of the cluster in Azure: 1 to 63 letters, digits, hyphens and underscores, a letter or
     * digit at both ends. Default: a unique name that starts with the component's. A change replaces the cluster.
     */
    clusterName?: pulumi.Input<string>;
    /**
     * Optional. First label of the API server's address: 1 to 54 letters, digits and hyphens. Default: derived
     * from the component's name, but none beside `properties.fqdnSubdomain`, which takes its place in an own private DNS
     * zone. A change replaces the cluster.
     */
    dnsPrefix?: pulumi.Input<string>;
    /**
     * Optional. Kubernetes version, `1.34` or `1.34.2`. A change upgrades the control plane alone: the pools, the
     * system pool too, stay on their version until their own `kubernetesVersion` names another. Default: what AKS takes
     * for its default. See https://learn.microsoft.com/azure/aks/supported-kubernetes-versions.
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
     * Optional. Both identities with the role assignments that they have, in place of `controlPlaneIdentity` and
     * `kubeletIdentity`: the output `forClusters` of an `AksClusterIdentities`, also of another stack. The cluster then
     * makes no role assignment for these two, waits for those that there are, and is refused where one is missing that
     * it needs. Default: none. See https://learn.microsoft.com/azure/aks/use-managed-identity.
     */
    identities?: pulumi.Input<ClusterIdentitiesArgs>;
    /**
     * Required. The pool that runs the cluster's system pods, part of the cluster resource itself.
     */
    systemNodePool: NodePoolArgs;
    /**
     * Optional. Further pools, each a resource of its own. Default: none.
     */
    nodePools?: NodePoolArgs[];
    /**
     * Optional. Network settings, given whole: azure-native fills in what a part leaves out. A change of any of them
     * replaces the cluster. Default: AKS decides.
     */
    network?: NetworkArgs;
    /**
     * Optional. What of networks outside of AKS's own the control plane gets roles on. Nothing here changes a setting of
     * the cluster. Default: what the pools and `apiServer` need.
     */
    networkAccess?: NetworkAccessArgs;
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
     * internet. Needs an own kubelet identity. It is taken for one of mode `Rbac`; one of mode `Abac` has to be in
     * `registries`, too. Default: none, which with `bootstrapArtifactSource: "Cache"` is one that AKS makes. See
     * https://learn.microsoft.com/azure/aks/concepts-network-isolated.
     */
    bootstrapRegistryId?: pulumi.Input<string>;
    /**
     * Optional. `Cache` or `Direct` (`BootstrapArtifactSource`): whether nodes are set up from a private registry or from Microsoft's public one.
     * `Cache` without `bootstrapRegistryId` is a registry that AKS makes, with the role assignments on it; a cluster with
     * the outbound type `none` needs it. After a change the nodes of a living cluster are as before until their image is
     * upgraded. Default: `Cache` with `bootstrapRegistryId`, otherwise AKS decides. See
     * https://learn.microsoft.com/azure/aks/network-isolated.
     */
    bootstrapArtifactSource?: string;
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
     * images alone are kept up to date, as AKS does by default; on AKS Automatic also Kubernetes, by channel `stable`.
     */
    autoUpgrade?: AutoUpgradeArgs;
    /**
     * Optional. Add-ons, with the role assignments that their identities need; `{}` turns all of them off. Default: none,
     * and those that others have turned on are left on.
     */
    addons?: AddonsArgs;
    /**
     * Optional. `Base` (AKS Standard) or `Automatic` (`ClusterSku`). AKS Automatic in own subnets needs `apiServer.subnetId` and a
     * user-assigned control plane identity. Default: `Base`. See
     * https://learn.microsoft.com/azure/aks/intro-aks-automatic.
     */
    sku?: string;
    /**
     * Optional. `Free`, `Standard` (uptime SLA) or `Premium` (long-term support): `ClusterTier`. Default: `Free`, with the SKU
     * `Automatic` `Standard`. See
     * https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers.
     */
    tier?: string;
    /**
     * Optional. Sign-in to the cluster with Microsoft Entra ID. It cannot be turned off again. Default: with certificates
     * of the cluster's own. See https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id.
     */
    entra?: EntraArgs;
    /**
     * Optional. Whether the output `kubeconfig` is the user kubeconfig of the cluster, for a Kubernetes provider in the
     * same program, say. Without `entra` it holds a client certificate and its key: everybody has access to the cluster who
     * may read the secrets of the stack's state. Each preview of a cluster that exists and each update then asks AKS for it,
     * for which the deployer needs `Microsoft.ContainerService/managedClusters/listClusterUserCredential/action`. Default:
     * `false`, and the state holds no credential of the cluster; `az aks get-credentials --resource-group <group> --name
     * <cluster>` writes a kubeconfig for whoever may have one. See
     * https://learn.microsoft.com/azure/aks/control-kubeconfig-access.
     */
    exportKubeconfig?: boolean;
    /**
     * Optional. Further role assignments to an identity of the cluster, for disks, addresses or anything else that
     * its workloads use. Default: none.
     */
    extraRoleAssignments?: ClusterRoleAssignmentArgs[];
    /**
     * Optional. Who makes the role assignments. Default: `Create`.
     */
    roleAssignments?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that Azure has already, each to be imported into this stack or left to others. Default:
     * none, and one that exists is refused. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. Properties of the cluster that have no input here, by azure-native's names, for example
     * `{ nodeResourceGroup: "nodes", autoScalerProfile: { expander: "priority" } }`; see
     * https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster. Role assignments
     * that they need are `extraRoleAssignments`. What has an input here is refused. A change of `fqdnSubdomain`,
     * `linuxProfile`, `nodeResourceGroup`, `windowsProfile`, `networkProfile.networkMode` or
     * `networkProfile.serviceCidrs` replaces the cluster. Default: none.
     */
    properties?: ClusterPropertiesArgs;
    /**
     * Optional. How long the creation of the cluster may wait for the role assignments that AKS checks then (on the
     * kubelet identity, the route table, the private DNS zone and the key vault of etcd) to take effect, in minutes,
     * 1 to 60. Default: 60, the longest that Azure documents.
     */
    propagationTimeoutMinutes?: number;
    /**
     * Optional. Warnings that are not to be printed, by their codes, which stand at their ends: `["KubenetRetires"]`. Only
     * what is warned of can be silenced, not what is refused. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/logging.
     */
    silenceWarnings?: string[];
    /**
     * Optional. Tags of everything that is created here and takes tags: the cluster, its pools, identities, data
     * collection rules and endpoints. A pool's own (its `properties.tags`) win over them. Default: none. See
     * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Upgrades that AKS makes by itself (https://learn.microsoft.com/azure/aks/auto-upgrade-cluster). */
export interface AutoUpgradeArgs {
    /**
     * Optional. Of Kubernetes: `rapid`, `stable`, `patch`, `node-image` or `none` (`UpgradeChannel`). Default: `none`, on AKS
     * Automatic `stable`.
     */
    upgradeChannel?: string;
    /**
     * Optional. Of the nodes' operating system: `None`, `Unmanaged`, `NodeImage` or `SecurityPatch`
     * (`NodeOsUpgradeChannel`). Default: `NodeImage`.
     */
    nodeOsUpgradeChannel?: pulumi.Input<string>;
}
