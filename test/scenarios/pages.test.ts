import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SCENARIOS } from "../engine/scenarios";
import { inAny } from "../languages/tools";
import { FILES, type Language } from "./generated";
import { scenarioPage, scenariosIndex, slugOf } from "./page";
import { traceScenarios } from "./traceScenarios";
import { writtenPrograms } from "./writtenPrograms";

/** `UPDATE_DOCS=1 npx jest test/scenarios` writes them anew. */
const PAGES = join(__dirname, "../../docs/scenarios");

const written = writtenPrograms(traceScenarios);

for (const [name, { title, summary }] of Object.entries(SCENARIOS)) {
    inAny(`the page of ${name} is up to date`, async () => {
        const { programs, args } = written.traced;
        const [program, clusterArgs] = [programs[name], args[name]];
        if (program === undefined || clusterArgs === undefined) throw new Error(`${name} was not traced`);
        const texts = await Promise.all(
            Object.entries(FILES).map(async ([language, file]) => [
                language,
                await readFile(join(written.path, name, file), "utf8"),
            ]),
        );
        const page = {
            title,
            summary,
            args: clusterArgs,
            program,
            texts: Object.fromEntries(texts) as Record<Language, string>,
        };
        await expectPage(`${slugOf(page)}.md`, await scenarioPage(page));
    });
}

test("the list of scenarios is up to date", async () => {
    await expectPage("README.md", scenariosIndex(Object.values(SCENARIOS)));
    const names = Object.values(SCENARIOS).map((scenario) => `${slugOf(scenario)}.md`);
    expect((await readdir(PAGES)).sort()).toEqual(["README.md", ...names].sort());
});

async function expectPage(name: string, text: string): Promise<void> {
    const file = join(PAGES, name);
    if (process.env.UPDATE_DOCS) {
        await mkdir(PAGES, { recursive: true });
        await writeFile(file, text);
    }
    expect(await readFile(file, "utf8")).toBe(text);
}
