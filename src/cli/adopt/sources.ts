import { readNamed } from "../../migration/jsonInput";
import { readClusterId } from "../../migration/live/clusterId";
import { readLiveClusters, readPoolList, readRoleAssignments } from "../../migration/live/liveCluster";
import { InvalidInputError } from "../../migration/report";
import { readAdoption } from "../azure/readAdoption";
import type { Call } from "../command";
import { readJson } from "../input";
import type { Io } from "../io";

const CLUSTER = "a cluster, as `az aks show` prints it";
const CLUSTERS = "clusters, as `az aks list` prints them";
const POOLS = "the pools of the cluster, as `az aks nodepool list` prints them";
const ROLE_ASSIGNMENTS = "role assignments, as `az role assignment list` prints them";

/** What is known of a cluster that is adopted. */
export interface Sources {
    /** What messages call the input. */
    name: string;
    cluster: unknown;
    pools?: unknown;
    roleAssignments?: unknown;
    clusters?: unknown;
    servicePrincipalObjectId?: string;
}

/** Options that say what is read from Azure where the cluster is. */
const OF_FILES = ["pools", "roleAssignments", "clusters", "servicePrincipalObjectId"];

/** Reads a cluster from Azure or from files. Throws `InvalidInputError` where the options contradict each other. */
export async function readSources(call: Call): Promise<Sources> {
    const { args, options, io } = call;
    const [cluster = "-"] = args;
    const isLive = cluster.startsWith("/subscriptions/");
    if (isLive && OF_FILES.some((name) => options[name] !== undefined)) {
        throw new InvalidInputError(
            "The cluster is read from Azure, with everything that belongs to it. Leave out the options for files and --service-principal-object-id.",
        );
    }
    if (!isLive && options.subscription !== undefined) {
        throw new InvalidInputError("--subscription requires the resource id of a cluster in place of a file.");
    }
    if (!isLive) {
        return readFiles(call);
    }
    const id = readClusterId(cluster);
    const further = (options.subscription as string[] | undefined) ?? [];
    return { name: id, ...(await readAdoption(await io.azure(), id, further)) };
}

async function readFiles({ args: [file = "-"], options, io }: Call): Promise<Sources> {
    const { clusters, pools, roleAssignments, servicePrincipalObjectId } = options;
    const { name, value: cluster } = await readJson(file, CLUSTER, io);
    return {
        name,
        cluster,
        ...(pools !== undefined && {
            pools: await readValid(String(pools), POOLS, io, (list) => readPoolList(list, Object(cluster).id)),
        }),
        ...(roleAssignments !== undefined && {
            roleAssignments: await readValid(String(roleAssignments), ROLE_ASSIGNMENTS, io, readRoleAssignments),
        }),
        ...(clusters !== undefined && { clusters: await readValid(String(clusters), CLUSTERS, io, readLiveClusters) }),
        ...(servicePrincipalObjectId !== undefined && { servicePrincipalObjectId: String(servicePrincipalObjectId) }),
    };
}

/** The JSON of a file that `validate` takes. A problem names the file. */
async function readValid(
    file: string,
    expected: string,
    io: Io,
    validate: (value: unknown) => unknown,
): Promise<unknown> {
    const { name, value } = await readJson(file, expected, io);
    readNamed(name, () => validate(value));
    return value;
}
