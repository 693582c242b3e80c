import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as azuread from "@pulumi/azuread";
import { merged } from "../scenarios/merged";
import { traceScenarios } from "../scenarios/traceScenarios";
import { yamlOf } from "../scenarios/yaml";
import { MANY_RUNS, remaining, withEngine } from "./engine";
import { makeServicePrincipal } from "./scenarioGround";
import { installPlugin, pluginArchive, testYaml, useYaml } from "./yamlProgram";

jest.setTimeout(MANY_RUNS);

const PROJECT = "scenarios";

/** What the programs expect to exist: the values of their configuration, and a group of Entra. */
async function existing() {
    new azuread.Group("admins", { displayName: "cluster-admins", securityEnabled: true });
    const { clientId, clientSecret } = makeServicePrincipal();
    const { name: resourceGroupName } = new ResourceGroup("existing");
    return {
        registryId: new Registry("registry", { resourceGroupName, sku: { name: "Premium" } }).id,
        servicePrincipalClientId: clientId,
        servicePrincipalClientSecret: clientSecret,
        tenantId: getClientConfigOutput().tenantId,
    };
}

const archive = pluginArchive();

testYaml("the programs of all scenarios deploy in YAML, through the plugin from its archive", async () => {
    const { programs } = await traceScenarios();
    await withEngine(
        async () => {},
        { project: PROJECT },
        async ({ stack, azure, openAnother, jobs }) => {
            const others = await openAnother("existing", existing);
            const { outputs: values } = await others.up();
            const program = merged(programs);
            const [, body = ""] = yamlOf(PROJECT, program).split("runtime: yaml\n");
            await installPlugin(stack, archive);
            await useYaml(stack, PROJECT, body);
            for (const name of Object.keys(program.config)) {
                await stack.setConfig(name, { value: String(values[name]?.value), secret: values[name]?.secret });
            }
            // A plugin that is asked for all components at once answers the engine's other calls too late on a busy machine.
            const { outputs } = await stack.up({ parallel: 4 });
            expect(Object.keys(outputs).sort()).toEqual(Object.keys(programs).sort());
            for (const [name, { value }] of Object.entries(outputs)) {
                const done = await jobs(value);
                expect({ name, done: done.length > 0, denied: done.filter(({ allowed }) => !allowed) }).toEqual({
                    name,
                    done: true,
                    denied: [],
                });
            }
            expect(Object.keys((await stack.preview({ parallel: 4 })).changeSummary)).toEqual(["same"]);
            await stack.destroy();
            await others.destroy();
            expect(remaining(azure.requests())).toEqual([]);
        },
    );
});
