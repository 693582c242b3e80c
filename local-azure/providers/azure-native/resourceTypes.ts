import type { InputType, ResourceType } from "./row";
import { cluster } from "./rows/cluster";
import { dns } from "./rows/dns";
import { groupAndAccess } from "./rows/groupAndAccess";
import { monitoring } from "./rows/monitoring";
import { network } from "./rows/network";
import { storage } from "./rows/storage";

export type { InputType, ResourceType } from "./row";

const rows = [...groupAndAccess, ...network, ...dns, ...cluster, ...storage, ...monitoring];

/** Keyed by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
    rows.map((row): [string, ResourceType] => [
        row.token,
        {
            required: [],
            forceNew: [],
            defaults: {},
            readOnly: [],
            keyTables: {},
            stringSets: [],
            maintained: [],
            inputOnly: [],
            identifiers: {},
            longRunning: false,
            ...row,
        },
    ]),
);

/** Settable properties and their types. */
export function inputTypes(type: ResourceType): Map<string, InputType> {
    return new Map(
        Object.entries(type.inputs).flatMap(([kind, names]) =>
            names.map((name): [string, InputType] => [name, kind as InputType]),
        ),
    );
}

/** Every property of the state besides `id` and `azureApiVersion`. */
export function outputNames(type: ResourceType): string[] {
    const names = new Set([...inputTypes(type).keys(), ...type.outputs]);
    return [...names].filter((name) => name !== "id" && !type.inputOnly.includes(name));
}
