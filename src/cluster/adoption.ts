import type * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";

/** With which a resource of the stack, or one that no stack has, becomes one of the component's. */
type AdoptionOptions = Pick<
    pulumi.CustomResourceOptions,
    "import" | "aliases" | "deleteBeforeReplace" | "retainOnDelete"
>;

/** Whether a cluster is adopted, by its id or by its URN. */
export function adoptsCluster({ clusterId, clusterUrn }: AdoptArgs = {}): boolean {
    return clusterId !== undefined || clusterUrn !== undefined;
}

export function clusterAdoption(adopt: AdoptArgs = {}): AdoptionOptions {
    return {
        ...adoption(adopt.clusterId, adopt.clusterUrn),
        ...(adoptsCluster(adopt) && {
            // A replacement is refused before the new cluster is created: nothing may be deleted before that.
            deleteBeforeReplace: false,
            // The engine imports a cluster before it finds that it would replace it, and then advises to remove the import.
            // The state keeps this option until a run has taken the cluster as it is.
            retainOnDelete: true,
        }),
    };
}

export function poolAdoption(name: string, { nodePoolIds = {}, nodePoolUrns = {} }: AdoptArgs = {}): AdoptionOptions {
    return adoption(nodePoolIds[name], nodePoolUrns[name]);
}

function adoption(id: string | undefined, urn: string | undefined): AdoptionOptions {
    return { ...(id !== undefined && { import: id }), ...(urn !== undefined && { aliases: [urn] }) };
}
