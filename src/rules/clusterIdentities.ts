import type { AksClusterIdentitiesArgs } from "../args";
import { rules } from "../validation/rule";
import { NAMING, RESOURCE_GROUP } from "./common";

/** Identities that clusters share. */
export const CLUSTER_IDENTITIES_RULES = rules<AksClusterIdentitiesArgs>(NAMING, {
    ResourceGroupName: {
        ...RESOURCE_GROUP,
        when: ["controlPlaneIdentity", "kubeletIdentity"].map((identity) => ({
            resourceGroupName: undefined,
            [identity]: undefined,
        })),
    },
});
