import { join } from "node:path";
import { MANY_RUNS } from "../engine/engine";
import { testWith } from "../testWith";
import { expectCommittedNames } from "./committedNames";
import { generatedSdks } from "./consumers";
import { generateSdk, inAny, javaHost, ROOT } from "./tools";

/** The names in the API reference are those of the generated SDKs. */

jest.setTimeout(MANY_RUNS);

const sdks = generatedSdks();

for (const language of ["python", "go"] as const) {
    inAny(`of the SDK for ${language}`, async () => expectCommittedNames(language, join(sdks.path, language)));
}

testWith("Pulumi Java", javaHost !== undefined)("of the SDK for java", async () => {
    await generateSdk("java", javaHost, join(ROOT, "src/schema.json"), sdks.path);
    expectCommittedNames("java", join(sdks.path, "java"));
});
