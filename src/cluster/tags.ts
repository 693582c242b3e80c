import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { isRecord } from "../values";

type Tags = Record<string, pulumi.Input<string>>;
/** Behind an output there may turn out to be none. */
type TagsInput = pulumi.Input<Tags | undefined>;

/** Tags of a pool: the cluster's, and the pool's own, which win. None where neither has any. */
export function poolTags(
    { tags }: Pick<ManagedIdentityAksClusterArgs, "tags">,
    { properties }: Pick<NodePoolArgs, "properties">,
): { tags?: TagsInput } {
    const own: TagsInput = properties?.tags;
    if (tags === undefined || own === undefined) {
        const only = tags ?? own;
        return only === undefined ? {} : { tags: only };
    }
    return {
        tags:
            isRecord(tags) && isRecord(own)
                ? merged(tags as Tags, own as Tags)
                : pulumi.all([tags, own]).apply(([common, more]) => merged(common, more)),
    };
}

/** Azure tells names of tags apart without regard to case. */
function merged(tags: Tags = {}, own: Tags = {}): Tags {
    const taken = Object.keys(own).map((name) => name.toLowerCase());
    const common = Object.entries(tags).filter(([name]) => !taken.includes(name.toLowerCase()));
    return { ...Object.fromEntries(common), ...own };
}
