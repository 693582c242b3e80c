import type { InputType, ResourceType } from "./row";
import { clusterRows } from "./rows/cluster";
import { dnsRows } from "./rows/dns";
import { groupAndAccessRows } from "./rows/groupAndAccess";
import { monitoringRows } from "./rows/monitoring";
import { networkRows } from "./rows/network";
import { storageRows } from "./rows/storage";

const rows = [...groupAndAccessRows, ...networkRows, ...dnsRows, ...clusterRows, ...storageRows, ...monitoringRows];

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
