import type * as pulumi from "@pulumi/pulumi";
import type { ContainerInsightsArgs, ManagedPrometheusArgs } from "./monitoring";
import type { PodIdentityArgs } from "./podIdentity";

/**
 * Add-ons of the cluster (https://learn.microsoft.com/azure/aks/integrations). An add-on that the program never mentions
 * stays as it is, which is off on a new cluster of AKS Standard. An add-on that you remove from here is turned off.
 *
 * @example
 * {
 *     azurePolicy: true,
 *     containerInsights: { workspaceId: workspace.id, workspaceLocation: "westeurope" },
 *     managedPrometheus: { workspaceId: workspace.id, workspaceLocation: "westeurope" },
 *     keyVaultSecrets: { vaults: [{ id: vault.id }] },
 *     applicationGateway: { subnetCidr: "10.225.0.0/24" },
 *     virtualNode: { subnetId: subnet.id },
 *     applicationRouting: { publicDNSZoneIds: [dnsZone.id] },
 *     costAnalysis: true,
 *     podIdentity: { exceptions: [{ name: "agent", namespace: "shop", podLabels: { app: "agent" } }] },
 * }
 */
export interface AddonsArgs {
    /**
     * Optional. Whether Azure Policy checks what is deployed into the cluster (Gatekeeper). Its identity needs no role.
     * Default: unchanged; off on a new cluster of AKS Standard. See
     * https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes.
     */
    azurePolicy?: boolean;
    /**
     * Optional. Container insights: logs and metrics of containers in a Log Analytics workspace. Default: unchanged;
     * off on a new cluster of AKS Standard.
     */
    containerInsights?: ContainerInsightsArgs;
    /**
     * Optional. Azure Monitor managed service for Prometheus: metrics of the cluster in an Azure Monitor workspace.
     * Default: unchanged; off on a new cluster of AKS Standard.
     */
    managedPrometheus?: ManagedPrometheusArgs;
    /**
     * Optional. The Key Vault provider of the Secrets Store CSI driver, with which pods mount secrets, keys and
     * certificates of key vaults. Default: unchanged; off on a new cluster of AKS Standard.
     */
    keyVaultSecrets?: KeyVaultSecretsArgs;
    /**
     * Optional. The ingress controller that configures an Application Gateway from Kubernetes ingresses. Default:
     * unchanged; off on a new cluster of AKS Standard.
     */
    applicationGateway?: ApplicationGatewayArgs;
    /**
     * Optional. Virtual nodes, on which pods run in Azure Container Instances. Requires Azure CNI, your own subnets
     * and an API server without `authorizedIPRanges`. Default: unchanged; off on a new cluster of AKS Standard.
     */
    virtualNode?: VirtualNodeArgs;
    /**
     * Optional. Application routing: an NGINX ingress controller that AKS manages. Default: unchanged; off on a new
     * cluster of AKS Standard.
     */
    applicationRouting?: ApplicationRoutingArgs;
    /**
     * Optional. Whether the Azure portal shows costs by namespace (cost analysis). AKS gives its identity the roles
     * that it needs. Requires tier `Standard` or `Premium` and a managed identity, and does not support virtual nodes.
     * Default: unchanged; off on a new cluster of AKS Standard. See
     * https://learn.microsoft.com/azure/aks/cost-analysis.
     */
    costAnalysis?: boolean;
    /**
     * Optional. Pod-managed identities (aad-pod-identity). Default: unchanged; off on a new cluster of AKS Standard.
     *
     * @deprecated Out of support since September 2025. Use `workloadIdentity` and `AksWorkloadIdentity`.
     */
    podIdentity?: PodIdentityArgs;
}

/**
 * The Key Vault provider (https://learn.microsoft.com/azure/aks/csi-secrets-store-driver).
 *
 * @example
 * { enableSecretRotation: true, rotationPollInterval: "2m", vaults: [{ id: vault.id }] }
 */
