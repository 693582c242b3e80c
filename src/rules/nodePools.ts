import { type ManagedIdentityAksClusterArgs, type NodePoolArgs, NodePoolOsType } from "../args";
import { isRecord, matches, oneOf } from "../values";
import { eachPool, entries, entriesByKey, given, listed, mapped } from "./places";
import type { Path, Place, Rule } from "./rule";

const NODE_POOLS = "https://learn.microsoft.com/azure/aks/create-node-pools";
const SYSTEM_POOLS = "https://learn.microsoft.com/azure/aks/use-system-pools";
const AUTOSCALER = "https://learn.microsoft.com/azure/aks/cluster-autoscaler";

/** Node pools by themselves. */
export const NODE_POOL_RULES: readonly Rule[] = [
    {
        code: "SystemNodePool",
        asksOutputs: true,
        places: (args) => [{ path: ["systemNodePool"], value: args.systemNodePool }],
        broken: (value) => typeof value !== "object" || value === null || Array.isArray(value),
        rule: "a cluster has one system pool",
        fix: 'Pass an object, at least { vmSize: "Standard_D4ds_v5" }.',
        source: SYSTEM_POOLS,
    },
    {
        code: "NodePools",
        asksOutputs: true,
        places: (args) => given(["nodePools"], args.nodePools),
        broken: (value) =>
            !Array.isArray(value) || value.some((pool) => typeof pool !== "object" || pool === null),
        rule: "further pools are a list of objects",
        fix: 'Pass a list such as [{ name: "work", vmSize: "Standard_D8ds_v5" }].',
        source: NODE_POOLS,
    },
    {
        code: "NodePoolName",
        azureCode: "InvalidParameter",
        places: (args) => eachPool(args, (pool, path) => poolName(pool, path)),
        broken: (value, osType) =>
            !matches(
                osType === NodePoolOsType.Windows ? /^[a-z][a-z0-9]{0,5}$/ : /^[a-z][a-z0-9]{0,11}$/,
                value,
            ),
        rule: "a pool's name has 1 to 12 (Windows: 1 to 6) lower-case letters and digits, a letter first",
        fix: 'Use a name like "work1".',
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "NodePoolNameTwice",
        places: (args) =>
            eachPool(args, (pool, path) => [
                { path: [...path, "name"], value: pool.name, beside: namesBefore(args, path) },
            ]),
        broken: (value, before) => value !== undefined && Array.isArray(before) && before.includes(value),
        rule: "another pool of this cluster has this name",
        fix: "Give each pool a name of its own.",
        source: NODE_POOLS,
    },
    {
        code: "NodePoolVmSize",
        places: (args) => eachPool(args, (pool, path) => [{ path: [...path, "vmSize"], value: pool.vmSize }]),
        // Sizes with fewer virtual CPUs, such as Standard_E8-2s_v5, have a hyphen.
        broken: (value) => !matches(/^[A-Za-z]+(?:_[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)+$/, value),
        rule: "each pool names the size of its virtual machines: a tier, an underscore and letters, digits, underscores and hyphens",
        fix: 'Use a size such as "Standard_D4ds_v5", as `az vm list-skus` prints it.',
        source: "https://learn.microsoft.com/azure/virtual-machines/sizes/overview",
    },
    {
        code: "NodePoolCount",
        azureCode: "InvalidParameter",
        places: (args) =>
            eachPool(args, (pool, path) => [
                ...given([...path, "count"], pool.count, fewestNodes(path)),
                ...given([...path, "minCount"], pool.minCount, fewestNodes(path)),
                ...given([...path, "maxCount"], pool.maxCount, fewestNodes(path)),
            ]),
        broken: (value, fewest) => !isWholeNumber(value, Number(fewest), 1000),
        rule: "the number of nodes is a whole number from 0 to 1000, and at least 1 in the system pool",
        fix: "Correct the number.",
        source: NODE_POOLS,
    },
    {
        code: "AutoscalerBounds",
        places: (args) => eachPool(args, missingBound),
        broken: (value) => value === undefined,
        rule: "the autoscaler needs minCount and maxCount, both",
        fix: "Set both, or neither for a fixed number of nodes.",
        source: AUTOSCALER,
    },
    {
        code: "AutoscalerOrder",
        places: (args) =>
            eachPool(args, (pool, path) => given([...path, "minCount"], pool.minCount, pool.maxCount)),
        broken: (min, max) => typeof min === "number" && typeof max === "number" && min > max,
        rule: "minCount is not above maxCount",
        fix: "Lower minCount or raise maxCount.",
        source: AUTOSCALER,
    },
    {
        code: "AutoscalerCount",
        places: (args) =>
            eachPool(args, (pool, path) =>
                given([...path, "count"], pool.count, [pool.minCount, pool.maxCount]),
            ),
        broken: isOutOfBounds,
        rule: "the number of nodes at creation is not below minCount nor above maxCount",
        fix: "Correct it, or leave it out to begin with minCount.",
        source: AUTOSCALER,
    },
    {
        code: "SystemPoolIsLinux",
        azureCode: "SystemPoolMustBeLinux",
        places: (args) => given(["systemNodePool", "osType"], args.systemNodePool?.osType),
        broken: (value) => value === NodePoolOsType.Windows,
        rule: "system pods run on Linux",
        fix: "Remove osType here and put Windows nodes in nodePools.",
        source: SYSTEM_POOLS,
    },
    {
        code: "SystemPoolTaint",
        azureCode: "SystemPoolHasRestrictedTaint",
        places: (args) =>
            eachPool(args, (pool, path) =>
                entries([...path, "nodeTaints"], pool.nodeTaints).map((place) => ({
                    ...place,
                    beside: path[0] === "systemNodePool" ? "System" : modeOf(pool),
                })),
            ),
        broken: (value, mode) => mode === "System" && listed(value).some(keepsSystemPodsOff),
        rule: "the cluster's system pods run on this pool, and tolerate of taints with the effect NoSchedule or NoExecute only CriticalAddonsOnly",
        fix: 'Use "CriticalAddonsOnly=true:NoSchedule" or the effect PreferNoSchedule, or move the taint to another pool.',
        source: SYSTEM_POOLS,
    },
    {
        code: "NodePoolOsType",
        places: (args) => eachPool(args, (pool, path) => given([...path, "osType"], pool.osType)),
        broken: (value) => !oneOf(NodePoolOsType, value),
        rule: "the operating system is Linux or Windows",
        fix: "Use one of the two, or leave it out for Linux.",
        source: NODE_POOLS,
    },
    {
        code: "OsSku",
        places: (args) => eachPool(args, (pool, path) => given([...path, "osSku"], pool.osSku)),
        broken: (value) => !matches(/^[A-Za-z][A-Za-z0-9]*$/, value),
        rule: "an operating system image is named by one word",
        fix: 'Use for example "AzureLinux", "Ubuntu" or "Windows2022", or leave it out for AKS\'s choice.',
        source: NODE_POOLS,
    },
    {
        code: "MaxPods",
        azureCode: "InvalidParameter",
        places: (args) => eachPool(args, (pool, path) => given([...path, "maxPods"], pool.maxPods)),
        broken: (value) => !isWholeNumber(value, 10, 250),
        rule: "the most pods on a node are a whole number from 10 to 250",
        fix: "Correct the number, or leave it out for AKS's choice.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
    },
    {
        code: "NodeLabels",
        places: (args) =>
            eachPool(args, (pool, path) => entriesByKey([...path, "nodeLabels"], pool.nodeLabels)),
        broken: (value, key) =>
            !mapped(value, key).every(([name, label]) => isLabelKey(name) && isLabelValue(label)),
        rule: "a label's key has 1 to 63 letters, digits, hyphens, underscores and full stops after an optional DNS name and a slash; its value is such a text, or empty",
        fix: 'Write it like "team": "shop" or "example.com/team": "shop".',
        source: "https://learn.microsoft.com/azure/aks/use-labels",
    },
    {
        code: "NodeTaints",
        places: (args) => eachPool(args, (pool, path) => entries([...path, "nodeTaints"], pool.nodeTaints)),
        broken: (value) => !listed(value).every(isTaint),
        rule: "a taint is written as key=value:effect or key:effect, the effect NoSchedule, PreferNoSchedule or NoExecute",
        fix: 'Write it like "dedicated=gpu:NoSchedule".',
        source: "https://learn.microsoft.com/azure/aks/use-node-taints",
    },
];

function poolName(pool: NodePoolArgs, path: Path): Place[] {
    const optional = path[0] === "systemNodePool" && pool.name === undefined;
    return optional ? [] : [{ path: [...path, "name"], value: pool.name, beside: pool.osType }];
}

function namesBefore(args: ManagedIdentityAksClusterArgs, path: Path): unknown[] {
    if (path[0] === "systemNodePool") {
        return [];
    }
    const earlier = (args.nodePools ?? []).slice(0, Number(path[1]));
    return [args.systemNodePool?.name ?? "system", ...earlier.map((pool) => pool?.name)];
}

function fewestNodes(path: Path): number {
    return path[0] === "systemNodePool" ? 1 : 0;
}

function missingBound(pool: NodePoolArgs, path: Path): Place[] {
    const missing = pool.minCount === undefined ? "minCount" : "maxCount";
    const alone = (pool.minCount === undefined) !== (pool.maxCount === undefined);
    return alone ? [{ path: [...path, missing], value: undefined }] : [];
}

function isOutOfBounds(count: unknown, bounds: unknown): boolean {
    const [min, max] = Array.isArray(bounds) ? bounds : [];
    return (
        typeof count === "number" &&
        typeof min === "number" &&
        typeof max === "number" &&
        (count < min || count > max)
    );
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

function modeOf({ properties }: NodePoolArgs): unknown {
    return isRecord(properties) ? properties.mode : undefined;
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
