import type * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";

/** Options that move a resource of the stack, or one outside of Pulumi, into the component. */
type AdoptionOptions = Pick<pulumi.CustomResourceOptions, "import" | "aliases" | "deleteBeforeReplace">;

/** Whether a cluster is adopted, by its id or by its URN. */
export function adoptsCluster({ clusterId, clusterUrn }: AdoptArgs = {}): boolean {
    return clusterId !== undefined || clusterUrn !== undefined;
}

/** Whether a pool that is a resource of its own is adopted. */
export function adoptsPool(name: string, { nodePoolIds = {}, nodePoolUrns = {} }: AdoptArgs = {}): boolean {
    return nodePoolIds[name] !== undefined || nodePoolUrns[name] !== undefined;
}

export function clusterAdoption({ clusterId, clusterUrn }: AdoptArgs = {}): AdoptionOptions {
    return adoption(clusterId, clusterUrn);
}

export function poolAdoption(name: string, { nodePoolIds = {}, nodePoolUrns = {} }: AdoptArgs = {}): AdoptionOptions {
    return adoption(nodePoolIds[name], nodePoolUrns[name]);
}

function adoption(id: string | undefined, urn: string | undefined): AdoptionOptions {
    return {
        ...(id !== undefined && { import: id }),
        ...(urn !== undefined && { aliases: [urn] }),
        // A replacement is refused before the new resource is created: nothing may be deleted before that.
        ...((id !== undefined || urn !== undefined) && { deleteBeforeReplace: false }),
    };
}
