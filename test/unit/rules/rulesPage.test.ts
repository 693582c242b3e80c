import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rulesPage, violates } from "./rulesPage";
import { WARNED } from "./warned";

/** `UPDATE_DOCS=1 npm test -- test/unit/rules/rulesPage` writes it anew. */
const RULES_PAGE = join(__dirname, "../../../docs/rules.md");

test("the page says what the tables say", async () => {
    const page = rulesPage();
    if (process.env.UPDATE_DOCS) {
        await writeFile(RULES_PAGE, page);
    }
    expect(await readFile(RULES_PAGE, "utf8")).toBe(page);
});

test.each(WARNED)("%s at %s is warned of", (...example) => {
    expect(violates(example)).toBe(true);
});
