import { ownValue } from "../../values";
import { usesServicePrincipal } from "../live/identities";
import { type ClusterState, countNodes, type LiveNodePool } from "../live/nodes";
import { type PoolStatus, poolStatusOf } from "./poolStatus";
import { duration } from "./texts";
import { isSelected, type Step, type Upgrades } from "./upgrades";

/** The progress of a run. */
export interface Progress {
    /** What is said once: a line for each pool that it is done with. */
    lines: string[];
    /** What it waits for. */
    current?: Wait;
}

export interface Wait {
    text: string;
    /** How much of a pool is upgraded, from 0 to 1; absent where it is not known. */
    share?: number;
    /** Milliseconds since the epoch. */
    since?: number;
}

/** What an interruption of the command does. */
export const INTERRUPTION = "Ctrl-C ends this command; AKS continues the upgrades that it has started.";

/** What a run is going to do; nothing where it has nothing to do. `isAlone`: whether it is about no other cluster. */
export function introduction(state: ClusterState, selected?: readonly string[], isAlone = true): string[] {
    const isDue = (pool: LiveNodePool) =>
        isSelected(pool.name, selected) && ["pending", "upgrading"].includes(poolStatusOf(pool, state));
    const names = state.pools.filter(isDue).map(({ name }) => name);
    const text = `upgrades the node image of ${names.join(", ")}, one pool at a time`;
    return names.length === 0 || usesServicePrincipal(state.cluster)
        ? []
        : [isAlone ? `${state.cluster.name}: ${text}. ${INTERRUPTION}` : text];
}

export function progressOf(state: ClusterState, upgrades: Upgrades, step: Step): Progress {
    const lines = state.pools.flatMap((pool) => {
        const { startedAt = 0, endedAt } = ownValue(pool.name, upgrades) ?? {};
        const text = ENDS[poolStatusOf(pool, state, ownValue(pool.name, upgrades))];
        return endedAt === undefined || text === undefined
            ? []
            : [`${pool.name}: ${text} (${duration((endedAt - startedAt) / 1000)})`];
    });
    return { lines, ...(step.kind === "wait" && { current: waitOf(step, state, upgrades) }) };
}

const ENDS: Partial<Record<PoolStatus, string>> = {
    current: "upgraded",
    failed: "the upgrade has failed",
    unchanged: "the upgrade has ended, but nodes still use the previous identity",
    unknown: "the upgrade has ended, but it is not known which identity the nodes use",
};

function waitOf(
    { pool: name, state: busy }: Extract<Step, { kind: "wait" }>,
    { cluster, pools }: ClusterState,
    upgrades: Upgrades,
): Wait {
    const pool = pools.find((each) => each.name === name);
    const upgrade = ownValue(name ?? "", upgrades);
    if (pool === undefined || upgrade === undefined) {
        return { text: `waiting: AKS is changing ${name === undefined ? "the cluster" : `pool ${name}`} (${busy})` };
    }
    const nodes = countNodes(pool, cluster);
    return nodes === undefined
        ? { text: `${name}: upgrade in progress`, since: upgrade.startedAt }
        : {
              text: `${name}: ${nodes.current} of ${nodes.all} nodes upgraded`,
              ...(nodes.all > 0 && { share: nodes.current / nodes.all }),
              since: upgrade.startedAt,
          };
}
