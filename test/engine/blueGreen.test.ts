import { exampleProgram, remaining, steps, withEngine } from "./engine";

test("the example's new cluster needs no role assignment of its own, and the old one takes none along", async () => {
    await withEngine(exampleProgram("blue-green"), {}, async (engine) => {
        const { stack, azure } = engine;
        const upWith = async (...clusters: string[]) => {
            await stack.setConfig("clusters", { value: JSON.stringify(clusters) });
            const events: Parameters<typeof steps>[0] = [];
            const { outputs } = await stack.up({ onEvent: (event) => events.push(event) });
            return { outputs, assignments: steps(events).filter((step) => step.includes(" platform-")) };
        };
        const denied = async (clusterName: string, registryId: string, subnetId: string) => {
            await engine.declareWorkload(clusterName, {
                registries: [registryId],
                internalLoadBalancerSubnets: [subnetId],
            });
            return (await engine.jobs(clusterName)).filter(({ allowed }) => !allowed);
        };

        const blue = await upWith("blue");
        expect(blue.assignments.map((step) => step.replace(/-[0-9a-f]{8}$/, "")).sort()).toEqual([
            "create platform-acrpull",
            "create platform-managed-identity-operator",
            "create platform-network-contributor",
            "create platform-reader",
        ]);
        const both = await upWith("blue", "green");
        expect(both.assignments).toEqual([]);
        const green = await upWith("green");
        expect(green.assignments).toEqual([]);
        const [clusterName] = green.outputs.clusterNames?.value ?? [];
        expect(
            await denied(clusterName, green.outputs.registryId?.value, green.outputs.nodesId?.value),
        ).toEqual([]);
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
});
