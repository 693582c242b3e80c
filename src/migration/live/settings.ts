import { inputOf, type PropertyRows } from "../../cluster/properties";
import { isWithin, sameInAnyCase } from "../../transitions/merge";
import { type Values, withValueAt } from "../../values";
import type { Remaining } from "./remaining";

/** The inputs of the properties that have their values, apart from what AKS has where nothing is said. */
export function inputsOf(rows: PropertyRows, live: Remaining): Values {
    dropDefaults(rows, live);
    return Object.entries(rows).reduce<Values>((inputs, [property, row]) => {
        const value = row.copies === undefined ? undefined : live.take(property);
        return value === undefined ? inputs : withValueAt(inputs, inputOf(property, row).split("."), value);
    }, {});
}

/** Leaves out what AKS has anyway. */
export function dropDefaults(rows: PropertyRows, live: Remaining): void {
    for (const [property, { default: usual }] of Object.entries(rows)) {
        if (isSame(live.read(property), usual)) {
            live.take(property);
        }
    }
}

/** Whether two values are the same to Azure, which does not tell letter case apart in words. */
function isSame(one: unknown, other: unknown): boolean {
    return other !== undefined && isWithin(one, other, sameInAnyCase) && isWithin(other, one, sameInAnyCase);
}
