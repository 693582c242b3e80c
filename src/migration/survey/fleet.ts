import { isIdOf, MANAGED_CLUSTER } from "../../azure/resourceId";
import type { Values } from "../../values";
import type { JsonInput } from "../jsonInput";
import { usesServicePrincipal } from "../live/identities";
import { type LiveCluster, readLiveCluster } from "../live/liveCluster";
import { InvalidInputError } from "../report";
import { type ListPage, missingEntries, readPage } from "./pages";
import type { Unread } from "./unread";

/** The clusters of all inputs, each once. */
export interface Fleet {
    clusters: LiveCluster[];
    /** Empty where everything was read. */
    unread: Unread[];
}

/**
 * Reads clusters from lists of them, whole or in pages. Where several inputs have one cluster, the first counts.
 *
 * @throws InvalidInputError if an input is no list, or has entries and no cluster among them.
 */
export function readFleet(inputs: JsonInput[]): Fleet {
    const pages = inputs.map(readPage);
    for (const page of pages) {
        requireClusters(page);
    }
    const entries = pages.flatMap(entriesOf);
    const clusters = new Map<string, LiveCluster>();
    for (const { read } of entries) {
        const id = read?.id.toLowerCase() ?? "";
        if (read !== undefined && !clusters.has(id)) {
            clusters.set(id, read);
        }
    }
    const isReadElsewhere = (json: object) => clusters.has(idOf(json).toLowerCase());
    return {
        clusters: [...clusters.values()],
        unread: [
            ...missingEntries(pages),
            ...entries.flatMap(({ json, unread }) => (unread === undefined || isReadElsewhere(json) ? [] : [unread])),
        ],
    };
}

function requireClusters({ name, entries }: ListPage): void {
    if (entries.length > 0 && !entries.some((entry) => isIdOf(MANAGED_CLUSTER, idOf(entry)))) {
        const none =
            entries.length === 1
                ? "its one entry is not a cluster"
                : `none of its ${entries.length} entries is a cluster`;
        throw new InvalidInputError(`${name}: ${none}; expected the id of one (${MANAGED_CLUSTER}) in each entry.`);
    }
}

interface Entry {
    json: object;
    read?: LiveCluster;
    unread?: Unread;
}

function entriesOf({ name, entries }: ListPage): Entry[] {
    return entries.map((json, index) => {
        try {
            return { json, read: readWhole(json) };
        } catch (error) {
            if (!(error instanceof InvalidInputError)) {
                throw error;
            }
            const id = idOf(json);
            const what = `${name}, entry ${index + 1}${id && ` (${id})`}`;
            return { json, unread: { what, reason: error.message } };
        }
    });
}

/** A query may leave out columns: what remains does not tell what the cluster runs as. */
function readWhole(json: object): LiveCluster {
    const cluster = readLiveCluster(json);
    const { pools, values } = cluster;
    const { type }: { type?: unknown } = Object(values.identity);
    if (!usesServicePrincipal(cluster) && (typeof type !== "string" || type === "None")) {
        throw new InvalidInputError(
            "The entry has neither a service principal nor a managed identity. Keep the columns identity and properties in the query.",
        );
    }
    if (pools.length === 0) {
        throw new InvalidInputError("The entry has no node pools. Keep the column properties in the query.");
    }
    return cluster;
}

/** Empty where there is none. */
function idOf(json: object): string {
    const { id } = json as Values;
    return typeof id === "string" ? id : "";
}
