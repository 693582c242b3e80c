import { CLUSTER_RULES } from "./cluster";
import { IDENTITY_RULES } from "./identities";
import { NETWORK_RULES } from "./network";
import { NODE_POOL_RULES } from "./nodePools";
import type { Rule } from "./rule";
import { SUBNET_RULES } from "./subnets";

/** Everything that is refused before the first resource is registered. */
export const RULES: readonly Rule[] = [
    ...CLUSTER_RULES,
    ...IDENTITY_RULES,
    ...NODE_POOL_RULES,
    ...SUBNET_RULES,
    ...NETWORK_RULES,
];
