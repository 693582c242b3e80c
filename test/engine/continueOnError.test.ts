import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { FaultRule } from "../../local-azure/contract";
import { MANY_RUNS, observed } from "./engine";
import { type LivingCluster, withClusters } from "./livingClusters";
import { type Args, aksManaged, managed, REVOCATION, said } from "./transition";

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

/** A change of the kubelets' identity, and why the cluster is not updated. */
const CHANGES: Record<string, { from: Args; to: Args; fault?: FaultRule; failingLookUp?: string }> = {
    "a role assignment fails": { from: managed, to: other, fault: SKIPPED },
    "the request is refused": { from: aksManaged, to: managed, fault: REFUSED },
    "the operation fails": { from: aksManaged, to: managed, fault: FAILED },
    "the state cannot be read": { from: managed, to: other, failingLookUp: ":readStackResourceOutputs" },
};

test(
    "a run that goes on without its cluster deletes nothing that nodes still need",
    async () => {
        const first = Object.fromEntries(Object.entries(CHANGES).map(([name, { from }]) => [name, from]));
        await withClusters(first, {}, async ({ stack, arm, clusters, newRequests, say }) => {
            const { invoke } = pulumi.runtime;
            for (const [name, { to, fault, failingLookUp = "none" }] of Object.entries(CHANGES)) {
                const { writesIn, denied } = clusters[name] as LivingCluster;
                const body = fault === undefined ? [] : [fault];
                const answer = await arm.post("/local-azure/faults", { body, token: null, apiVersion: null });
                expect(answer.status).toBeLessThan(300);
                const spy = jest
                    .spyOn(pulumi.runtime, "invoke")
                    .mockImplementation((token, ...rest) =>
                        token.endsWith(failingLookUp) ? Promise.reject(new Error("MadeUp")) : invoke(token, ...rest),
                    );
                say({ [name]: to });
                let failed = false;
                const { events } = await observed((rest) =>
                    stack.up({ ...rest, continueOnError: true }).catch(() => {
                        failed = true;
                    }),
                );
                spy.mockRestore();
                expect([name, failed]).toEqual([name, true]);
                expect(said(events)).toContain("MadeUp");
                expect(said(events).match(/its cluster has not been updated.*deletes nothing/g)).toHaveLength(1);
                expect([name, writesIn(newRequests()).filter((write) => write.startsWith("DELETE"))]).toEqual([
                    name,
                    [],
                ]);
                expect([name, await denied()]).toEqual([name, []]);

                // Once the cause is gone, the next run deletes it.
                await stack.up({ continueOnError: true });
                expect([name, writesIn(newRequests())]).toEqual([name, expect.arrayContaining([REVOCATION])]);
            }
            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        });
    },
    MANY_RUNS,
);
