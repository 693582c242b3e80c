import { NodePoolOsType } from "../args";
import { poolName } from "../cluster/nodePoolArgs";
import { isRecord, matches } from "../values";
import { objectListFormat, ofPools, textFormat } from "./formats";
import { inEachPool, knownEntries, poolsIn, repeated } from "./pools";
import { type Format, isSet, type Rule, when } from "./rule";

const NODE_POOLS = "https://learn.microsoft.com/azure/aks/create-node-pools";
const SYSTEM_POOLS = "https://learn.microsoft.com/azure/aks/use-system-pools";
const AUTOSCALER = "https://learn.microsoft.com/azure/aks/cluster-autoscaler";

const NODE_POOL_NAME: Format = {
    code: "NodePoolName",
    azureCode: "InvalidParameter",
    inputs: ofPools("name"),
    accepts: (name, pool) => matches(isWindows(pool) ? /^[a-z][a-z0-9]{0,5}$/ : /^[a-z][a-z0-9]{0,11}$/, name),
    message: "a pool's name has 1 to 12 (Windows: 1 to 6) lower-case letters and digits, a letter first",
    fix: 'Use a name like "work1".',
    source: `${NODE_POOLS}#limitations`,
};

const NODE_COUNT = {
    code: "NodePoolCount",
    azureCode: "InvalidParameter",
    message: "the number of nodes is a whole number from 0 to 1000, and at least 1 in the system pool",
    fix: "Correct the number.",
    source: NODE_POOLS,
};

