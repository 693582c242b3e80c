import { getManagedCluster, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { addressIn } from "../azure/resourceId";

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

/**
 * A reader of what AKS has made with the cluster. In the preview of any update azure-native takes all outputs of a
 * cluster for unknown, and what hangs on them would look replaced (pulumi/pulumi-azure-native#1080). A preview does know
 * the cluster's id, so the living cluster is asked; what it does not show yet, the update is about to make.
 */
export function readerOf(cluster: ManagedCluster, parent: pulumi.Resource): ReadCluster {
    const living = cluster.id.apply((id) => lookUp(id, parent));
    const outputs: pulumi.Output<Shown> = pulumi.output(
        Object.fromEntries(SHOWN.map((name) => [name, cluster[name]])),
    );
    return <T>(
        read: (shown: Shown) => T | undefined,
        otherwise: (shown: Shown) => T = (shown) => read(shown) as T,
    ) =>
        living.apply((shown): pulumi.Output<T> => {
            const found = shown && read(shown);
            return found === undefined ? outputs.apply(otherwise) : outputOf(found as T);
        });
}

/** Nothing in it is an output, so that unwrapping changes nothing. */
function outputOf<T>(value: T): pulumi.Output<T> {
    return pulumi.output(value) as pulumi.Output<T>;
}

/** The cluster as it is; nothing where it cannot be read, as under mocks: its own outputs say it all, if later. */
async function lookUp(id: string, parent: pulumi.Resource): Promise<Shown | undefined> {
    try {
        return await getManagedCluster(addressIn(id), { parent });
    } catch {
        return undefined;
    }
}
