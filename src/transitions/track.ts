import * as pulumi from "@pulumi/pulumi";
import type { AdoptArgs } from "../args";
import type { SentPool } from "../cluster/nodePoolArgs";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { explained, orUndefined, retryOnce, withinLimit } from "../engine/lookUps";
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
    isClusterShown,
    isPoolShown,
    systemPoolDiffers,
    withPreviousSpelling,
} from "./adjust";
import { Adoption } from "./adoption";
import { type AppliedSettings, digestOf, idsIn, spelledAs } from "./applied";
import { AppliedRecord } from "./appliedRecord";
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
 * Azure has. This requires an engine with transforms and access to the state of the stack; otherwise nothing is
 * adjusted.
 */
export class ClusterTracker {
    readonly ownership: ClusterOwnership;
    readonly adoption: Adoption;
    readonly #label: string;
    readonly #component: pulumi.Resource;
    readonly #urns: Promise<string[]>;
    readonly #record: AppliedRecord;
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
        this.adoption = new Adoption({ adopt, pools, readCluster: (id) => this.#readAdopted(id) });
        this.ownership = ownership;
        this.#record = new AppliedRecord(ownership);
        // Requested first, before other requests occupy the workers of the engine, so that the provider of this look-up
        // starts.
        void previousRun();
    }

    /** To be bound to the cluster. */
    clusterTransforms(): pulumi.ResourceTransform[] {
        return onRegistration(async (registration, resolved) => {
            const { ownership } = this;
            const desired = desiredCluster(resolved, ownership);
            this.#record.setCluster({ digest: desired.digest });
            this.#record.setPool(ownership.systemPool, {});
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
            this.#adopted = previous === undefined ? await this.adoption.cluster() : undefined;
            const ids = previous?.settings?.ids ?? idsShown(this.#adopted);
            const props = withPreviousSpelling(registration.props, resolved.value as Values, ids);
            const spelled = spelledAs(ids, resolved.value) as Values;
            this.#record.setCluster({ ids: idsIn(resolved, ids) });
            if (previous === undefined && !this.adoption.hasCluster) {
                return { props };
            }
            if (previous === undefined) {
                // Settings whose change would replace the cluster stay as they are, if the program does not set them.
                const { ofOthers, ...adjusted } = adjustCluster({ ...registration, props }, ownership, { outputs: {} });
                this.#record.setCluster({ ofOthers });
                return this.adoption.importCluster(adjusted, spelled);
            }
            await this.#noteUnfinished(previous);
            this.#record.setPool(ownership.systemPool, { digest: desired.systemPool.digest });
            const changes =
                clusterDiffers(desired, ownership, previous.settings) ??
                systemPoolDiffers(desired, ownership, await this.living());
            // A refresh may have written pools into the state in a form that AKS rejects.
            const living = changes ? await this.living() : undefined;
            const { ofOthers, ...adjusted } = adjustCluster({ ...registration, props }, ownership, previous, living);
            this.#record.setCluster({ ofOthers });
            const { settings, outputs } = previous;
            if (changes && settings && !isClusterShown(resolved, desired, ownership, outputs)) {
                this.#record.keepUntilUpdate(settings);
            }
            return adjusted;
        });
    }

    #readAdopted(clusterId: string): Promise<object> {
        return explained(
            this.#readCluster(clusterId),
            (reason) =>
                `${this.#label}: the cluster ${clusterId} that adopt names cannot be read: ${reason}\n` +
                "Correct adopt, or give the deployer permission to read the cluster. The cluster must be in the subscription of azure-native's provider.",
        );
    }

    /** A preview says why the update will end without deletions. */
    async #noteUnfinished(previous: PreviousCluster): Promise<void> {
        this.#unfinished = unfinishedKubeletIdentity(previous, this.#record.ids);
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
            const previousIds = settings?.ids ?? idsShown(isAdopted ? await this.adoption.pool(name) : undefined);
            const spelled = spelledAs(previousIds, resolved.value) as Values;
            const ids = idsIn(resolved, previousIds);
            const props = withPreviousSpelling(registration.props, resolved.value as Values, previousIds);
            if (outputs === undefined && !isAdopted) {
                this.#record.setPool(ownership, { digest, ids });
                return { props };
            }
            const changes = !isAdopted && inputsDiffer(digest, settings);
            const { ofOthers, ...adjusted } = adjustPool(
                { ...registration, props },
                ownership,
                { settings, outputs: outputs ?? {} },
                changes ? await this.living() : undefined,
            );
            this.#record.setPool(ownership, { digest, ids, ofOthers });
            if (changes && settings && !isPoolShown(resolved, ownership, outputs ?? {})) {
                this.#record.keepPoolUntilUpdate(name, settings);
            }
            if (isAdopted) {
                return this.adoption.importPool(name, adjusted, spelled);
            }
            return { ...adjusted, deleteBeforeReplace: this.#deletesFirst(name, spelled) };
        });
    }

    /**
     * Whether a replaced pool is deleted before the new one is created, as it must be if both have one name in one
     * cluster. Not if a hook may reject the new pool: the old one must still exist then.
     */
    #deletesFirst(name: string, desired: Values): boolean {
        const outputs = this.#previous?.poolOutputs.get(name) ?? {};
        return isInPlaceOf(desired, outputs) && desired.mode !== "System" && !this.adoption.hasPool(name);
    }

    /** Records that the cluster, or a pool that is a resource of its own, is about to be updated. */
    recordUpdate(pool?: string): void {
        this.#record.updateBegins(pool);
    }

    /** Records that the cluster is about to be created, with all settings of its system pool. */
    recordCreation(): void {
        this.#record.updateBegins();
        this.#record.setPool(this.ownership.systemPool, { digest: this.#systemPoolDigest });
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

    /** The settings to keep in the state: those of this run, or of the previous one if the cluster was not updated. */
    async appliedSettings(
        cluster: pulumi.CustomResource,
        pools: Map<PoolOwnership, pulumi.CustomResource>,
    ): Promise<AppliedSettings | pulumi.Inputs | undefined> {
        const failed = await this.#hasFailed(cluster);
        return failed ? this.settings : this.#record.settings(cluster, pools, this.settings);
    }

    /**
     * Whether the cluster was not updated, in a run that continues. Pulumi would then delete the roles and identities
     * that the program no longer contains, although nodes may still need them: it keeps only the dependencies of a
     * failed update, and nothing for a skipped one. So the run must end without deletions. So must the run that repeats
     * an update which failed while the nodes changed their identity.
     */
    async #hasFailed(cluster: pulumi.CustomResource): Promise<boolean> {
        const failed = await hasFailed(cluster);
        // Whether there is a previous run is known only after the registration of the cluster.
        if (this.#previous === undefined && this.#failure === undefined) {
            return false;
        }
        const reason = failed ? NOT_UPDATED : this.#unfinished;
        if (reason !== undefined && !pulumi.runtime.isDryRun()) {
            failWhenRegistered(new pulumi.RunError(`${this.#label}: ${reason}`));
        }
        return failed;
    }
}

/** The ids that a resource shows, by path. */
const idsShown = (outputs: Values | undefined) => idsIn({ value: outputs, secrets: [] }, {});

const NOT_UPDATED =
    "the cluster was not updated; another error of this run says why. So this run deletes nothing, even with --continue-on-error: nodes may still need the role assignments and identities that the program no longer contains. Correct the cause, then run `pulumi up` again.";
