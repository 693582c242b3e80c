import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import {
    dotnetHostFolder,
    javaHostFolder,
    javaPackages,
    pythonWithPulumi,
    sdkGenerator,
} from "../../scripts/languageTools";
import { findPulumiCli } from "../../scripts/pulumiCli";
import { runProgram } from "../../scripts/runProgram";
import { testWith } from "../testWith";

export const ROOT = join(__dirname, "../..");

export const generator = sdkGenerator();
export const python = pythonWithPulumi();
export const javaHost = javaHostFolder();
export const maven = javaPackages();
const hasGo = spawnSync("go", ["version"]).status === 0;

export const inAny = testWith("the generator of SDKs", generator !== undefined);
export const inPython = testWith("Python with Pulumi", generator !== undefined && python !== undefined);
export const inGo = testWith("Go", generator !== undefined && hasGo);
export const inJava = testWith("Pulumi Java and Maven", javaHost !== undefined && maven !== undefined);
export const inDotnet = testWith("Pulumi .NET", dotnetHostFolder() !== undefined);

/** Writes an SDK of a schema with the CLI and the language host in a folder: into a folder of the language's name. */
export async function generateSdk(
    language: "dotnet" | "java",
    hostFolder: string | undefined,
    schemaFile: string,
    folder: string,
): Promise<void> {
    const { root } = await findPulumiCli(process.stderr);
    const cli = root === undefined ? "pulumi" : join(root, "bin/pulumi");
    const env = {
        ...process.env,
        PATH: [hostFolder, process.env.PATH].join(delimiter),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    await runProgram(cli, ["package", "gen-sdk", schemaFile, "--language", language, "--out", folder], { env });
}
