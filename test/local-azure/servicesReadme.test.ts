import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { page, withTables } from "../../scripts/localAzureTables";

const text = readFileSync(page, "utf8");

test("the tables are those of the code: `npx tsx scripts/localAzureTables.ts` rewrites them", () => {
    expect(text).toBe(withTables(text));
});

test("every file that the page links to is there", () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect([link, existsSync(join(dirname(page), link))]).toEqual([link, true]);
});

test("every service's folder is named on the page", () => {
    const root = join(dirname(page), "services");
    const folders = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
    for (const folder of folders) expect(text).toContain(`\`${folder}/\``);
});
