import { arrayAt, isObject, stringAt } from "../../local-azure/kernel/json";
import type { Exchange } from "./recording";

/**
 * What a request leaves to Azure is Azure's to choose, by the date, the region and the quota: versions, and the size of
 * nodes with the disk that goes with it. Where a recorded client sends such a choice back, ours is sent instead; where a
 * recorded answer shows it, ours is expected.
 */
export class Choices {
    /** Pool ("" for the cluster itself), key, recorded value to ours. */
    readonly #chosen = new Map<string, unknown>();

    /** From the answer to a cluster's or pool's PUT. */
    learn({ method, request, response }: Exchange, ours: unknown): void {
        if (method !== "PUT" || !isObject(request) || !isObject(request.properties)) return;
        if (!isObject(response) || !isObject(ours)) return;
        this.#learnVersions("", request.properties, response.properties, part(ours));
        const own = stringAt(response, "type")?.endsWith("/agentPools");
        if (own) this.#learnPool(stringAt(response, "name") ?? "", request.properties, response.properties, part(ours));
        for (const pool of pools(request.properties)) {
            const name = stringAt(pool, "name") ?? "";
            this.#learnPool(name, pool, named(response.properties, name), named(part(ours), name));
        }
    }

    inRequest(sent: unknown): unknown {
        return this.#translated(sent, "");
    }

    inAnswer(recorded: unknown): unknown {
        return this.#translated(recorded, "");
    }

    #learnVersions(pool: string, asked: object, recorded: unknown, ours: unknown): void {
        if (isOpen(asked, pool ? "orchestratorVersion" : "kubernetesVersion"))
            this.#learnKeys(pool, versionKeys, recorded, ours);
    }

    #learnPool(pool: string, asked: object, recorded: unknown, ours: unknown): void {
        this.#learnVersions(pool, asked, recorded, ours);
        if (isOpen(asked, "vmSize")) {
            const keys = sizeKeys.filter((key) => isOpen(asked, key));
            this.#learnKeys(pool, [...keys, "nodeImageVersion"], recorded, ours);
        }
    }

    #learnKeys(pool: string, keys: string[], recorded: unknown, ours: unknown): void {
        if (!isObject(recorded) || !isObject(ours)) return;
        for (const key of keys) {
            if (key in recorded && key in ours) this.#chosen.set(id(pool, key, recorded[key]), ours[key]);
        }
    }

    #translated(value: unknown, pool: string): unknown {
        if (Array.isArray(value)) return value.map((item) => this.#translated(item, pool));
        if (!isObject(value)) return value;
        const within =
            "vmSize" in value ? (stringAt(value, "name") ?? pool) : "properties" in value ? nameOfPool(value) : pool;
        return Object.fromEntries(
            Object.entries(value).map(([key, inner]) => {
                const known = id(within, key, inner);
                return [key, this.#chosen.has(known) ? this.#chosen.get(known) : this.#translated(inner, within)];
            }),
        );
    }
}

const versionKeys = [
    "kubernetesVersion",
    "currentKubernetesVersion",
    "orchestratorVersion",
    "currentOrchestratorVersion",
];
const sizeKeys = ["vmSize", "osDiskSizeGB", "osDiskType"];

const id = (pool: string, key: string, value: unknown) => JSON.stringify([pool, key, value]);
const part = (body: unknown) => (isObject(body) ? body.properties : undefined);
const pools = (properties: unknown) => (arrayAt(properties, "agentPoolProfiles") ?? []).filter(isObject);
const named = (properties: unknown, name: string) => pools(properties).find((pool) => pool.name === name);
const nameOfPool = (body: object) =>
    stringAt(body, "type")?.endsWith("/agentPools") ? (stringAt(body, "name") ?? "") : "";

/** Clients leave a choice open by saying nothing, "" or 0. */
function isOpen(asked: object, key: string): boolean {
    const value = (asked as Record<string, unknown>)[key];
    return value === undefined || value === null || value === "" || value === 0;
}
