import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRoleAssignmentArgs, ExistingRoleAssignmentArgs, RegistryArgs, RoleAssignmentMode } from "./access";
import type { AddonsArgs } from "./addons";
import type { AdoptArgs } from "./adopt";
import type { ClusterIdentitiesArgs } from "./clusterIdentities";
import type { EncryptionArgs } from "./encryption";
import type { EntraArgs } from "./entra";
import type { ControlPlaneIdentityArgs, KubeletIdentityArgs } from "./identities";
import type { ApiServerArgs, NetworkAccessArgs, NetworkArgs } from "./network";
import type { NodePoolArgs } from "./nodePools";
import type { ClusterPropertiesArgs } from "./properties";

/** Kind of the cluster; Azure may accept further values (https://learn.microsoft.com/azure/aks/intro-aks-automatic). */
export const ClusterSku = {
    /** AKS Standard. You choose every setting. */
    Base: "Base",
    /** AKS Automatic. AKS sets the network, sign-in, scaling, upgrades and several add-ons. */
    Automatic: "Automatic",
} as const;
export type ClusterSku = (typeof ClusterSku)[keyof typeof ClusterSku];

/** Pricing tier of the cluster; Azure may accept further values (https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers). */
export const ClusterTier = {
    /** Without an SLA, for evaluation. */
    Free: "Free",
    /** With an uptime SLA. */
    Standard: "Standard",
    /** With an uptime SLA and long-term support. */
    Premium: "Premium",
} as const;
export type ClusterTier = (typeof ClusterTier)[keyof typeof ClusterTier];

/** Values of `AutoUpgradeArgs.upgradeChannel`; Azure may accept further values (https://learn.microsoft.com/azure/aks/auto-upgrade-cluster). */
export const UpgradeChannel = {
    /** The newest version that AKS supports. */
    Rapid: "rapid",
    /** The newest patch of the minor version before the newest. */
    Stable: "stable",
    /** The newest patch of the cluster's own minor version. */
    Patch: "patch",
    /** Node images only. */
    NodeImage: "node-image",
    /** No automatic upgrades. */
    None: "none",
} as const;
export type UpgradeChannel = (typeof UpgradeChannel)[keyof typeof UpgradeChannel];

/** Values of `AutoUpgradeArgs.nodeOSUpgradeChannel`; Azure may accept further values (https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image). */
export const NodeOSUpgradeChannel = {
    /** No automatic upgrades. */
    None: "None",
    /** The operating system's own nightly updates. */
    Unmanaged: "Unmanaged",
    /** A new image every week. */
    NodeImage: "NodeImage",
    /** Security patches that AKS has tested, and a new image every month. */
    SecurityPatch: "SecurityPatch",
} as const;
export type NodeOSUpgradeChannel = (typeof NodeOSUpgradeChannel)[keyof typeof NodeOSUpgradeChannel];

