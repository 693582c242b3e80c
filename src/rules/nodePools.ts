import { NodePoolMode, NodePoolOsType, ScaleSetPriority } from "../args";
import { poolName } from "../cluster/nodePoolArgs";
import { isLabelKey, isLabelValue, isTaint, keepsSystemPodsOff } from "../kubernetes";
import { rules } from "../validation/rule";
import { inAnyPool, isSet, otherThan, type Settings } from "../validation/settings";
import { isRecord, matches } from "../values";
import { isListOfObjects } from "./common";
import { knownEntries, ofPools, poolsIn, repeated } from "./pools";

const ROLLING_UPGRADES = "aks/upgrade-aks-node-pools-rolling";
const SPOT_LIMITATIONS = "aks/spot-node-pool#limitations";
const SPOT = { scaleSetPriority: ScaleSetPriority.Spot };
const NO_NODES = ["0", "0%"];

/** Node pools by themselves. */
export const NODE_POOL_RULES = rules("aks/create-node-pools", {
    NodePools: {
        inputs: ["nodePools"],
        accepts: isListOfObjects,
        message: "nodePools must be a list of objects",
        fix: 'Pass a list such as [{ name: "work", vmSize: "Standard_D8ds_v5" }].',
    },
    NodePoolName: {
        azureCode: "InvalidParameter",
        inputs: ofPools("name"),
        accepts: (name, { owner }) =>
            matches(isWindows(owner) ? /^[a-z][a-z0-9]{0,5}$/ : /^[a-z][a-z0-9]{0,11}$/, name),
        when: { "nodePools[].name": undefined },
        message:
            "a pool name must have 1 to 12 (Windows: 1 to 6) lower-case letters and digits, and start with a letter",
        fix: 'Use a name like "work1".',
        source: "aks/create-node-pools#limitations",
    },
    NodePoolVmSize: {
        inputs: ofPools("vmSize"),
        // Sizes with fewer virtual CPUs, such as Standard_E8-2s_v5, have a hyphen.
        accepts: /^[A-Za-z]+(?:_[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)+$/,
        message:
            "this must be a virtual machine size: a tier, an underscore, and letters, digits, underscores and hyphens",
        fix: 'Use a size such as "Standard_D4ds_v5", as `az vm list-skus` prints it.',
        source: "virtual-machines/sizes/overview",
    },
    NodePoolCount: {
        azureCode: "InvalidParameter",
        inputs: ofPools("count", "minCount", "maxCount"),
        accepts: (count, { path }) => isWholeNumber(count, path[0] === "systemNodePool" ? 1 : 0, 1000),
        message: "the number of nodes must be a whole number from 0 to 1000, and at least 1 in the system pool",
        fix: "Correct the number.",
    },
    OsSKU: {
        inputs: ofPools("osSKU"),
        accepts: /^[A-Za-z][A-Za-z0-9]*$/,
        message: "the OS SKU must be one word",
        fix: 'Use, for example, "AzureLinux", "Ubuntu" or "Windows2025", or leave it out for the default of AKS.',
    },
    MaxPods: {
        azureCode: "InvalidParameter",
        inputs: ofPools("maxPods"),
        accepts: (most) => isWholeNumber(most, 10, 250),
        message: "the maximum number of pods on a node must be a whole number from 10 to 250",
        fix: "Correct the number, or leave it out for the default of AKS.",
        source: "aks/concepts-network-ip-address-planning",
    },
    OsDiskSize: {
        azureCode: "InvalidParameter",
        inputs: ofPools("osDiskSizeGB"),
        accepts: (size) => isWholeNumber(size, 30, 2048),
        message: "the size of the operating system's disk must be a whole number of GiB from 30 to 2048",
        fix: "Correct the number, or leave it out for the default of AKS.",
        source: "https://github.com/pulumi/pulumi-azure-native/issues/663",
    },
    SpotMaxPrice: {
        inputs: ofPools("spotMaxPrice"),
        accepts: (price) => price === -1 || (Number(price) > 0 && Number(Number(price).toFixed(5)) === price),
        message: "the highest price must be a positive number with at most five decimal places, or -1",
        fix: "Set the US dollars for an hour, or -1 for the price of a regular machine.",
        source: "aks/spot-node-pool#max-price-for-a-spot-pool",
    },
    MaxSurge: {
        inputs: ofPools("upgradeSettings.maxSurge", "upgradeSettings.maxUnavailable"),
        accepts: /^(?:[0-9]{1,4}|(?:[0-9]|[1-9][0-9]|100)%)$/,
        message: "this must be a number of nodes or a percentage of the pool, as a string",
        fix: 'Use a value such as "2" or "33%".',
        source: ROLLING_UPGRADES,
    },
    UpgradeMinutes: {
        inputs: ofPools("upgradeSettings.drainTimeoutInMinutes", "upgradeSettings.nodeSoakDurationInMinutes"),
        accepts: (minutes, { path }) =>
            path.at(-1) === "drainTimeoutInMinutes" ? isWholeNumber(minutes, 5, 1440) : isWholeNumber(minutes, 0, 30),
        message:
            "drainTimeoutInMinutes must be a whole number from 5 to 1440, nodeSoakDurationInMinutes one from 0 to 30",
        fix: "Correct the number of minutes.",
        source: ROLLING_UPGRADES,
    },
    NodeLabels: {
        inputs: ofPools("nodeLabels{}"),
        accepts: (value, { path }) => isLabelKey(path.at(-1)) && isLabelValue(value),
        message:
            "a label must have a key of at most 63 letters, digits and -_. after an optional DNS name and a slash, and a value of at most 63 such characters",
        fix: 'Write it like "team": "shop" or "example.com/team": "shop".',
        source: "aks/use-labels",
    },
    NodeTaints: {
        inputs: ofPools("nodeTaints[]"),
        accepts: isTaint,
        message:
            "a taint must have the form key=value:effect or key:effect; the effect is NoSchedule, PreferNoSchedule or NoExecute",
        fix: 'Write it like "dedicated=gpu:NoSchedule".',
        source: "aks/use-node-taints",
    },
    NodePoolNameTwice: {
        validate: (args) => {
            const pools = poolsIn(args);
            const names = pools.map(({ pool, isSystemPool }) => (isSystemPool ? poolName(pool) : pool.name));
            return repeated(names).map((index) => [...(pools[index]?.path ?? []), "name"]);
        },
        message: "another pool of this cluster has the same name",
        fix: "Set a different name for each pool.",
    },
    AutoscalerBounds: {
        when: [
            ...inAnyPool({ minCount: undefined, maxCount: isSet }),
            ...inAnyPool({ maxCount: undefined, minCount: isSet }),
        ],
        message: "the autoscaler requires both minCount and maxCount",
        fix: "Set both, or neither for a fixed number of nodes.",
        source: "aks/cluster-autoscaler",
    },
    AutoscalerOrder: {
        validate: (args) =>
            poolsIn(args)
                .filter(({ pool: { minCount, maxCount } }) => isLess(maxCount, minCount))
                .map(({ path }) => [...path, "minCount"]),
        message: "minCount must not be greater than maxCount",
        fix: "Lower minCount or raise maxCount.",
        source: "aks/cluster-autoscaler",
    },
    AutoscalerCount: {
        validate: (args) =>
            poolsIn(args)
                // Without both bounds it is one of them that is missing.
                .filter(({ pool: { minCount, maxCount } }) => minCount !== undefined && maxCount !== undefined)
                .filter(({ pool: { count, minCount, maxCount } }) => isLess(count, minCount) || isLess(maxCount, count))
                .map(({ path }) => [...path, "count"]),
        message: "the number of nodes at creation must be between minCount and maxCount",
        fix: "Correct count, or leave it out to start with minCount nodes.",
        source: "aks/cluster-autoscaler",
    },
    SystemPoolIsLinux: {
        azureCode: "SystemPoolMustBeLinux",
        when: { "systemNodePool.osType": NodePoolOsType.Windows },
        message: "system pods require Linux nodes",
        fix: "Remove systemNodePool.osType, and put Windows nodes in nodePools.",
        source: "aks/use-system-pools",
    },
    SystemPoolMode: {
        when: { "systemNodePool.mode": otherThan(undefined, NodePoolMode.System) },
        message: "the mode of the system pool is always System",
        fix: "Remove mode, or set it on a pool of nodePools.",
        source: "aks/use-system-pools",
    },
    SpotNeedsUserPool: {
        when: inSystemPools(SPOT),
        message: "Azure can take back the nodes of a spot pool at any time, so system pods cannot run there",
        fix: "Remove scaleSetPriority, or set it on a pool of nodePools whose mode is User.",
        source: SPOT_LIMITATIONS,
    },
    SpotSettings: {
        when: ["scaleSetEvictionPolicy", "spotMaxPrice"].flatMap((setting) =>
            inAnyPool({ [setting]: isSet, scaleSetPriority: [undefined, ScaleSetPriority.Regular] }),
        ),
        message: "only a spot pool has this setting",
        fix: 'Set scaleSetPriority to "Spot", or remove the setting.',
        source: "aks/spot-node-pool",
    },
    SpotUpgrade: {
        azureCode: "InvalidParameter",
        when: ["maxSurge", "maxUnavailable"].flatMap((setting) =>
            inAnyPool({ [`upgradeSettings.${setting}`]: isSet, ...SPOT }),
        ),
        message: "an upgrade of a spot pool adds no nodes, so AKS does not accept this setting there",
        fix: "Remove it. drainTimeoutInMinutes and nodeSoakDurationInMinutes can stay.",
        source: "aks/spot-node-pool#upgrade-a-spot-node-pool",
    },
    SystemPoolMaxUnavailable: {
        when: inSystemPools({ "upgradeSettings.maxUnavailable": otherThan(undefined, ...NO_NODES) }),
        message: "an upgrade cannot take nodes of a system pool out of service without new ones in their place",
        fix: "Remove maxUnavailable, and set maxSurge.",
        source: ROLLING_UPGRADES,
    },
    UpgradeNeedsNodes: {
        when: inAnyPool({
            "upgradeSettings.maxSurge": NO_NODES,
            "upgradeSettings.maxUnavailable": [undefined, ...NO_NODES],
        }),
        message: "an upgrade needs new nodes, or nodes that it may take out of service",
        fix: 'Set maxSurge to "1" or more, or also set maxUnavailable.',
        source: ROLLING_UPGRADES,
    },
    SystemPoolTaint: {
        azureCode: "SystemPoolHasRestrictedTaint",
        validate: (args) =>
            poolsIn(args)
                .filter(({ pool, isSystemPool }) => isSystemPool || pool.mode === NodePoolMode.System)
                .flatMap(({ pool, path }) =>
                    knownEntries(pool.nodeTaints)
                        .filter(({ entry }) => keepsSystemPodsOff(entry))
                        .map(({ index }) => [...path, "nodeTaints", index]),
                ),
        message:
            "system pods run on this pool, and they tolerate no NoSchedule or NoExecute taint except CriticalAddonsOnly",
        fix: 'Use "CriticalAddonsOnly=true:NoSchedule" or the effect PreferNoSchedule, or move the taint to another pool.',
        source: "aks/use-system-pools",
    },
});

/** The same settings of the system pool and of another pool that has its mode. */
function inSystemPools(ofPool: Settings): Settings[] {
    const [systemPool = {}] = inAnyPool(ofPool);
    const [, otherPool = {}] = inAnyPool({ ...ofPool, mode: NodePoolMode.System });
    return [systemPool, otherPool];
}

function isWindows(pool: object): boolean {
    return isRecord(pool) && "osType" in pool && pool.osType === NodePoolOsType.Windows;
}

function isLess(one: unknown, other: unknown): boolean {
    return typeof one === "number" && typeof other === "number" && one < other;
}

function isWholeNumber(value: unknown, least: number, most: number): boolean {
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
