import { CLUSTER_TRANSITIONS } from "./clusterTransitions";
import { IDENTITY_TRANSITIONS } from "./identityTransitions";
import { SECRET_TRANSITIONS } from "./secretTransitions";
import type { Transition } from "./transition";

export { POOL_TRANSITIONS } from "./poolTransitions";

/** All rejections and warnings before a cluster is created or updated. */
export const TRANSITIONS: readonly Transition[] = [
    ...IDENTITY_TRANSITIONS,
    ...SECRET_TRANSITIONS,
    ...CLUSTER_TRANSITIONS,
];
