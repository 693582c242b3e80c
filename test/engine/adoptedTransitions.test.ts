import type { EngineEvent } from "@pulumi/pulumi/automation";
import { programOf } from "../../src/migration/adopt/program";
import type { ClusterPlan, Plan } from "../../src/migration/plan/plan";
import {
    ADOPTED,
    AKS_VERSION,
    type MakeRequest,
    pullingImages,
    withServicePrincipal,
    withSystemAssigned,
} from "./adoptedClusters";
import { changesOf, type FoundClusters, importFound, isWrite, type Shown, withFoundClusters } from "./adopting";
import { ClusterWatch, deniedOf, type WatchedCluster } from "./clusterWatch";
import { MANY_RUNS, observed, textProgram } from "./engine";
import { done, expectCameTrue, plansOf, predicted, principalsOf } from "./plans";
import { codes, said } from "./transition";

const HOURS = 4 * 3600;

/** A change of a program, as somebody edits the text. */
type Edit = (text: string, live: { shown: Shown; otherIdentity: string }) => string;

/** A migration of a cluster that was made by hand. */
interface Migration {
    request: MakeRequest;
    /** As docs/migration.md says. */
    edit: Edit;
    /** What the plan says: exit code, effect on each pool, denials. */
    exitCode: number;
    pools: string;
    denied: string[];
    /** Codes of the preview's warnings. */
    warns: string[];
}

