import type * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type NodePoolArgs } from "../../src";
import { remaining, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";
import { writes } from "./transition";

test("targets, a refresh and a destroy that run the program, and pools of a component that retainOnDelete keeps", async () => {
    let system: Partial<NodePoolArgs> = { count: 2 };
    let work: Partial<NodePoolArgs> = { minCount: 1, maxCount: 3 };
    let inWorkSubnet: string[] = [];
    let options: pulumi.ComponentResourceOptions = {};
    const program = async () => {
        const { group, systemSubnet, workSubnet } = makeGroundOf();
        const args = {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id, ...system },
            nodePools: [
                { name: "work", vmSize: VM_SIZE, ...work },
                ...inWorkSubnet.map((name) => ({ name, vmSize: VM_SIZE, subnetId: workSubnet.id })),
            ],
        };
        const { clusterId } = new ManagedIdentityAksCluster("aks", args, options);
        return { clusterId };
    };
    await withEngine(program, {}, async ({ stack, azure, arm, newRequests }) => {
        const { outputs } = await stack.up();
        const pools = async () => {
            const { body } = await arm.get(outputs.clusterId?.value);
            const { agentPoolProfiles }: { agentPoolProfiles: Record<string, unknown>[] } = Object(body).properties;
            return Object.fromEntries(
                agentPoolProfiles.map(({ name, count, enableAutoScaling }) => [
                    name,
                    [count, enableAutoScaling ?? false],
                ]),
            );
        };
        const before = { system: [2, false], work: [1, true] };
        expect(await pools()).toEqual(before);

        // Neither sends the changes, so the next run has to.
        system = { count: 3 };
        work = {};
        newRequests();
        await stack.up({ target: ["**group"] });
        await stack.refresh({ runProgram: true });
        expect(writes(newRequests())).toEqual([]);
        expect(await pools()).toEqual(before);
        await stack.up();
        expect(writes(newRequests())).toEqual(["PUT managedClusters", "PUT agentPools"]);
        expect(await pools()).toEqual({ system: [3, false], work: [1, false] });

        inWorkSubnet = ["kept"];
        options = { retainOnDelete: true };
        await stack.up();
        inWorkSubnet = [];
        newRequests();
        await stack.up();
        expect(writes(newRequests())).toEqual([]);
        expect(await pools()).toEqual({ kept: [1, false], system: [3, false], work: [1, false] });

        options = {};
        await stack.up();
        // The cluster depends on a role assignment that is not in the state.
        inWorkSubnet = ["added"];
        await stack.destroy({ runProgram: true });
        expect(remaining(azure.requests())).toEqual([]);
    });
});
