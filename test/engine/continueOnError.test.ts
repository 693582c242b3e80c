import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import type { FaultRule } from "../../local-azure/contract";
import { addFaults, MANY_RUNS, observed } from "./engine";
import { type LivingCluster, upgradeNodes, withCluster, withClusters } from "./livingClusters";
import { type Args, aksManaged, CLUSTER, managed, REVOCATION, said } from "./transition";

const other: Args = ({ group, parent }) => ({
    kubeletIdentity: {
        resourceId: new UserAssignedIdentity("other", { resourceGroupName: group.name }, { parent }).id,
    },
});

const ON_CLUSTER = { method: "PUT", path: "**/managedClusters/*" };
const REFUSED: FaultRule = { ...ON_CLUSTER, kind: "error", status: 400, code: "MadeUp" };
const FAILED: FaultRule = { ...ON_CLUSTER, kind: "operation-fails", code: "MadeUp" };
/** The new role assignments, without which the update of the cluster is skipped. */
const SKIPPED: FaultRule = {
    method: "PUT",
    path: "**/roleAssignments/*",
    times: 2,
    kind: "error",
    status: 403,
    code: "MadeUp",
};

/** A change of the kubelets' identity, why the cluster is not updated, and whether AKS has accepted the update. */
const CHANGES: Record<string, { from: Args; to: Args; fault: FaultRule; isAccepted?: boolean }> = {
    "a role assignment fails": { from: managed, to: other, fault: SKIPPED },
    "the request is refused": { from: aksManaged, to: managed, fault: REFUSED },
    "the operation fails": { from: aksManaged, to: managed, fault: FAILED, isAccepted: true },
};

const MAY_STILL_USE = /nodes may still use the identity that AKS created\..*managed-identity-aks finish/;

test(
    "a run that goes on without its cluster deletes nothing that nodes still need",
    async () => {
        const first = Object.fromEntries(Object.entries(CHANGES).map(([name, { from }]) => [name, from]));
        await withClusters(first, {}, async ({ stack, arm, clusters, newRequests, say, preview }) => {
            const failedUp = async () => {
                const up = (rest: object) => expect(stack.up({ ...rest, continueOnError: true })).rejects.toThrow();
                return (await observed(up)).events;
            };
            const handlers = process.listenerCount("uncaughtException");
            for (const [name, { to, fault, isAccepted }] of Object.entries(CHANGES)) {
                const { writesIn, denied } = clusters[name] as LivingCluster;
                await addFaults({ arm }, fault);
                say({ [name]: to });
                const events = await failedUp();
                // Pulumi has closed the connections of the run, and removed its handlers.
                expect(process.listenerCount("uncaughtException")).toBe(handlers);
                expect(said(events)).toContain("MadeUp");
                expect(said(events).match(/the cluster was not updated.*deletes nothing/g)).toHaveLength(1);
                expect([name, writesIn(newRequests()).filter((write) => write.startsWith("DELETE"))]).toEqual([
                    name,
                    [],
                ]);
                expect([name, await denied()]).toEqual([name, []]);

                if (isAccepted) {
                    // Nodes keep the previous identity, although AKS shows the new one and the next update succeeds.
                    expect(said(await preview())).toMatch(MAY_STILL_USE);
                    newRequests();
                    expect(said(await failedUp())).toMatch(MAY_STILL_USE);
                    expect([name, writesIn(newRequests())]).toEqual([name, [CLUSTER]]);
                    expect([name, await denied()]).toEqual([name, []]);
                    await upgradeNodes({ arm }, (clusters[name] as LivingCluster).outputs);
                    newRequests();
                }
                // Once the cause is gone, the next run deletes it.
                await stack.up({ continueOnError: true });
                expect([name, writesIn(newRequests())]).toEqual([name, expect.arrayContaining([REVOCATION])]);
                expect([name, await denied()]).toEqual([name, []]);
            }
            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        });
    },
    MANY_RUNS,
);

test("a run that goes on without one pool keeps what it knows of that pool and of the cluster", async () => {
    const withPool =
        (count: number): Args =>
        () => ({ nodePools: [{ name: "work", vmSize: "Standard_D4ds_v5", count }] });
    await withCluster(withPool(1), {}, async ({ stack, arm, say, preview }) => {
        const fault = { ...REFUSED, path: "**/agentPools/*" };
        await addFaults({ arm }, fault);
        say(withPool(2));
        await expect(stack.up({ continueOnError: true })).rejects.toThrow("MadeUp");
        expect(await preview()).toMatchObject({ steps: ["update aks-pool-work"] });
        await stack.up();
        expect((await preview()).steps).toEqual([]);
    });
});