const edited = (text: string, from: RegExp, to: string): string => {
    expect(text).toMatch(from);
    return text.replace(from, to);
};
const SERVICE_PRINCIPAL = /type: "ServicePrincipal",\s+servicePrincipal: \{\s+clientId: ("[^"]+"),\s+\},/;
const leavesSystemAssigned: Edit = (text, { shown }) =>
    edited(text, /type: "SystemAssigned",/, `formerPrincipalId: "${shown.cluster.identity?.principalId}",`);
const AKS_MANAGED = 'kubeletIdentity: { type: "AksManaged" },';
const NODES_LATER = "node image upgrade needed afterwards";
const NODES_NOW = "all nodes upgraded by this update";

const MIGRATIONS: Record<string, Migration> = {
    touser: {
        request: ADOPTED.principal,
        edit: (text) => edited(text, SERVICE_PRINCIPAL, "formerServicePrincipalClientId: $1,"),
        exitCode: 3,
        pools: NODES_LATER,
        denied: [],
        warns: ["NodesKeepServicePrincipal"],
    },
    tosystem: {
        request: withServicePrincipal("otherLegacy", "work", "otherRegistry"),
        edit: (text) =>
            edited(text, SERVICE_PRINCIPAL, 'type: "SystemAssigned",\n        formerServicePrincipalClientId: $1,'),
        exitCode: 3,
        pools: NODES_LATER,
        denied: ["up: new controlPlane: Network Contributor"],
        warns: ["NodesKeepServicePrincipal", "SystemAssignedGetsRolesLater"],
    },
    leaving: {
        request: pullingImages(ADOPTED.pools),
        edit: (text, live) =>
            edited(leavesSystemAssigned(text, live), / {4}controlPlaneIdentity:/, `    ${AKS_MANAGED}\n$&`),
        exitCode: 3,
        pools: "unchanged",
        denied: [],
        warns: [],
    },
    both: {
        request: pullingImages(withSystemAssigned),
        edit: leavesSystemAssigned,
        exitCode: 3,
        pools: NODES_NOW,
        denied: [],
        warns: ["KubeletIdentityUpgradesNodes"],
    },
    ownkubelet: {
        request: ADOPTED.akskubelet,
        edit: (text) => edited(text, / {4}kubeletIdentity: \{\s+type: "AksManaged",\s+\},\n/, ""),
        exitCode: 0,
        pools: NODES_NOW,
        denied: [],
        warns: ["KubeletIdentityUpgradesNodes"],
    },
    otherkubelet: {
        request: ADOPTED.ownidentities,
        edit: (text, { otherIdentity }) => edited(text, /"[^"]+\/own-kubelet"/, `"${otherIdentity}"`),
        exitCode: 0,
        pools: NODES_NOW,
        denied: [],
        warns: ["KubeletIdentityUpgradesNodes"],
    },
};

test(
    "clusters that were made by hand are adopted, and their migrations come true as planned, without a denied job",
    async () => {
        const requests = Object.fromEntries(Object.entries(MIGRATIONS).map(([name, { request }]) => [name, request]));
        const options = { operationSeconds: 60, identitySwitchSeconds: HOURS };
        await withFoundClusters(requests, options, async (engine) => {
            const { clock, newRequests, clusters, shown } = engine;
            const { stack, texts, watched, plan } = await adoptAll(engine);
            for (const [name, { args }] of Object.entries(engine.found)) {
                await engine.declareWorkload(name, { registries: (args.registries ?? []).map(({ id }) => String(id)) });
                expect([name, await deniedOf(engine, name)]).toEqual([name, []]);
            }
            const otherIdentity = await makeIdentity(engine, "other-kubelet");

            for (const [name, { edit }] of Object.entries(MIGRATIONS)) {
                texts[name] = edit(texts[name] ?? "", { shown: shown[name] as Shown, otherIdentity });
            }
            const before = await plan();
            newRequests();
            const { result, events } = await observed((rest) => watched(() => stack.up(rest)));
            const writes = newRequests()
                .filter(isWrite)
                .map(({ method, path }) => `${method} ${path}`);
            for (const [name, { exitCode, pools, denied, warns }] of Object.entries(MIGRATIONS)) {
                const cluster = before.of(name) as ClusterPlan;
                const promised = predicted(cluster);
                expect([name, promised.exitCode, promised.denied]).toEqual([name, exitCode, denied]);
                expect([name, promised.pools.map(({ effect }) => effect)]).toEqual([
                    name,
                    promised.pools.map(() => pools),
                ]);
                expect([name, codes(said(eventsOf(name, events)))]).toEqual([name, warns]);
                expectCameTrue(name, cluster, {
                    component: name,
                    events: eventsOf(name, events),
                    meanwhile: result.meanwhile[name],
                    jobs: await engine.jobs(name),
                });
                expect([name, writes.filter((write) => write.endsWith(`/managedClusters/${name}`))]).toEqual([
                    name,
                    [`PUT ${clusters[name]}`],
                ]);
                expect([name, await deniedOf(engine, name)]).toEqual([name, []]);
            }

            for (const name of Object.keys(MIGRATIONS)) {
                await finish(engine, name, before.of(name) as ClusterPlan);
            }
            // The entries of role assignments that went are removed, as the warnings say, and what was kept for a while.
            const warned = said(events);
            for (const [name, text] of Object.entries(texts)) {
                texts[name] = withoutUnusedEntries(text, warned).replace(/\s+former\w+: "[^"]+",/g, "");
            }
            clock.advance(HOURS * 1000);
            const after = await plan();
            expect(after.exitCode).toBe(0);
            newRequests();
            const ended = await observed((rest) => watched(() => stack.up(rest)));
            expect(codes(said(ended.events))).toEqual([]);
            expect(new Set(newRequests().filter(isWrite).map(kindOf))).toEqual(new Set(["DELETE roleAssignments"]));
            for (const name of Object.keys(MIGRATIONS)) {
                const planned = after.of(name);
                const promised = planned && predicted(planned);
                const { cluster, gained, lost } = done(eventsOf(name, ended.events), name);
                expect([name, cluster, gained, lost]).toEqual([name, 0, [], promised?.lost ?? []]);
                expect([name, promised?.effect ?? "unchanged", promised?.gained ?? []]).toEqual([
                    name,
                    "unchanged",
                    [],
                ]);
                expect([name, Object.values(ended.result.meanwhile[name] ?? {}).flat()]).toEqual([name, []]);
                await verify(engine, name, before.of(name) as ClusterPlan);
            }
            for (const [name, text] of Object.entries(texts)) {
                texts[name] = withoutUnusedEntries(text, said(ended.events));
            }
            const { events: last } = await observed((rest) => stack.preview(rest));
            expect({ steps: changesOf(last), said: said(last) }).toEqual({ steps: [], said: "" });
        });
    },
    MANY_RUNS,
);

/** Upgrades the image of every pool whose nodes run as the former identity. The command `finish` takes this place. */
async function finish({ arm, jobs, clusters }: FoundClusters, name: string, plan: ClusterPlan): Promise<void> {
    const pools = plan.pools.filter(({ effect }) => effect === NODES_LATER);
    if (pools.length === 0) {
        return;
    }
    const former = String(plan.identities.kubelet.before?.principalId);
    expect([name, [...principalsOf(await jobs(name), "kubelet")]]).toEqual([name, [former]]);
    const published = await arm.post(`/local-azure/clusters/${name}/nodeImage`, { token: null, apiVersion: null });
    expect(published.status).toBe(200);
    for (const pool of pools) {
        const path = `${clusters[name]}/agentPools/${pool.name}/upgradeNodeImageVersion`;
        expect((await arm.post(path, { apiVersion: AKS_VERSION })).status).toBe(202);
        arm.advance(3600);
    }
}

/** Nothing acts as a former identity, and nothing is denied. The command `verify` takes this place. */
async function verify({ jobs }: FoundClusters, name: string, plan: ClusterPlan): Promise<void> {
    const all = await jobs(name);
    expect([name, all.filter(({ allowed }) => !allowed)]).toEqual([name, []]);
    for (const identity of ["controlPlane", "kubelet"] as const) {
        const { before, changes } = plan.identities[identity];
        const principals = principalsOf(all, identity);
        expect([name, identity, principals.size > 0]).toEqual([name, identity, true]);
        expect([name, identity, principals.has(String(before?.principalId))]).toEqual([name, identity, !changes]);
    }
}

const kindOf = ({ method, path }: { method: string; path: string }) => `${method} ${path.split("/").at(-2)}`;

/** The program without the entries of `existingRoleAssignments` that a warning names. */
function withoutUnusedEntries(text: string, warned: string): string {
    const names = [...warned.matchAll(/existingRoleAssignments names (.+?), which is/g)].flatMap(([, all = ""]) =>
        all.split(", "),
    );
    return names.reduce((left, name) => left.replace(new RegExp(`\\s+\\{\\s+name: "${name}",[^}]*\\},`), ""), text);
}

/** The programs of all clusters, as `adopt` writes them, in one stack that has imported them. */
async function adoptAll(engine: FoundClusters) {
    const { found, clock } = engine;
    const watch = new ClusterWatch();
    const texts: Record<string, string> = Object.fromEntries(
        Object.entries(found).map(([name, { args }]) => [name, programOf("typescript", name, args).join("\n")]),
    );
    const { adopting: stack } = await importFound(engine, async () => {
        watch.observeUpdates();
        for (const name of Object.keys(texts)) {
            await textProgram(() => texts[name] ?? "")();
        }
    });
    watch.observeOperations(clock);
    for (const [name, text] of Object.entries(texts)) {
        texts[name] = edited(text, /\n {4}adopt: \{[\s\S]*?\n {4}\},/, "");
    }
    const { events } = await observed((rest) => stack.up(rest));
    expect(changesOf(events)).toEqual([]);
    const all: Record<string, WatchedCluster> = Object.fromEntries(
        Object.keys(found).map((name) => [
            name,
            { isIn: (urn) => urn.endsWith(`::${name}-cluster`), denied: () => deniedOf(engine, name) },
        ]),
    );
    return {
        stack,
        texts,
        watched: <T>(run: () => Promise<T>) => watch.watched(all, run),
        /** What `plan` says of the next update; of the document and the events the same. */
        plan: async () => {
            const [ofDocument, plan, ofEvents] = await plansOf(stack);
            expect(plan).toMatchObject({ gaps: [], rejections: [] });
            const in_ = ({ clusters }: Plan, name: string) => clusters.find(({ id }) => id === engine.clusters[name]);
            for (const name of Object.keys(found)) {
                const [expected, ...others] = [plan, ofDocument, ofEvents].map((each) => in_(each, name));
                // Without a step of its own the document alone does not show a cluster.
                for (const other of expected?.effect === "unchanged" ? [] : others) {
                    expect([name, other && predicted(other)]).toEqual([name, expected && predicted(expected)]);
                }
            }
            /** Absent where nothing happens to the cluster. */
            const of = (name: string) => in_(plan, name);
            return { exitCode: plan.exitCode, of };
        },
    };
}

/** The events of a component's own resources. */
function eventsOf(component: string, events: EngineEvent[]): EngineEvent[] {
    const ours = new RegExp(`::${component}(-[^:]*)?$`);
    return events.filter(({ resourcePreEvent, resOutputsEvent, diagnosticEvent }) =>
        ours.test(resourcePreEvent?.metadata.urn ?? resOutputsEvent?.metadata.urn ?? diagnosticEvent?.urn ?? ""),
    );
}

async function makeIdentity({ arm, ids }: FoundClusters, name: string): Promise<string> {
    const id = `${ids.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const answer = await arm.put(id, { location: "westeurope" }, { apiVersion: "2023-01-31" });
    expect(answer.status).toBe(201);
    return id;
}
