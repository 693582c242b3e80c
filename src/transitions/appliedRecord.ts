import * as pulumi from "@pulumi/pulumi";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { engineHas } from "../engine/hooks";
import { hasFailed } from "../engine/outcome";
import type { Values } from "../values";
import { type AppliedResource, type AppliedSettings, shownIn } from "./applied";

/** The settings that a run applies to a cluster and its pools, collected while their resources are registered. */
export class AppliedRecord {
    readonly #ownership: ClusterOwnership;
    readonly #applied: AppliedSettings;
    /** Whether the engine calls hooks before it updates a resource. */
    readonly #hasHooks = engineHas("ResourceHook");
    /** Records the settings of an update when it begins, by pool. */
    readonly #ofUpdates = new Map<string, () => void>();

    constructor(ownership: ClusterOwnership) {
        this.#ownership = ownership;
        const { mentioned, systemPool } = ownership;
        this.#applied = { ...EMPTY, mentioned, systemPool: systemPool.name, pools: {} };
    }

    /** The ids that the program sets for the cluster, by path. */
    get ids(): Record<string, string> {
        return this.#applied.ids;
    }

    setCluster(applied: Partial<AppliedResource>): void {
        Object.assign(this.#applied, applied);
    }

    setPool({ name, mentioned }: PoolOwnership, applied: Partial<AppliedResource>): void {
        this.#applied.pools[name] = { ...EMPTY, mentioned, ...applied };
    }

    /**
     * Keeps the settings of the previous run until the cluster is about to be updated. Runs with `--target` and
     * `pulumi refresh --run-program` do not update it: the next run must still find that the program has changed.
     */
    keepUntilUpdate(previous: AppliedSettings): void {
        if (this.#hasHooks) {
            const ofUpdate = { ...this.#applied };
            Object.assign(this.#applied, previous, { pools: { ...previous.pools } });
            this.#ofUpdates.set(CLUSTER, () => Object.assign(this.#applied, ofUpdate));
        }
    }

    /** The same for a pool that is a resource of its own, after its settings of this run have been set. */
    keepPoolUntilUpdate(name: string, previous: AppliedResource): void {
        const ofUpdate = this.#applied.pools[name];
        if (this.#hasHooks && ofUpdate !== undefined) {
            this.#applied.pools[name] = previous;
            this.#ofUpdates.set(name, () => {
                this.#applied.pools[name] = ofUpdate;
            });
        }
    }

    /** The cluster, or a pool that is a resource of its own, is about to be updated or replaced. */
    updateBegins(pool = CLUSTER): void {
        this.#ofUpdates.get(pool)?.();
    }

    /**
     * The settings to keep in the state when the cluster has been updated; of a pool that has not, those of the previous
     * run. They must not contain an unknown value: the next run could not tell what others have changed.
     */
    async settings(
        cluster: pulumi.CustomResource,
        pools: Map<PoolOwnership, pulumi.CustomResource>,
        previous: AppliedSettings | undefined,
    ): Promise<pulumi.Inputs> {
        const ofPools: pulumi.Inputs = {};
        for (const [{ name, unmentioned }, pool] of pools) {
            ofPools[name] = (await hasFailed(pool))
                ? previous?.pools[name]
                : { ...EMPTY, ...this.#applied.pools[name], shown: shownBy(pool, unmentioned) };
        }
        // The record is complete when the resources are registered.
        return {
            ...this.#applied,
            shown: shownBy(cluster, this.#ownership.unmentioned),
            pools: { ...this.#applied.pools, ...ofPools },
        };
    }
}

/** In place of a pool's name. */
const CLUSTER = "";

const EMPTY: AppliedResource = { mentioned: [], ids: {}, shown: {}, ofOthers: [] };

/** The final values of properties that the program does not mention, without secrets. */
function shownBy(resource: pulumi.Resource, unmentioned: string[]): pulumi.Output<Values> {
    const names = new Set(unmentioned.map((path) => String(path.split(".")[0])));
    const outputs = [...names]
        .filter((name) => !SECRET_OUTPUTS.includes(name))
        .map((name) => [name, Reflect.get(resource, name)] as const);
    return pulumi.output(Object.fromEntries(outputs)).apply((shown) => shownIn(shown, unmentioned));
}

/** azure-native marks these as secret where their inputs are. */
const SECRET_OUTPUTS = ["servicePrincipalProfile", "windowsProfile"];
