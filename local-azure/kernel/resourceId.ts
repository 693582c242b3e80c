import { providerType } from "./typeNames";
/** Where an ARM path points. Comparisons are case-insensitive in Azure, yet it gives back the case it was sent. */
export interface ArmPath {
    /** The path as sent, without a trailing slash. */
    id: string;
    /** `resource` ends in a name; `collection` ends in a type (or, in a POST, in an action's name). */
    kind: "resource" | "collection";
    /** For example `Microsoft.Network/virtualNetworks/subnets`, in the case of the path. */
    type: string;
    /** The last name of the path; of a collection, the name of its parent. */
    name: string;
    /** Names below the last provider (or below the root), outermost first. */
    names: string[];
    /** What the last provider block hangs on: "" (tenant), a subscription, a group or another resource. */
    scope: string;
    /** The id one level up: the parent resource, else the scope. */
    parent: string;
    subscriptionId?: string;
    resourceGroup?: string;
}

/** Undefined where the path is not made of names and types in Azure's order. */
export function parseArmPath(path: string): ArmPath | undefined {
    const id = path.replace(/\/+$/, "");
    const segments = id.split("/").slice(1);
    if (segments.length === 0 || segments.some((segment) => segment === "")) return undefined;

    const at: Position = { type: "Microsoft.Resources", names: [], scope: "", parent: "" };
    let next = 0;
    while (next < segments.length) {
        const here = `/${segments.slice(0, next).join("/")}`.replace(/\/$/, "");
        const [key = "", value] = segments.slice(next, next + 2);
        // Features are listed by the provider they belong to: there `providers` is a type like any other.
        const ofFeatures = at.names.length === 0 && at.type.toLowerCase() === "microsoft.features";
        if (key.toLowerCase() === "providers" && !ofFeatures) {
            if (value === undefined || next + 2 === segments.length) return providerPath(id, here, segments, value);
            Object.assign(at, { type: value, names: [], scope: here, parent: here });
        } else if (value === undefined) {
            const action = at.names.length === 0 && /^(un)?register$/i.test(key);
            const type = action ? `${providerType}/${key}` : `${at.type}/${key}`;
            // All of a type in a scope lie in that scope, not in their provider's namespace.
            const parent = at.names.length > 0 ? here : at.scope;
            return finish(id, "collection", { ...at, type, parent }, segments);
        } else {
            Object.assign(at, { type: `${at.type}/${key}`, names: [...at.names, value] });
            at.parent = at.names.length > 1 ? here : at.scope;
        }
        next += 2;
    }
    return finish(id, "resource", at, segments);
}

interface Position {
    type: string;
    names: string[];
    scope: string;
    parent: string;
}

/** `{scope}/providers` and `{scope}/providers/{namespace}` are resources of Microsoft.Resources themselves. */
function providerPath(id: string, scope: string, segments: string[], namespace: string | undefined): ArmPath {
    const at = {
        type: providerType,
        names: namespace ? [namespace] : [],
        scope,
        parent: scope,
    };
    return finish(id, namespace ? "resource" : "collection", at, segments);
}

function finish(id: string, kind: ArmPath["kind"], at: Position, segments: string[]): ArmPath {
    const after = (keyword: string, position: number) =>
        segments[position]?.toLowerCase() === keyword ? segments[position + 1] : undefined;
    const subscriptionId = after("subscriptions", 0);
    const resourceGroup = subscriptionId && after("resourcegroups", 2);
    return {
        id,
        kind,
        ...at,
        name: at.names.at(-1) ?? "",
        ...(subscriptionId && { subscriptionId }),
        ...(resourceGroup && { resourceGroup }),
    };
}

/** The key under which Azure would look an id up. */
export function idKey(id: string): string {
    return id.replace(/\/+$/, "").toLowerCase();
}

export function sameId(one: string, other: string): boolean {
    return idKey(one) === idKey(other);
}

/** Whether `id` is `scope` or lies below it, by whole segments: a role on `…/rg` says nothing about `…/rg2`. */
export function isWithin(scope: string, id: string): boolean {
    const outer = idKey(scope);
    const inner = idKey(id);
    return inner === outer || inner.startsWith(`${outer}/`);
}

/** The id of the subscription that an id lies in, however that spells it; "" where it lies in none. */
export function subscriptionOf(id: string): string {
    return /^\/subscriptions\/[^/]+/i.exec(id)?.[0].toLowerCase() ?? "";
}

/** The type of a complete resource id; undefined where the text is not one. */
export function resourceType(id: string): string | undefined {
    const path = parseArmPath(id);
    return path?.kind === "resource" ? path.type : undefined;
}

export function isOfType(id: string, type: string): boolean {
    return resourceType(id)?.toLowerCase() === type.toLowerCase();
}

/** The id as the managed identity and AKS providers give it back: with a lower-case `resourcegroups` (recordings 01, 02). */
export function withLowerCaseGroups(id: string): string {
    return id.replace(/\/resourceGroups\//i, "/resourcegroups/");
}

/** The last name of an id; of a type, what its collection is called in an id. */
export function nameOf(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}

export function namespaceOf(type: string): string {
    return type.slice(0, type.indexOf("/"));
}

/** A type with the names of a resource between its parts: `Microsoft.Network/virtualNetworks/v/subnets/s`. */
export function typedPath(type: string, names: readonly string[]): string {
    const [namespace, ...parts] = type.split("/");
    return [namespace, ...parts.flatMap((part, i) => [part, names[i] ?? ""])].join("/");
}

/** The id of a resource in a group, in a subscription or on another resource. */
export function idIn(scope: string, type: string, ...names: string[]): string {
    return `${scope}/providers/${typedPath(type, names)}`;
}

/** The id of a resource that lies in another. */
export function childId(parent: string, type: string, name: string): string {
    return `${parent}/${nameOf(type)}/${name}`;
}

export function subscriptionScope(subscriptionId: string): string {
    return `/subscriptions/${subscriptionId}`;
}

export function groupId(subscription: string, name: string): string {
    return `${subscription}/resourceGroups/${name}`;
}

/** The id of the group that a resource lies in. */
export function groupOf(id: string): string {
    return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0] ?? id;
}
