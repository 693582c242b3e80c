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
        message: "further pools are a list of objects",
        fix: 'Pass a list such as [{ name: "work", vmSize: "Standard_D8ds_v5" }].',
    },
    NodePoolName: {
        azureCode: "InvalidParameter",
        inputs: ofPools("name"),
        accepts: (name, { owner }) =>
            matches(isWindows(owner) ? /^[a-z][a-z0-9]{0,5}$/ : /^[a-z][a-z0-9]{0,11}$/, name),
        when: { "nodePools[].name": undefined },
        message: "a pool's name has 1 to 12 (Windows: 1 to 6) lower-case letters and digits, a letter first",
        fix: 'Use a name like "work1".',
        source: "aks/create-node-pools#limitations",
    },
    NodePoolVmSize: {
        inputs: ofPools("vmSize"),
        // Sizes with fewer virtual CPUs, such as Standard_E8-2s_v5, have a hyphen.
        accepts: /^[A-Za-z]+(?:_[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)+$/,
        message:
            "this is a size of virtual machines: a tier, an underscore, and letters, digits, underscores and hyphens",
        fix: 'Use a size such as "Standard_D4ds_v5", as `az vm list-skus` prints it.',
        source: "virtual-machines/sizes/overview",
    },
    NodePoolCount: {
        azureCode: "InvalidParameter",
        inputs: ofPools("count", "minCount", "maxCount"),
        accepts: (count, { path }) => isWholeNumber(count, path[0] === "systemNodePool" ? 1 : 0, 1000),
        message: "the number of nodes is a whole number from 0 to 1000, and at least 1 in the system pool",
        fix: "Correct the number.",
    },
    OsSKU: {
        inputs: ofPools("osSKU"),
        accepts: /^[A-Za-z][A-Za-z0-9]*$/,
        message: "the name of an operating system image is one word",
        fix: 'Use for example "AzureLinux", "Ubuntu" or "Windows2022", or leave it out for AKS\'s choice.',
    },
    MaxPods: {
        azureCode: "InvalidParameter",
        inputs: ofPools("maxPods"),
        accepts: (most) => isWholeNumber(most, 10, 250),
        message: "the most pods on a node are a whole number from 10 to 250",
        fix: "Correct the number, or leave it out for AKS's choice.",
        source: "aks/concepts-network-ip-address-planning",
    },
    NodeLabels: {
        inputs: ofPools("nodeLabels{}"),
        accepts: (value, { path }) => isLabelKey(path.at(-1)) && isLabelValue(value),
        message:
            "a label has a key of at most 63 letters, digits and -_. after an optional DNS name, and a value of the same",
        fix: 'Write it like "team": "shop" or "example.com/team": "shop".',
        source: "aks/use-labels",
    },
    NodeTaints: {
        inputs: ofPools("nodeTaints[]"),
        accepts: isTaint,
        message: "a taint is key=value:effect or key:effect; the effect is NoSchedule, PreferNoSchedule or NoExecute",
        fix: 'Write it like "dedicated=gpu:NoSchedule".',
        source: "aks/use-node-taints",
    },
    NodePoolNameTwice: {
        validate: (args) => {
            const pools = poolsIn(args);
            const names = pools.map(({ pool, isSystemPool }) => (isSystemPool ? poolName(pool) : pool.name));
            return repeated(names).map((index) => [...(pools[index]?.path ?? []), "name"]);
        },
        message: "another pool of this cluster has this name",
        fix: "Give each pool a name of its own.",
    },
    AutoscalerBounds: {
        when: [
            ...inAnyPool({ minCount: undefined, maxCount: isSet }),
            ...inAnyPool({ maxCount: undefined, minCount: isSet }),
        ],
        message: "the autoscaler needs minCount and maxCount, both",
        fix: "Set both, or neither for a fixed number of nodes.",
        source: "aks/cluster-autoscaler",
    },
    AutoscalerOrder: {
        validate: (args) =>
            poolsIn(args)
                .filter(({ pool: { minCount, maxCount } }) => isLess(maxCount, minCount))
                .map(({ path }) => [...path, "minCount"]),
        message: "minCount is not above maxCount",
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
        message: "the number of nodes at creation is not below minCount nor above maxCount",
        fix: "Correct it, or leave it out to begin with minCount.",
        source: "aks/cluster-autoscaler",
    },
    SystemPoolIsLinux: {
        azureCode: "SystemPoolMustBeLinux",
        when: { "systemNodePool.osType": NodePoolOsType.Windows },
        message: "system pods run on Linux",
        fix: "Remove osType here and put Windows nodes in nodePools.",
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
        message: "system pods run on this pool, and tolerate no NoSchedule or NoExecute but CriticalAddonsOnly",
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
