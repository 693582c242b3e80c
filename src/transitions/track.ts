import * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";
import type { SentPool } from "../cluster/nodePoolArgs";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { orUndefined, retryOnce, withinLimit } from "../engine/lookUps";
import { hasFailed } from "../engine/outcome";
import { previousRun } from "../engine/previousRun";
import { failWhenRegistered } from "../engine/sdk";
import { onRegistration } from "../engine/transforms";
import { readCluster } from "../identities/livingCluster";
import type { Values } from "../values";
import {
    adjustCluster,
    adjustPool,
    clusterDiffers,
    desiredCluster,
    inputsDiffer,
    systemPoolDiffers,
    withPreviousSpelling,
} from "./adjust";
import { Adoption } from "./adoption";
import { type AppliedResource, type AppliedSettings, digestOf, idsIn, shownIn, spelledAs } from "./applied";
import { unfinishedKubeletIdentity } from "./kubeletIdentity";
import { type PreviousCluster, previousCluster } from "./previousCluster";
import { isInPlaceOf } from "./replacement";

interface Tracked {
    /** Type and name of the component, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Those that the component has or had. */
    urns: Promise<string[]>;
    ownership: ClusterOwnership;
    /** Those that are resources of their own, with what is sent of each. */
    pools: Map<PoolOwnership, SentPool>;
    adopt?: AdoptArgs;
}

/**
 * Follows a cluster from one run to the next: what the previous run applied, what this one is about to apply, and what
 * Azure has. Only where the engine has transforms and tells a stack's own state; elsewhere nothing is adjusted.
 */
export class ClusterTracker {
    readonly ownership: ClusterOwnership;
    readonly adoption: Adoption;
    readonly #label: string;
    readonly #component: pulumi.Resource;
    readonly #urns: Promise<string[]>;
    readonly #applied: AppliedSettings;
    #previous: PreviousCluster | undefined;
    /** The cluster that comes into the component. */
    #adopted: Values | undefined;
    #living: Promise<Values> | undefined;
    /** Why a look-up of this run has failed. */
    #failure: string | undefined;
    #systemPoolDigest: string | undefined;
    /** Why this run must not delete what the program has given up, although it updates the cluster. */
    #unfinished: string | undefined;

