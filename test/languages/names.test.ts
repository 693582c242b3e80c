import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SdkLanguage } from "../../scripts/sdkNames";
import { expectCommittedNames } from "./committedNames";
import { generateSdk, generator, javaHost, ROOT, run } from "./tools";

/** The names in the API reference are those of the generated SDKs. */

jest.setTimeout(120_000);

const SCHEMA = join(ROOT, "src/schema.json");

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "managed-identity-aks-names-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What writes the SDK of a language into the folder, and what that takes: nothing where it is absent. */
const GENERATORS: [language: SdkLanguage, tool: string, there: string | undefined, write: () => Promise<unknown>][] = [
    ["python", "the generator of SDKs", generator, writeByGenerator],
    ["go", "the generator of SDKs", generator, writeByGenerator],
    ["java", "Pulumi Java", javaHost, () => generateSdk("java", javaHost, SCHEMA, folder)],
];

for (const [language, tool, there, write] of GENERATORS) {
    const title = `of the SDK for ${language}`;
    if (there === undefined) {
        test.skip(`SKIPPED, for lack of ${tool} (npm test provides it): ${title}`, () => {});
        continue;
    }
    test(title, async () => {
        await write();
        expectCommittedNames(language, join(folder, language));
    });
}

function writeByGenerator(): Promise<unknown> {
    return run(String(generator), ["sdks", SCHEMA, folder]);
}
