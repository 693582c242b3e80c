import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { declarations } from "../../local-azure/providers/azure-native/declared";
import { generatorSchema } from "../../scripts/generatorSchema";
import { setAzureMocks } from "../../src/testing";
import { exampleProgram } from "../engine/engine";
import { inAny } from "../languages/tools";
import { FILES } from "./generated";
import { QUICKSTART } from "./quickstart";
import { writtenPrograms } from "./writtenPrograms";

const EXAMPLE = join(__dirname, "../../examples/quickstart");
const PROJECT = "managed-identity-aks-quickstart";

const written = writtenPrograms(() => {
    const types = QUICKSTART.resources.map(({ type }) => type).filter((type) => type in declarations.resources);
    return { programs: { [PROJECT]: QUICKSTART }, schema: generatorSchema(types) };
});

/** `UPDATE_DOCS=1 npx jest test/scenarios` writes them anew. */
for (const language of ["python", "go", "yaml"] as const) {
    inAny(`the quickstart in ${language} is up to date`, async () => {
        const text = await readFile(join(written.path, PROJECT, FILES[language]), "utf8");
        const file = join(EXAMPLE, FILES[language]);
        if (process.env.UPDATE_DOCS) await writeFile(file, text);
        expect(await readFile(file, "utf8")).toBe(text);
        expect(parse(await readFile(join(EXAMPLE, language, "Pulumi.yaml"), "utf8"))).toMatchObject({
            name: PROJECT,
            runtime: language,
        });
    });
}

test("the quickstart in TypeScript creates the same resources", async () => {
    const mocks = await setAzureMocks();
    const outputs = (await exampleProgram("quickstart")()) ?? {};
    const own = (await mocks.registered()).filter(({ parent }) => parent === undefined);
    const inOrder = (resources: { name: string; type: string }[]) =>
        resources.map(({ name, type }) => `${type} ${name}`).sort();
    expect(inOrder(own)).toEqual(inOrder(QUICKSTART.resources));
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(QUICKSTART.outputs).sort());
});