    constructor({ label, component, urns, ownership, pools, adopt }: Tracked) {
        this.#label = label;
        this.#component = component;
        this.#urns = urns;
        this.adoption = new Adoption({ adopt, pools, readCluster: (id) => this.#readCluster(id) });
        this.ownership = ownership;
        // Asked for before anything waits for a worker of the engine, which starts the provider of this look-up first.
        void previousRun();
        const { mentioned, systemPool } = ownership;
        this.#applied = {
            mentioned,
            systemPool: systemPool.name,
            pools: {},
            ids: {},
            shown: {},
            ofOthers: [],
        };
    }

    /** To be bound to the cluster. */
    clusterTransforms(): pulumi.ResourceTransform[] {
        return onRegistration(async (registration, resolved) => {
            const { ownership } = this;
            const desired = desiredCluster(resolved, ownership);
            this.#applied.digest = desired.digest;
            this.#record(ownership.systemPool, {});
            this.#systemPoolDigest = desired.systemPool.digest;
            const { state, failure } = await previousRun();
            if (failure !== undefined) {
                await this.#missed(failure);
                return {};
            }
            if (state === undefined) {
                // Whether the pool has changed cannot be told: the program's is sent.
                const ignoreChanges = registration.ignoreChanges.filter((path) => path !== "agentPoolProfiles");
                return { ignoreChanges };
            }
            const previous = previousCluster(state, await this.#urns);
            this.#previous = previous;
            this.#adopted = previous === undefined ? await this.adoption.cluster() : undefined;
            const ids = previous?.settings?.ids ?? idsIn(this.#adopted);
            const props = withPreviousSpelling(registration.props, resolved.value as Values, ids);
            const spelled = spelledAs(ids, resolved.value) as Values;
            this.#applied.ids = idsIn(spelled);
            if (previous === undefined && !this.adoption.hasCluster) {
                return { props };
            }
            if (previous === undefined) {
                // What the cluster would be replaced for stays as it is, as far as the program does not say it.
                const { ofOthers, ...adjusted } = adjustCluster({ ...registration, props }, ownership, { outputs: {} });
                this.#applied.ofOthers = ofOthers;
                return this.adoption.importCluster(adjusted, spelled);
            }
            await this.#noteUnfinished(previous);
            this.#record(ownership.systemPool, { digest: desired.systemPool.digest });
            const changes =
                clusterDiffers(desired, ownership, previous.settings) ??
                systemPoolDiffers(desired, ownership, await this.living());
            // A refresh may have written pools into the state that AKS does not take back as they stand there.
            const living = changes ? await this.living() : undefined;
            const { ofOthers, ...adjusted } = adjustCluster({ ...registration, props }, ownership, previous, living);
            this.#applied.ofOthers = ofOthers;
            return adjusted;
        });
    }

    /** A preview says why the update will end without deletions. */
    async #noteUnfinished(previous: PreviousCluster): Promise<void> {
        this.#unfinished = unfinishedKubeletIdentity(previous, this.#applied.ids);
        if (this.#unfinished !== undefined && pulumi.runtime.isDryRun()) {
            await pulumi.log.warn(`${this.#label}: ${this.#unfinished}`, this.#component);
        }
    }

    /** To be bound to a pool that is a resource of its own. */
    poolTransforms(ownership: PoolOwnership): pulumi.ResourceTransform[] {
        return onRegistration(async (registration, resolved) => {
            const digest = digestOf(resolved, ownership.leftToOthers);
            const { name } = ownership;
            const outputs = this.#previous?.poolOutputs.get(name);
            const isAdopted = outputs === undefined && this.adoption.hasPool(name);
            const settings = isAdopted ? undefined : this.settings?.pools[name];
            const previousIds = settings?.ids ?? idsIn(isAdopted ? await this.adoption.pool(name) : undefined);
            const spelled = spelledAs(previousIds, resolved.value) as Values;
            const ids = idsIn(spelled);
            const props = withPreviousSpelling(registration.props, resolved.value as Values, previousIds);
            if (outputs === undefined && !isAdopted) {
                this.#record(ownership, { digest, ids });
                return { props };
            }
            const { ofOthers, ...adjusted } = adjustPool(
                { ...registration, props },
                ownership,
                { settings, outputs: outputs ?? {} },
                !isAdopted && inputsDiffer(digest, settings) ? await this.living() : undefined,
            );
            this.#record(ownership, { digest, ids, ofOthers });
            if (isAdopted) {
                return this.adoption.importPool(name, adjusted, spelled);
            }
            return { ...adjusted, deleteBeforeReplace: this.#deletesFirst(name, spelled) };
        });
    }

    /**
     * Whether a pool that is replaced goes before the new one comes, as it must where that has its name in the same cluster.
     * Not where a hook may refuse the new one: then the pool is still there.
     */
    #deletesFirst(name: string, desired: Values): boolean {
        const outputs = this.#previous?.poolOutputs.get(name) ?? {};
        return isInPlaceOf(desired, outputs) && desired.mode !== "System" && !this.adoption.hasPool(name);
    }

    /** Says that the cluster is about to be created, with all that the program says of its system pool. */
    recordCreation(): void {
        this.#record(this.ownership.systemPool, { digest: this.#systemPoolDigest });
    }

    /** What the previous run applied, where that is known. */
    get settings(): AppliedSettings | undefined {
        return this.#previous?.settings;
    }

    /** The outputs of the cluster before this run, wherever it comes from. */
    get outputs(): Values | undefined {
        return this.#previous?.outputs ?? this.#adopted;
    }

    /** The same of a pool that is a resource of its own. */
    async poolOutputs(name: string): Promise<Values | undefined> {
        return this.#previous?.poolOutputs.get(name) ?? this.adoption.pool(name);
    }

    /** The cluster as it is in Azure, or as the previous run left it where it cannot be read. */
    async living(): Promise<Values> {
        const previous = this.#previous;
        if (previous === undefined) {
            return {};
        }
        this.#living ??= this.#read(previous);
        return this.#living;
    }

    async #read({ clusterId, outputs }: PreviousCluster): Promise<Values> {
        try {
            return { ...(await this.#readCluster(clusterId)) };
        } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            await this.#missed(`${clusterId} cannot be read: ${reason}`);
            return outputs;
        }
    }

    #readCluster(clusterId: string) {
        return retryOnce(() => readCluster(clusterId, this.#component));
    }

    /** Notes a look-up that has failed: a preview goes by the state, and an update is refused (`livingBeforeUpdate`). */
    async #missed(failure: string): Promise<void> {
        this.#failure = failure;
        if (pulumi.runtime.isDryRun()) {
            await pulumi.log.warn(
                `${this.#label}: this preview takes what others may have changed, such as node counts, from the state, and \`pulumi up\` would be refused: ${failure}`,
                this.#component,
            );
        }
    }

    /**
     * The cluster right before an update of it or of one of its pools, to compare them. Where it cannot be read, a preview
     * goes by what the inputs were adjusted to; an update, which might set back what others have changed, is refused.
     */
    async livingBeforeUpdate(clusterId: string, dryRun: boolean): Promise<Values | undefined> {
        if (this.#failure === undefined) {
            const living = await withinLimit(orUndefined(() => this.#readCluster(clusterId)));
            const known = living ?? (await this.#living);
            if (known !== undefined) {
                return { ...known };
            }
        }
        if (!dryRun) {
            throw new Error(
                `${this.#label}: ${this.#failure ?? `${clusterId} cannot be read`}. So it cannot be told what AKS or others have changed, such as node counts, and this update might set it back: nothing is sent. Run \`pulumi up\` again, with --refresh if the cluster is no longer there.`,
            );
        }
        return undefined;
    }

    /**
     * What this run has applied, to be kept when it has succeeded; of what it has not updated, what the previous one has.
     * The state must not get an unknown value: the next run could not tell what others have changed.
     */
    async appliedSettings(
        cluster: pulumi.CustomResource,
        pools: Map<PoolOwnership, pulumi.CustomResource>,
    ): Promise<AppliedSettings | pulumi.Inputs | undefined> {
        if (await this.#hasFailed(cluster)) {
            return this.settings;
        }
        const ofPools: pulumi.Inputs = {};
        for (const [{ name, unmentioned }, pool] of pools) {
            ofPools[name] = (await hasFailed(pool))
                ? this.settings?.pools[name]
                : { ...EMPTY, ...this.#applied.pools[name], shown: shownBy(pool, unmentioned) };
        }
        // What the transforms have recorded is complete when the resources are registered.
        return {
            ...this.#applied,
            shown: shownBy(cluster, this.ownership.unmentioned),
            pools: { ...this.#applied.pools, ...ofPools },
        };
    }

    /**
     * Whether the cluster has not been updated, in a run that goes on. Pulumi would then delete what the program has given
     * up, though nodes may still need these roles and identities: it spares only what an update that has failed depends
     * on, and nothing where the update was skipped. So the run ends without deletions. So does the run that repeats an
     * update which failed while the nodes changed their identity.
     */
    async #hasFailed(cluster: pulumi.CustomResource): Promise<boolean> {
        const failed = await hasFailed(cluster);
        // Whether there is a previous run is known when the cluster's registration has come back.
        if (this.#previous === undefined) {
            return false;
        }
        const reason = failed ? NOT_UPDATED : this.#unfinished;
        if (reason !== undefined && !pulumi.runtime.isDryRun()) {
            failWhenRegistered(new pulumi.RunError(`${this.#label}: ${reason}`));
        }
        return failed;
    }

    #record({ name, mentioned }: PoolOwnership, applied: Partial<AppliedResource>): void {
        this.#applied.pools[name] = { ...EMPTY, mentioned, ...applied };
    }
}

const NOT_UPDATED =
    "its cluster has not been updated, for the reason that is shown with it or with what it waits for. So this run deletes nothing, also with --continue-on-error: nodes may still need the role assignments and identities that the program has given up. Run `pulumi up` again when the reason is gone.";

const EMPTY: AppliedResource = { mentioned: [], ids: {}, shown: {}, ofOthers: [] };

/** What a resource shows in the end of the properties that the program does not mention; no secret is among them. */
function shownBy(resource: pulumi.Resource, unmentioned: string[]): pulumi.Output<Record<string, string>> {
    const names = new Set(unmentioned.map((path) => String(path.split(".")[0])));
    const outputs = [...names]
        .filter((name) => !SECRET_OUTPUTS.includes(name))
        .map((name) => [name, Reflect.get(resource, name)] as const);
    return pulumi.output(Object.fromEntries(outputs)).apply((shown) => shownIn(shown, unmentioned)) as pulumi.Output<
        Record<string, string>
    >;
}

/** azure-native marks these as secret where their inputs are. */
const SECRET_OUTPUTS = ["servicePrincipalProfile", "windowsProfile"];
