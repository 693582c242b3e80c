import { REFUSED_ACCESS } from "./access";
import { REFUSED_ADDONS } from "./addons";
import { REFUSED_CLUSTER } from "./cluster";
import { REFUSED_NETWORK } from "./network";
import { REFUSED_NODE_POOLS } from "./nodePools";
import type { Refused } from "./row";
import { REFUSED_SETTINGS } from "./settings";

/** An example or more of every rule that refuses, in the order of the table. */
export const REFUSED: Refused[] = [
    ...REFUSED_CLUSTER,
    ...REFUSED_NODE_POOLS,
    ...REFUSED_NETWORK,
    ...REFUSED_ACCESS,
    ...REFUSED_ADDONS,
    ...REFUSED_SETTINGS,
];
