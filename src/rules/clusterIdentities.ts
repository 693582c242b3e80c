import type { AksClusterIdentitiesArgs } from "../args";
import { NAMING, RESOURCE_GROUP } from "./common";
import { rules } from "./rule";

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
