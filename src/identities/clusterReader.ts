import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { knownInPreview } from "../engine/previewOutputs";

const OUTPUTS = [
    "addonProfiles",
    "apiServerAccessProfile",
    "currentKubernetesVersion",
    "fqdn",
    "identity",
    "identityProfile",
    "ingressProfile",
    "location",
    "nodeResourceGroup",
    "oidcIssuerProfile",
    "privateFQDN",
] as const;

/** What AKS shows of a cluster beyond its inputs. */
export type ClusterOutputs = Partial<pulumi.Unwrap<Pick<ManagedCluster, (typeof OUTPUTS)[number]>>>;

/** Reads a part of it; nothing where that is not there yet. `otherwise` reads a finished cluster, which is the last word. */
export type ReadCluster = <T>(
    read: (shown: ClusterOutputs) => T | undefined,
    otherwise?: (shown: ClusterOutputs) => T,
) => pulumi.Output<T>;

/**
 * A reader of what AKS creates with the cluster. A preview of an update reads it from the live cluster; what that does not
 * show yet, the update is about to create.
 */
export function clusterReader(
    cluster: ManagedCluster,
    { live }: { live: Promise<{ values?: ClusterOutputs }> },
): ReadCluster {
    const shown: pulumi.Output<ClusterOutputs> = pulumi.output(
        Object.fromEntries(OUTPUTS.map((name) => [name, cluster[name]])),
    );
    return <T>(
        read: (shown: ClusterOutputs) => T | undefined,
        otherwise: (shown: ClusterOutputs) => T = (all) => read(all) as T,
    ) =>
        knownInPreview(cluster, shown.apply(otherwise) as pulumi.Output<T>, async () => {
            const { values } = await live;
            return values && read(values);
        });
}