/**
 * Inputs of `ManagedIdentityAksCluster` (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     resourceGroupName: group.name,
 *     location: "westeurope",
 *     clusterName: "shop",
 *     dnsPrefix: "shop",
 *     kubernetesVersion: "1.34",
 *     controlPlaneIdentity: { resourceId: identity.id },
 *     kubeletIdentity: { resourceId: kubeletIdentity.id },
 *     systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: subnet.id },
 *     nodePools: [{ name: "user", vmSize: "Standard_D4ds_v5", minCount: 1, maxCount: 5 }],
 *     networkAccess: { internalLoadBalancerSubnetIds: [subnet.id] },
 *     apiServer: { authorizedIPRanges: ["203.0.113.0/24"] },
 *     registries: [{ id: registry.id }],
 *     encryption: { diskEncryptionSetId: diskEncryptionSet.id },
 *     oidcIssuer: true,
 *     workloadIdentity: true,
 *     autoUpgrade: { upgradeChannel: "patch" },
 *     addons: { azurePolicy: true },
 *     tier: "Standard",
 *     entra: { adminGroupNames: ["aks-admins"] },
 *     exportKubeconfig: true,
 *     extraRoleAssignments: [{ name: "public-ip", role: "Network Contributor", scope: publicIp.id }],
 *     properties: { nodeResourceGroup: "shop-nodes" },
 *     propagationTimeoutMinutes: 30,
 *     silenceWarnings: ["KubenetRetires"],
 *     tags: { team: "shop" },
 * }
 * @example
 * {
 *     resourceGroupName: group.name,
 *     identities: identities.forClusters,
 *     systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: subnet.id },
 *     network: { networkPlugin: "azure", outboundType: "none" },
 *     bootstrapArtifactSource: "Cache",
 *     bootstrapRegistryId: registry.id,
 *     sku: "Base",
 *     roleAssignmentMode: "Skip",
 * }
 * @example
 * {
 *     resourceGroupName: "shop",
 *     systemNodePool: { name: "nodepool1", vmSize: "Standard_D4ds_v5" },
 *     existingRoleAssignments: [{ name: "aks-kubelet-managed-identity-operator", roleAssignmentId: existingId, mode: "Import" }],
 *     adopt: { clusterId: groupId + "/providers/Microsoft.ContainerService/managedClusters/shop" },
 * }
 */
