import { copyFile, cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { declarations } from "../../local-azure/providers/azure-native/declared";
import { runProgram } from "../../scripts/runProgram";
import { withoutSecrets } from "../../src/engine/sdk";
import { MANY_RUNS } from "../engine/engine";
import { generatedSdks, installPythonSdk } from "../languages/consumers";
import { inGo, inPython, python } from "../languages/tools";
import { FILES, type Language } from "./generated";
import { ownInputs } from "./ownInputs";
import { traceScenarios } from "./traceScenarios";
import { writtenPrograms } from "./writtenPrograms";

// What compiles, compiles for the first time.
jest.setTimeout(MANY_RUNS);

const sdks = generatedSdks();
const written = writtenPrograms(traceScenarios);

/** Copies the programs of a language into a folder, each in one of its own; returns their files by name. */
async function collect(language: Language): Promise<Record<string, string>> {
    const files = Object.keys(written.traced.programs).map(async (name) => {
        const program = join(written.path, language, name);
        await mkdir(program, { recursive: true });
        const file = join(program, FILES[language].split("/").pop() ?? "");
        await copyFile(join(written.path, name, FILES[language]), file);
        return [name, file] as const;
    });
    return Object.fromEntries(await Promise.all(files));
}

inPython("the programs in Python register the resources of the scenarios", async () => {
    const outputs = Object.entries(declarations.resources).map(([type, { outputs }]) => [type, Object.keys(outputs)]);
    const config = Object.values(written.traced.programs).flatMap(({ config }) => Object.keys(config));
    const settings = {
        outputs: Object.fromEntries(outputs),
        config: Object.fromEntries(config.map((name) => [name, `\${${name}}`])),
        programs: await collect("python"),
    };
    await writeFile(join(written.path, "settings.json"), JSON.stringify(settings));
    const script = join(__dirname, "run_programs.py");
    const env = { ...process.env, ...(await installPythonSdk(sdks.path)) };
    const { stdout } = await runProgram(String(python), [script, join(written.path, "settings.json")], { env });
    const registered: Record<string, { name: string; type: string; inputs: Record<string, unknown> }[]> =
        JSON.parse(stdout);
    const { programs, schema } = written.traced;
    for (const [name, { resources }] of Object.entries(programs)) {
        const own = registered[name]?.map((each) => [
            each.name,
            each.type,
            ownInputs(each.type, withoutSecrets(each.inputs), schema),
        ]);
        const expected = resources.map(({ name, type, inputs }) => [name, type, inputs]);
        expect({ program: name, resources: own?.sort(byName) }).toEqual({
            program: name,
            resources: expected.sort(byName),
        });
    }
});

function byName([one]: unknown[], [other]: unknown[]): number {
    return String(one) < String(other) ? -1 : 1;
}

inGo("the programs in Go compile", async () => {
    await collect("go");
    const module = join(__dirname, "../languages");
    // The folder of the SDK becomes a module; go.sum holds the hashes of all others.
    await cp(join(module, "go/go.mod"), join(sdks.path, "go/go.mod"));
    await symlink(sdks.path, join(written.path, "sdks"), "junction");
    await cp(join(module, "scenarios"), join(written.path, "go"), { recursive: true });
    const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" };
    const { stderr } = await runProgram("go", ["vet", "./..."], { cwd: join(written.path, "go"), env }).catch(
        ({ stderr }: { stderr: string }) => ({ stderr }),
    );
    expect(stderr).toBe("");
});