export const NODE_POOL_FORMATS: readonly Format[] = [
    {
        code: "SystemNodePool",
        inputs: ["systemNodePool"],
        message: "a cluster has one system pool",
        fix: 'Pass an object, at least { vmSize: "Standard_D4ds_v5" }.',
        source: SYSTEM_POOLS,
    },
    objectListFormat({
        code: "NodePools",
        inputs: ["nodePools"],
        message: "further pools are a list of objects",
        fix: 'Pass a list such as [{ name: "work", vmSize: "Standard_D8ds_v5" }].',
        source: NODE_POOLS,
    }),
    NODE_POOL_NAME,
    // Sizes with fewer virtual CPUs, such as Standard_E8-2s_v5, have a hyphen.
    textFormat(/^[A-Za-z]+(?:_[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)+$/, {
        code: "NodePoolVmSize",
        inputs: ofPools("vmSize"),
        message:
            "each pool names the size of its virtual machines: a tier, an underscore and letters, digits, underscores and hyphens",
        fix: 'Use a size such as "Standard_D4ds_v5", as `az vm list-skus` prints it.',
        source: "https://learn.microsoft.com/azure/virtual-machines/sizes/overview",
    }),
    {
        ...NODE_COUNT,
        inputs: ["count", "minCount", "maxCount"].map((name) => `systemNodePool.${name}`),
        accepts: (count) => isWholeNumber(count, 1, 1000),
    },
    {
        ...NODE_COUNT,
        inputs: ["count", "minCount", "maxCount"].map((name) => `nodePools[].${name}`),
        accepts: (count) => isWholeNumber(count, 0, 1000),
    },
    {
        code: "NodePoolOsType",
        inputs: ofPools("osType"),
        message: "the operating system is Linux or Windows",
        fix: "Use one of the two, or leave it out for Linux.",
        source: NODE_POOLS,
    },
    textFormat(/^[A-Za-z][A-Za-z0-9]*$/, {
        code: "OsSku",
        inputs: ofPools("osSku"),
        message: "an operating system image is named by one word",
        fix: 'Use for example "AzureLinux", "Ubuntu" or "Windows2022", or leave it out for AKS\'s choice.',
        source: NODE_POOLS,
    }),
    {
        code: "MaxPods",
        azureCode: "InvalidParameter",
        inputs: ofPools("maxPods"),
        accepts: (most) => isWholeNumber(most, 10, 250),
        message: "the most pods on a node are a whole number from 10 to 250",
        fix: "Correct the number, or leave it out for AKS's choice.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
    },
    {
        code: "NodeLabels",
        inputs: ofPools("nodeLabels{}"),
        accepts: (value, _, key) => isLabelKey(key) && isLabelValue(value),
        message:
            "a label's key has 1 to 63 letters, digits, hyphens, underscores and full stops after an optional DNS name and a slash; its value is such a text, or empty",
        fix: 'Write it like "team": "shop" or "example.com/team": "shop".',
        source: "https://learn.microsoft.com/azure/aks/use-labels",
    },
    {
        code: "NodeTaints",
        inputs: ofPools("nodeTaints[]"),
        accepts: isTaint,
        message:
            "a taint is written as key=value:effect or key:effect, the effect NoSchedule, PreferNoSchedule or NoExecute",
        fix: 'Write it like "dedicated=gpu:NoSchedule".',
        source: "https://learn.microsoft.com/azure/aks/use-node-taints",
    },
];

/** Node pools by themselves. */
export const NODE_POOL_RULES: readonly Rule[] = [
    {
        ...NODE_POOL_NAME,
        validate: ({ nodePools = [] }) =>
            nodePools.flatMap(({ name }, index) => when(!isSet(name), ["nodePools", index, "name"])),
    },
    {
        code: "NodePoolNameTwice",
        validate: (args) => {
            const pools = poolsIn(args);
            const names = pools.map(({ pool, isSystemPool }) => (isSystemPool ? poolName(pool) : pool.name));
            return repeated(names).map((index) => ({ path: [...(pools[index]?.path ?? []), "name"] }));
        },
        message: "another pool of this cluster has this name",
        fix: "Give each pool a name of its own.",
        source: NODE_POOLS,
    },
    {
        code: "AutoscalerBounds",
        validate: (args) =>
            inEachPool(args, ({ pool: { minCount, maxCount } }, at) => [
                ...when(isSet(maxCount) && !isSet(minCount), at("minCount")),
                ...when(isSet(minCount) && !isSet(maxCount), at("maxCount")),
            ]),
        message: "the autoscaler needs minCount and maxCount, both",
        fix: "Set both, or neither for a fixed number of nodes.",
        source: AUTOSCALER,
    },
    {
        code: "AutoscalerOrder",
        validate: (args) =>
            inEachPool(args, ({ pool: { minCount, maxCount } }, at) =>
                when(isLess(maxCount, minCount), at("minCount")),
            ),
        message: "minCount is not above maxCount",
        fix: "Lower minCount or raise maxCount.",
        source: AUTOSCALER,
    },
    {
        code: "AutoscalerCount",
        validate: (args) =>
            inEachPool(args, ({ pool: { count, minCount, maxCount } }, at) =>
                // Without both bounds it is one of them that is missing.
                when(
                    (isLess(count, minCount) && isSet(maxCount)) || (isLess(maxCount, count) && isSet(minCount)),
                    at("count"),
                ),
            ),
        message: "the number of nodes at creation is not below minCount nor above maxCount",
        fix: "Correct it, or leave it out to begin with minCount.",
        source: AUTOSCALER,
    },
    {
        code: "SystemPoolIsLinux",
        azureCode: "SystemPoolMustBeLinux",
        validate: ({ systemNodePool }) => when(isWindows(systemNodePool), "systemNodePool.osType"),
        message: "system pods run on Linux",
        fix: "Remove osType here and put Windows nodes in nodePools.",
        source: SYSTEM_POOLS,
    },
    {
        code: "SystemPoolTaint",
        azureCode: "SystemPoolHasRestrictedTaint",
        validate: (args) =>
            inEachPool(args, ({ pool, isSystemPool }, at) =>
                isSystemPool || pool.properties?.mode === "System"
                    ? knownEntries(pool.nodeTaints).flatMap(({ entry, index }) =>
                          when(keepsSystemPodsOff(entry), at("nodeTaints", index)),
                      )
                    : [],
            ),
        message:
            "the cluster's system pods run on this pool, and tolerate of taints with the effect NoSchedule or NoExecute only CriticalAddonsOnly",
        fix: 'Use "CriticalAddonsOnly=true:NoSchedule" or the effect PreferNoSchedule, or move the taint to another pool.',
        source: SYSTEM_POOLS,
    },
];

function isWindows(pool: object): boolean {
    return isRecord(pool) && "osType" in pool && pool.osType === NodePoolOsType.Windows;
}

function isLess(one: unknown, other: unknown): boolean {
    return typeof one === "number" && typeof other === "number" && one < other;
}

function isWholeNumber(value: unknown, least: number, most: number): boolean {
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function isLabelValue(value: unknown): boolean {
    return matches(/^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/, value);
}

function isLabelKey(key: unknown): boolean {
    const [name, prefix, ...more] = typeof key === "string" ? key.split("/").reverse() : [];
    const prefixed = prefix === undefined || matches(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/, prefix);
    return name !== "" && isLabelValue(name) && prefixed && more.length === 0;
}

function keepsSystemPodsOff(taint: unknown): boolean {
    return matches(/:(?:NoSchedule|NoExecute)$/, taint) && !matches(/^CriticalAddonsOnly[=:]/, taint);
}

function isTaint(value: unknown): boolean {
    const [, key, label = ""] =
        (typeof value === "string" &&
            /^([^=:]+)(?:=([^=:]*))?:(?:NoSchedule|PreferNoSchedule|NoExecute)$/.exec(value)) ||
        [];
    return isLabelKey(key) && isLabelValue(label);
}
