import { isMap, type PropertyMap, UNKNOWN, type Value } from "../host/propertyValues";

/** Names of the `{…}` of a PUT path, in order, without the subscription, which the provider itself fills in. */
export function pathParameters(path: string): string[] {
    return [...path.matchAll(/\{(\w+)\}/g)].flatMap((match) =>
        match[1] && match[1] !== "subscriptionId" ? [match[1]] : [],
    );
}

/** The resource id, which is also the URL path, of the resource that these inputs describe. */
export function resourceId(path: string, inputs: PropertyMap, subscriptionId: string): string {
    return path.replace(/\/?\{(\w+)\}/g, (_, name: string) => {
        const value = name === "subscriptionId" ? subscriptionId : inputs[name];
        if (typeof value !== "string") {
            throw new Error(`expected string value for path parameter '${name}', got ${goType(value)}`);
        }
        // A scope is itself a path: not encoded, and welcome with or without its outer slashes (facts §4).
        return `/${wholePaths.has(name) ? value.replace(/^\/+|\/+$/g, "") : encodeURIComponent(value)}`;
    });
}

/** Parameters that stand for a path of their own (`x-ms-skip-url-encoding`). */
const wholePaths = new Set(["scope", "resourceUri"]);

/** The path parameters that an id holds; fixed segments compare without case (`resourcegroups`, facts §3.5). */
export function parseResourceId(path: string, id: string): PropertyMap {
    const parameters: string[] = [];
    const pattern = path.replace(/^\//, "").replace(/\{(\w+)\}|[^{}]+/g, (literal, name?: string) => {
        if (!name) return literal.replace(/[.*+?^$()[\]\\|]/g, "\\$&");
        parameters.push(name);
        return wholePaths.has(name) ? "(.+?)" : "([^/]+)";
    });
    const match = new RegExp(`^/?${pattern}/?$`, "i").exec(id);
    if (!match) throw new Error(`failed to parse '${id}' against the path '${path}'`);
    const values: PropertyMap = {};
    parameters.forEach((name, i) => {
        if (name !== "subscriptionId") values[name] = decodeURIComponent(match[i + 1] ?? "");
    });
    return values;
}

/** The real provider is written in Go and names Go's types. */
function goType(value: Value | undefined): string {
    if (value === undefined || value === null) return "<nil>";
    if (value === UNKNOWN) return "resource.Computed";
    if (Array.isArray(value)) return "[]interface {}";
    if (isMap(value)) return "map[string]interface {}";
    if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
    return typeof value === "boolean" ? "bool" : "string";
}
