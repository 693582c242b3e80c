import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../scripts/runProgram";
import packageSchema from "../../src/schema.json";
import { pclOf } from "./pcl";
import type { Program } from "./program";
import type { TracedScenarios } from "./traceScenarios";
import { withModuleImports } from "./typescript";
import { yamlOf } from "./yaml";

/** Files of a program in a language, relative to the folder of its scenario. */
export const FILES = {
    typescript: "nodejs/index.ts",
    python: "python/__main__.py",
    go: "go/main.go",
    yaml: "yaml/Pulumi.yaml",
} as const;

export type Language = keyof typeof FILES;

/** Programs, and what they use of azure-native. */
export type GeneratedPrograms = Pick<TracedScenarios, "programs" | "schema">;

/** Writes the programs in all languages into a folder, by Pulumi's own generators: see `FILES`. */
export async function writePrograms(
    generator: string,
    folder: string,
    { programs, schema }: GeneratedPrograms,
): Promise<void> {
    // Programs in TypeScript use the library, not an SDK that is made of the schema.
    const { language } = packageSchema;
    const library = { ...packageSchema, language: { ...language, nodejs: { packageName: packageSchema.name } } };
    const schemas = await Promise.all(
        [schema, library].map(async (each) => {
            const file = join(folder, `${each.name}.json`);
            await writeFile(file, JSON.stringify(each));
            return file;
        }),
    );
    await Promise.all(
        Object.entries(programs).map(([name, program]) => writeFile(join(folder, `${name}.pp`), pclOf(program))),
    );
    await runProgram(generator, ["programs", folder, ...schemas]);
    for (const [name, program] of Object.entries(programs)) {
        await writeYaml(join(folder, name), name, program);
        const file = join(folder, name, FILES.typescript);
        await writeFile(file, withModuleImports(await readFile(file, "utf8")));
    }
    await formatAll(folder);
}

async function writeYaml(folder: string, name: string, program: Program): Promise<void> {
    await mkdir(join(folder, "yaml"), { recursive: true });
    await writeFile(join(folder, FILES.yaml), yamlOf(name, program));
}

/** As the code of this repository is. */
async function formatAll(folder: string): Promise<void> {
    const root = join(__dirname, "../..");
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const args = ["format", "--write", `--config-path=${join(root, "biome.json")}`, "--vcs-enabled=false", folder];
    await runProgram(process.execPath, [biome, ...args]);
}
