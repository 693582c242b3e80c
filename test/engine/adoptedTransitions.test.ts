import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import { programOf } from "../../src/migration/adopt/program";
import type { FinishData } from "../../src/migration/finish/result";
import type { ClusterPlan, Plan } from "../../src/migration/plan/plan";
import type { VerifyData } from "../../src/migration/verify/verifyReport";
import { control } from "../local-azure/aksHelpers";
import { command } from "../unit/cli/command";
import { liveAzure } from "../unit/cli/liveAzure";
import { isWrite } from "./adoptByImport";
import { ADOPTED, type MakeRequest, pullingImages, withServicePrincipal, withSystemAssigned } from "./adoptedClusters";
import { ClusterWatch, deniedOf, type WatchedCluster } from "./clusterWatch";
import { changesOf, MANY_RUNS, observed, textProgram } from "./engine";
import { type FoundClusters, withFoundClusters } from "./foundClusters";
import { assignIdentity, type ShownByArm } from "./handMadeClusters";
import { allowedPrincipals, done, expectCameTrue, plansOf, predicted } from "./plans";
import { codes, said } from "./transition";
import { verifyStack } from "./verifyStack";

const HOURS = 4 * 3600;

/** A change of a program, as somebody edits the text. */
type Edit = (text: string, live: { shown: ShownByArm; otherIdentity: string }) => string;

/** A migration of a cluster that was made by hand. */
interface Migration {
    request: MakeRequest;
    /** As docs/off-a-service-principal.md and docs/identities.md say. */
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
        request: withServicePrincipal("other-principal", "work", "otherRegistry"),
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
            const { stack, clock, newRequests, clusters, shown } = engine;
            const { texts, watched, plan } = await adoptAll(engine);
            const { id: otherIdentity } = await engine.builder.identity("other-kubelet");

            for (const [name, { edit }] of Object.entries(MIGRATIONS)) {
                texts[name] = edit(texts[name] ?? "", { shown: shown[name] as ShownByArm, otherIdentity });
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
                await expectLeft(engine, name, before.of(name) as ClusterPlan);
            }
            await expectVerified(engine, ended.result.result.outputs);
            for (const [name, text] of Object.entries(texts)) {
                texts[name] = withoutUnusedEntries(text, said(ended.events));
            }
            const { events: last } = await observed((rest) => stack.preview(rest));
            expect({ steps: changesOf(last), said: said(last) }).toEqual({ steps: [], said: "" });
        });
    },
    MANY_RUNS,
);

test("another user-assigned control plane identity of an adopted cluster, by way of az, as planned", async () => {
    const name = "other";
    await withFoundClusters({ [name]: ADOPTED.akskubelet }, { identitySwitchSeconds: HOURS }, async (engine) => {
        const { stack, arm, clusters, builder } = engine;
        const { texts } = await adoptAll(engine);
        const { id: identity } = await builder.identity("other-cp");
        texts[name] = edited(texts[name] ?? "", /"[^"]+\/aks-cp"/, `"${identity}"`);
        const [, planned] = await plansOf(stack);
        const plan = planned.clusters[0] as ClusterPlan;
        expect(planned.exitCode).toBe(4);
        expect(plan.transitions.map(({ code }) => code)).toEqual(["OtherUserAssignedIdentity"]);
        const { gained, lost } = predicted(plan);

        // The update gives the new identity its role assignments, and stops before the cluster.
        const stopped = await observed((rest) => expect(stack.up(rest)).rejects.toThrow("OtherUserAssignedIdentity"));
        expect(done(stopped.events, name)).toMatchObject({ cluster: 0, lost: [] });
        expect(namesIn(done(stopped.events, name).gained)).toEqual(namesIn(gained));
        expect(await deniedOf(engine, name)).toEqual([]);
        await assignIdentity(arm, String(clusters[name]), identity);
        expect(await deniedOf(engine, name)).toEqual([]);

        arm.advance(HOURS);
        const { events } = await observed((rest) => stack.up({ ...rest, refresh: true }));
        expect(done(events, name).gained).toEqual([]);
        expect(namesIn(done(events, name).lost)).toEqual(namesIn(lost));
        await finish(engine, name, plan);
        texts[name] = withoutUnusedEntries(texts[name] ?? "", said(events));
        const { result, events: ended } = await observed((rest) => stack.up(rest));
        expect({ steps: changesOf(ended), said: said(ended) }).toEqual({ steps: [], said: "" });
        await expectLeft(engine, name, plan);
        await expectVerified(engine, result.outputs);
    });
});

