import { type PropertyMap, same, UNKNOWN, type Value } from "../host/propertyValues";
import type { DiffKind, DiffResult } from "../host/provider";
import type { AzureadType, Property } from "./azureadType";
import { isEmpty } from "./values";

/**
 * The state against the new arguments, by the schema (facts §9): what the program leaves to the server is no difference,
 * and neither is unset against empty. Paths are whole arguments, where the bridge goes into lists.
 */
export function diffState(type: AzureadType, state: PropertyMap, news: PropertyMap): DiffResult {
    const detailedDiff = new Map(
        Object.entries(type.properties).flatMap(
            ([name, property]): [string, { kind: DiffKind; inputDiff: boolean }][] => {
                const kind = kindOf(property, state[name], news[name]);
                if (!kind) return [];
                return [[name, { kind: property.forceNew ? `${kind}_REPLACE` : kind, inputDiff: false }]];
            },
        ),
    );
    const diffs = [...detailedDiff.keys()];
    return {
        changes: diffs.length > 0,
        diffs,
        replaces: diffs.filter((name) => type.properties[name]?.forceNew),
        ...(diffs.length > 0 && { detailedDiff }),
        deleteBeforeReplace: false,
    };
}

function kindOf(
    property: Property,
    old: Value | undefined,
    wanted: Value | undefined,
): "ADD" | "UPDATE" | "DELETE" | undefined {
    const now = wanted ?? (property.computed ? old : property.default);
    if (now === UNKNOWN) return old === undefined ? "ADD" : "UPDATE";
    if (isEmpty(old) && isEmpty(now)) return undefined;
    if (isEmpty(old)) return "ADD";
    if (isEmpty(now)) return "DELETE";
    return same(ordered(property, old), ordered(property, now)) ? undefined : "UPDATE";
}

function ordered({ set }: Property, value: Value | undefined): Value | undefined {
    return set && Array.isArray(value) ? value.map(String).sort() : value;
}
