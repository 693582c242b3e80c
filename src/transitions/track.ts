import * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";
import { adoptsCluster } from "../cluster/adoption";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { orUndefined, retryOnce, withinLimit } from "../engine/lookUps";
import { hasFailed } from "../engine/outcome";
import { previousRun } from "../engine/previousRun";
import type { Resolved } from "../engine/resolveOutputs";
import { failWhenRegistered } from "../engine/sdk";
import { onRegistration, type Registration } from "../engine/transforms";
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
import { type AppliedResource, type AppliedSettings, digestOf, idsIn, shownIn, spelledAs } from "./applied";
import { unfinishedKubeletIdentity } from "./kubeletIdentity";
import { type PreviousCluster, previousCluster } from "./previousCluster";
import { replacedFor } from "./replacement";

interface Tracked {
    /** Type and name of the component, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Those that the component has or had. */
    urns: Promise<string[]>;
    ownership: ClusterOwnership;
    adopt?: AdoptArgs;
}

/**
 * Follows a cluster from one run to the next: what the previous run applied, what this one is about to apply, and what
 * Azure has. This requires an engine with transforms and access to the state of the stack; otherwise nothing is
 * adjusted.
 */
export class ClusterTracker {
    readonly ownership: ClusterOwnership;
    readonly #label: string;
    readonly #component: pulumi.Resource;
    readonly #urns: Promise<string[]>;
    readonly #adopt: AdoptArgs | undefined;
    readonly #applied: AppliedSettings;
    #previous: PreviousCluster | undefined;
    #imported: Values | undefined;
    #living: Promise<Values> | undefined;
    /** Why a look-up of this run has failed. */
    #failure: string | undefined;
    #systemPoolDigest: string | undefined;
    /** Why this run must not delete resources that the program no longer contains, although it updates the cluster. */
    #unfinished: string | undefined;

    constructor({ label, component, urns, ownership, adopt }: Tracked) {
        this.#label = label;
        this.#component = component;
        this.#urns = urns;
        this.#adopt = adopt;
        this.ownership = ownership;
        // Requested first, before other requests occupy the workers of the engine, so that the provider of this look-up
        // starts.
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
                // It is not known whether the pool has changed, so the pool of the program is sent.
                const ignoreChanges = registration.ignoreChanges.filter((path) => path !== "agentPoolProfiles");
                return { ignoreChanges };
            }
            const previous = previousCluster(state, await this.#urns);
            this.#previous = previous;
            const { ids = {} } = previous?.settings ?? {};
            const props = withPreviousSpelling(registration.props, resolved.value as Values, ids);
            this.#applied.ids = idsIn(spelledAs(ids, resolved.value));
            if (previous === undefined) {
                return adoptsCluster(this.#adopt) ? this.#adopted({ ...registration, props }, resolved) : { props };
            }
            await this.#noteUnfinished(previous);
            this.#record(ownership.systemPool, { digest: desired.systemPool.digest });
            const changes =
                clusterDiffers(desired, ownership, previous.settings) ??
                systemPoolDiffers(desired, ownership, await this.living());
            // A refresh may have written pools into the state in a form that AKS rejects.
            const living = changes ? await this.living() : undefined;
            const { ofOthers, ...adjusted } = adjustCluster({ ...registration, props }, ownership, previous, living);
            this.#applied.ofOthers = ofOthers;
            return adjusted;
        });
    }

    /**
     * An adopted cluster keeps properties whose change would replace it, if the program does not set them. If the
     * program sets such a property to another value, the cluster is not imported: its creation fails. The engine would
     * find that only after the import, when the cluster is in the state, and would advise to remove the import.
     */
    async #adopted(registration: Registration, { value }: Resolved): Promise<Registration> {
        const { ofOthers, ...adjusted } = adjustCluster(registration, this.ownership, { outputs: {} });
        this.#applied.ofOthers = ofOthers;
        const clusterId = this.#adopt?.clusterId;
        if (clusterId === undefined) {
            return adjusted;
        }
        this.#imported = { ...(await this.#readCluster(clusterId)) };
        const replacing = replacedFor(value as Values, this.#imported, adjusted.ignoreChanges);
        return replacing.length > 0 ? { ...adjusted, import: undefined } : adjusted;
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
            const settings = this.settings?.pools[ownership.name];
            const previousIds = settings?.ids ?? {};
            const ids = idsIn(spelledAs(previousIds, resolved.value));
            const props = withPreviousSpelling(registration.props, resolved.value as Values, previousIds);
            const outputs = this.#previous?.poolOutputs.get(ownership.name);
            if (outputs === undefined) {
                this.#record(ownership, { digest, ids });
                return { props };
            }
            const { ofOthers, ...adjusted } = adjustPool(
                { ...registration, props },
                ownership,
                { settings, outputs },
                inputsDiffer(digest, settings) ? await this.living() : undefined,
            );
            this.#record(ownership, { digest, ids, ofOthers });
            return adjusted;
        });
    }

    /** Records that the cluster is about to be created, with all settings of its system pool. */
    recordCreation(): void {
        this.#record(this.ownership.systemPool, { digest: this.#systemPoolDigest });
    }

    /** What the previous run applied, where that is known. */
    get settings(): AppliedSettings | undefined {
        return this.#previous?.settings;
    }

    /** The cluster's outputs in the state, or in Azure where it is about to be imported. */
    get outputs(): Values | undefined {
        return this.#previous?.outputs ?? this.#imported;
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

    /** Records a failed look-up: a preview then uses the state, and an update fails (`livingBeforeUpdate`). */
    async #missed(failure: string): Promise<void> {
        this.#failure = failure;
        if (pulumi.runtime.isDryRun()) {
            await pulumi.log.warn(
                `${this.#label}: this preview shows the state, not what others may have changed in Azure, such as node counts. \`pulumi up\` would fail: ${failure}`,
                this.#component,
            );
        }
    }

    /**
     * The cluster right before an update of it or of one of its pools, to compare them. If it cannot be read, a preview
     * uses the adjusted inputs, and an update fails, because it might revert what others have changed.
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
                `${this.#label}: ${this.#failure ?? `${clusterId} cannot be read`}. It is not known what AKS or others have changed, such as node counts, and this update might revert it, so it was not sent. Run \`pulumi up\` again, with --refresh if the cluster no longer exists.`,
            );
        }
        return undefined;
    }

    /**
     * The settings to record: those of this run, or of the previous run for resources that this run has not updated. The
     * state must not get an unknown value: the next run would not know what others have changed.
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
     * Whether the cluster was not updated, in a run that continues. Pulumi would then delete the roles and identities
     * that the program no longer contains, although nodes may still need them: it keeps only the dependencies of a
     * failed update, and nothing for a skipped one. So the run must end without deletions. The same applies to a run that
     * repeats an update which failed while the nodes changed their identity.
     */
    async #hasFailed(cluster: pulumi.CustomResource): Promise<boolean> {
        const failed = await hasFailed(cluster);
        // Whether there is a previous run is known only after the registration of the cluster.
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
    "the cluster was not updated; another error of this run says why. So this run deletes nothing, even with --continue-on-error: nodes may still need the role assignments and identities that the program no longer contains. Correct the cause, then run `pulumi up` again.";

const EMPTY: AppliedResource = { mentioned: [], ids: {}, shown: {}, ofOthers: [] };

/** The final values of properties that the program does not mention, without secrets. */
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
