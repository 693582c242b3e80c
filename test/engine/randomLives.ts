import type * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import fc from "fast-check";
import { isObject } from "../../local-azure/kernel/json";
import { ManagedIdentityAksCluster } from "../../src";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import { FULL, seedOf } from "../randomRuns";
import { addFaults, type Engine, observed, observedOutcome, steps, withEngine } from "./engine";
import {
    type Args,
    argsOf,
    CHANGES,
    type Drawn,
    drawn,
    EVENTS,
    type Ground,
    happen,
    makeDrawnGround,
    nameOf,
} from "./randomChanges";
import { said } from "./transition";

/** What happens to a cluster in one step of its life. */
interface Step {
    change: keyof typeof CHANGES;
    by: keyof typeof EVENTS;
    isRenamed: boolean;
    /** What a transform of the program adds from now on. */
    expander: "none" | "priority" | "least-waste";
    fails: boolean;
}

interface Life {
    cluster: Drawn;
    steps: Step[];
}

interface Round {
    path: "up" | "refresh, then up" | "up --refresh";
    /** Others change the clusters after the run that fails, not before it. */
    isLate: boolean;
}

const CLUSTERS_IN_STACK = FULL ? 25 : 10;
const ROUNDS = 3;
/** 200 clusters in eight stacks, or ten in one. */
export const STACKS = FULL ? 8 : 1;

const step: fc.Arbitrary<Step> = fc.record({
    change: fc.constantFrom(...Object.keys(CHANGES)),
    by: fc.constantFrom(...Object.keys(EVENTS)),
    isRenamed: fc.boolean(),
    expander: fc.constantFrom("none", "priority", "least-waste"),
    fails: fc.nat(4).map((drawnNumber) => drawnNumber === 0),
});

const SEED = seedOf(20261202);
const LIVES: Life[] = fc.sample(
    fc.record({ cluster: drawn, steps: fc.array(step, { minLength: ROUNDS, maxLength: ROUNDS }) }),
    { seed: SEED, numRuns: STACKS * CLUSTERS_IN_STACK },
);
const ROUNDS_OF: Round[] = fc.sample(
    fc.record({
        path: fc.constantFrom<Round["path"][]>("up", "refresh, then up", "up --refresh"),
        isLate: fc.boolean(),
    }),
    { seed: SEED, numRuns: STACKS * ROUNDS },
);

/**
 * Clusters that live for some rounds. In each of them others change them, the program changes, a component is renamed, a
 * transform adds a setting, and a run fails for some. Once the next run has succeeded, the laws of the merge hold: what the
 * program sets is there, what others set beside it, too, nothing was replaced, and nothing is left to do.
 */
export async function livesByTheLaws(stack: number): Promise<void> {
    const lives = LIVES.slice(stack * CLUSTERS_IN_STACK, (stack + 1) * CLUSTERS_IN_STACK);
    let round = -1;
    const program = async () => {
        const { resourceGroupName, ground } = makeDrawnGround();
        return Object.fromEntries(
            lives.map((life, index) => {
                const aks = new ManagedIdentityAksCluster(
                    nameIn(life, index, round),
                    { resourceGroupName, ...argsIn(life, round, ground) },
                    optionsIn(life, index, round),
                );
                return [nameOf(index), aks.clusterId];
            }),
        );
    };
    await withEngine(program, { watchJobs: true, propagationSeed: SEED + stack }, async (engine) => {
        const { outputs } = await engine.stack.up();
        const ids = lives.map((_, index) => String(outputs[nameOf(index)]?.value));
        const names = Object.fromEntries(ids.map((id, index) => [nameOf(index), { value: id.split("/").at(-1) }]));
        const byOthers: ByOthers[][] = lives.map(() => []);
        for (const [number, { path, isLate }] of ROUNDS_OF.slice(stack * ROUNDS, (stack + 1) * ROUNDS).entries()) {
            const others = async () => {
                const events = lives.map((life) => ({
                    cluster: { ...life.cluster, pools: poolsIn(life, round) },
                    by: life.steps[number]?.by ?? "nothing",
                }));
                await happen(engine, events, names, "by");
                for (const [index, { cluster, by }] of events.entries()) {
                    byOthers[index]?.push(...bodies(EVENTS[by]?.(cluster) ?? []));
                }
            };
            if (!isLate) await others();
            round = number;
            await failFor(
                engine,
                ids.filter((_, index) => lives[index]?.steps[number]?.fails),
            );
            if (isLate) await others();
            if (path === "refresh, then up") await engine.stack.refresh();
            const refresh = path === "up --refresh";
            const failing = lives.flatMap((life, index) =>
                life.steps[number]?.fails ? [nameIn(life, index, round)] : [],
            );
            const events = await settled(engine, refresh, failing);
            const about = { stack, round: number, path, isLate };
            expect({ ...about, replaced: steps(events).filter((each) => /replace/.test(each)) }).toMatchObject({
                replaced: [],
            });
            const again = await observed((options) => engine.stack.preview(options));
            const left = lives.flatMap((life, index) => {
                const name = nameIn(life, index, round);
                const found = steps(again.events).filter((each) => each.includes(` ${name}-`));
                return found.length > 0 ? [{ found, life: { ...life, steps: life.steps.slice(0, number + 1) } }] : [];
            });
            expect({ ...about, left, said: said(again.events) }).toEqual({ ...about, left: [], said: "" });
            for (const [index, id] of ids.entries()) {
                const live = (await engine.arm.get(id, { apiVersion: "2025-09-01" })).body;
                const pools = ["system", ...poolsIn(lives[index] as Life, round)];
                const others = (byOthers[index] ?? []).filter(({ pool }) => pool === undefined || pools.includes(pool));
                const expected = [...setIn(lives[index] as Life, round), ...others.map(({ shown }) => shown)];
                const life = { ...(lives[index] as Life), ...about };
                const lacks = expected.filter((each) => !has(live, each));
                expect({ life, lacks, live: lacks.length > 0 ? live : {} }).toEqual({ life, lacks: [], live: {} });
            }
        }
    });
}

