import { canonicalScope, isInResourceGroup } from "../../azure/resourceId";
import { poolNamed, poolsOfCluster } from "../../cluster/livePools";
import { CLUSTER_ROWS, POOL_ROWS } from "../../cluster/properties";
import { isWithin, sameInAnyCase } from "../../transitions/merge";
import { isRecord, UNKNOWN, type Values } from "../../values";
import { textOf } from "../jsonInput";
import { Remaining } from "../live/remaining";
import { dropDefaults } from "../live/settings";
import { HIDDEN_SECRET } from "../preview/resource";
import { COMPONENT } from "./clusters";
import { isPool, type PlannedResource } from "./resources";

/** A property of a cluster or a pool that differs: its path alone, since its value may be a secret. */
export interface Difference {
    /** Logical name of the resource. */
    resource: string;
    /** As Pulumi writes it: `networkProfile.podCidr`, `agentPoolProfiles[0].count`. */
    path: string;
    /** `add`, `update` or `delete`, with `-replace` where the resource is replaced for it; absent where it is not told. */
    kind?: string;
    /** Whether it changes anything in Azure; what is not known to be harmless does. */
    effective: boolean;
    /** Why it is harmless. */
    reason?: string;
}

/** A difference as it is told, or found, with the values on both sides. */
interface Told {
    path: string;
    kind?: string;
    before: unknown;
    after: unknown;
}

/** The same, and what it is judged by. */
interface Sides extends Told {
    resource: PlannedResource;
    nodeResourceGroup: unknown;
}

/** Differences without an effect. A secret is never among them: nobody can compare it. */
const HARMLESS: readonly { reason: string; when(sides: Sides): boolean }[] = [
    {
        reason: "internal property of Pulumi and its provider",
        when: ({ path }) => /^(__\w+|azureApiVersion)$/.test(path),
    },
    {
        reason: "AKS sets it",
        when: ({ path, after }) => /^(kind|privateLinkResources)$/.test(path) && after === undefined,
    },
    {
        reason: "the pool is a resource of its own, which Azure lists in the cluster, too",
        when: ({ path, after, resource }) =>
            /^agentPoolProfiles\[\d+\]$/.test(path) &&
            after === undefined &&
            resource.parent?.includes(COMPONENT) === true,
    },
    {
        reason: "the cluster has this value already, and the state did not show it",
        when: ({ path, after, resource }) =>
            after !== undefined && !isOpen(after) && isWithin(after, liveAt(resource, path), sameInAnyCase),
    },
    {
        reason: "no tags before and after",
        when: ({ path, before, after }) =>
            /(^|\.)tags$/.test(path) && [before, after].every((tags) => Object.keys(Object(tags)).length === 0),
    },
    {
        reason: "the program leaves it out, and AKS uses the default",
        when: isDefault,
    },
    {
        reason: "the program leaves it out, and AKS keeps the version",
        when: ({ path, after }) =>
            /^(kubernetesVersion|(agentPoolProfiles\[\d+\]\.)?orchestratorVersion)$/.test(path) && after === undefined,
    },
    {
        reason: "AKS shows it on every cluster with managed identities",
        when: ({ path, resource, after }) =>
            /^servicePrincipalProfile(\.clientId)?$/.test(path) &&
            after === undefined &&
            Reflect.get(Object(resource.before?.inputs.servicePrincipalProfile), "clientId") === "msi",
    },
    {
        reason: "it is the kubelet identity that AKS has created",
        when: ({ path, resource, after, nodeResourceGroup }) =>
            /^identityProfile(\.|$)/.test(path) &&
            after === undefined &&
            resource.after?.inputs.identityProfile === undefined &&
            isInResourceGroup(kubeletIdIn(resource.before?.inputs), nodeResourceGroup),
    },
    {
        reason: "the same id in another spelling",
        when: ({ before, after }) => isId(before) && isId(after) && canonicalScope(before) === canonicalScope(after),
    },
    {
        reason: "the same values in another order",
        when: ({ before, after }) =>
            before !== undefined &&
            after !== undefined &&
            !isOpen(before) &&
            !isOpen(after) &&
            inOrder(before) === inOrder(after),
    },
];

/** What differs in a cluster or a pool that is updated or replaced. */
export function differencesOf(resource: PlannedResource, nodeResourceGroup: unknown): Difference[] {
    if (!["update", "replace"].includes(resource.operation)) {
        return [];
    }
    return told(resource).map((each) => {
        const { path, kind } = each;
        const sides = { ...each, resource, nodeResourceGroup };
        const harmless = kind?.endsWith("-replace") ? undefined : HARMLESS.find(({ when }) => when(sides));
        return {
            resource: resource.name,
            path,
            ...(kind !== undefined && { kind }),
            effective: harmless === undefined,
            ...(harmless && { reason: harmless.reason }),
        };
    });
}

