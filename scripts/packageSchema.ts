/** A package schema of Pulumi's (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema). */
export interface PackageSchema {
    name: string;
    version: string;
    resources: Record<string, ResourceType>;
    types: Record<string, ObjectType>;
    language: Record<string, object> & { go?: { importBasePath?: string; [setting: string]: unknown } };
}

interface ResourceType {
    description?: string;
    inputProperties: Record<string, Property>;
    requiredInputs?: string[];
    properties: Record<string, Property>;
    required?: string[];
}

/** An object, or an enum. */
export interface ObjectType {
    type: string;
    description?: string;
    properties?: Record<string, Property>;
    required?: string[];
    enum?: { name?: string; value: string; description?: string }[];
}

export interface Property {
    type?: string;
    $ref?: string;
    items?: Property;
    additionalProperties?: Property;
    default?: boolean | number | string;
    optional?: boolean;
    plain?: boolean;
    secret?: boolean;
    description?: string;
    deprecationMessage?: string;
}

/** `NodePool` of `managed-identity-aks:index:NodePool`. */
export function nameOfToken(token: string): string {
    return token.slice(token.lastIndexOf(":") + 1);
}

/** The tokens of the types that a part of a schema refers to, one way or another. */
export function usedTypes(types: PackageSchema["types"], part: unknown): Set<string> {
    const used = new Set<string>();
    const visit = (value: unknown): void => {
        for (const [, token = ""] of (JSON.stringify(value) ?? "").matchAll(/"#\/types\/([^"]+)"/g)) {
            if (!used.has(token)) {
                used.add(token);
                visit(types[token]);
            }
        }
    };
    visit(part);
    return used;
}
