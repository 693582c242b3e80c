import type { PackageSchema, Property } from "../../scripts/packageSchema";

/** Inputs that the program sets itself: the SDKs of azure-native add the defaults of its schema. */
export function ownInputs(
    type: string,
    inputs: Record<string, unknown>,
    schema: PackageSchema,
): Record<string, unknown> {
    const { resourceGroupName, ...others } = withoutDefaults(
        inputs,
        schema.resources[type]?.inputProperties ?? {},
        schema,
    );
    // The SDK sorts inputs by name; a reader looks for the parent first.
    return resourceGroupName === undefined ? others : { resourceGroupName, ...others };
}

function withoutDefaults(
    values: Record<string, unknown>,
    properties: Record<string, Property>,
    schema: PackageSchema,
): Record<string, unknown> {
    const kept = Object.entries(values).filter(([key, value]) => value !== properties[key]?.default);
    return Object.fromEntries(
        kept.map(([key, value]) => {
            const type = schema.types[properties[key]?.$ref?.replace("#/types/", "") ?? ""];
            const isObject = type?.type === "object" && typeof value === "object" && value !== null;
            return [
                key,
                isObject ? withoutDefaults(value as Record<string, unknown>, type.properties ?? {}, schema) : value,
            ];
        }),
    );
}
