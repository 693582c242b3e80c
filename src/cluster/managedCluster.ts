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
import { withProperties, withSecretPassword } from "./mergeProperties";
import { systemPoolProfile } from "./nodePoolArgs";
import { CLUSTER_ROWS, copied } from "./properties";

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
    const same = copied(CLUSTER_ROWS, args) as Omit<ManagedClusterArgs, "resourceGroupName"> &
        Record<"networkProfile" | "apiServerAccessProfile" | "bootstrapProfile" | "aadProfile", object | undefined>;
    const { apiServer, bootstrapRegistryId } = args;
    return {
        ...same,
        resourceGroupName: args.resourceGroupName,
        resourceName: clusterName(component, args),
        dnsPrefix: dnsPrefix(component, args),
        ...identityArgs(identities),
        agentPoolProfiles: [systemPoolProfile(args.systemNodePool, args)],
        // Without the input AKS decides the whole profile.
        networkProfile: args.network && {
            loadBalancerSku: "standard",
            ...same.networkProfile,
            outboundType: orElse(args.network.outboundType, "loadBalancer"),
        },
        apiServerAccessProfile: apiServer && {
            ...same.apiServerAccessProfile,
            // A subnet for the API server is for nothing else.
            ...(apiServer.subnetId !== undefined && {
                enableVnetIntegration: orElse(apiServer.vnetIntegration, true),
            }),
        },
        bootstrapProfile: same.bootstrapProfile && {
            ...(bootstrapRegistryId !== undefined && { artifactSource: BootstrapArtifactSource.Cache }),
            ...same.bootstrapProfile,
        },
        oidcIssuerProfile: ifGiven(args.oidcIssuer, (enabled) => ({ enabled })),
        securityProfile: securityArgs(args),
        ...addonArgs(args, identities.pods),
        sku: skuArgs(args),
        enableRBAC: true,
        // Also where entra is empty.
        aadProfile: args.entra && { managed: true, ...same.aadProfile },
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
