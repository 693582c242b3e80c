import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { addFaults, MANY_RUNS } from "./engine";
import { type LivingCluster, type LivingClusters, withClusters } from "./livingClusters";
import { type Args, aksManaged, GRANT, IDENTITY, inOrderOfKind, managed, REVOCATION } from "./transition";

const existing =
    (input: "controlPlaneIdentity" | "kubeletIdentity"): Args =>
    ({ group, parent }) => ({
        [input]: { resourceId: new UserAssignedIdentity("other", { resourceGroupName: group.name }, { parent }).id },
    });

/** Changes of identities, and why the update stops at the cluster: then the old role assignments are not deleted yet. */
const CHANGES: Record<string, { from: Args; to: Args; stops: string }> = {
    "another control plane identity": {
        from: managed,
        to: existing("controlPlaneIdentity"),
        stops: "OtherUserAssignedIdentity",
    },
    "another kubelet identity": { from: managed, to: existing("kubeletIdentity"), stops: "MadeUp" },
    "a kubelet identity of one's own": { from: aksManaged, to: managed, stops: "MadeUp" },
};

test(
    "after an update that stopped at the cluster, the former program goes back, and no job is denied",
    async () => {
        const first = Object.fromEntries(Object.entries(CHANGES).map(([name, { from }]) => [name, from]));
        await withClusters(first, { watchJobs: true }, async (living) => {
            const { stack, clusters, newRequests, say } = living;
            for (const [name, { from, to, stops }] of Object.entries(CHANGES)) {
                const { writesIn, denied } = clusters[name] as LivingCluster;
                if (stops === "MadeUp") {
                    await failNextUpdate(living, stops);
                }
                say({ [name]: to });
                await expect(stack.up()).rejects.toThrow(stops);
                expect([name, writesIn(newRequests())]).toEqual([name, [IDENTITY, GRANT, GRANT]]);

                say({ [name]: from });
                await stack.up();
                expect([name, inOrderOfKind(writesIn(newRequests()))]).toEqual([
                    name,
                    [REVOCATION, REVOCATION, "DELETE userAssignedIdentities"],
                ]);
                expect([name, await denied()]).toEqual([name, []]);
            }
            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        });
    },
    MANY_RUNS,
);

function failNextUpdate(living: LivingClusters, code: string): Promise<void> {
    return addFaults(living, { method: "PUT", path: "**/managedClusters/*", kind: "error", status: 400, code });
}
