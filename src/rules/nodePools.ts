import { NodePoolOsType } from "../args";
import { poolName } from "../cluster/nodePoolArgs";
import { isLabelKey, isLabelValue, isTaint, keepsSystemPodsOff } from "../kubernetes";
import { rules } from "../validation/rule";
import { inAnyPool, isSet } from "../validation/settings";
import { isRecord, matches } from "../values";
import { isListOfObjects } from "./common";
import { knownEntries, ofPools, poolsIn, repeated } from "./pools";

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
        fix: 'Use, for example, "AzureLinux", "Ubuntu" or "Windows2022", or leave it out for the default of AKS.',
    },
    MaxPods: {
        azureCode: "InvalidParameter",
        inputs: ofPools("maxPods"),
        accepts: (most) => isWholeNumber(most, 10, 250),
        message: "the maximum number of pods on a node must be a whole number from 10 to 250",
        fix: "Correct the number, or leave it out for the default of AKS.",
        source: "aks/concepts-network-ip-address-planning",
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
    SystemPoolTaint: {
        azureCode: "SystemPoolHasRestrictedTaint",
        validate: (args) =>
            poolsIn(args)
                .filter(({ pool, isSystemPool }) => isSystemPool || pool.properties?.mode === "System")
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

function isWindows(pool: object): boolean {
    return isRecord(pool) && "osType" in pool && pool.osType === NodePoolOsType.Windows;
}

function isLess(one: unknown, other: unknown): boolean {
    return typeof one === "number" && typeof other === "number" && one < other;
}

function isWholeNumber(value: unknown, least: number, most: number): boolean {
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
