import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withGenerated } from "../../../scripts/generatedBlocks";
import { DEPLOYER_BLOCKS } from "../../engine/deployerPage";

test.each(Object.entries(DEPLOYER_BLOCKS))(
    "docs/%s is up to date: `UPDATE_DOCS=1 npm test -- test/unit/docs/deployerPage` writes it anew",
    (name, blocks) => {
        const page = join(__dirname, "../../../docs", name);
        const generated = withGenerated(readFileSync(page, "utf8"), blocks);
        if (process.env.UPDATE_DOCS) {
            writeFileSync(page, generated);
        }
        expect(readFileSync(page, "utf8")).toBe(generated);
    },
);
