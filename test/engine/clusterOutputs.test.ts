import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { observed, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

test("location, version and ids of pools stay known in previews, but for the version while it is upgraded", async () => {
    let args: Partial<ManagedIdentityAksClusterArgs> = { kubernetesVersion: "1.33" };
    const program = async () => {
        const { location, currentKubernetesVersion, nodePoolIds } = new ManagedIdentityAksCluster("aks", {
            resourceGroupName: new ResourceGroup("group").name,
            systemNodePool: { vmSize: VM_SIZE },
            nodePools: [{ name: "work", vmSize: VM_SIZE }],
            ...args,
        });
        // What is built on the outputs must not look changed.
        const tags = pulumi.all([location, nodePoolIds]).apply(([at, ids]) => ({ at, ...ids }));
        new ResourceGroup("uses", { tags });
        new ResourceGroup("version", { tags: { version: currentKubernetesVersion } });
        return { location, currentKubernetesVersion, nodePoolIds };
    };
    await withEngine(program, {}, async ({ stack, arm }) => {
        const changed = async () => {
            const { events } = await observed((options) => stack.preview(options));
            return steps(events).sort();
        };
        const { outputs } = await stack.up();
        expect(outputs.location?.value).toBe("westeurope");
        expect(outputs.currentKubernetesVersion?.value).toMatch(/^1\.33\.\d+$/);
        const ids: Record<string, string> = outputs.nodePoolIds?.value;
        expect(Object.keys(ids).sort()).toEqual(["system", "work"]);
        for (const [name, id] of Object.entries(ids)) {
            expect((await arm.get(id, { apiVersion: "2025-09-01" })).body).toMatchObject({ name, id });
        }

        args = { ...args, tier: "Standard" };
        expect(await changed()).toEqual(["update aks-cluster"]);
        args = { kubernetesVersion: "1.34" };
        expect(await changed()).toEqual(["update aks-cluster", "update aks-pool-work", "update version"]);
        expect((await stack.up()).outputs.currentKubernetesVersion?.value).toMatch(/^1\.34\.\d+$/);
    });
});
