import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import type { ClusterJob } from "../../local-azure/contract";
import { ControlPlaneIdentityType } from "../../src";
import { type ClusterPlan, type Plan, planOf } from "../../src/migration/plan/plan";
import { readPreview } from "../../src/migration/preview/readPreview";
import { readStackExport } from "../../src/migration/preview/stackExport";
import { observed } from "./engine";
import { withCluster, withClusters } from "./livingClusters";
import { type Args, aksManaged, CLUSTER, leftServicePrincipal, managed, servicePrincipal, writes } from "./transition";

const { SystemAssigned } = ControlPlaneIdentityType;
const systemAssigned: Args = () => ({ controlPlaneIdentity: { type: SystemAssigned } });
const HOURS = 4 * 3600;

/** What `pulumi preview --json` prints, and the same preview as a stream of events. */
async function previewOf(stack: Stack): Promise<{ document: string; events: string }> {
    // The Automation API has no option for it.
    const withArguments = stack as unknown as { runPulumiCmd(args: string[], ...rest: unknown[]): Promise<unknown> };
    const { runPulumiCmd } = withArguments;
    withArguments.runPulumiCmd = (args, ...rest) => runPulumiCmd.call(stack, [...args, "--json"], ...rest);
    let document = "";
    const onOutput = (text: string) => {
        document += text;
    };
    const { events } = await observed((watching) => stack.preview({ ...watching, onOutput }).catch(() => undefined));
    withArguments.runPulumiCmd = runPulumiCmd;
    return { document, events: events.map((event) => JSON.stringify(event)).join("\n") };
}

/** Plans by what they are made of: they must agree. */
async function plansOf(stack: Stack): Promise<[Plan, Plan, Plan]> {
    const { document, events } = await previewOf(stack);
    const stackExport = readStackExport(JSON.stringify(await stack.exportStack()));
    const [ofDocument, ofEvents] = [readPreview(document), readPreview(events)];
    expect([ofDocument.dialect, ofEvents.dialect]).toEqual(["document", "events"]);
    return [planOf(ofDocument), planOf(ofDocument, { stackExport }), planOf(ofEvents)];
}

/** What a plan says that has to come true. */
function predicted({ effect, verdict, pools, roleAssignments, denials }: ClusterPlan) {
    const names = (change: string) =>
        roleAssignments.filter((each) => each.change === change).map(({ name, when }) => `${name} ${when}`);
    return {
        effect,
        exitCode: verdict.exitCode,
        pools,
        gained: names("gained").sort(),
        lost: names("lost").sort(),
        denied: denials.map(({ stage, of, identity, role }) => `${stage}: ${of} ${identity}: ${role}`),
    };
}

/** What an update did to a cluster and to role assignments, by the engine. */
function done(events: EngineEvent[]) {
    const steps = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
    const named = (type: string, ops: string[]) =>
        steps.flatMap(({ op, urn }) => (urn.includes(`:${type}::`) && ops.includes(op) ? urn.split("::").pop() : []));
    const updated = steps.findIndex(({ op, urn }) => urn.endsWith("::aks-cluster") && op === "update");
    const when = (name: string | undefined) =>
        steps.findIndex(({ urn, op }) => urn.endsWith(`::${name}`) && op !== "same") < updated ? "before" : "after";
    return {
        cluster: named("ManagedCluster", ["update", "replace", "create-replacement"]).length,
        gained: named("RoleAssignment", ["create", "create-replacement"])
            .map((name) => `${name} ${when(name)} the cluster's update`)
            .sort(),
        lost: named("RoleAssignment", ["delete", "delete-replaced"])
            .map((name) => `${name} at the end of this update`)
            .sort(),
    };
}

const principals = (jobs: ClusterJob[], identity: string) =>
    new Set(jobs.filter((job) => job.identity === identity && job.allowed).map(({ principalId }) => principalId));

