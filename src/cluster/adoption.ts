import type * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";

/** With which a resource of the stack, or one that no stack has, becomes one of the component's. */
type AdoptionOptions = Pick<pulumi.CustomResourceOptions, "import" | "aliases">;

export function clusterAdoption({ clusterId, clusterUrn }: AdoptArgs = {}): AdoptionOptions {
    return adoption(clusterId, clusterUrn);
}

export function poolAdoption(name: string, { nodePoolIds = {}, nodePoolUrns = {} }: AdoptArgs = {}): AdoptionOptions {
    return adoption(nodePoolIds[name], nodePoolUrns[name]);
}

function adoption(id: string | undefined, urn: string | undefined): AdoptionOptions {
    return { ...(id !== undefined && { import: id }), ...(urn !== undefined && { aliases: [urn] }) };
}
