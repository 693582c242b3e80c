import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { javaHostFolder, sdkGenerator } from "../../scripts/languageTools";
import { findPulumiCli } from "../../scripts/pulumiCli";
import type { SdkLanguage } from "../../scripts/sdkNames";
import { expectCommittedNames } from "./committedNames";

/** The names in the API reference are those of the generated SDKs. */

jest.setTimeout(120_000);

const SCHEMA = join(__dirname, "../../src/schema.json");
const run = promisify(execFile);

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "managed-identity-aks-names-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What writes the SDK of a language into the folder, and what that takes: nothing where it is absent. */
const GENERATORS: [language: SdkLanguage, tool: string, there: string | undefined, write: () => Promise<unknown>][] = [
    ["python", "the generator of SDKs", sdkGenerator(), writeByGenerator],
    ["go", "the generator of SDKs", sdkGenerator(), writeByGenerator],
    ["java", "Pulumi Java", javaHostFolder(), () => writeByHost("java", javaHostFolder())],
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
    return run(String(sdkGenerator()), [SCHEMA, folder]);
}

/** By the language host in a folder. */
async function writeByHost(language: string, hostFolder: string | undefined): Promise<void> {
    const { root } = await findPulumiCli(process.stderr);
    const cli = root === undefined ? "pulumi" : join(root, "bin/pulumi");
    const env = {
        ...process.env,
        PATH: [hostFolder, process.env.PATH].join(delimiter),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    await run(cli, ["package", "gen-sdk", SCHEMA, "--language", language, "--out", folder], { env });
}
