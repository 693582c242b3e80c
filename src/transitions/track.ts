import { getManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import { addressIn } from "../azure/resourceId";
import { poolNamed, samePools } from "../cluster/livingPools";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { type StackState, stateOfPreviousRun } from "../engine/previousRun";
import { resolveOutputs } from "../engine/resolveOutputs";
import { onRegistration, type Registration } from "../engine/transforms";
import { adjustCluster, adjustPool } from "./adjust";
import { type AppliedSettings, digestOf, isWithin } from "./applied";

type Values = Record<string, unknown>;

const CLUSTER = "azure-native:containerservice:ManagedCluster";

/** What the last run has left of a component's cluster. */
interface Previous {
    clusterId: string;
    /** None where no run of the component has succeeded yet. */
    settings: AppliedSettings | undefined;
    /** The cluster's outputs in the state. */
    outputs: Values;
}

/**
 * Follows a cluster from one run to the next: what the last run asked for, what this one asks for, and what Azure has.
 * Only where the engine has transforms and tells a stack's own state; elsewhere nothing is adjusted.
 */
export class ClusterTracker {
    readonly #facts: ClusterOwnership;
    readonly #component: pulumi.Resource;
    readonly #applied: AppliedSettings;
    readonly #urns: Promise<string[]>;
    #previous: Previous | undefined;
    #living: Promise<Values> | undefined;
    #systemPoolDigest: string | undefined;

    /** `urns` are those that the component has or had. */
    constructor(component: pulumi.Resource, urns: Promise<string[]>, facts: ClusterOwnership) {
        this.#component = component;
        this.#urns = urns;
        this.#facts = facts;
        const { name, mentioned } = facts.systemPool;
        this.#applied = {
            mentioned: facts.mentioned,
            digest: "",
            systemPool: name,
            pools: { [name]: { mentioned } },
        };
    }

    /** To be bound to the cluster. */
    ofCluster(): pulumi.ResourceTransform[] {
        return onRegistration(async (registration) => {
            const { agentPoolProfiles, ...others } = registration.props;
            const wanted = await resolveOutputs(agentPoolProfiles);
            const digests = { cluster: digestOf(await resolveOutputs(others)), pool: digestOf(wanted) };
            this.#applied.digest = digests.cluster ?? "";
            this.#systemPoolDigest = digests.pool;
            const state = await stateOfPreviousRun();
            if (state === undefined) {
                // Whether the pool has changed cannot be told: the program's is sent.
                return {
                    ignoreChanges: registration.ignoreChanges.filter((path) => path !== "agentPoolProfiles"),
                };
            }
            const previous = findPrevious(state, await this.#urns);
            this.#previous = previous;
            if (previous === undefined) {
                return undefined;
            }
            this.#note(this.#facts.systemPool, digests.pool);
            return this.#adjustCluster(registration, previous, digests, wanted.value);
        });
    }

    /** To be bound to a pool that is a resource of its own. */
    ofPool(facts: PoolOwnership): pulumi.ResourceTransform[] {
        return onRegistration(async (registration) => {
            const digest = digestOf(await resolveOutputs(registration.props));
            this.#note(facts, digest);
            const pool = this.settings?.pools[facts.name];
            if (pool === undefined) {
                return undefined;
            }
            const changes = digest === undefined || digest !== pool.digest;
            return adjustPool(registration, facts, pool, changes ? await this.living() : {}, changes);
        });
    }

    /** Says that the cluster is about to be created, with all that the program says of its system pool. */
    creates(): void {
        this.#note(this.#facts.systemPool, this.#systemPoolDigest);
    }

    get ownership(): ClusterOwnership {
        return this.#facts;
    }

    /** What the last run asked for, where that is known. */
    get settings(): AppliedSettings | undefined {
        return this.#previous?.settings;
    }

    /** The cluster as it is in Azure, or as it was for the last run where it cannot be read. */
    async living(): Promise<Values> {
        const previous = this.#previous;
        if (previous === undefined) {
            return {};
        }
        this.#living ??= lookUpCluster(previous.clusterId, this.#component).then(
            (found) => found ?? previous.outputs,
        );
        return this.#living;
    }

    /** What this run has asked for, to be kept when it has succeeded. */
    applied(): AppliedSettings {
        return this.#applied;
    }

    async #adjustCluster(
        registration: Registration,
        previous: Previous,
        digests: { cluster?: string; pool?: string },
        wanted: unknown,
    ): Promise<Partial<Registration>> {
        const { systemPool } = this.#facts;
        const [pool] = Array.isArray(wanted) ? wanted : [];
        const { settings = { ...this.#applied, mentioned: [], digest: digests.cluster ?? "" }, outputs } =
            previous;
        const applied = settings.pools[systemPool.name]?.digest;
        const poolChanges =
            applied === undefined
                ? !isWithin(
                      without(systemPool.leftToOthers, { ...pool }),
                      poolNamed(systemPool.name, await this.living()),
                  )
                : applied !== digests.pool || systemPool.name !== settings.systemPool;
        const changes = poolChanges || digests.cluster === undefined || digests.cluster !== settings.digest;
        const living = changes ? await this.living() : {};
        const outdated =
            changes &&
            !(samePools(outputs, living) && outputs.kubernetesVersion === living.kubernetesVersion);
        return adjustCluster(registration, this.#facts, settings, living, poolChanges || outdated);
    }

    #note({ name, mentioned }: PoolOwnership, digest: string | undefined): void {
        this.#applied.pools[name] = { mentioned, ...(digest !== undefined && { digest }) };
    }
}

/** What the state holds of the component, by the URNs that it has or had, and of its cluster. */
function findPrevious(state: StackState, urns: string[]): Previous | undefined {
    const components = urns.map((urn) => state.get(urn)?.outputs);
    const clusters = urns.map((urn) => state.get(clusterUrn(urn))?.outputs);
    const settings = components.find((outputs) => outputs?.appliedSettings !== undefined)?.appliedSettings;
    const outputs = clusters.find((found) => found !== undefined);
    return typeof outputs?.id === "string"
        ? { clusterId: outputs.id, outputs, settings: settings as AppliedSettings | undefined }
        : undefined;
}

/** URN of the cluster of the component with this URN. */
function clusterUrn(component: string): string {
    const [types = "", name = ""] = component.split(/::(?!.*::)/);
    return `${types}$${CLUSTER}::${name}-cluster`;
}

function without(names: string[], values: Values): Values {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** The cluster as it is in Azure; nothing where it cannot be read. */
export async function lookUpCluster(
    id: string,
    parent: pulumi.Resource | undefined,
): Promise<Values | undefined> {
    try {
        return { ...(await getManagedCluster(addressIn(id), { parent })) };
    } catch {
        return undefined;
    }
}