export interface ManagedIdentityAksClusterArgs {
    /**
     * Required. Name of the resource group of the cluster and of the identities that are created. A change replaces the
     * cluster.
     */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Optional. Azure region of the cluster and of the identities that are created, for example `westeurope`. A change
     * replaces the cluster. Default: the location of the azure-native provider, or else of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. Name of the cluster in Azure: 1 to 63 letters, digits, hyphens and underscores, with a letter or digit at
     * both ends. A change replaces the cluster. Default: a unique name that starts with the component's name.
     */
    clusterName?: pulumi.Input<string>;
    /**
     * Optional. First label of the API server's host name: 1 to 54 letters, digits and hyphens. A change replaces the
     * cluster. Default: derived from the component's name; none with `properties.fqdnSubdomain`, which replaces it in a
     * your private DNS zone.
     */
    dnsPrefix?: pulumi.Input<string>;
    /**
     * Optional. Kubernetes version as `<major>.<minor>` or `<major>.<minor>.<patch>`, for example `1.34`. A change
     * upgrades the control plane, and then every pool that has no `kubernetesVersion` of its own. With automatic upgrades of
     * Kubernetes (`autoUpgrade`) it applies at creation only. Default: the default version of AKS, which an existing cluster
     * keeps until AKS or somebody else upgrades it. See
     * https://learn.microsoft.com/azure/aks/supported-kubernetes-versions.
     */
    kubernetesVersion?: pulumi.Input<string>;
    /**
     * Optional. Identity of the control plane, which manages load balancers, disks and routes. Default: a
     * user-assigned identity is created. See https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    controlPlaneIdentity?: ControlPlaneIdentityArgs;
    /**
     * Optional. Identity of the kubelets, which pull images. Default: with a user-assigned control plane identity the
     * component creates a user-assigned identity; with a system-assigned one AKS creates it; with a service principal
     * there is none. See
     * https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity.
     */
    kubeletIdentity?: KubeletIdentityArgs;
    /**
     * Optional. Both identities and the role assignments that they have, instead of `controlPlaneIdentity` and
     * `kubeletIdentity`: the output `forClusters` of an `AksClusterIdentities`, in this stack or another. The component
     * then creates no role assignment for these two identities. It waits for the existing ones, and fails if the cluster
     * needs one that is missing. Default: none. See https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    identities?: pulumi.Input<ClusterIdentitiesArgs>;
    /**
     * Required. The node pool that runs the cluster's system pods. It is part of the cluster resource, so a change of
     * its size or subnet fails in the preview. See https://learn.microsoft.com/azure/aks/use-system-pools.
     */
    systemNodePool: NodePoolArgs;
    /**
     * Optional. Further node pools. Each is a separate resource and requires a `name`. Default: none.
     */
    nodePools?: NodePoolArgs[];
    /**
     * Optional. Network settings. A change of any of them replaces the cluster. Default: AKS decides.
     */
    network?: NetworkArgs;
    /**
     * Optional. Your network resources that the control plane gets roles on. Nothing here changes a setting of the
     * cluster. Default: only what the pools and `apiServer` need.
     */
    networkAccess?: NetworkAccessArgs;
    /**
     * Optional. How clients reach the API server. Default: over its public address, from everywhere.
     */
    apiServer?: ApiServerArgs;
    /**
     * Optional. Container registries that the nodes pull images from. Default: none.
     */
    registries?: RegistryArgs[];
    /**
     * Optional. Resource id of the registry from which the nodes of a network-isolated cluster download what they need,
     * instead of the internet. Requires a user-assigned kubelet identity. The component reads the registry's role
     * assignment mode; to set it, list the registry in `registries`, too. Default: none; with
     * `bootstrapArtifactSource: "Cache"` AKS creates a registry. See
     * https://learn.microsoft.com/azure/aks/concepts-network-isolated.
     */
    bootstrapRegistryId?: pulumi.Input<string>;
    /**
     * Optional. `Cache` or `Direct` (`BootstrapArtifactSource`): whether nodes download what they need from a private
     * registry or from Microsoft's public one. With `Cache` and no `bootstrapRegistryId`, AKS creates a registry and assigns
     * the roles on it. A cluster with outbound type `none` requires `Cache`. A change reaches the nodes of an existing
     * cluster when their image is upgraded. Default: `Cache` with `bootstrapRegistryId`, otherwise AKS decides. See
     * https://learn.microsoft.com/azure/aks/network-isolated.
     */
    bootstrapArtifactSource?: string;
    /**
     * Optional. Encryption with your own keys. Default: encryption with keys that Azure manages.
     */
    encryption?: EncryptionArgs;
    /**
     * Optional. Whether the cluster issues OpenID Connect tokens to its service accounts, which other systems can trust.
     * AKS cannot turn the issuer off again. Default: AKS decides; it is on for new clusters of Kubernetes 1.34 or newer. See
     * https://learn.microsoft.com/azure/aks/use-oidc-issuer.
     */
    oidcIssuer?: pulumi.Input<boolean>;
    /**
     * Optional. Whether AKS gives pods labelled `azure.workload.identity/use: "true"` a token for the identity of their
     * service account (`AksWorkloadIdentity`). Requires `oidcIssuer`. Default: `false`. See
     * https://learn.microsoft.com/azure/aks/workload-identity-overview.
     */
    workloadIdentity?: pulumi.Input<boolean>;
    /**
     * Optional. Automatic upgrades by AKS. With automatic upgrades of Kubernetes, `kubernetesVersion` applies at creation
     * only. Default: AKS updates node images only; on AKS Automatic it also upgrades Kubernetes, on channel `stable`.
     */
    autoUpgrade?: AutoUpgradeArgs;
    /**
     * Optional. Add-ons, with the role assignments that their identities need. `{}` turns off all add-ons that the program
     * had turned on. Default: none; add-ons that others have turned on stay on.
     */
    addons?: AddonsArgs;
    /**
     * Optional. `Base` (AKS Standard) or `Automatic` (`ClusterSku`). AKS Automatic in your own subnets requires
     * `apiServer.subnetId` and a user-assigned control plane identity. Default: `Base`. See
     * https://learn.microsoft.com/azure/aks/intro-aks-automatic.
     */
    sku?: string;
    /**
     * Optional. `Free`, `Standard` (uptime SLA) or `Premium` (long-term support): `ClusterTier`. Default: `Free`;
     * `Standard` on AKS Automatic. See https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers.
     */
    tier?: string;
    /**
     * Optional. Sign-in to the cluster with Microsoft Entra ID. AKS cannot turn it off again. Default: users sign in with
     * certificates that the cluster issues. See
     * https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication.
     */
    entra?: EntraArgs;
    /**
     * Optional. Whether the output `kubeconfig` contains the user kubeconfig of the cluster, for example for a
     * Kubernetes provider in the same program. Without `entra` the kubeconfig contains a client certificate and its
     * key, so everybody who can decrypt the stack's secrets has access to the cluster. Each update and each preview of
     * an existing cluster then asks AKS for it, which requires the permission
     * `Microsoft.ContainerService/managedClusters/listClusterUserCredential/action`. Default: `false`; the state then
     * contains no credential of the cluster, and `az aks get-credentials --resource-group <group> --name <cluster>`
     * writes a kubeconfig. See https://learn.microsoft.com/azure/aks/control-kubeconfig-access.
     */
    exportKubeconfig?: boolean;
    /**
     * Optional. Further role assignments to an identity of the cluster, for example on disks or public IP addresses that
     * its workloads use. Default: none.
     */
    extraRoleAssignments?: ClusterRoleAssignmentArgs[];
    /**
     * Optional. `Create` or `Skip`: whether this component creates the role assignments that the cluster needs, or only
     * lists them for somebody else. Default: `Create`.
     */
    roleAssignmentMode?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that already exist in Azure. Each is imported into this stack or skipped. Default:
     * none; the preview fails when it finds one that exists. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. An existing cluster that the component imports instead of creating one. Default: none. See
     * https://www.pulumi.com/docs/iac/guides/migration/import.
     */
    adopt?: AdoptArgs;
    /**
     * Optional. Properties of the cluster that have no input here, with azure-native's names, for example
     * `{ nodeResourceGroup: "nodes", autoScalerProfile: { expander: "priority" } }`; see
     * https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster. A property that
     * has an input here is rejected. If a property requires a role assignment, add it to `extraRoleAssignments`. A
     * change of `fqdnSubdomain`, `linuxProfile`, `nodeResourceGroup`, `windowsProfile`, `networkProfile.networkMode` or
     * `networkProfile.serviceCidrs` replaces the cluster. Default: none.
     */
    properties?: ClusterPropertiesArgs;
    /**
     * Optional. Longest time, in minutes from 1 to 60, that the creation of the cluster waits for role assignments to
     * take effect. It waits only for those that AKS checks during creation: on the kubelet identity, the route table,
     * the private DNS zone and the key vault of etcd. Default: 60, the longest time that Azure documents.
     */
    propagationTimeoutMinutes?: number;
    /**
     * Optional. Codes of warnings that are not printed, for example `["KubenetRetires"]`. The code is at the end of each
     * warning. Violations cannot be silenced. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/logging.
     */
    silenceWarnings?: string[];
    /**
     * Optional. Tags of every resource of this component that supports tags: the cluster, its pools, identities, data
     * collection rules and endpoints. A pool with `tags` has those instead. Default: none. See
     * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Automatic upgrades by AKS (https://learn.microsoft.com/azure/aks/auto-upgrade-cluster).
 *
 * @example
 * { upgradeChannel: "stable", nodeOSUpgradeChannel: "SecurityPatch" }
 */
export interface AutoUpgradeArgs {
    /**
     * Optional. Channel of Kubernetes upgrades: `rapid`, `stable`, `patch`, `node-image` or `none` (`UpgradeChannel`).
     * Default: `none`; `stable` on AKS Automatic.
     */
    upgradeChannel?: string;
    /**
     * Optional. Channel of upgrades of the nodes' operating system: `None`, `Unmanaged`, `NodeImage` or `SecurityPatch`
     * (`NodeOSUpgradeChannel`). Default: `NodeImage`.
     */
    nodeOSUpgradeChannel?: pulumi.Input<string>;
}
