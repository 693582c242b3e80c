import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withGenerated } from "../../../scripts/generatedBlocks";
import { DEPLOYER_BLOCKS } from "../../engine/deployerPage";

const PAGE = join(__dirname, "../../../docs/deployer.md");

test("docs/deployer.md is up to date: `UPDATE_DOCS=1 npm test -- test/unit/docs/deployerPage` writes it anew", () => {
    const generated = withGenerated(readFileSync(PAGE, "utf8"), DEPLOYER_BLOCKS);
    if (process.env.UPDATE_DOCS) {
        writeFileSync(PAGE, generated);
    }
    expect(readFileSync(PAGE, "utf8")).toBe(generated);
});
