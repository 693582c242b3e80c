import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import {
    BootstrapArtifactSource,
    ClusterSku,
    ClusterTier,
    ControlPlaneIdentityType,
    KeyVaultNetworkAccess,
    type ManagedIdentityAksClusterArgs,
} from "../args";
import { dnsPrefixFor } from "../azure/names";
import type { ServicePrincipal } from "../identities/servicePrincipal";
import type { UserAssignedIdentity } from "../identities/userAssigned";
import { addonArgs } from "./addons";
import { entraArgs } from "./entra";
import { isAutoscaled, systemPoolProfile } from "./nodePools";
import { withProperties, withSecretPassword } from "./properties";

/** The identities that the cluster is made with; one that AKS makes itself is absent. */
export interface ClusterIdentities {
    controlPlane?: UserAssignedIdentity;
    kubelet?: UserAssignedIdentity;
    /** The service principal that the cluster runs as in place of both. */
    servicePrincipal?: ServicePrincipal;
    /** The identities of pods, in the order of the arguments. */
    pods?: UserAssignedIdentity[];
}

/** What is sent to Azure as the cluster. */
export function managedClusterArgs(
    component: string,
    args: ManagedIdentityAksClusterArgs,
    identities: ClusterIdentities,
): ManagedClusterArgs {
    return withSecretPassword(withProperties(ownArgs(component, args, identities), args.properties));
}

function ownArgs(
    component: string,
    args: ManagedIdentityAksClusterArgs,
    identities: ClusterIdentities,
): ManagedClusterArgs {
    return {
        resourceGroupName: args.resourceGroupName,
        resourceName: args.clusterName,
        location: args.location,
        tags: args.tags,
        dnsPrefix: args.dnsPrefix ?? dnsPrefixFor(component),
        kubernetesVersion: args.kubernetesVersion,
        ...identityArgs(identities),
        agentPoolProfiles: [systemPoolProfile(args.systemNodePool)],
        // azure-native fills in a profile that is given in part with values that cannot change later.
        networkProfile: args.network && {
            outboundType: "loadBalancer",
            loadBalancerSku: "standard",
            ...args.network,
        },
        apiServerAccessProfile: apiServerArgs(args),
        bootstrapProfile: bootstrapArgs(args),
        diskEncryptionSetID: args.encryption?.diskEncryptionSetId,
        oidcIssuerProfile: args.oidcIssuer === undefined ? undefined : { enabled: args.oidcIssuer },
        securityProfile: securityArgs(args),
        autoUpgradeProfile: args.autoUpgrade && {
            upgradeChannel: args.autoUpgrade.upgradeChannel,
            nodeOSUpgradeChannel: args.autoUpgrade.nodeOsUpgradeChannel,
        },
        ...addonArgs(args, identities.pods),
        sku: skuArgs(args),
        enableRBAC: true,
        ...entraArgs(args.entra),
    };
}

/** What others change on a living cluster and a program must not set back. */
export function leftToOthers({ sku, systemNodePool, autoUpgrade }: ManagedIdentityAksClusterArgs): string[] {
    const usual = sku === ClusterSku.Automatic ? "stable" : "none";
    const { upgradeChannel = usual } = autoUpgrade ?? {};
    return [
        ...(isAutoscaled(systemNodePool) ? ["agentPoolProfiles[0].count"] : []),
        // The channel "node-image" leaves the version of Kubernetes alone.
        ...(["none", "node-image"].includes(upgradeChannel) ? [] : ["kubernetesVersion"]),
    ];
}

function skuArgs({ sku = ClusterSku.Base, tier }: ManagedIdentityAksClusterArgs): ManagedClusterArgs["sku"] {
    if (sku === ClusterSku.Automatic) {
        return { name: sku, tier: ClusterTier.Standard };
    }
    return tier && { name: sku, tier };
}

function apiServerArgs({
    apiServer,
}: ManagedIdentityAksClusterArgs): ManagedClusterArgs["apiServerAccessProfile"] {
    return (
        apiServer && {
            enablePrivateCluster: apiServer.privateCluster,
            privateDNSZone: apiServer.privateDnsZone,
            enableVnetIntegration:
                apiServer.vnetIntegration ?? (apiServer.subnetId === undefined ? undefined : true),
            subnetId: apiServer.subnetId,
            authorizedIPRanges: apiServer.authorizedIpRanges,
        }
    );
}

function bootstrapArgs({
    bootstrapRegistryId,
    bootstrapArtifactSource,
}: ManagedIdentityAksClusterArgs): ManagedClusterArgs["bootstrapProfile"] {
    if (bootstrapRegistryId !== undefined) {
        return { artifactSource: BootstrapArtifactSource.Cache, containerRegistryId: bootstrapRegistryId };
    }
    return bootstrapArtifactSource && { artifactSource: bootstrapArtifactSource };
}

function securityArgs(args: ManagedIdentityAksClusterArgs): ManagedClusterArgs["securityProfile"] {
    const profile = { ...kmsArgs(args), ...workloadIdentityArgs(args) };
    return Object.keys(profile).length > 0 ? profile : undefined;
}

function workloadIdentityArgs({ workloadIdentity }: ManagedIdentityAksClusterArgs) {
    return workloadIdentity === undefined ? undefined : { workloadIdentity: { enabled: workloadIdentity } };
}

function kmsArgs({ encryption }: ManagedIdentityAksClusterArgs) {
    const kms = encryption?.keyVaultKms;
    return (
        kms && {
            azureKeyVaultKms: {
                enabled: true,
                keyId: kms.keyId,
                keyVaultNetworkAccess: kms.networkAccess ?? KeyVaultNetworkAccess.Public,
                // AKS takes the vault's id with private access only.
                keyVaultResourceId:
                    kms.networkAccess === KeyVaultNetworkAccess.Private ? kms.keyVaultId : undefined,
            },
        }
    );
}

function identityArgs({
    controlPlane,
    kubelet,
    servicePrincipal,
}: ClusterIdentities): Partial<ManagedClusterArgs> {
    if (servicePrincipal !== undefined) {
        const { clientId, clientSecret: secret } = servicePrincipal;
        return { servicePrincipalProfile: { clientId, secret } };
    }
    return {
        identity: controlPlane
            ? {
                  type: ControlPlaneIdentityType.UserAssigned,
                  userAssignedIdentities: [controlPlane.resourceId],
              }
            : { type: ControlPlaneIdentityType.SystemAssigned },
        identityProfile: kubelet && {
            kubeletidentity: {
                resourceId: kubelet.resourceId,
                clientId: kubelet.clientId,
                objectId: kubelet.principalId,
            },
        },
    };
}