function told({ step, before, after }: PlannedResource): Told[] {
    if (step === undefined) {
        return [];
    }
    const kinds: [path: string, kind: string | undefined][] = step.differences
        ? Object.entries(step.differences)
        : step.changedProperties.map((path) => [path, undefined]);
    const all = kinds.map(([path, kind]) => ({
        path,
        ...(kind !== undefined && { kind }),
        before: at(before?.inputs, path),
        after: at(after?.inputs, path),
    }));
    const [poolsBefore, poolsAfter] = [before, after].map((state) => poolsOfCluster(state?.inputs ?? {}));
    return poolsBefore === undefined || poolsAfter === undefined || isInOrder(poolsBefore, poolsAfter)
        ? all
        : [...all.filter(({ path }) => !path.startsWith("agentPoolProfiles")), ...byName(poolsBefore, poolsAfter)];
}

function isInOrder(before: Values[], after: Values[]): boolean {
    const named = (pool: Values | undefined, { name }: Values) => [undefined, name].includes(pool?.name);
    return after.every((pool, index) => pool.name === undefined || named(before[index], pool));
}

/**
 * Pulumi compares pools by their positions. An import or a refresh writes all pools of a cluster into the inputs, in the
 * order of their names, so one is compared with another.
 */
function byName(before: Values[], after: Values[]): Told[] {
    const changed = after.flatMap((pool, index) => {
        const former = before.find(({ name }) => name === pool.name) ?? {};
        return [...new Set([...Object.keys(former), ...Object.keys(pool)])]
            .filter((key) => inOrder(former[key]) !== inOrder(pool[key]))
            .map((key) => {
                const kind = former[key] === undefined ? "add" : pool[key] === undefined ? "delete" : "update";
                return { path: `agentPoolProfiles[${index}].${key}`, kind, before: former[key], after: pool[key] };
            });
    });
    const gone = before.flatMap((pool, index) =>
        after.some(({ name }) => name === pool.name)
            ? []
            : [{ path: `agentPoolProfiles[${index}]`, kind: "delete", before: pool, after: undefined }],
    );
    return [...changed, ...gone];
}

/** Whether what goes is what AKS has where nothing is said: an import or a refresh has written it into the inputs. */
function isDefault({ path, resource, before, after }: Sides): boolean {
    const [, index, inPool] = /^agentPoolProfiles\[(\d+)\]\.(.+)$/.exec(path) ?? [];
    if (before === undefined || after !== undefined || isOpen(before)) {
        return false;
    }
    const inputs = resource.before?.inputs ?? {};
    const pool = poolsOfCluster(resource.after?.inputs ?? {})[Number(index)];
    const holder = index === undefined ? inputs : poolNamed(textOf(pool?.name), inputs);
    const own = inPool ?? path;
    const [property = ""] = own.split(/[.[]/);
    const value: unknown = Reflect.get(Object(holder), property);
    if (value === undefined || isOpen(value)) {
        return false;
    }
    const remaining = new Remaining(JSON.parse(JSON.stringify({ [property]: value })));
    dropDefaults(index !== undefined || isPool(resource) ? POOL_ROWS : CLUSTER_ROWS, remaining);
    return at(remaining.rest, own) === undefined;
}

/** What the resource showed at a path of its inputs; pools inside of a cluster are in an order of their own there. */
function liveAt({ before, after }: PlannedResource, path: string): unknown {
    const [, index, inPool] = /^agentPoolProfiles\[(\d+)\]\.(.+)$/.exec(path) ?? [];
    if (index === undefined || inPool === undefined) {
        return at(before?.outputs, path);
    }
    const pool = poolsOfCluster(after?.inputs ?? {})[Number(index)];
    return at(poolNamed(textOf(pool?.name), before?.outputs ?? {}), inPool);
}

/** The value at one of Pulumi's paths (pulumi sdk/go/common/resource/property_path.go). */
function at(values: Values | undefined, path: string): unknown {
    const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
    );
    return keys.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), values);
}

function isId(value: unknown): value is string {
    return typeof value === "string" && /^\/?subscriptions\//i.test(value);
}

function kubeletIdIn(inputs: Values | undefined): string {
    return textOf(Object(Object(inputs?.identityProfile).kubeletidentity).resourceId);
}

/** Whether a value, or one inside of it, is secret or not known yet. */
function isOpen(value: unknown): boolean {
    if (value === UNKNOWN || value === HIDDEN_SECRET || value === null) {
        return true;
    }
    return typeof value === "object" && Object.values(value).some(isOpen);
}

/** As canonical JSON: keys and entries are sorted, and ids have one spelling. */
function inOrder(value: unknown): string {
    if (Array.isArray(value)) {
        return `[${value.map(inOrder).sort().join()}]`;
    }
    if (isRecord(value)) {
        const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${inOrder(each)}`);
        return `{${entries.sort().join()}}`;
    }
    return JSON.stringify(isId(value) ? canonicalScope(value) : value) ?? "";
}
