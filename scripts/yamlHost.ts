import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder, intoPlace } from "./cacheFolder";
import type { Output } from "./progress";
import { buildGoProgram, PULUMI_CLI, YAML_HOST } from "./pulumiBuild";

const PROGRAM = "pulumi-language-yaml";
const CACHED = cacheFolder(`pulumi-yaml-${YAML_HOST.version}`);

/** A release of the CLI has it. */
const WITH_CLI = cacheFolder(join(`pulumi-${PULUMI_CLI.version}`, "bin"));

/** The folder of the language host of Pulumi YAML, on the PATH or in the cache; nothing where there is none. */
export function yamlHostFolder(): string | undefined {
    const file = process.platform === "win32" ? `${PROGRAM}.exe` : PROGRAM;
    const folders = [...(process.env.PATH ?? "").split(delimiter), WITH_CLI, CACHED];
    return folders.find((folder) => existsSync(join(folder, file)));
}

/** Puts the language host into the cache where there is none. Throws, with the reason, where it cannot be built. */
export async function provideYamlHost(output: Output): Promise<void> {
    if (yamlHostFolder() === undefined) {
        await intoPlace(CACHED, (draft) => buildGoProgram(YAML_HOST, draft, output));
    }
}
