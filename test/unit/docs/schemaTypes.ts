import { nameOfToken, type PackageSchema, type Property } from "../../../scripts/packageSchema";
import type { PublicExport } from "../../../scripts/publicExports";
import { typeNamesIn } from "./apiTypes";

/** What the schema has for a type of this package, whose name can be another one there. */
export interface SchemaType {
    /** As the SDKs of other languages declare it: `NodePoolArgs`. */
    sdkName: string;
    properties: Record<string, Property>;
}

/** What the schema has for each exported type. A type of TypeScript can be several types of the schema. */
export function schemaTypes(schema: PackageSchema, all: ReadonlyMap<string, PublicExport>): Map<string, SchemaType[]> {
    const found = new Map<string, SchemaType[]>();
    const visit = (name: string, type: SchemaType, areInputs: boolean): void => {
        const known = found.get(name) ?? [];
        if (known.some(({ sdkName }) => sdkName === type.sdkName)) {
            return;
        }
        found.set(name, [...known, type]);
        for (const member of all.get(name)?.members ?? []) {
            const schemaName = referredBy(type.properties[member.name]);
            const declared = schemaName && schema.types[`${schema.name}:index:${schemaName}`];
            const own = member.type && typeNamesIn(member.type).find((each) => all.has(each));
            if (schemaName !== undefined && declared && own !== undefined) {
                const sdkName = areInputs && declared.enum === undefined ? `${schemaName}Args` : schemaName;
                visit(own, { sdkName, properties: declared.properties ?? {} }, areInputs);
            }
        }
    };
    for (const [token, { inputProperties, properties }] of Object.entries(schema.resources)) {
        const name = nameOfToken(token);
        visit(`${name}Args`, { sdkName: `${name}Args`, properties: inputProperties }, true);
        visit(name, { sdkName: name, properties }, false);
    }
    return found;
}

function referredBy(property: Property | undefined): string | undefined {
    const inner = property?.items ?? property?.additionalProperties;
    if (inner !== undefined) {
        return referredBy(inner);
    }
    return property?.$ref?.startsWith("#/types/") ? nameOfToken(property.$ref) : undefined;
}
