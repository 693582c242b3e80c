import { canonicalScope, isInResourceGroup } from "../../azure/resourceId";
import { poolsOfCluster } from "../../cluster/livingPools";
import { isRecord, UNKNOWN, type Values } from "../../values";
import { Remaining } from "../live/remaining";
import { CLUSTER_INPUTS, dropClusterDefaults, dropPoolDefaults, isSame, POOL_INPUTS } from "../live/settings";
import { HIDDEN_SECRET } from "../preview/resource";
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

/** Both sides of a difference. */
interface Sides {
    path: string;
    before: unknown;
    after: unknown;
    resource: PlannedResource;
    nodeResourceGroup: unknown;
}

/** Differences without an effect. A secret is never among them: nobody can compare it. */
const HARMLESS: readonly { reason: string; when(sides: Sides): boolean }[] = [
    {
        reason: "Pulumi and its provider keep it for themselves",
        when: ({ path }) => /^(__\w+|azureApiVersion)$/.test(path),
    },
    {
        reason: "AKS alone decides it",
        when: ({ path, after }) => /^(kind|privateLinkResources)$/.test(path) && after === undefined,
    },
    {
        reason: "the program leaves it out, and AKS has its default",
        when: isDefault,
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
    const { step, name, before, after } = resource;
    if (step === undefined || !["update", "replace"].includes(resource.operation)) {
        return [];
    }
    const kinds: [path: string, kind: string | undefined][] = step.differences
        ? Object.entries(step.differences)
        : step.changedProperties.map((path) => [path, undefined]);
    return kinds.map(([path, kind]) => {
        const sides = {
            path,
            resource,
            nodeResourceGroup,
            before: at(before?.inputs, path),
            after: at(after?.inputs, path),
        };
        const harmless = kind?.endsWith("-replace") ? undefined : HARMLESS.find(({ when }) => when(sides));
        return {
            resource: name,
            path,
            ...(kind !== undefined && { kind }),
            effective: harmless === undefined,
            ...(harmless && { reason: harmless.reason }),
        };
    });
}

/** Whether what goes is what AKS has where nothing is said: an import or a refresh has written it into the inputs. */
function isDefault({ path, resource, before, after }: Sides): boolean {
    const [, index, inPool] = /^agentPoolProfiles\[(\d+)\]\.(.+)$/.exec(path) ?? [];
    if (before === undefined || after !== undefined || isOpen(before)) {
        return false;
    }
    const inputs = resource.before?.inputs ?? {};
    const holder = index === undefined ? inputs : poolsOfCluster(inputs)[Number(index)];
    const own = inPool ?? path;
    const [property = ""] = own.split(/[.[]/);
    const value: unknown = Reflect.get(Object(holder), property);
    if (isOpen(value)) {
        return false;
    }
    const [drop, settings] =
        index !== undefined || isPool(resource)
            ? [dropPoolDefaults, POOL_INPUTS]
            : [dropClusterDefaults, CLUSTER_INPUTS];
    const remaining = new Remaining(JSON.parse(JSON.stringify({ [property]: value })));
    drop(remaining);
    for (const setting of settings) {
        if (isSame(remaining.read(setting.property), setting.default)) {
            remaining.take(setting.property);
        }
    }
    return at(remaining.rest, own) === undefined;
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
    return String(Object(Object(inputs?.identityProfile).kubeletidentity).resourceId);
}

/** Whether a value, or one inside of it, is secret or not known yet. */
function isOpen(value: unknown): boolean {
    if (value === UNKNOWN || value === HIDDEN_SECRET || value === null) {
        return true;
    }
    return typeof value === "object" && Object.values(value).some(isOpen);
}

/** As JSON, whichever the order of keys and entries, with ids in one spelling. */
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