export interface KeyVaultSecretsArgs {
    /**
     * Optional. Whether mounted secrets are updated to their newest version. Default: `false`.
     */
    enableSecretRotation?: boolean;
    /**
     * Optional. How often the add-on checks for newer versions of mounted secrets: a number with a unit, for example
     * `2m`. Default: AKS decides.
     */
    rotationPollInterval?: string;
    /**
     * Optional. Key vaults that the add-on reads, in RBAC mode. Its identity gets Key Vault Secrets User on each, or
     * Key Vault Certificate User. Default: none.
     */
    vaults?: KeyVaultAccessArgs[];
}

/**
 * A key vault that the add-on reads (https://learn.microsoft.com/azure/aks/csi-secrets-store-identity-access).
 *
 * @example
 * { id: vault.id, certificates: true, name: "certificates" }
 */
export interface KeyVaultAccessArgs {
    /**
     * Required. Resource id of the key vault.
     */
    id: pulumi.Input<string>;
    /**
     * Optional. Whether the add-on also reads keys and certificates. It then gets Key Vault Certificate User instead of Key
     * Vault Secrets User. Default: `false`.
     */
    certificates?: boolean;
    /**
     * Optional. Name of the vault inside this component, part of the role assignment's logical name. Default: the last
     * segment of a plain `id`, or the name of the resource whose `id` it is. For any other output the default is `vault`,
     * `vault2` and so on by position.
     */
    name?: string;
}

/**
 * The Application Gateway ingress controller, in one of three forms: an existing gateway (`gatewayId` and its
 * `subnetId`), a gateway that AKS creates in an existing subnet (`subnetId`), or a gateway in a new subnet
 * (`subnetCidr`). See
 * https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview.
 *
 * @example
 * { gatewayId: gateway.id, subnetId: subnet.id, gatewayIdentityIds: [identity.id] }
 * @example
 * { gatewayName: "shop-gateway", subnetCidr: "10.225.0.0/24" }
 */
export interface ApplicationGatewayArgs {
    /**
     * Optional. Resource id of an existing gateway. Default: none, AKS creates one.
     */
    gatewayId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the gateway's subnet, required with `gatewayId`. Default: none.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. IPv4 address range of a subnet that is created for the gateway in the nodes' virtual network, for example
     * `10.225.0.0/24`. In your own virtual network the ingress controller gets Network Contributor on the whole
     * network; in a network that AKS creates it needs no further role. Default: none.
     */
    subnetCidr?: pulumi.Input<string>;
    /**
     * Optional. Name of a gateway that AKS creates. Default: AKS decides.
     */
    gatewayName?: pulumi.Input<string>;
    /**
     * Optional. Resource ids of the user-assigned identities of an existing gateway. Default: none.
     */
    gatewayIdentityIds?: pulumi.Input<string>[];
}

/**
 * Virtual nodes (https://learn.microsoft.com/azure/aks/virtual-nodes).
 *
 * @example
 * { subnetId: subnet.id }
 */
export interface VirtualNodeArgs {
    /**
     * Required. Resource id of a subnet for the containers. It is in the nodes' virtual network, and delegated to
     * `Microsoft.ContainerInstance/containerGroups`. The add-on gets Network Contributor on it. A change fails in the
     * preview: remove `virtualNode` first, then set it again. See
     * https://learn.microsoft.com/azure/aks/virtual-nodes-cli.
     */
    subnetId: pulumi.Input<string>;
}

/**
 * Application routing (https://learn.microsoft.com/azure/aks/app-routing).
 *
 * @example
 * { publicDNSZoneIds: [dnsZone.id], privateDNSZoneIds: [privateDnsZone.id], keyVaultIds: [vault.id] }
 */
export interface ApplicationRoutingArgs {
    /**
     * Optional. Resource ids of public DNS zones that the add-on writes to, all in one resource group. At most 5 zones,
     * public and private together. Default: none. See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    publicDNSZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of private DNS zones that the add-on writes to, all in one resource group. At most 5 zones,
     * public and private together. Default: none. See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    privateDNSZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of key vaults, in RBAC mode, with the certificates of ingresses. The add-on gets Key Vault
     * Certificate User on each. Requires `addons.keyVaultSecrets`; AKS Automatic turns it on automatically. Default:
     * none. See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    keyVaultIds?: pulumi.Input<string>[];
}
