import { readFile } from "node:fs/promises";
import { join } from "node:path";
import schema from "../../src/schema.json";
import { blocksOf } from "../readme";
import { runCli, withEngine } from "./engine";
import { installPlugin, pluginArchive, testYaml, useYaml } from "./yamlProgram";

const PAGE = "docs/languages.md";

const archive = pluginArchive();

testYaml("the plugin of the archive is added to the program of docs/languages.md, which deploys", async () => {
    const [program = ""] = blocksOf(PAGE).flatMap(({ kind, text }) => (kind === "yaml" ? text : []));
    const [, project = "", body = ""] = /^name: (\w+)\nruntime: yaml\n([\s\S]*)$/.exec(program) ?? [];
    await withEngine(
        async () => {},
        { project },
        async ({ stack, jobs }) => {
            await installPlugin(stack, archive);
            await useYaml(stack, project, body);
            const [add = ""] = blocksOf(PAGE).flatMap(({ text }) => /^pulumi (package add .*)$/m.exec(text)?.[1] ?? []);
            await runCli(stack, add.split(" "));
            expect(await readFile(join(stack.workspace.workDir, "Pulumi.yaml"), "utf8")).toContain(
                `packages:\n  ${schema.name}: ${schema.name}@${schema.version}\n`,
            );
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
