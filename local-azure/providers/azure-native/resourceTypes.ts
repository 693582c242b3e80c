import { declarations } from "./declared";
import type { ResourceType, Row } from "./row";
import { rows } from "./rows";

const unsaid = {
    forceNew: [],
    keyTables: {},
    maintained: [],
    identifiers: {},
    alsoReadOnly: [],
    fractions: [],
    longRunning: false,
};

/** Keyed by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
    rows.map((row) => [`azure-native:${row.token}`, typeOf({ ...row, token: `azure-native:${row.token}` })]),
);

function typeOf(row: Row): ResourceType {
    const declared = declarations.resources[row.token];
    if (!declared) throw new Error(`sdk.generated.json holds no ${row.token}: run scripts/sdkDeclarations.ts`);
    // The SDK requires no location, since the provider fills it in; the APIs of networks and private zones do not either.
    const isOptional = !("location" in declared.inputs) || /^azure-native:(network|privatedns):/.test(row.token);
    const required = isOptional ? declared.required : [...declared.required, "location"];
    return { ...unsaid, ...declared, required, ...row };
}

/** Every property of the state besides `id` and `azureApiVersion`. */
export function outputNames({ outputs }: ResourceType): string[] {
    return Object.keys(outputs).filter((name) => name !== "id" && name !== "azureApiVersion");
}
