import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import {
    BootstrapArtifactSource,
    ClusterSku,
    ClusterTier,
    ControlPlaneIdentityType,
    KeyVaultNetworkAccess,
    type ManagedIdentityAksClusterArgs,
} from "../args";
import { ifGiven, orElse } from "../azure/inputs";
import { dnsPrefixFor } from "../azure/names";
import type { ClusterIdentities } from "../identities/clusterIdentities";
import { addonArgs } from "./addonArgs";
import { entraArgs } from "./entraArgs";
import { withProperties, withSecretPassword } from "./mergeProperties";
import { systemPoolProfile } from "./nodePoolArgs";

/** The inputs of the cluster for azure-native, with exactly one pool inside. */
export type SentCluster = Omit<ManagedClusterArgs, "agentPoolProfiles"> & {
    agentPoolProfiles: [containerservice.ManagedClusterAgentPoolProfileArgs];
};

/** What is sent to Azure as the cluster. */
export function managedClusterArgs(
    component: string,
    args: ManagedIdentityAksClusterArgs,
    identities: ClusterIdentities,
): SentCluster {
    return withSecretPassword(withProperties(ownArgs(component, args, identities), args.properties));
}

function ownArgs(component: string, args: ManagedIdentityAksClusterArgs, identities: ClusterIdentities): SentCluster {
    return {
        resourceGroupName: args.resourceGroupName,
        resourceName: clusterName(component, args),
        location: args.location,
        tags: args.tags,
        dnsPrefix: dnsPrefix(component, args),
        kubernetesVersion: args.kubernetesVersion,
        ...identityArgs(identities),
        agentPoolProfiles: [systemPoolProfile(args.systemNodePool, args)],
        // azure-native adds values to a partial profile that cannot change later.
        networkProfile: args.network && {
            loadBalancerSku: "standard",
            ...args.network,
            outboundType: orElse(args.network.outboundType, "loadBalancer"),
        },
        apiServerAccessProfile: apiServerArgs(args),
        bootstrapProfile: bootstrapArgs(args),
        diskEncryptionSetID: args.encryption?.diskEncryptionSetId,
        oidcIssuerProfile: ifGiven(args.oidcIssuer, (enabled) => ({ enabled })),
        securityProfile: securityArgs(args),
        autoUpgradeProfile: args.autoUpgrade && {
            upgradeChannel: args.autoUpgrade.upgradeChannel,
            nodeOSUpgradeChannel: args.autoUpgrade.nodeOSUpgradeChannel,
        },
        ...addonArgs(args, identities.pods),
        sku: skuArgs(args),
        enableRBAC: true,
        ...entraArgs(args.entra),
    };
}

/** Name of the cluster in Azure: the same in each run, so that a run finds the cluster that an earlier one has begun. */
function clusterName(component: string, { clusterName: name }: Pick<ManagedIdentityAksClusterArgs, "clusterName">) {
    return name ?? component;
}

/** AKS accepts either a prefix or, with a private DNS zone of the user, a subdomain. */
function dnsPrefix(
    component: string,
    { dnsPrefix: prefix, properties }: ManagedIdentityAksClusterArgs,
): ManagedClusterArgs["dnsPrefix"] {
    return properties?.fqdnSubdomain === undefined ? orElse(prefix, dnsPrefixFor(component)) : undefined;
}

/** Whether the prefix is derived from the component's name. */
export function derivesDnsPrefix({ dnsPrefix: prefix, properties }: ManagedIdentityAksClusterArgs): boolean {
    return prefix === undefined && properties?.fqdnSubdomain === undefined;
}

function skuArgs({ sku = ClusterSku.Base, tier }: ManagedIdentityAksClusterArgs): ManagedClusterArgs["sku"] {
    if (sku === ClusterSku.Automatic) {
        return { name: sku, tier: ClusterTier.Standard };
    }
    // For an SKU that this version does not know, Azure decides the tier.
    return tier === undefined && sku === ClusterSku.Base ? undefined : { name: sku, tier };
}

function apiServerArgs({ apiServer }: ManagedIdentityAksClusterArgs): ManagedClusterArgs["apiServerAccessProfile"] {
    return (
        apiServer && {
            enablePrivateCluster: apiServer.privateCluster,
            privateDNSZone: apiServer.privateDNSZone,
            enableVnetIntegration:
                apiServer.subnetId === undefined ? apiServer.vnetIntegration : orElse(apiServer.vnetIntegration, true),
            subnetId: apiServer.subnetId,
            authorizedIPRanges: apiServer.authorizedIPRanges,
        }
    );
}

function bootstrapArgs({
    bootstrapRegistryId,
    bootstrapArtifactSource,
}: ManagedIdentityAksClusterArgs): ManagedClusterArgs["bootstrapProfile"] {
    if (bootstrapRegistryId !== undefined) {
        return {
            artifactSource: bootstrapArtifactSource ?? BootstrapArtifactSource.Cache,
            containerRegistryId: bootstrapRegistryId,
        };
    }
    return bootstrapArtifactSource === undefined ? undefined : { artifactSource: bootstrapArtifactSource };
}

function securityArgs(args: ManagedIdentityAksClusterArgs): ManagedClusterArgs["securityProfile"] {
    const profile = { ...kmsArgs(args), ...workloadIdentityArgs(args) };
    return Object.keys(profile).length > 0 ? profile : undefined;
}

function workloadIdentityArgs({ workloadIdentity }: ManagedIdentityAksClusterArgs) {
    return workloadIdentity === undefined
        ? undefined
        : { workloadIdentity: ifGiven(workloadIdentity, (enabled) => ({ enabled })) };
}

function kmsArgs({ encryption }: ManagedIdentityAksClusterArgs) {
    const kms = encryption?.keyVaultKms;
    return (
        kms && {
            azureKeyVaultKms: {
                enabled: true,
                keyId: kms.keyId,
                keyVaultNetworkAccess: kms.networkAccess ?? KeyVaultNetworkAccess.Public,
                // AKS accepts the id of the vault only with private access.
                keyVaultResourceId: kms.networkAccess === KeyVaultNetworkAccess.Private ? kms.keyVaultId : undefined,
            },
        }
    );
}

function identityArgs({
    controlPlane,
    kubelet,
    servicePrincipal,
}: ClusterIdentities): Pick<ManagedClusterArgs, "identity" | "identityProfile" | "servicePrincipalProfile"> {
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