/** All pools use the identity of their cluster after `finish`, which upgrades those alone whose nodes do not. */
async function finish({ arm, jobs, clusters }: FoundClusters, name: string, plan: ClusterPlan): Promise<void> {
    const pools = plan.pools.filter(({ effect }) => effect === NODES_LATER).map((pool) => pool.name);
    if (pools.length > 0) {
        const former = String(plan.identities.kubelet.before?.principalId);
        expect([name, [...allowedPrincipals(await jobs(name), "kubelet")]]).toEqual([name, [former]]);
        await control(arm, "nodeImage", {}, name);
    }
    const ran = await command(["finish", String(clusters[name]), "--format", "json"], { live: liveAzure(arm) });
    expect({ name, ...ran }).toMatchObject({ name, code: 0 });
    const report: FinishData = JSON.parse(ran.stdout);
    const upgraded = report.pools.filter(({ status, seconds }) => status === "current" && seconds !== undefined);
    expect([name, upgraded.map((pool) => pool.name)]).toEqual([name, pools]);
}

/** The stack is as its outputs say, and complete, by `verify`. */
async function expectVerified({ arm, clusters }: FoundClusters, outputs: OutputMap): Promise<void> {
    const { code, stdout, checks } = await verifyStack(arm, outputs);
    expect({ code, others: checks.filter(({ state }) => state !== "ok") }).toEqual({ code: 0, others: [] });
    const report: VerifyData = JSON.parse(stdout);
    expect(report.clusters.map(({ id }) => id).sort()).toEqual(Object.values(clusters).sort());
    expect(report.notVerified).toEqual([]);
}

/** Nothing acts as a former identity, and nothing is denied. */
async function expectLeft({ jobs }: FoundClusters, name: string, plan: ClusterPlan): Promise<void> {
    const all = await jobs(name);
    expect([name, all.filter(({ allowed }) => !allowed)]).toEqual([name, []]);
    for (const identity of ["controlPlane", "kubelet"] as const) {
        const { before, changes } = plan.identities[identity];
        const principals = allowedPrincipals(all, identity);
        expect([name, identity, principals.size > 0]).toEqual([name, identity, true]);
        expect([name, identity, principals.has(String(before?.principalId))]).toEqual([name, identity, !changes]);
    }
}

/** Names of role assignments, without when they come or go. */
const namesIn = (texts: string[]) => texts.map((text) => text.split(" ")[0]);

const kindOf = ({ method, path }: { method: string; path: string }) => `${method} ${path.split("/").at(-2)}`;

/** The program without the entries of `existingRoleAssignments` that a warning names. */
function withoutUnusedEntries(text: string, warned: string): string {
    const names = [...warned.matchAll(/existingRoleAssignments names (.+?), which is/g)].flatMap(([, all = ""]) =>
        all.split(", "),
    );
    return names.reduce((left, name) => left.replace(new RegExp(`\\s+\\{\\s+name: "${name}",[^}]*\\},`), ""), text);
}

/** The programs of all clusters, as `adopt` writes them, in one stack that has imported them; their nodes pull images. */
async function adoptAll(engine: FoundClusters) {
    const { stack, found, clock, adopt } = engine;
    const watch = new ClusterWatch();
    const texts: Record<string, string> = Object.fromEntries(
        Object.entries(found).map(([name, { args }]) => [
            name,
            programOf({ language: "typescript", name, args }).join("\n"),
        ]),
    );
    const { created } = await adopt(async () => {
        watch.observeUpdates();
        const outputs: Record<string, unknown> = {};
        for (const name of Object.keys(texts)) {
            outputs[name] = await textProgram(() => texts[name] ?? "")();
        }
        return outputs;
    });
    expect(created).toEqual([]);
    watch.observeOperations(clock);
    for (const [name, text] of Object.entries(texts)) {
        texts[name] = edited(text, /\n {4}adopt: \{[\s\S]*?\n {4}\},/, "");
    }
    const { events } = await observed((rest) => stack.up(rest));
    expect(changesOf(events)).toEqual([]);
    for (const [name, { args }] of Object.entries(found)) {
        await engine.declareWorkload(name, { registries: (args.registries ?? []).map(({ id }) => String(id)) });
        expect([name, await deniedOf(engine, name)]).toEqual([name, []]);
    }
    const all: Record<string, WatchedCluster> = Object.fromEntries(
        Object.keys(found).map((name) => [
            name,
            { isIn: (urn) => urn.endsWith(`::${name}-cluster`), denied: () => deniedOf(engine, name) },
        ]),
    );
    return {
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
