import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import type { ClusterJob } from "../../local-azure/contract";
import { type ClusterPlan, type Plan, planOf } from "../../src/migration/plan/plan";
import { readPreview } from "../../src/migration/preview/readPreview";
import { readStackExport } from "../../src/migration/preview/stackExport";
import { observed } from "./engine";
import type { Moments } from "./transition";

/** What `pulumi preview --json` prints, and the same preview as a stream of events. */
export async function previewOf(stack: Stack, flags: string[] = []): Promise<{ document: string; events: string }> {
    // The Automation API has no option for it.
    const withArguments = stack as unknown as { runPulumiCmd(args: string[], ...rest: unknown[]): Promise<unknown> };
    const { runPulumiCmd } = withArguments;
    withArguments.runPulumiCmd = (args, ...rest) => runPulumiCmd.call(stack, [...args, "--json", ...flags], ...rest);
    let document = "";
    const onOutput = (text: string) => {
        document += text;
    };
    const { events } = await observed((watching) => stack.preview({ ...watching, onOutput }).catch(() => undefined));
    withArguments.runPulumiCmd = runPulumiCmd;
    return { document, events: events.map((event) => JSON.stringify(event)).join("\n") };
}

/** Plans by what they are made of: they must agree. */
export async function plansOf(stack: Stack): Promise<[Plan, Plan, Plan]> {
    const { document, events } = await previewOf(stack);
    const stackExport = readStackExport(JSON.stringify(await stack.exportStack()));
    const [ofDocument, ofEvents] = [readPreview(document), readPreview(events)];
    expect([ofDocument.dialect, ofEvents.dialect]).toEqual(["document", "events"]);
    return [planOf(ofDocument), planOf(ofDocument, { stackExport }), planOf(ofEvents)];
}

/** What a plan says that has to come true. */
export function predicted({ effect, verdict, pools, roleAssignments, denials }: ClusterPlan) {
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

/** What an update did to a cluster, whose logical name this is, and to role assignments, by the engine. */
export function done(events: EngineEvent[], component = "aks") {
    const steps = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
    const named = (type: string, ops: string[]) =>
        steps.flatMap(({ op, urn }) => (urn.includes(`:${type}::`) && ops.includes(op) ? urn.split("::").pop() : []));
    const updated = steps.findIndex(({ op, urn }) => urn.endsWith(`::${component}-cluster`) && op === "update");
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

/** What happened to a cluster in an update. */
interface Happened {
    /** Logical name of the component. */
    component?: string;
    /** The cluster's own events. */
    events: EngineEvent[];
    /** Jobs that were denied meanwhile. */
    meanwhile: Moments | undefined;
    /** Jobs after it. */
    jobs: ClusterJob[];
}

/** What a plan said of a cluster came true in the update; messages start with the name. */
export function expectCameTrue(name: string, plan: ClusterPlan, { component, events, meanwhile, jobs }: Happened) {
    const promised = predicted(plan);
    const { gained, lost, cluster: updates } = done(events, component);
    expect([name, updates, gained, lost]).toEqual([name, 1, promised.gained, promised.lost]);
    const denials = Object.values(meanwhile ?? {}).flat();
    expect([name, [...new Set(denials.map((job) => job.split(":")[0]))]]).toEqual([
        name,
        [...new Set(plan.denials.map(({ identity }) => identity))],
    ]);
    // Who acts as what after the update.
    const { controlPlane, kubelet } = plan.identities;
    const nodesStay = plan.pools.every(({ effect }) => effect !== "all nodes upgraded by this update");
    expect([name, allowedPrincipals(jobs, "kubelet").has(String(kubelet.before?.principalId))]).toEqual([
        name,
        nodesStay,
    ]);
    expect([name, allowedPrincipals(jobs, "controlPlane").has(String(controlPlane.before?.principalId))]).toEqual([
        name,
        !controlPlane.changes || plan.timeline.some(({ stage }) => stage === "hours later"),
    ]);
}

/** The principals of an identity that may do their jobs. */
export const allowedPrincipals = (jobs: ClusterJob[], identity: string) =>
    new Set(jobs.filter((job) => job.identity === identity && job.allowed).map(({ principalId }) => principalId));
