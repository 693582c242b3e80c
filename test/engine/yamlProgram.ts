import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { yamlHostFolder } from "../../scripts/yamlHost";

/** Tests of programs in YAML, which are skipped where their language host is missing. */
export const testYaml = yamlHostFolder() === undefined ? skipped : test;

function skipped(title: string, ..._: unknown[]): void {
    test.skip(`SKIPPED, for lack of pulumi-language-yaml (npm test builds it): ${title}`, () => {});
}

/** From now on the stack is that of a program in YAML: `body` is what its Pulumi.yaml holds beside the project's name. */
export async function useYaml({ workspace }: Stack, project: string, body: string): Promise<void> {
    workspace.program = undefined;
    workspace.envVars = {
        ...workspace.envVars,
        PATH: [yamlHostFolder(), process.env.PATH].join(delimiter),
    };
    await writeFile(join(workspace.workDir, "Pulumi.yaml"), `name: ${project}\nruntime: yaml\n${body}`);
}

/** Installs the plugin as a user does who has downloaded its archive. */
export async function installPlugin({ workspace }: Stack, name: string, version: string, file: string): Promise<void> {
    const { pulumiCommand, workDir, pulumiHome, envVars } = workspace;
    await promisify(execFile)(pulumiCommand.command, ["plugin", "install", "resource", name, version, "--file", file], {
        cwd: workDir,
        env: { ...process.env, ...envVars, PULUMI_HOME: pulumiHome },
    });
}
