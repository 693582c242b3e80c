import * as pulumi from "@pulumi/pulumi";
import { poolNamed } from "../cluster/livingPools";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { type StackState, stateOfPreviousRun } from "../engine/previousRun";
import { type Resolved, resolveOutputs } from "../engine/resolveOutputs";
import { onRegistration, type Registration } from "../engine/transforms";
import { lookUpCluster } from "../identities/livingCluster";
import { addonsOff, adjustCluster, adjustPool, withFormerSpelling } from "./adjust";
import {
    type AppliedResource,
    type AppliedSettings,
    digestOf,
    idsIn,
    isOnOnePath,
    isWithin,
    ofOthers,
    shownIn,
    spelledAs,
    without,
} from "./applied";

type Values = Record<string, unknown>;

const CLUSTER = "azure-native:containerservice:ManagedCluster";

/** What the last run has left of a component's cluster. */
interface Previous {
    clusterId: string;
    /** None where no run of the component has succeeded yet. */
    settings: AppliedSettings | undefined;
    /** The cluster's outputs in the state. */
    outputs: Values;
    /** Those of the pools that are resources of their own, by name. */
    poolOutputs: Map<string, Values>;
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
        // Asked for before anything waits for a worker of the engine, which starts the provider of this look-up first.
        void stateOfPreviousRun();
        this.#applied = {
            mentioned: facts.mentioned,
            systemPool: facts.systemPool.name,
            pools: {},
            ids: {},
            shown: {},
            ofOthers: [],
        };
    }

    /** To be bound to the cluster. */
    ofCluster(): pulumi.ResourceTransform[] {
        return onRegistration(async (registration) => {
            const { ignoreChanges, systemPool } = this.#facts;
            const resolved = await resolveOutputs(registration.props);
            const values = { ...(resolved.value as Values) };
            const wanted = systemPoolIn(resolved);
            const digests = {
                cluster: digestOf(resolved, ignoreChanges),
                pool: digestOf(wanted, systemPool.leftToOthers),
            };
            Object.assign(this.#applied, { digest: digests.cluster });
            this.#note(systemPool, undefined, []);
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
            const { ids = {} } = previous?.settings ?? {};
            const props = withFormerSpelling(registration.props, values, ids);
            this.#applied.ids = idsIn(spelledAs(ids, values));
            if (previous === undefined) {
                return { props };
            }
            this.#note(systemPool, digests.pool, []);
            return this.#adjustCluster({ ...registration, props }, previous, digests, wanted.value);
        });
    }

    /** To be bound to a pool that is a resource of its own. */
    ofPool(facts: PoolOwnership): pulumi.ResourceTransform[] {
        return onRegistration(async (registration) => {
            const resolved = await resolveOutputs(registration.props);
            const values = { ...(resolved.value as Values) };
            const digest = digestOf(resolved, facts.leftToOthers);
            const outputs = this.#previous?.poolOutputs.get(facts.name);
            const previous = this.settings?.pools[facts.name];
            const others = outputs ? ofOthers(facts.unmentioned, outputs, previous) : [];
            const { ids = {} } = previous ?? {};
            this.#note(facts, digest, others, idsIn(spelledAs(ids, values)));
            const props = withFormerSpelling(registration.props, values, ids);
            if (outputs === undefined) {
                return { props };
            }
            const changes = digest === undefined || digest !== previous?.digest;
            const before = { mentioned: previous?.mentioned ?? [], ofOthers: others };
            return adjustPool(
                { ...registration, props },
                facts,
                before,
                changes ? await this.living() : {},
                changes,
            );
        });
    }

    /** Says that the cluster is about to be created, with all that the program says of its system pool. */
    creates(): void {
        this.#note(this.#facts.systemPool, this.#systemPoolDigest, []);
    }

    get ownership(): ClusterOwnership {
        return this.#facts;
    }

    /** What the last run asked for, where that is known. */
    get settings(): AppliedSettings | undefined {
        return this.#previous?.settings;
    }

    /** The cluster's outputs in the state, where there is one. */
    get outputs(): Values | undefined {
        return this.#previous?.outputs;
    }

    /** The cluster as it is in Azure, or as it was for the last run where it cannot be read. */
    async living(): Promise<Values> {
        const previous = this.#previous;
        if (previous === undefined) {
            return {};
        }
        this.#living ??= lookUpCluster(previous.clusterId, this.#component).then(
            (found): Values => (found ? { ...found } : previous.outputs),
        );
        return this.#living;
    }

    /** What this run has asked for and come to, to be kept when it has succeeded. */
    applied(
        cluster: pulumi.Resource,
        pools: Map<PoolOwnership, pulumi.Resource>,
    ): pulumi.Output<AppliedSettings> {
        const shown = pulumi.all([...pools].map(([facts, pool]) => shownBy(pool, facts.unmentioned)));
        return pulumi
            .all([shownBy(cluster, this.#facts.unmentioned), shown])
            .apply(([ofCluster, ofPools]): AppliedSettings => {
                const applied = { ...this.#applied.pools };
                for (const [index, { name }] of [...pools.keys()].entries()) {
                    applied[name] = { ...this.#appliedTo(name), shown: ofPools[index] ?? {} };
                }
                return { ...this.#applied, shown: ofCluster, pools: applied };
            });
    }

    #appliedTo(pool: string): AppliedResource {
        return this.#applied.pools[pool] ?? { mentioned: [], ids: {}, shown: {}, ofOthers: [] };
    }

    async #adjustCluster(
        registration: Registration,
        { settings, outputs }: Previous,
        digests: { cluster?: string; pool?: string },
        wanted: unknown,
    ): Promise<Partial<Registration>> {
        const { systemPool, unmentioned } = this.#facts;
        const others = ofOthers(unmentioned, outputs, settings);
        const off = addonsOff(this.#facts, settings?.mentioned ?? []);
        // The switch of an add-on that is turned off now stays in the state, and is nothing of the program's any more.
        const switches = unmentioned.filter((path) => off.some((each) => isOnOnePath(path, each)));
        this.#applied.ofOthers = [...new Set([...others, ...switches])];
        const applied = settings?.pools[systemPool.name]?.digest;
        const poolChanges =
            applied === undefined
                ? !isWithin(
                      without(systemPool.leftToOthers, { ...(wanted as Values) }),
                      poolNamed(systemPool.name, await this.living()),
                  )
                : applied !== digests.pool || systemPool.name !== settings?.systemPool;
        const clusterChanges =
            settings !== undefined && (digests.cluster === undefined || digests.cluster !== settings.digest);
        // A refresh may have written pools into the state that AKS does not take back as they stand there.
        const changes = poolChanges || clusterChanges;
        const before = {
            mentioned: settings?.mentioned ?? [],
            systemPool: settings?.pools[systemPool.name]?.mentioned ?? [],
            ofOthers: others,
            outputs,
        };
        return adjustCluster(registration, this.#facts, before, changes ? await this.living() : {}, changes);
    }

    #note(
        { name, mentioned }: PoolOwnership,
        digest: string | undefined,
        others: string[],
        ids: Record<string, string> = {},
    ): void {
        this.#applied.pools[name] = {
            mentioned,
            ...(digest !== undefined && { digest }),
            ids,
            shown: {},
            ofOthers: others,
        };
    }
}

/** What a resource shows in the end of the properties that the program does not mention; no secret is among them. */
function shownBy(resource: pulumi.Resource, unmentioned: string[]): pulumi.Output<Record<string, string>> {
    const names = new Set(unmentioned.map((path) => String(path.split(".")[0])));
    const outputs = [...names]
        .filter((name) => !SECRET_OUTPUTS.includes(name))
        .map((name) => [name, Reflect.get(resource, name)] as const);
    return pulumi
        .output(Object.fromEntries(outputs))
        .apply((shown) => shownIn(shown, unmentioned)) as pulumi.Output<Record<string, string>>;
}

/** azure-native marks these as secret where their inputs are. */
const SECRET_OUTPUTS = ["servicePrincipalProfile", "windowsProfile"];

/** What the state holds of the component, by the URNs that it has or had, of its cluster and of its pools. */
function findPrevious(state: StackState, urns: string[]): Previous | undefined {
    const components = urns.map((urn) => state.get(urn)?.outputs);
    const clusters = urns.map((urn) => state.get(clusterUrn(urn))?.outputs);
    const settings = components.find((outputs) => outputs?.appliedSettings !== undefined)?.appliedSettings;
    const outputs = clusters.find((found) => found !== undefined);
    if (typeof outputs?.id !== "string") {
        return undefined;
    }
    const pools = `${outputs.id}/agentPools/`.toLowerCase();
    const poolOutputs = [...state.values()]
        .map((entry) => entry.outputs)
        .filter(({ id }) => String(id).toLowerCase().startsWith(pools));
    return {
        clusterId: outputs.id,
        settings: settings as AppliedSettings | undefined,
        outputs,
        poolOutputs: new Map(poolOutputs.map((pool) => [String(pool.name), pool])),
    };
}

/** URN of the cluster of the component with this URN. */
function clusterUrn(component: string): string {
    const [types = "", name = ""] = component.split(/::(?!.*::)/);
    return `${types}$${CLUSTER}::${name}-cluster`;
}

/** The one pool that the program puts inside the cluster. */
function systemPoolIn({ value, secrets }: Resolved): Resolved {
    const { agentPoolProfiles } = { ...(value as Values) };
    const [pool] = Array.isArray(agentPoolProfiles) ? agentPoolProfiles : [];
    const inside = secrets.filter(([name]) => name === "agentPoolProfiles");
    return { value: pool, secrets: inside.map((path) => path.slice(2)) };
}
