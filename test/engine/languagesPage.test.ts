import { blocksOf } from "../readme";
import { withEngine } from "./engine";
import { installPlugin, pluginArchive, testYaml, useYaml } from "./yamlProgram";

const archive = pluginArchive();

testYaml("the program of docs/languages.md deploys through the plugin's archive", async () => {
    const [program = ""] = blocksOf("docs/languages.md").flatMap(({ kind, text }) => (kind === "yaml" ? text : []));
    const [, project = "", body = ""] = /^name: (\w+)\nruntime: yaml\n([\s\S]*)$/.exec(program) ?? [];
    await withEngine(
        async () => {},
        { project },
        async ({ stack, jobs }) => {
            await installPlugin(stack, archive);
            await useYaml(stack, project, body);
            const { outputs } = await stack.up();
            expect(outputs.identityProfile?.value).toMatchObject({
                kubeletidentity: { resourceId: expect.stringMatching(/\/aks-kubelet\w*$/) },
            });
            const done = await jobs(outputs.clusterName?.value);
            expect(done).not.toEqual([]);
            expect(done.filter(({ allowed }) => !allowed)).toEqual([]);
            await stack.destroy();
        },
    );
});
