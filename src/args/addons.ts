import type * as pulumi from "@pulumi/pulumi";
import type { ContainerInsightsArgs, ManagedPrometheusArgs } from "./monitoring";
import type { PodIdentityArgs } from "./podIdentity";

/**
 * Add-ons of the cluster (https://learn.microsoft.com/azure/aks/integrations). Each is off unless it is given, and
 * turned off where it no longer is.
 */
export interface AddonsArgs {
    /**
     * Optional. Azure Policy (gatekeeper). Its identity needs no role. Default: off. See
     * https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes.
     */
    azurePolicy?: boolean;
    /**
     * Optional. Container insights. Default: off.
     */
    containerInsights?: ContainerInsightsArgs;
    /**
     * Optional. Azure Monitor managed service for Prometheus. Default: off.
     */
    managedPrometheus?: ManagedPrometheusArgs;
    /**
     * Optional. The Key Vault provider of the Secrets Store CSI driver. Default: off.
     */
    keyVaultSecrets?: KeyVaultSecretsArgs;
    /**
     * Optional. The Application Gateway ingress controller. Default: off.
     */
    applicationGateway?: ApplicationGatewayArgs;
    /**
     * Optional. Virtual nodes in Azure Container Instances. Needs Azure CNI and own subnets, and an API server without
     * `authorizedIpRanges`. Default: off.
     */
    virtualNode?: VirtualNodeArgs;
    /**
     * Optional. Application routing (managed NGINX). Default: off.
     */
    applicationRouting?: ApplicationRoutingArgs;
    /**
     * Optional. Cost analysis; AKS gives its identity what it needs. Needs tier `Standard` or `Premium` and a managed
     * identity, and does not support virtual nodes. Default: off. See
     * https://learn.microsoft.com/azure/aks/cost-analysis.
     */
    costAnalysis?: boolean;
    /**
     * Optional. Deprecated: pod-managed identities (aad-pod-identity), out of support since September 2025. Default: off.
     */
    podIdentity?: PodIdentityArgs;
}

/** The Key Vault provider (https://learn.microsoft.com/azure/aks/csi-secrets-store-driver). */
export interface KeyVaultSecretsArgs {
    /**
     * Optional. Whether mounted secrets follow their newest version. Default: `false`.
     */
    enableSecretRotation?: boolean;
    /**
     * Optional. How often that is looked at, for example `2m`. Default: AKS decides.
     */
    rotationPollInterval?: string;
    /**
     * Optional. Key vaults, in RBAC mode, that the add-on's identity reads. Default: none.
     */
    vaults?: KeyVaultAccessArgs[];
}

/** A key vault that the add-on reads (https://learn.microsoft.com/azure/aks/csi-secrets-store-identity-access). */
export interface KeyVaultAccessArgs {
    /**
     * Required. Resource id of the key vault.
     */
    id: pulumi.Input<string>;
    /**
     * Optional. Whether keys and certificates are read, too: Key Vault Certificate User in place of Key Vault Secrets
     * User. Default: `false`.
     */
    certificates?: boolean;
    /**
     * Optional. Name of the vault inside this cluster, part of the role assignment's logical name. Default: the last
     * segment of a plain `id`, the name of the resource whose `id` it is, else `vault`, `vault2` and so on by position.
     */
    name?: string;
}

/**
 * The Application Gateway ingress controller, in one of three forms: an existing gateway (`gatewayId` and its
 * `subnetId`), a gateway that AKS makes in an existing subnet (`subnetId`), or in a new one (`subnetCidr`). See
 * https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview.
 */
export interface ApplicationGatewayArgs {
    /**
     * Optional. Resource id of an existing gateway. Default: none, AKS makes one.
     */
    gatewayId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the gateway's subnet, required with `gatewayId`. Default: none.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. IPv4 address range of a subnet that is made for the gateway in the nodes' virtual network, for example
     * `10.225.0.0/24`. In an own network the ingress controller gets Network Contributor on the whole of it; in the one
     * that AKS makes it needs no role from here. Default: none.
     */
    subnetCidr?: pulumi.Input<string>;
    /**
     * Optional. Name of a gateway that AKS makes. Default: AKS decides.
     */
    gatewayName?: pulumi.Input<string>;
    /**
     * Optional. Resource ids of the user-assigned identities of an existing gateway. Default: none.
     */
    gatewayIdentityIds?: pulumi.Input<string>[];
}

/** Virtual nodes (https://learn.microsoft.com/azure/aks/virtual-nodes). */
export interface VirtualNodeArgs {
    /**
     * Required. Name of a subnet of the nodes' virtual network that is delegated to Azure Container Instances.
     */
    subnetName: pulumi.Input<string>;
}

/** Application routing (https://learn.microsoft.com/azure/aks/app-routing). */
export interface ApplicationRoutingArgs {
    /**
     * Optional. Resource ids of public DNS zones that the add-on writes to, all in one resource group, and with the
     * private ones at most 5. Default: none. See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    publicDnsZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of private DNS zones that the add-on writes to, all in one resource group, and with the
     * public ones at most 5. Default: none. See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    privateDnsZoneIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of key vaults, in RBAC mode, with the certificates of ingresses, on each of which the add-on
     * gets Key Vault Certificate User. Needs `addons.keyVaultSecrets`, which AKS Automatic has by itself. Default: none.
     * See https://learn.microsoft.com/azure/aks/app-routing-dns-ssl.
     */
    keyVaultIds?: pulumi.Input<string>[];
}
