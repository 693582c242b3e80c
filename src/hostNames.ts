import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import type { ClusterOutputs, ReadCluster } from "./identities/clusterReader";
import { withoutUndefined } from "./values";

/** Names of the API server; one that the cluster does not have is absent. */
interface HostNames {
    fqdn?: string;
    privateFQDN?: string;
}

/** Settings that decide which names there are; what is left out stays as it is. */
interface HostNameSettings {
    privateCluster?: boolean;
    publicName?: boolean;
}

/**
 * Names of the API server. A public cluster has `fqdn`; a private one has `privateFQDN`, and `fqdn` unless
 * `enablePrivateClusterPublicFQDN` is false (https://learn.microsoft.com/azure/aks/private-clusters). A living cluster's
 * are known in a preview, but for a change of just these settings.
 */
export function hostNames(
    { apiServer, properties }: Pick<ManagedIdentityAksClusterArgs, "apiServer" | "properties">,
    cluster: ReadCluster,
): pulumi.Output<HostNames> {
    const publicName = pulumi
        .output(properties?.apiServerAccessProfile)
        .apply((profile) => profile?.enablePrivateClusterPublicFQDN);
    return pulumi
        .output({ privateCluster: apiServer?.privateCluster, publicName })
        .apply((settings) => cluster((shown) => (hasSettings(shown, settings) ? namesIn(shown) : undefined), namesIn));
}

function hasSettings(
    { apiServerAccessProfile: is }: ClusterOutputs,
    { privateCluster, publicName }: HostNameSettings,
): boolean {
    const isPrivate = is?.enablePrivateCluster ?? false;
    const hasPublicName = is?.enablePrivateClusterPublicFQDN ?? true;
    return (privateCluster ?? isPrivate) === isPrivate && (publicName ?? hasPublicName) === hasPublicName;
}

function namesIn({ fqdn, privateFQDN }: ClusterOutputs): HostNames {
    return withoutUndefined({ fqdn: fqdn || undefined, privateFQDN: privateFQDN || undefined });
}
