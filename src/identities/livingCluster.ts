import {
    type GetManagedClusterResult,
    getManagedCluster,
    type ManagedCluster,
} from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { addressIn } from "../azure/resourceId";
import { knownInPreview } from "../engine/previewOutputs";

const SHOWN = [
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

/** What AKS shows of a cluster beyond what it was asked for. */
export type Shown = Partial<pulumi.Unwrap<Pick<ManagedCluster, (typeof SHOWN)[number]>>>;

/** Reads a part of it; nothing where that is not there yet. `otherwise` reads a finished cluster, which is the last word. */
export type ReadCluster = <T>(
    read: (shown: Shown) => T | undefined,
    otherwise?: (shown: Shown) => T,
) => pulumi.Output<T>;

/** A reader of what AKS has made with the cluster; what the living cluster does not show yet, an update is about to make. */
export function readerOf(cluster: ManagedCluster, parent: pulumi.Resource): ReadCluster {
    let living: Promise<Shown | undefined> | undefined;
    const shown: pulumi.Output<Shown> = pulumi.output(
        Object.fromEntries(SHOWN.map((name) => [name, cluster[name]])),
    );
    return <T>(
        read: (shown: Shown) => T | undefined,
        otherwise: (shown: Shown) => T = (all) => read(all) as T,
    ) =>
        knownInPreview(cluster, shown.apply(otherwise) as pulumi.Output<T>, async (id) => {
            living ??= lookUpCluster(id, parent);
            const found = await living;
            return found && read(found);
        });
}

/** The cluster as it is in Azure; undefined where it cannot be read, as under mocks. */
export async function lookUpCluster(
    id: string,
    parent: pulumi.Resource | undefined,
): Promise<GetManagedClusterResult | undefined> {
    try {
        return await getManagedCluster(addressIn(id), { parent });
    } catch {
        return undefined;
    }
}
