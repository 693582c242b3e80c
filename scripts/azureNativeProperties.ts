import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AKS_API_VERSION } from "../src/aksTypes";
import { declarationsOfSdk } from "./declarations";

/**
 * Rewrites the properties of clusters and pools that azure-native knows, with their nesting:
 * `npx tsx scripts/azureNativeProperties.ts`. A test compares. The package ships them, to read a cluster in the
 * spelling of ARM, of the Azure CLI or of an Azure SDK.
 */
export const propertiesFile = join(__dirname, "..", "src", "migration", "live", "properties.generated.json");

const NAMESPACE = "containerservice.";

/** Of each object its members: `-` before what only answers hold, then `[]`, `{}` and `@object` as they nest; a scalar is empty. */
export function propertiesOfSdk(): Record<string, Record<string, string>> {
    const { objects } = declarationsOfSdk();
    const found: Record<string, Record<string, string>> = {};
    const pending = [`${NAMESPACE}ManagedCluster`, `${NAMESPACE}AgentPool`];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const name = shortName(next);
        if (found[name]) continue;
        // What ARM keeps in `properties`, azure-native has beside it.
        const { properties: _, ...envelope } = objects[next] ?? {};
        const all = { ...envelope, ...objects[`${next}.properties`] };
        const members = Object.fromEntries(
            Object.entries(all).flatMap(([member, spec]) => {
                const [, since = "", declared = spec] = /^(\d{4}-\d\d-\d\d):(.+)$/.exec(spec) ?? [];
                return since <= AKS_API_VERSION ? [[member, declared]] : [];
            }),
        );
        found[name] = Object.fromEntries(
            Object.entries(members)
                .map(([member, spec]) => [camelCase(member), shape(spec)])
                .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
        );
        pending.push(...Object.values(members).flatMap((spec) => /@(.+)$/.exec(spec)?.[1] ?? []));
    }
    return found;
}

/** What is in between of brackets and references, and no scalar. */
function shape(spec: string): string {
    const [, flag = "", nesting = "", reference] = /^([!-]?)((?:\[\]|\{\})*)(@.+)?/.exec(spec) ?? [];
    return `${flag === "-" ? "-" : ""}${nesting}${reference ? `@${shortName(reference.slice(1))}` : ""}`;
}

function shortName(object: string): string {
    return object.replace(NAMESPACE, "").replace(/\/.*$/, "");
}

/** ARM has some in the spelling of a command line. */
function camelCase(name: string): string {
    return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** An object on a line. */
export function propertiesText(): string {
    const lines = Object.entries(propertiesOfSdk())
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, members]) => `${JSON.stringify(name)}: ${JSON.stringify(members)}`);
    return `{\n${lines.join(",\n")}\n}\n`;
}

if (require.main === module) writeFileSync(propertiesFile, propertiesText());
