import { Workspace } from "@pulumi/azure-native/operationalinsights";
import fc from "fast-check";
import { ContainerInsightsAuthentication, ControlPlaneIdentityType } from "../../src";
import { observed } from "./engine";
import { withClusters } from "./livingClusters";
import { done, plansOf, predicted } from "./plans";
import { type Args, aksManaged, leftServicePrincipal, managed, servicePrincipal } from "./transition";

const { SystemAssigned } = ControlPlaneIdentityType;

/** What a cluster runs as, before and after a change that AKS can do. */
const CHANGES = {
    "service principal, user-assigned": [servicePrincipal, () => leftServicePrincipal],
    "service principal, system-assigned": [
        servicePrincipal,
        (): Args =>
            ({ clientId }) => ({
                controlPlaneIdentity: { type: SystemAssigned, formerServicePrincipalClientId: clientId },
            }),
    ],
    "system-assigned, user-assigned": [
        () => ({ controlPlaneIdentity: { type: SystemAssigned } }),
        (formerPrincipalId: string): Args =>
            (ground) => ({ ...aksManaged(ground), controlPlaneIdentity: { formerPrincipalId } }),
    ],
    "kubelets of AKS, own": [aksManaged, () => managed],
    "user-assigned, the same": [managed, () => managed],
} as const satisfies Record<string, readonly [Args, (principalId: string) => Args]>;

/** What else the cluster has. */
interface More {
    insights: boolean;
    policy: boolean;
}

const withMore =
    (args: Args, { insights, policy }: More): Args =>
    (ground) => {
        const { group, parent } = ground;
        const workspace = new Workspace("workspace", { resourceGroupName: group.name }, { parent });
        const containerInsights = {
            workspaceId: workspace.id,
            authentication: ContainerInsightsAuthentication.Legacy,
        };
        return {
            ...args(ground),
            addons: { ...(insights && { containerInsights }), ...(policy && { azurePolicy: true }) },
        };
    };

const more = fc.record({ insights: fc.boolean(), policy: fc.boolean() });
const cases = fc.record({
    change: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])),
    before: more,
    after: more,
});

/** The same in each run, unless it is told otherwise. */
const seed = Number(process.env.PLAN_SEED ?? 20261202);
const numRuns = Number(process.env.PLAN_RUNS ?? 8);

test("what a plan says of role assignments of random clusters and changes is what the engine does", async () => {
    const chosen = Object.fromEntries(fc.sample(cases, { seed, numRuns }).map((each, index) => [`c${index}`, each]));
    const each = <T>(of: (one: (typeof chosen)[string], name: string) => T): Record<string, T> =>
        Object.fromEntries(Object.entries(chosen).map(([name, one]) => [name, of(one, name)]));
    const first = each(({ change, before }) => withMore(CHANGES[change][0], before));
    await withClusters(first, {}, async (living) => {
        const { stack, clusters } = living;
        living.say(
            each(({ change, after }, name) =>
                withMore(
                    CHANGES[change][1](String(clusters[name]?.outputs.controlPlaneIdentity?.value.principalId)),
                    after,
                ),
            ),
        );
        const plans = await plansOf(stack);
        const { result, events } = await observed((watching) => living.watched(() => stack.up(watching)));
        for (const [name, { outputs, eventsIn }] of Object.entries(clusters)) {
            const label = `${name} ${JSON.stringify(chosen[name])} (seed ${seed})`;
            const [of, , ofEvents] = plans.map(({ clusters: all }) =>
                all.find(({ id }) => id === outputs.clusterId?.value),
            );
            const { gained, lost, cluster } = done(eventsIn(events));
            // Without an update of the cluster there is no moment before or after it.
            const shown = (texts: string[] = []) => (cluster > 0 ? texts : texts.map((text) => text.split(" ")[0]));
            const promised = of && predicted(of);
            expect([label, promised]).toEqual([label, ofEvents && predicted(ofEvents)]);
            expect([label, shown(promised?.gained)]).toEqual([label, shown(gained)]);
            expect([label, shown(promised?.lost)]).toEqual([label, shown(lost)]);
            expect([label, of?.effect === "updated in place"]).toEqual([label, cluster > 0]);
            const denied = Object.values(result.meanwhile[name] ?? {}).flat();
            const who = (all: (string | undefined)[]) => [...new Set(all)].sort();
            const said = of?.denials.filter(({ certainty }) => certainty === "certain").map(({ identity }) => identity);
            expect([label, who(denied.map((job) => job.split(":")[0]))]).toEqual([label, who(said ?? [])]);
        }
    });
});
