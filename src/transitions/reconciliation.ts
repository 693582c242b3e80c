import { isDeepStrictEqual } from "node:util";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { AKS_API_VERSION, CLUSTER_TYPE, POOL_TYPE } from "../aksTypes";
import { type ManagedIdentityAksClusterArgs, RoleAssignmentMode } from "../args";
import { addressIn, sameId } from "../azure/resourceId";
import { adoptsPool } from "../cluster/adoption";
import { clusterCreationOnly, poolCreationOnly } from "../cluster/creationOnly";
import { poolNamed } from "../cluster/livePools";
import { agentPoolArgs, poolName, poolsOf } from "../cluster/nodePoolArgs";
import { isInside, propertyAt } from "../cluster/paths";
import { inputOf } from "../cluster/properties";
import { knownValue } from "../engine/hooks";
import { LastApplied } from "../engine/lastApplied";
import { type Adjusted, adjustRegistration, type Registration } from "../engine/registrations";
import { resolveOutputs } from "../engine/resolveOutputs";
import { failWhenRegistered, mocksInUse } from "../engine/sdk";
import { type LiveCluster, readLiveCluster } from "../identities/liveCluster";
import type { LookUpIdentity } from "../identities/userAssigned";
import { omit, UNKNOWN, type Values, valueAt, valueNamed } from "../values";
import type { ReplacedByImport } from "./change";
import { GRANTED_TO_CLUSTER, GRANTED_TO_POOL, leftOut } from "./fixed";
import { kubeletIdIn, unfinishedKubeletIdentity } from "./kubeletIdentity";
import { pathsOf } from "./merge";
import { isInPlaceOf, REPLACEABLE_CLUSTER, REPLACEABLE_POOL, replacedAfterImport } from "./replacement";
import { digestOf, isDigestOf, type SecretDigest } from "./secretDigest";
import {
    type AppliedResource,
    CLUSTER_KIND,
    clusterUpdateOf,
    type Existing,
    ignoredUnseen,
    inlinePool,
    othersIn,
    POOL_KIND,
    poolUpdateOf,
    setIn,
    type Update,
    WINDOWS_PASSWORD,
} from "./update";

/** What the last successful run applied to a cluster and its pools. */
export interface AppliedCluster extends AppliedResource {
    clusterId: string;
    /** Resource id of the kubelet identity that the program set. */
    kubeletId?: string;
    /** Of the password of Windows nodes. */
    password?: SecretDigest;
    /** Name of the pool inside the cluster. */
    systemPool: string;
    /** The pools by name, the system pool among them. */
    pools: Record<string, AppliedResource>;
}

interface Reconciled {
    name: string;
    /** Type and name of the component, as messages name it. */
    label: string;
    component: pulumi.Resource;
    args: ManagedIdentityAksClusterArgs;
}

/** What this run does with a resource. */
interface Registered {
    set: AppliedResource["set"];
    /** The values that the program sets. */
    program: Values;
    /** The paths that are sent, apart from ignored ones. */
    sent: AppliedResource["set"];
    /** Whether it differs from what Azure has. */
    changes: boolean;
    /** Whether the engine has begun to create or update it. */
    hasBegun: boolean;
}

/**
 * Brings together what the last run applied to a cluster, what Azure has, and what the program sets. Each run reads its own
 * record and looks the cluster up once; the rest are decisions (`clusterUpdateOf`). What the state shows plays no part in
 * them, so that runs with and without a refresh come to the same result.
 */