test("what a plan says of migrations comes true in the update", async () => {
    const first = {
        toUser: servicePrincipal,
        toSystem: servicePrincipal,
        leaving: systemAssigned,
        kubelet: aksManaged,
    };
    const options = { operationSeconds: 60, identitySwitchSeconds: HOURS };
    await withClusters(first, options, async (living) => {
        const { stack, clusters } = living;
        const formerPrincipalId = clusters.leaving?.outputs.controlPlaneIdentity?.value.principalId;
        living.say({
            toUser: leftServicePrincipal,
            toSystem: ({ clientId }) => ({
                controlPlaneIdentity: { type: SystemAssigned, formerServicePrincipalClientId: clientId },
            }),
            leaving: (ground) => ({ ...aksManaged(ground), controlPlaneIdentity: { formerPrincipalId } }),
            kubelet: managed,
        });
        const [ofDocument, plan, ofEvents] = await plansOf(stack);
        const in_ = ({ clusters: all }: Plan, name: string) =>
            all.find(({ id }) => id === clusters[name]?.outputs.clusterId?.value) as ClusterPlan;
        const { result, events } = await observed((watching) => living.watched(() => stack.up(watching)));
        const expected: Record<string, [exitCode: number, pool: string, denied: string[]]> = {
            toUser: [3, "node image upgrade needed afterwards", []],
            toSystem: [3, "node image upgrade needed afterwards", ["up: new controlPlane: Network Contributor"]],
            leaving: [3, "unchanged", []],
            kubelet: [0, "all nodes upgraded by this update", []],
        };
        expect(plan).toMatchObject({ exitCode: 3, gaps: [], rejections: [] });
        for (const [name, [exitCode, pool, denied]] of Object.entries(expected)) {
            const cluster = in_(plan, name);
            const promised = predicted(cluster);
            expect([name, promised]).toEqual([name, predicted(in_(ofDocument, name))]);
            expect([name, promised]).toEqual([name, predicted(in_(ofEvents, name))]);
            expect([name, promised.exitCode, promised.pools]).toEqual([
                name,
                exitCode,
                [{ name: "system", effect: pool }],
            ]);
            expect([name, promised.denied]).toEqual([name, denied]);

            const { gained, lost, cluster: updates } = done(clusters[name]?.eventsIn(events) ?? []);
            expect([name, updates, gained, lost]).toEqual([name, 1, promised.gained, promised.lost]);
            const denials = Object.values(result.meanwhile[name] ?? {}).flat();
            expect([name, [...new Set(denials.map((job) => job.split(":")[0]))]]).toEqual([
                name,
                [...new Set(cluster.denials.map(({ identity }) => identity))],
            ]);

            // Who acts as what after the update.
            const jobs = await living.jobs(String(clusters[name]?.outputs.clusterName?.value));
            const { controlPlane, kubelet } = cluster.identities;
            const nodesStay = pool !== "all nodes upgraded by this update";
            expect([name, principals(jobs, "kubelet").has(String(kubelet.before?.principalId))]).toEqual([
                name,
                nodesStay,
            ]);
            expect([name, principals(jobs, "controlPlane").has(String(controlPlane.before?.principalId))]).toEqual([
                name,
                !controlPlane.changes || cluster.timeline.some(({ stage }) => stage === "hours later"),
            ]);
        }
    });
});

test("what a plan says of refusals and of a replacement comes true in the update", async () => {
    const other: Args = ({ group, parent }) => ({
        controlPlaneIdentity: {
            resourceId: new UserAssignedIdentity("other", { resourceGroupName: group.name }, { parent }).id,
        },
    });
    const renamed: Args = () => ({ dnsPrefix: "shop" });
    await withCluster(managed, {}, async (living) => {
        const { stack } = living;
        const run = async (args: Args) => {
            living.say(args);
            const plans = await plansOf(stack);
            const [cluster, ...others] = plans.map(({ clusters }) => clusters.map(predicted)[0]);
            expect(others).toEqual([cluster, cluster]);
            const codes = plans[1].clusters[0]?.transitions.map(({ code }) => code);
            living.newRequests();
            const { result, events } = await observed((watching) =>
                stack.up(watching).then(
                    () => "done",
                    () => "failed",
                ),
            );
            return {
                exitCode: plans[1].exitCode,
                cluster,
                codes,
                result,
                events,
                writes: writes(living.newRequests()),
            };
        };

        const rejected = await run(servicePrincipal);
        expect(rejected).toMatchObject({
            exitCode: 4,
            codes: ["BackToServicePrincipal"],
            cluster: { effect: "unchanged" },
            result: "failed",
        });
        expect(rejected.writes).not.toContain(CLUSTER);

        living.say(managed);
        await stack.up();
        const replaced = await run(renamed);
        expect(replaced).toMatchObject({
            exitCode: 5,
            codes: ["ClusterReplaced"],
            cluster: { effect: "replaced", pools: [{ name: "system", effect: "replaced" }] },
            result: "done",
        });
        expect(replaced.writes).toEqual(expect.arrayContaining([CLUSTER, "DELETE managedClusters"]));

        const stopped = await run((ground) => ({ ...renamed(ground), ...other(ground) }));
        expect(stopped).toMatchObject({
            exitCode: 4,
            codes: ["OtherUserAssignedIdentity"],
            cluster: { effect: "unchanged" },
            result: "failed",
        });
        expect(stopped.writes).not.toContain(CLUSTER);
        const { gained } = done(stopped.events);
        expect(gained.map((text) => text.split(" ")[0])).toEqual(
            stopped.cluster?.gained.map((text) => text.split(" ")[0]),
        );
    });
});
