import { parseResourceId } from "../azure/resourceId";
import { poolNamed } from "../cluster/livePools";
import { propertyAt } from "../cluster/paths";
import { CLUSTER_ROWS, inputOf, POOL_ROWS, rowsWhere } from "../cluster/properties";
import type { Values } from "../values";
import type { ClusterChange, PoolChange } from "./change";
import type { Existing } from "./update";

type Rows = ReturnType<typeof rowsWhere>;

const CLUSTER = rowsWhere(CLUSTER_ROWS, ({ onChange }) => onChange === "reject");
const POOL = rowsWhere(POOL_ROWS, ({ onChange }) => onChange === "reject");
/** Of a pool that is a separate resource, azure-native replaces it. A pool inside a cluster cannot be replaced. */
const SYSTEM_POOL: Rows = [...rowsWhere(POOL_ROWS, ({ onChange }) => onChange === "replace"), ...POOL];

/** The properties that name what a cluster, or a pool, needs a role on. */
export const GRANTED_TO_CLUSTER = rowsWhere(CLUSTER_ROWS, ({ granted }) => granted === true);
export const GRANTED_TO_POOL = rowsWhere(POOL_ROWS, ({ granted }) => granted === true);

/** Those among them that the program no longer sets, although the resource keeps what they name. */
export function leftOut(rows: Rows, { lastApplied, live, desired }: Omit<Existing, "creationOnly">): Rows {
    return rows.filter(([path]) => {
        const wasSet = propertyAt(lastApplied?.set, path) !== undefined && propertyAt(desired, path) === undefined;
        return wasSet && parseResourceId(String(propertyAt(live, path))) !== undefined;
    });
}

/**
 * The inputs of an existing cluster that are about to change although AKS cannot change them. It does not include
 * unknown values, or inputs that the program no longer sets: AKS does not change those.
 */
export function changedFixedInputs({ live, desired }: ClusterChange): string[] {
    return live === undefined ? [] : changed(CLUSTER, live, desired);
}

/** The same of the pool inside the cluster. */
export function changedFixedSystemPoolInputs(change: ClusterChange): string[] {
    const { live = {}, desired, facts } = change;
    const [livePool, pool] = [live, desired].map((each) => poolNamed(facts.systemPool, each));
    return livePool ? changed(SYSTEM_POOL, livePool, pool).map((input) => `systemNodePool.${input}`) : [];
}

/** The same of a pool that is a resource of its own, as its entry in `nodePools` names them. */
export function changedFixedPoolInputs({ live, desired }: Pick<PoolChange, "live" | "desired">): string[] {
    return live === undefined ? [] : changed(POOL, live, desired);
}

function changed(rows: Rows, live: Values, desired: Values = {}): string[] {
    return rows
        .filter(([path, { except, default: usual }]) => {
            const value = propertyAt(desired, path);
            const parent = path.includes(".") ? propertyAt(live, path.slice(0, path.lastIndexOf("."))) : live;
            return differs(propertyAt(live, path) ?? usual, value) && !except?.({ ...Object(parent) }, value);
        })
        .map(([path, row]) => inputOf(path, row));
}

/** A switch that was never set is off. Ids that differ only in letter case are equal. */
function differs(current: unknown, desired: unknown): boolean {
    if (typeof desired === "boolean") {
        return desired !== (current ?? false);
    }
    const text = (value: unknown) => [value].flat().map(String).sort().join().toLowerCase();
    return isPlain(desired) && text(desired) !== text(current);
}

function isPlain(value: unknown): boolean {
    return Array.isArray(value) ? value.every(isPlain) : typeof value === "string" || typeof value === "number";
}
