import { readFile } from "node:fs/promises";
import { SCHEMA_FILE, schemaText } from "../../scripts/schema";

test("src/schema.json is what the analyzer makes of the sources: npm run schema", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).toBe(schemaText());
});
