import type { AdoptArgs } from "../args";
import { lastSegment, parentId, sameResource } from "../azure/resourceId";
import { adoptsCluster, adoptsPool } from "../cluster/adoption";
import { poolNamed } from "../cluster/livingPools";
import type { SentPool } from "../cluster/nodePoolArgs";
import type { PoolOwnership } from "../cluster/ownership";
import { previousRun } from "../engine/previousRun";
import { resolveOutputs } from "../engine/resolveOutputs";
import type { Registration } from "../engine/transforms";
import type { Values } from "../values";
import type { ReplacedByImport } from "./change";
import { REPLACEABLE_CLUSTER, REPLACEABLE_POOL, replacedAfterImport } from "./replacement";

interface Adopted {
    adopt?: AdoptArgs;
    /** The pools that are resources of their own, with the properties that are sent to Azure. */
    pools: Map<PoolOwnership, SentPool>;
    readCluster(id: string): Promise<object>;
}

/**
 * An existing cluster and its pools that the component imports. If the program would replace one of them, nothing is
 * imported and the creation fails. The engine would find that only after the import, when the resource is in the state,
 * and would advise to remove the import: it would then replace the resource.
 */
export class Adoption {
    /** The inputs that prevent the import. */
    readonly replacedByImport: ReplacedByImport = { cluster: [], pools: {} };
    readonly #adopt: AdoptArgs;
    readonly #pools: Map<PoolOwnership, SentPool>;
    readonly #readCluster: Adopted["readCluster"];
    readonly #clusters = new Map<string, Promise<object>>();

    constructor({ adopt = {}, pools, readCluster }: Adopted) {
        this.#adopt = adopt;
        this.#pools = pools;
        this.#readCluster = readCluster;
    }

    get hasCluster(): boolean {
        return adoptsCluster(this.#adopt);
    }

    hasPool(name: string): boolean {
        return adoptsPool(name, this.#adopt);
    }

    /** The properties of the cluster: from Azure for an id, from the state for a URN. */
    async cluster(): Promise<Values | undefined> {
        const { clusterId, clusterUrn } = this.#adopt;
        return clusterId === undefined ? inState(clusterUrn) : { ...(await this.#read(clusterId)), id: clusterId };
    }

    /** The same of a pool. */
    async pool(name: string): Promise<Values | undefined> {
        const { nodePoolIds = {}, nodePoolUrns = {} } = this.#adopt;
        const id = nodePoolIds[name];
        if (id === undefined) {
            return inState(nodePoolUrns[name]);
        }
        const pool = poolNamed(lastSegment(id).toLowerCase(), { ...(await this.#read(parentId(id))) });
        return pool && { ...pool, id };
    }

    /** The registration of the cluster, without its import if the cluster or one of its pools would be replaced. */
    async importCluster(registration: Registration, desired: Values): Promise<Registration> {
        const { clusterId } = this.#adopt;
        const cluster = await this.cluster();
        if (clusterId === undefined || cluster === undefined) {
            return registration;
        }
        const { replacedByImport } = this;
        const { ignoreChanges } = registration;
        replacedByImport.cluster = replacedAfterImport(REPLACEABLE_CLUSTER, desired, cluster, ignoreChanges);
        for (const [{ name }, sent] of this.#pools) {
            const { resourceGroupName, resourceName } = desired;
            const { value } = await resolveOutputs({ ...sent, resourceGroupName, resourceName });
            await this.#compare(name, value as Values, []);
        }
        const isImported = [replacedByImport.cluster, ...Object.values(replacedByImport.pools)].flat().length === 0;
        return isImported ? registration : { ...registration, import: undefined };
    }

    /** The same of a pool. */
    async importPool(name: string, registration: Registration, desired: Values): Promise<Registration> {
        await this.#compare(name, desired, registration.ignoreChanges);
        return name in this.replacedByImport.pools ? { ...registration, import: undefined } : registration;
    }

    async #compare(name: string, desired: Values, ignored: readonly string[]): Promise<void> {
        const isImported = this.#adopt.nodePoolIds?.[name] !== undefined;
        const pool = isImported ? await this.pool(name) : undefined;
        const inputs = pool === undefined ? [] : replacedAfterImport(REPLACEABLE_POOL, desired, pool, ignored);
        if (inputs.length > 0) {
            this.replacedByImport.pools[name] = inputs;
        }
    }

    #read(clusterId: string): Promise<object> {
        const known = [...this.#clusters].find(([id]) => sameResource(id, clusterId));
        const cluster = known?.[1] ?? this.#readCluster(clusterId);
        this.#clusters.set(clusterId, cluster);
        return cluster;
    }
}

async function inState(urn: string | undefined): Promise<Values | undefined> {
    const { state } = await previousRun();
    return urn === undefined ? undefined : state?.get(urn)?.outputs;
}
