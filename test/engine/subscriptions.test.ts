import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "../../src";
import { remaining, withEngine } from "./engine";
import { VM_SIZE } from "./program";

const HUB = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";

/** Identities and network in one subscription, the cluster in another. */
async function program() {
    const hub = { provider: new Provider("hub", { subscriptionId: HUB, location: "westeurope" }) };
    const shared = new ResourceGroup("shared", {}, hub);
    const inShared = { resourceGroupName: shared.name };
    const network = new VirtualNetwork(
        "network",
        { ...inShared, addressSpace: { addressPrefixes: ["10.10.0.0/16"] } },
        hub,
    );
    const placed = { ...inShared, virtualNetworkName: network.name };
    const nodes = new Subnet("nodes", { ...placed, addressPrefix: "10.10.0.0/20" }, hub);
    const existing = (name: string) => {
        const { id, clientId, principalId } = new UserAssignedIdentity(name, inShared, hub);
        return { resourceId: id, clientId, principalId };
    };
    const aks = new ManagedIdentityAksCluster("aks", {
        resourceGroupName: new ResourceGroup("group").name,
        systemNodePool: { vmSize: VM_SIZE, subnetId: nodes.id },
        controlPlaneIdentity: existing("control-plane"),
        kubeletIdentity: existing("kubelet"),
    });
    const { clusterName, roleAssignments, kubeletIdentity } = aks;
    return { clusterName, roleAssignments, kubeletIdentity };
}

test("identities and a network of another subscription, whose ids are given, need no look-up", async () => {
    await withEngine(program, { otherSubscriptionIds: [HUB] }, async ({ stack, azure, jobs, newRequests }) => {
        const { outputs } = await stack.up();
        expect((await jobs(outputs.clusterName?.value)).filter(({ allowed }) => !allowed)).toEqual([]);
        const assigned: { scope: string; roleDefinitionId: string }[] = outputs.roleAssignments?.value;
        expect(assigned.length).toBe(2);
        for (const { scope, roleDefinitionId } of assigned) {
            expect(scope).toMatch(new RegExp(`^/subscriptions/${HUB}/`));
            expect(roleDefinitionId).toMatch(new RegExp(`^/subscriptions/${HUB}/`));
        }
        expect(outputs.kubeletIdentity?.value.resourceId).toMatch(new RegExp(`^/subscriptions/${HUB}/`));
        newRequests();
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        expect(newRequests().filter(({ path }) => path.includes("/userAssignedIdentities/"))).toEqual([]);
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
});
