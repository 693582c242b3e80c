import type * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";

/** Options that move a resource of the stack, or one outside of Pulumi, into the component. */
type AdoptionOptions = Pick<pulumi.CustomResourceOptions, "import" | "aliases" | "deleteBeforeReplace">;

/** Whether a cluster is adopted, by its id or by its URN. */
export function adoptsCluster({ clusterId, clusterUrn }: AdoptArgs = {}): boolean {
    return clusterId !== undefined || clusterUrn !== undefined;
}

export function clusterAdoption(adopt: AdoptArgs = {}): AdoptionOptions {
    return {
        ...adoption(adopt.clusterId, adopt.clusterUrn),
        // A replacement is refused before the new cluster is created: nothing may be deleted before that.
        ...(adoptsCluster(adopt) && { deleteBeforeReplace: false }),
    };
}

export function poolAdoption(name: string, { nodePoolIds = {}, nodePoolUrns = {} }: AdoptArgs = {}): AdoptionOptions {
    return adoption(nodePoolIds[name], nodePoolUrns[name]);
}

function adoption(id: string | undefined, urn: string | undefined): AdoptionOptions {
    return { ...(id !== undefined && { import: id }), ...(urn !== undefined && { aliases: [urn] }) };
}