export class ClusterReconciliation {
    readonly lastApplied: Promise<AppliedCluster | undefined>;
    readonly live: Promise<LiveCluster>;
    readonly systemPool: string;
    /** The inputs that prevent the import of what `adopt` names. */
    readonly replacedByImport: ReplacedByImport = { cluster: [], pools: {} };
    /** Where the record or `adopt` names a cluster. */
    readonly #named: Promise<LiveCluster | undefined>;
    readonly #found = deferred<LiveCluster>();
    readonly #of: Reconciled;
    readonly #record: LastApplied<AppliedCluster>;
    readonly #registered = new Map<string, Registered>();
    /** By name of the pool, and of the cluster: the inputs that the program no longer sets. */
    readonly #leftOut = new Map<string, string[]>();
    /** Whether the program sets another password for Windows nodes than the last run. */
    changesWindowsPassword = false;
    #password: SecretDigest | undefined;
    /** The kubelet identity that the program sets. */
    #kubeletId: string | undefined;
    /** Why this run must not delete what the program has given up, although it updates the cluster. */
    #unfinished: string | undefined;

    constructor(of: Reconciled) {
        this.#of = of;
        this.systemPool = poolName(of.args.systemNodePool);
        this.#record = new LastApplied(`${of.name}-last-applied`, of.component);
        this.lastApplied = this.#record.previous;
        const id = this.lastApplied.then((applied) => applied?.clusterId ?? of.args.adopt?.clusterId);
        this.#named = id.then((known) =>
            known === undefined ? undefined : readLiveCluster({ ...addressIn(known), id: known }, of.component),
        );
        this.live = this.#named.then((live) => live ?? this.#found.promise);
        if (mocksInUse() !== undefined) {
            this.#found.resolve({});
        }
    }

    /** The ids of a user-assigned identity, as the live cluster shows them. */
    readonly liveIdentity: LookUpIdentity = async (resourceId) => {
        const { values = {} } = (await this.#named) ?? {};
        const assigned = valueNamed(resourceId, Object(propertyAt(values, "identity.userAssignedIdentities")));
        const kubelet = Object(propertyAt(values, "identityProfile.kubeletidentity"));
        const isKubelet = sameId(String(kubelet.resourceId), resourceId);
        return isKubelet
            ? { clientId: kubelet.clientId, principalId: kubelet.objectId }
            : Object(assigned ?? undefined);
    };

    /**
     * The cluster, known by the record or by `adopt`. Otherwise a cluster with the name of this one, once it is about to be
     * registered: a run that has ended early has left no record.
     */
    async #liveCluster({ resourceGroupName, resourceName }: Values): Promise<LiveCluster> {
        if ((await this.#named) === undefined) {
            const isKnown = typeof resourceGroupName === "string" && typeof resourceName === "string";
            this.#found.resolve(
                isKnown ? await readLiveCluster({ resourceGroupName, resourceName }, this.#of.component) : {},
            );
        }
        return this.live;
    }

    /** The registration of the cluster must wait for this promise. */
    async adjustCluster(name: string, inputs: object): Promise<void> {
        const { component, label } = this.#of;
        await adjustRegistration(component, { type: CLUSTER_TYPE, name, inputs }, (each) => this.#cluster(each));
        const failure = mocksInUse() === undefined ? (await this.#named)?.failure : undefined;
        if (failure !== undefined && (await this.lastApplied) === undefined) {
            throw new pulumi.RunError(
                `${label}: the cluster that adopt names cannot be read: ${failure}\nCorrect adopt, or give the deployer permission to read the cluster. The cluster must be in the subscription of azure-native's provider.`,
            );
        }
    }

    /** The same of a pool that is a resource of its own. */
    async adjustPool(name: string, pool: string, inputs: object): Promise<void> {
        await adjustRegistration(this.#of.component, { type: POOL_TYPE, name, inputs }, (each) =>
            this.#pool(pool, each),
        );
    }

    async #cluster(registration: Registration): Promise<Adjusted> {
        const { args } = this.#of;
        const desired: Values = { ...Object(registration.desired.value) };
        const [lastApplied, { values: live, failure }] = await Promise.all([
            this.lastApplied,
            this.#liveCluster(desired),
        ]);
        const creationOnly = clusterCreationOnly(args);
        this.#kubeletId = kubeletIdIn(desired);
        if (live === undefined) {
            await this.#warnOf(failure);
            this.#notePassword(desired, lastApplied);
            this.#note(CLUSTER, CLUSTER_KIND, desired, creationOnly);
            this.#note(this.systemPool, POOL_KIND, inlinePool(desired), poolCreationOnly(args, args.systemNodePool));
            const ignored = [...ignoredUnseen(CLUSTER_KIND, desired, creationOnly), "agentPoolProfiles"];
            return { inputs: desired, ignoreChanges: [...registration.ignoreChanges, ...ignored] };
        }
        await this.#noteUnfinished(lastApplied, live);
        const isOfOtherVersion = sentDifferently(lastApplied, args.adopt?.clusterUrn);
        const existing = { lastApplied, live, desired, creationOnly, isOfOtherVersion };
        const pool = this.#existingPool(this.systemPool, inlinePool(desired), lastApplied, live);
        const isSamePool = lastApplied === undefined || lastApplied.systemPool === this.systemPool;
        const update = clusterUpdateOf(existing, pool, isSamePool);
        const isReplaced = replacedAfterImport(REPLACEABLE_CLUSTER, desired, live, update.ignoreChanges).length > 0;
        const ofCluster = isReplaced ? [] : this.#noteLeftOut(CLUSTER, leftOut(GRANTED_TO_CLUSTER, existing));
        if (pool && isSamePool && !isReplaced) {
            this.#noteLeftOut(this.systemPool, leftOut(GRANTED_TO_POOL, pool));
        }
        this.#note(CLUSTER, CLUSTER_KIND, desired, creationOnly, update);
        this.#note(
            this.systemPool,
            POOL_KIND,
            inlinePool(desired),
            poolCreationOnly(args, args.systemNodePool),
            update,
        );
        const imported = lastApplied === undefined ? registration.import : undefined;
        if (imported !== undefined) {
            await this.#compareWithImport(desired, live, update.ignoreChanges);
        }
        const rejected = [...(this.#notePassword(desired, lastApplied) ? [WINDOWS_PASSWORD] : []), ...ofCluster];
        if (rejected.length > 0) {
            // Only a change brings them before the hook, which then refuses it: nothing may be deleted before.
            const ignoreChanges = update.ignoreChanges.filter((path) => !rejected.some((each) => isInside(each, path)));
            return {
                ...adjusted(registration, { ...update, ignoreChanges }, undefined, live),
                deleteBeforeReplace: false,
            };
        }
        return adjusted(registration, update, this.#isImported() ? imported : undefined, live);
    }

    async #pool(name: string, registration: Registration): Promise<Adjusted> {
        const desired: Values = { ...Object(registration.desired.value) };
        const [lastApplied, { values: live }] = await Promise.all([this.lastApplied, this.live]);
        const existing = live && this.#existingPool(name, desired, lastApplied, live);
        const creationOnly = this.#poolCreationOnly(name);
        if (existing === undefined) {
            this.#note(name, POOL_KIND, desired, creationOnly);
            const ignored = ignoredUnseen(POOL_KIND, desired, creationOnly);
            return { inputs: desired, ignoreChanges: [...registration.ignoreChanges, ...ignored] };
        }
        const update = poolUpdateOf(existing);
        this.#noteLeftOut(name, leftOut(GRANTED_TO_POOL, existing));
        this.#note(name, POOL_KIND, desired, creationOnly, update);
        const { import: imported } = registration;
        if (imported !== undefined && lastApplied?.pools[name] === undefined) {
            this.#comparePoolWithImport(name, desired, { ...existing.live, id: imported }, update.ignoreChanges);
            return adjusted(
                registration,
                update,
                name in this.replacedByImport.pools ? undefined : imported,
                existing.live,
            );
        }
        // Two pools of one cluster cannot have one name. The old pool must still exist where a hook refuses the new one.
        const id = `${live?.id}/agentPools/${name}`;
        const deletesFirst =
            isInPlaceOf(desired, { ...existing.live, id }) &&
            desired.mode !== "System" &&
            !adoptsPool(name, this.#of.args.adopt);
        return { ...adjusted(registration, update, undefined, existing.live), deleteBeforeReplace: deletesFirst };
    }

    /** The properties that the program no longer sets, where the component has created roles for them. */
    #noteLeftOut(name: string, rows: ReturnType<typeof leftOut>): string[] {
        const { roleAssignmentMode, identities } = this.#of.args;
        const creates = roleAssignmentMode !== RoleAssignmentMode.Skip && identities === undefined;
        this.#leftOut.set(name, creates ? rows.map(([path, row]) => inputOf(path, row)) : []);
        return creates ? rows.map(([path]) => path) : [];
    }

    #existingPool(
        name: string,
        desired: Values,
        lastApplied: AppliedCluster | undefined,
        cluster: Values,
    ): Existing | undefined {
        const live = poolNamed(name, cluster);
        const creationOnly = this.#poolCreationOnly(name);
        const applied = lastApplied?.pools[name];
        const isOfOtherVersion =
            name !== this.systemPool && sentDifferently(applied, this.#of.args.adopt?.nodePoolUrns?.[name]);
        return live && { lastApplied: applied, live, desired, creationOnly, isOfOtherVersion };
    }

    #poolCreationOnly(name: string): string[] {
        const { args } = this.#of;
        const pool = poolsOf(args).find((each) => each.name === name);
        return pool ? poolCreationOnly(args, pool) : [];
    }

    /** Whether the password of Windows nodes has changed. A digest of it is all that is kept. */
    #notePassword(desired: Values, lastApplied: AppliedCluster | undefined): boolean {
        const password = propertyAt(desired, WINDOWS_PASSWORD);
        const before = lastApplied?.password;
        const isKnown = typeof password === "string";
        this.changesWindowsPassword = isKnown && before !== undefined && !isDigestOf(password, before);
        this.#password = isKnown && (before === undefined || this.changesWindowsPassword) ? digestOf(password) : before;
        return this.changesWindowsPassword;
    }

    #note(name: string, kind: typeof CLUSTER_KIND, desired: Values, creationOnly: string[], update?: Update): void {
        const set = setIn(kind, desired, creationOnly);
        // Inside a cluster nothing is ignored: what was sent once is sent again.
        const isInside = name === this.systemPool;
        const sent = isInside ? pathsOf(update ? inlinePool(update.inputs) : desired) : set;
        const program = omit(desired, creationOnly);
        this.#registered.set(name, { set, program, sent, changes: update?.changes ?? true, hasBegun: false });
    }

    /** If the program would replace the cluster or one of its pools, nothing is imported, and the creation is refused. */
    async #compareWithImport(desired: Values, live: Values, ignored: readonly string[]): Promise<void> {
        const { args } = this.#of;
        this.replacedByImport.cluster = replacedAfterImport(REPLACEABLE_CLUSTER, desired, live, ignored);
        for (const pool of poolsOf(args).slice(1)) {
            const id = args.adopt?.nodePoolIds?.[pool.name];
            const livePool = poolNamed(pool.name, live);
            if (id !== undefined && livePool !== undefined) {
                const { resourceGroupName, resourceName } = desired;
                const { value } = await resolveOutputs({
                    ...agentPoolArgs(pool, args),
                    resourceGroupName,
                    resourceName,
                });
                this.#comparePoolWithImport(pool.name, value as Values, { ...livePool, id }, []);
            }
        }
    }

    #comparePoolWithImport(name: string, desired: Values, live: Values, ignored: readonly string[]): void {
        const inputs = replacedAfterImport(REPLACEABLE_POOL, desired, live, ignored);
        if (inputs.length > 0) {
            this.replacedByImport.pools[name] = inputs;
        }
    }

    #isImported(): boolean {
        const { cluster, pools } = this.replacedByImport;
        return cluster.length === 0 && Object.keys(pools).length === 0;
    }

    /** A preview says that it does not know what Azure has. */
    async #warnOf(failure: string | undefined): Promise<void> {
        const { label, component } = this.#of;
        if (failure !== undefined && pulumi.runtime.isDryRun()) {
            await pulumi.log.warn(
                `${label}: this preview shows the state, not what others may have changed in Azure, such as node counts. \`pulumi up\` would fail: ${failure}`,
                component,
            );
        }
    }

    /** A preview says why the update will end without deletions. */
    async #noteUnfinished(lastApplied: AppliedCluster | undefined, live: Values): Promise<void> {
        const { label, component } = this.#of;
        this.#unfinished = unfinishedKubeletIdentity(lastApplied, live, this.#kubeletId);
        if (this.#unfinished !== undefined && pulumi.runtime.isDryRun()) {
            await pulumi.log.warn(`${label}: ${this.#unfinished}`, component);
        }
    }

    /** Records that the engine is about to create or update the cluster, or a pool that is a resource of its own. */
    begins(pool = CLUSTER): void {
        const names = pool === CLUSTER ? [CLUSTER, this.systemPool] : [pool];
        for (const name of names) {
            const registered = this.#registered.get(name);
            if (registered !== undefined) {
                registered.hasBegun = true;
            }
        }
    }

    /** Inputs that the program no longer sets, although what they name is still in use; `systemNodePool` is in the cluster. */
    leftOut(pool = CLUSTER): string[] {
        const own = this.#leftOut.get(pool) ?? [];
        const system = pool === CLUSTER ? (this.#leftOut.get(this.systemPool) ?? []) : [];
        return [...own, ...system.map((input) => `systemNodePool.${input}`)];
    }

    /** Whether this run was to leave the resource as it is. */
    isUnchanged(pool = CLUSTER): boolean {
        return this.#registered.get(pool)?.changes === false;
    }

    /** What the program sets; of a cluster, with the pool inside it. */
    program(pool = CLUSTER): Values {
        const { program } = this.#registered.get(pool) ?? NOTHING;
        return pool === CLUSTER ? { ...program, agentPoolProfiles: [this.program(this.systemPool)] } : program;
    }

    /** Keeps for the next run what this one has applied, once the cluster and its pools are done. */
    save(cluster: ManagedCluster, pools: ReadonlyMap<string, pulumi.CustomResource>): void {
        this.#record.save(this.#applied(cluster, pools));
    }

    async #applied(
        cluster: ManagedCluster,
        pools: ReadonlyMap<string, pulumi.CustomResource>,
    ): Promise<AppliedCluster | undefined> {
        const previous = await this.lastApplied;
        const [id, outputs] = await Promise.all([knownValue(cluster.id), outputsOf(cluster, CLUSTER_KIND)]);
        // `pulumi destroy --run-program` tells no id of a cluster that depends on what the program has added.
        const clusterId = id === UNKNOWN ? previous?.clusterId : id;
        if (clusterId === undefined || outputs === undefined) {
            // Without a record there is nothing of an earlier run to delete.
            this.#endWithoutDeletions(previous && NOT_UPDATED);
            return previous;
        }
        this.#endWithoutDeletions(this.#unfinished);
        const ofPools = await Promise.all(
            [...pools].map(async ([name, pool]) => {
                const shown = await outputsOf(pool, POOL_KIND);
                return [
                    name,
                    shown ? this.#appliedTo(name, POOL_KIND, shown, previous?.pools[name]) : previous?.pools[name],
                ] as const;
            }),
        );
        const inside = poolNamed(this.systemPool, outputs) ?? {};
        const systemPool = this.#appliedTo(this.systemPool, POOL_KIND, inside, previous?.pools[this.systemPool]);
        return {
            ...this.#appliedTo(CLUSTER, CLUSTER_KIND, outputs, previous),
            clusterId,
            ...(this.#kubeletId !== undefined && { kubeletId: this.#kubeletId }),
            ...(this.#password !== undefined && { password: this.#password }),
            systemPool: this.systemPool,
            pools: Object.fromEntries([
                [this.systemPool, systemPool],
                ...ofPools.filter(([, applied]) => applied),
            ]) as Record<string, AppliedResource>,
        };
    }

    /** A run that has not updated a resource which differs, as with `--target`, leaves its record as it is. */
    #appliedTo(
        name: string,
        kind: typeof CLUSTER_KIND,
        outputs: Values,
        previous: AppliedResource | undefined,
    ): AppliedResource {
        const { set, sent, changes, hasBegun } = this.#registered.get(name) ?? NOTHING;
        const { azureApiVersion: apiVersion } = outputs;
        const version = typeof apiVersion === "string" ? { apiVersion } : {};
        if (hasBegun || previous === undefined) {
            // Of what no update has sent it is not known what its absence does: the first update sends it as it is live.
            return { set, others: hasBegun ? othersIn(kind, sent, outputs) : {}, ...version };
        }
        return { set: changes ? previous.set : set, others: previous.others, ...version };
    }

    /**
     * Fails a run that goes on although the cluster was not updated (`--continue-on-error`), or whose update may be half
     * done. Pulumi would delete the roles and identities that the program no longer contains, which nodes may still need: it
     * keeps only the dependencies of a failed update, and nothing for a skipped one.
     */
    #endWithoutDeletions(reason: string | undefined): void {
        if (reason !== undefined && !pulumi.runtime.isDryRun()) {
            failWhenRegistered(new pulumi.RunError(`${this.#of.label}: ${reason}`));
        }
    }
}

