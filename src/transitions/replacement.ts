import { parseResourceId } from "../azure/resourceId";
import { isInside, propertyAt } from "../cluster/paths";
import { CLUSTER_ROWS, inputOf, POOL_ROWS, type Property, type PropertyRows, rowsWhere } from "../cluster/properties";
import type { Values } from "../values";
import { isWithin, sameInAnyCase } from "./merge";

/** An input, and its path in azure-native. */
type Place = readonly [input: string, path: string];

/** The inputs whose change replaces a resource. */
export interface Replaceable {
    /** Those in its id. */
    address: readonly Place[];
    inputs: readonly Place[];
}

export const REPLACEABLE_CLUSTER = replaceable(CLUSTER_ROWS);
/** A pool that is a resource of its own. */
export const REPLACEABLE_POOL = replaceable(POOL_ROWS);

function replaceable(rows: PropertyRows): Replaceable {
    const places = (change: Property["onChange"]) =>
        rowsWhere(rows, ({ onChange }) => onChange === change).map(([path, row]): Place => [inputOf(path, row), path]);
    return { address: places("address"), inputs: places("replace") };
}

/** Whether a pool has the place of another one: its name, in the same cluster. */
export function isInPlaceOf(desired: Values, shown: Values): boolean {
    return replacedFor({ ...REPLACEABLE_POOL, inputs: [] }, desired, shown).length === 0;
}

/** The inputs that cause a replacement: those that differ from the old resource. */
export function replacedFor(replaceable: Replaceable, desired: Values, shown: Values): string[] {
    return differing(replaceable, desired, shown, differs);
}

/**
 * The inputs that would replace a resource right after its import, without ignored paths. The import writes the values
 * of Azure into the state, and azure-native treats another letter case as another value.
 */
export function replacedAfterImport(
    replaceable: Replaceable,
    desired: Values,
    shown: Values,
    ignored: readonly string[],
): string[] {
    return differing(
        replaceable,
        desired,
        shown,
        (wanted, old, path) =>
            !ignored.some((each) => isInside(path, each)) &&
            (differs(wanted, old) || isSpelledOtherwise(wanted, old, path)),
    );
}

function differing(
    { address, inputs }: Replaceable,
    desired: Values,
    shown: Values,
    isChanged: (wanted: unknown, old: unknown, path: string) => boolean,
): string[] {
    const old = { ...shown, ...addressOf(shown.id) };
    const changed = [...address, ...inputs]
        .filter(([, path]) => isChanged(propertyAt(desired, path), propertyAt(old, path), path))
        .map(([input]) => input);
    // azure-native generates a new name for every replacement.
    return changed.length > 1 ? changed.filter((input) => input !== "clusterName") : changed;
}

/** The names in the id of a cluster or of a pool, as azure-native's inputs have them. */
function addressOf(id: unknown): Values {
    const { resourceGroupName, names: [resourceName, agentPoolName] = [] } = parseResourceId(String(id)) ?? {};
    return { resourceGroupName, resourceName, agentPoolName };
}

function differs(wanted: unknown, old: unknown): boolean {
    return wanted !== undefined && wanted !== null && !isWithin(wanted, old, sameInAnyCase);
}

function isSpelledOtherwise(wanted: unknown, old: unknown, path: string): boolean {
    return typeof wanted === "string" && wanted !== old && !ANY_SPELLING.includes(path);
}

/** Of these azure-native compares no letter case. */
const ANY_SPELLING = ["location", "resourceGroupName"];
