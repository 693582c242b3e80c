import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { yamlHostFolder } from "../../scripts/languageTools";
import { packPlugin } from "../../scripts/pluginArchive";
import schema from "../../src/schema.json";
import { temporaryFolder } from "../temporaryFolder";
import { testWith } from "../testWith";
import { runCli } from "./engine";
import { said } from "./transition";

/** Tests of programs in YAML, which are skipped where their language host is missing. */
export const testYaml = testWith("pulumi-language-yaml", yamlHostFolder() !== undefined);

/** From now on the stack is that of a program in YAML: `body` is what its Pulumi.yaml holds beside the project's name. */
export async function useYaml({ workspace }: Stack, project: string, body: string): Promise<void> {
    workspace.program = undefined;
    workspace.envVars = {
        ...workspace.envVars,
        PATH: [yamlHostFolder(), process.env.PATH].join(delimiter),
    };
    await writeFile(join(workspace.workDir, "Pulumi.yaml"), `name: ${project}\nruntime: yaml\n${body}`);
}

/** Warnings and errors, without the one about a language host that is none of the CLI's own. */
export function warnings(events: EngineEvent[]): string {
    return said(events).replace(/^using pulumi-language-yaml from .*\n/m, "");
}

/** The archive of the plugin, made once for the tests of a file. */
export function pluginArchive(): { file: string } {
    const archive = { file: "" };
    const folder = temporaryFolder();
    beforeAll(async () => {
        archive.file = await packPlugin(folder.path);
    });
    return archive;
}

/** Installs the plugin as a user does who has downloaded its archive. */
export async function installPlugin(stack: Stack, { file }: { file: string }): Promise<void> {
    await runCli(stack, ["plugin", "install", "resource", schema.name, schema.version, "--file", file]);
}
