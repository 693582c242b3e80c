import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import schema from "../../../src/schema.json";
import { inputsPage } from "./inputsPage";

/** `UPDATE_DOCS=1 npm test -- test/unit/docs/inputsPage` writes it anew. */
const INPUTS_PAGE = join(__dirname, "../../../docs/inputs-and-outputs.md");

test("the page says what the schema says", async () => {
    const page = inputsPage(schema);
    if (process.env.UPDATE_DOCS) {
        await writeFile(INPUTS_PAGE, page);
    }
    expect(await readFile(INPUTS_PAGE, "utf8")).toBe(page);
});
