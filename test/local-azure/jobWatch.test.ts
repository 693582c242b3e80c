import { settled } from "./aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    managedIdentityOperator,
    ownKubelet,
    TestAzure,
    userAssigned,
} from "./harness";

test("a job that was allowed and is denied after a later write is lost, once", async () => {
    const azure = await TestAzure.start({ watchJobs: true });
    try {
        await makeGroup(azure);
        const [own, kubelet] = [await makeIdentity(azure, "own"), await makeIdentity(azure, "kubelet")];
        const { principalId } = own.properties;
        const { body: assignment } = await assign(azure, managedIdentityOperator, principalId, kubelet.id);
        await settled(azure, clusterContent({ identity: userAssigned(own.id), properties: ownKubelet(kubelet.id) }));
        expect(await azure.lostJobs()).toEqual([]);
        await azure.delete(assignment.id);
        const lost = [
            {
                identity: "controlPlane",
                action: "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
                allowed: false,
            },
        ];
        expect(await azure.lostJobs()).toMatchObject(lost);
        // What stays denied is not lost once more, and what goes with its cluster is not lost.
        await makeGroup(azure, "other");
        await assign(azure, managedIdentityOperator, principalId, kubelet.id);
        await azure.delete(clusterPath());
        expect(await azure.lostJobs()).toMatchObject(lost);
    } finally {
        await azure.stop();
    }
});