/** What an `up` does. After a run that failed it may refuse, with the one thing to do: a refresh. */
async function settled({ stack }: Engine, refresh: boolean, failing: string[]): Promise<EngineEvent[]> {
    const first = await observedOutcome((options) => stack.up({ ...options, refresh }));
    if (first.failed) {
        const refused = said(first.events);
        const names = [...refused.matchAll(/hook "managed-identity-aks:(\w+):/g)].map(([, name = ""]) => name);
        expect({ refused, refresh, known: names.length > 0 && names.every((name) => failing.includes(name)) }).toEqual({
            refused: expect.stringMatching(/OutdatedState/),
            refresh: false,
            known: true,
        });
        return (await observed((options) => stack.up({ ...options, refresh: true }))).events;
    }
    return first.events;
}

/** A run in which AKS gives up the update of these clusters half-way. None where it has nothing to update. */
async function failFor(engine: Engine, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await addFaults(
        engine,
        ...ids.map((id) => ({ method: "PUT", path: id, kind: "operation-fails", code: "MadeUp" }) as const),
    );
    await engine.stack.up({ continueOnError: true }).catch(() => undefined);
    await engine.arm.delete("/local-azure/faults", { token: null, apiVersion: null });
}

function stepsUntil({ steps }: Life, round: number): Step[] {
    return steps.slice(0, round + 1);
}

function nameIn(life: Life, index: number, round: number): string {
    const renamed = stepsUntil(life, round).filter(({ isRenamed }) => isRenamed).length;
    return renamed === 0 ? nameOf(index) : `${nameOf(index)}x${renamed}`;
}

function argsIn(life: Life, round: number, ground: Ground): Args {
    return stepsUntil(life, round).reduce(
        (args, { change }) => CHANGES[change]?.change(args, ground) ?? args,
        argsOf(life.cluster, ground),
    );
}

/** The drawn pools that the program still has. */
function poolsIn(life: Life, round: number): Drawn["pools"] {
    const { nodePools = [] } = argsIn(life, round, NO_GROUND);
    return life.cluster.pools.filter((pool) => nodePools.some(({ name }) => name === pool));
}

function expanderIn(life: Life, round: number): string | undefined {
    const expander = stepsUntil(life, round).at(-1)?.expander ?? "none";
    return expander === "none" ? undefined : expander;
}

function optionsIn(life: Life, index: number, round: number): pulumi.ComponentResourceOptions {
    const expander = expanderIn(life, round);
    const names = [...Array(round + 2).keys()].map((before) => nameIn(life, index, before - 1));
    const former = [...new Set(names)].filter((name) => name !== nameIn(life, index, round));
    return {
        aliases: former.map((name) => ({ name })),
        transforms: [
            ({ type, props, opts }) =>
                type === CLUSTER_TYPE && expander !== undefined
                    ? { props: { ...props, autoScalerProfile: { expander } }, opts }
                    : undefined,
        ],
    };
}

/** Where only the rest of the arguments counts. */
const NO_GROUND = { subnetId: "", otherSubnetId: "", registryId: "" } as unknown as Ground;

/** What the program says of the cluster, as Azure shows it. */
function setIn(life: Life, round: number): object[] {
    const { tags, tier, oidcIssuer, systemNodePool } = argsIn(life, round, NO_GROUND);
    const expander = expanderIn(life, round);
    const { nodeLabels } = systemNodePool as { nodeLabels?: object };
    return [
        { tags },
        { sku: { tier } },
        { properties: { oidcIssuerProfile: oidcIssuer && { enabled: true } } },
        { properties: { autoScalerProfile: expander && { expander } } },
        { properties: { agentPoolProfiles: [{ name: "system", nodeLabels, tags }] } },
        { properties: { provisioningState: "Succeeded" } },
    ];
}

/** What others have set, as Azure shows it. */
interface ByOthers {
    /** The pool that has it; none where it is the cluster's. */
    pool?: string | undefined;
    shown: object;
}

function bodies(events: [what: string, body: object][]): ByOthers[] {
    return events.map(([what, body]) => {
        const pool = /^agentPools\/(\w+)/.exec(what)?.[1];
        const { properties } = body as { properties: object };
        return {
            pool,
            shown: pool === undefined ? body : { properties: { agentPoolProfiles: [{ name: pool, ...properties }] } },
        };
    });
}

/** Whether all of `part` is in `whole`; elements of a list are found by their names. */
function has(whole: unknown, part: unknown): boolean {
    if (part === undefined || part === "") return true;
    if (Array.isArray(part)) {
        const named = (name: unknown) =>
            Array.isArray(whole) ? whole.find((each) => isObject(each) && each.name === name) : undefined;
        return part.every((each) => has(named(each.name), each));
    }
    if (typeof part === "object" && part !== null) {
        return Object.entries(part).every(
            ([key, each]) => each === undefined || has(isObject(whole) ? whole[key] : undefined, each),
        );
    }
    return whole === part;
}
