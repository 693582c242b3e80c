import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { ContainerInsightsAuthentication, ControlPlaneIdentityType } from "../../src";
import type { ClusterPlan, Plan } from "../../src/migration/plan/plan";
import { observed } from "./engine";
import { withCluster, withClusters } from "./livingClusters";
import { done, expectCameTrue, plansOf, predicted } from "./plans";
import { type Args, aksManaged, CLUSTER, leftServicePrincipal, managed, servicePrincipal, writes } from "./transition";

const { SystemAssigned } = ControlPlaneIdentityType;
const systemAssigned: Args = () => ({ controlPlaneIdentity: { type: SystemAssigned } });
const HOURS = 4 * 3600;

/** The same with an add-on that has a role of its own. */
const withInsights =
    (args: Args): Args =>
    (ground) => {
        const { group, parent } = ground;
        const workspace = new Workspace("workspace", { resourceGroupName: group.name }, { parent });
        const containerInsights = {
            workspaceId: workspace.id,
            authentication: ContainerInsightsAuthentication.Legacy,
        };
        return { ...args(ground), addons: { containerInsights, azurePolicy: true } };
    };

test("what a plan says of migrations comes true in the update", async () => {
    const first = {
        toUser: servicePrincipal,
        withAddons: withInsights(servicePrincipal),
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
            withAddons: withInsights(leftServicePrincipal),
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
            withAddons: [3, "node image upgrade needed afterwards", ["up: new omsagent: Monitoring Metrics Publisher"]],
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

            expectCameTrue(name, cluster, {
                events: clusters[name]?.eventsIn(events) ?? [],
                meanwhile: result.meanwhile[name],
                jobs: await living.jobs(String(clusters[name]?.outputs.clusterName?.value)),
            });
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
