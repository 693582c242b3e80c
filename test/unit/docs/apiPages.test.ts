import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publicExports } from "../../../scripts/publicExports";
import schema from "../../../src/schema.json";
import { committedNames } from "../../languages/committedNames";
import { apiPages } from "./apiPages";

/** `UPDATE_DOCS=1 npm test -- test/unit/docs/apiPages` writes them anew. */
const FOLDER = join(__dirname, "../../../docs/api");

const NAMES = {
    python: committedNames("python"),
    go: committedNames("go"),
    dotnet: committedNames("dotnet"),
    java: committedNames("java"),
};

const exported = publicExports();
const pages = apiPages(exported, schema, NAMES);

test("the pages say what the doc comments, the schema and the SDKs say", () => {
    if (process.env.UPDATE_DOCS) {
        mkdirSync(FOLDER, { recursive: true });
        for (const [file, text] of Object.entries(pages)) {
            writeFileSync(join(FOLDER, file), text);
        }
    }
    const committed = readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]);
    expect(Object.fromEntries(committed)).toEqual(pages);
});
