import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SdkLanguage, type SdkNames, sdkNames } from "../../scripts/sdkNames";

/** The names in the SDK of a language as the repository keeps them: the reference of the API is made of them. */
export function committedNames(language: SdkLanguage): SdkNames {
    return JSON.parse(readFileSync(fileOf(language), "utf8"));
}

/** Compares them with a generated SDK. UPDATE_DOCS=1 rewrites them. */
export function expectCommittedNames(language: SdkLanguage, sdk: string): void {
    const names = sdkNames(language, sdk);
    if (process.env.UPDATE_DOCS) {
        writeFileSync(fileOf(language), `${JSON.stringify(names, undefined, 1)}\n`);
    }
    expect(names).toEqual(committedNames(language));
}

function fileOf(language: SdkLanguage): string {
    return join(__dirname, "names", `${language}.generated.json`);
}