function deferred<T>() {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>((settle) => {
        resolve = settle;
    });
    return { promise, resolve };
}

/**
 * Whether the state may have a resource in another API version. Then azure-native updates it although nothing else differs,
 * and sends what the state has: so what is live must be registered.
 */
function sentDifferently(lastApplied: AppliedResource | undefined, adoptedUrn: string | undefined): boolean {
    return lastApplied === undefined ? adoptedUrn !== undefined : lastApplied.apiVersion !== AKS_API_VERSION;
}

/** In place of a pool's name. */
const CLUSTER = "";

const NOTHING: Registered = { set: {}, program: {}, sent: {}, changes: true, hasBegun: false };

const NOT_UPDATED =
    "the cluster was not updated; another error of this run says why. So this run deletes nothing, even with --continue-on-error: nodes may still need the role assignments and identities that the program no longer contains. Correct the cause, then run `pulumi up` again.";

function adjusted(registration: Registration, update: Update, imported: string | undefined, live: Values): Adjusted {
    // What the program ignores, and the update sends as it is live, must not be set back to what the state has.
    const ignored = registration.ignoreChanges.filter((text) => {
        const path = parsedPath(text);
        const shown = valueAt(live, path);
        return !update.changes || shown === undefined || !isDeepStrictEqual(valueAt(update.inputs, path), shown);
    });
    return {
        inputs: update.inputs,
        ignoreChanges: [...ignored, ...update.ignoreChanges],
        import: imported,
    };
}

/** The keys of a path as Pulumi writes it: `tags["a.b"]`. */
function parsedPath(text: string): string[] {
    const keys = text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
    return [...keys].map(([, quoted, index, name]) => quoted ?? index ?? name ?? "");
}

/** What a resource shows; undefined where it was not updated, or where a preview does not know it. */
async function outputsOf(resource: pulumi.CustomResource, kind: typeof CLUSTER_KIND): Promise<Values | undefined> {
    const names = [...kind.settable, "azureApiVersion"].filter((name) =>
        pulumi.Output.isInstance(Reflect.get(resource, name)),
    );
    const values = await Promise.all(
        names.map((name) => knownValue(Reflect.get(resource, name) as pulumi.Output<unknown>)),
    );
    return values.includes(UNKNOWN) ? undefined : Object.fromEntries(names.map((name, index) => [name, values[index]]));
}
