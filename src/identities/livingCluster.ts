import { getManagedCluster, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { addressIn } from "../azure/resourceId";
import { orUndefined } from "../engine/lookUps";
import { knownInPreview } from "../engine/previewOutputs";

const OUTPUTS = [
    "addonProfiles",
    "apiServerAccessProfile",
    "fqdn",
    "identity",
    "identityProfile",
    "ingressProfile",
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

/** A reader of what AKS creates with the cluster. What the living cluster does not show yet, an update is about to create. */
export function clusterReader(cluster: ManagedCluster, parent: pulumi.Resource): ReadCluster {
    let living: Promise<ClusterOutputs | undefined> | undefined;
    const shown: pulumi.Output<ClusterOutputs> = pulumi.output(
        Object.fromEntries(OUTPUTS.map((name) => [name, cluster[name]])),
    );
    return <T>(
        read: (shown: ClusterOutputs) => T | undefined,
        otherwise: (shown: ClusterOutputs) => T = (all) => read(all) as T,
    ) =>
        knownInPreview(cluster, shown.apply(otherwise) as pulumi.Output<T>, async (id) => {
            living ??= lookUpCluster(id, parent);
            const outputs = await living;
            return outputs && read(outputs);
        });
}

/** The cluster as it is in Azure. Rejects where it cannot be read. */
export function readCluster(id: string, parent: pulumi.Resource) {
    return getManagedCluster(addressIn(id), { parent });
}

/** The cluster as it is in Azure; undefined where it cannot be read, as under mocks. */
function lookUpCluster(id: string, parent: pulumi.Resource) {
    return orUndefined(() => readCluster(id, parent));
}
