import { readFileSync } from "node:fs";
import type { Cluster } from "./cluster";

/** What an entry may have, and how each is validated. */
const MEMBERS: Record<keyof Cluster, { is: string; isValid: (value: unknown) => boolean }> = {
    name: { is: "letters, digits and hyphens", isValid: (value) => /^[a-z\d-]+$/i.test(String(value)) },
    location: { is: "a region", isValid: (value) => typeof value === "string" },
    vmSize: { is: "a VM size", isValid: (value) => typeof value === "string" },
    nodeCount: { is: "a number", isValid: (value) => value === undefined || Number.isInteger(value) },
    addressPrefix: { is: "like 10.1.0.0/20", isValid: (value) => /^[\d.]+\/\d+$/.test(String(value)) },
};

/** The clusters of a file: all, or those that are named. Throws, with all that is wrong, before anything is deployed. */
export function readFleet(file: string, names: string[]): Cluster[] {
    const clusters: Cluster[] = JSON.parse(readFileSync(file, "utf8"));
    const unknown = names.filter((name) => !clusters.some((cluster) => cluster.name === name));
    const mistakes = [
        ...clusters.flatMap((cluster, index) => mistakesOf(cluster, index, clusters)),
        ...unknown.map((name) => `there is no cluster "${name}".`),
    ];
    if (mistakes.length > 0) {
        throw new Error(mistakes.map((mistake) => `${file}: ${mistake}`).join("\n"));
    }
    return names.length === 0 ? clusters : clusters.filter(({ name }) => names.includes(name));
}

function mistakesOf(cluster: Cluster, index: number, clusters: Cluster[]): string[] {
    const values = new Map<string, unknown>(Object.entries(cluster));
    const invalid = Object.entries(MEMBERS).filter(([member, { isValid }]) => !isValid(values.get(member)));
    const unknown = [...values.keys()].filter((member) => !(member in MEMBERS));
    const first = clusters.findIndex(({ name }) => name === cluster.name);
    return [
        ...invalid.map(([member, { is }]) => `[${index}].${member} must be ${is}, not ${values.get(member)}.`),
        ...unknown.map((member) => `[${index}].${member} is not known. Known are ${Object.keys(MEMBERS).join(", ")}.`),
        ...(first < index
            ? [`[${index}].name is "${cluster.name}", as [${first}].name is. Names must be unique.`]
            : []),
    ];
}
