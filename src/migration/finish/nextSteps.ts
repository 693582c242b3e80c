import { shellWord } from "../../grants/commands";
import { groupAndCluster } from "../azArguments";
import { commands as commandBlock, list } from "../blocks";
import type { LiveCluster } from "../live/liveCluster";
import type { Block } from "../report";
import { isStopped, type PoolStatus } from "./poolStatus";
import type { FinishData, PoolResult } from "./result";

/** What follows when all nodes use the identity of the cluster. */
export const LEAVE_PRINCIPAL =
    "If the cluster used a service principal before: remove controlPlaneIdentity.formerServicePrincipalClientId from the program and run `pulumi up`. Without this package, delete the role assignments of the service principal, unless another cluster uses it.";

interface Situation {
    data: FinishData;
    cluster: LiveCluster;
}

interface NextStep {
    /** The pools that it is for; it is left out where there is none. */
    pools(situation: Situation): PoolResult[];
    text(names: string, situation: Situation): string[];
    commands?(names: string[], situation: Situation): string[];
}

const withStatus =
    (...statuses: PoolStatus[]) =>
    ({ data }: Situation) =>
        data.pools.filter(({ status, selected }) => selected && statuses.includes(status));

const isUnfinished = withStatus("pending", "upgrading", "busy");

/** In the order in which they are shown. */
const NEXT_STEPS: NextStep[] = [
    {
        pools: withStatus("failed"),
        text: () => [
            "Correct the cause, then run this command again. It starts the failed upgrade again, and continues with the other pools.",
        ],
    },
    {
        pools: (situation) => (situation.data.dryRun ? [] : isUnfinished(situation)),
        text: (names) => [`Run this command again. It continues with these pools: ${names}.`],
    },
    {
        pools: (situation) => (situation.data.dryRun ? isUnfinished(situation) : []),
        text: () => ["Run this command without --dry-run."],
    },
    {
        pools: withStatus("noNewerImage", "unchanged"),
        text: (names) => [
            `${names}: nodes get the identity of the cluster together with a new image, and AKS has no newer image. Do one of the following.`,
            "Wait for the next image, then run this command again. AKS publishes a new image about every week; https://releases.aks.azure.com shows when it is in your region.",
            "Upgrade the Kubernetes version of the pool, if there is a newer one.",
            "Add a pool, move the workloads there, and delete this pool. New nodes use the identity of the cluster.",
        ],
        commands: (names, { cluster }) =>
            names.map(
                (name) =>
                    `az aks nodepool get-upgrades ${groupAndCluster(cluster, "--cluster-name")} --nodepool-name ${shellWord(name)}`,
            ),
    },
    {
        pools: withStatus("stopped"),
        text: (names) => [
            `${names}: AKS does not upgrade a stopped cluster or pool. Start it, then run this command again.`,
        ],
        commands: (names, { cluster }) =>
            isStopped(cluster)
                ? [`az aks start ${groupAndCluster(cluster, "--name")}`]
                : names.map(
                      (name) =>
                          `az aks nodepool start ${groupAndCluster(cluster, "--cluster-name")} --nodepool-name ${shellWord(name)}`,
                  ),
    },
    {
        pools: withStatus("unknown"),
        text: (names, { cluster }) => [
            `${names}: this command reads the scale sets in the node resource group ${cluster.values.nodeResourceGroup}, for which the role Reader is enough. It cannot check nodes that are not in a scale set.`,
        ],
    },
    {
        pools: ({ data }) => data.pools.filter(({ status, selected }) => !selected && status !== "current"),
        text: (names) => [`Left out by --pool: ${names}.`],
    },
    {
        pools: ({ data: { pools } }) =>
            pools.every(({ status }) => status === "current")
                ? pools.filter(({ identity }) => identity.before !== "current")
                : [],
        text: () => [LEAVE_PRINCIPAL],
    },
];

/** The next steps, with commands. */
export function nextSteps(data: FinishData, cluster: LiveCluster): Block[] {
    const situation = { data, cluster };
    if (data.stopped?.reason === "servicePrincipal") {
        return [];
    }
    return NEXT_STEPS.flatMap(({ pools, text, commands }): Block[] => {
        const names = pools(situation).map(({ name }) => name);
        if (names.length === 0) {
            return [];
        }
        return [...blocksOf(text(names.join(", "), situation)), ...commandBlock(commands?.(names, situation) ?? [])];
    });
}

/** A paragraph, and what can be chosen. */
function blocksOf([first = "", ...choices]: string[]): Block[] {
    return [{ kind: "paragraph", text: first }, ...list(choices)];
}
