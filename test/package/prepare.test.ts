import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../scripts/runProgram";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";

test("prepare leaves what is built as it is, also where the compiler is installed", () =>
    withTemporaryFolder(async (root) => {
        mkdirSync(join(root, "scripts"));
        for (const script of ["build.mjs", "prepare.mjs"]) {
            cpSync(join(__dirname, "../../scripts", script), join(root, "scripts", script));
        }
        mkdirSync(join(root, "node_modules/typescript/bin"), { recursive: true });
        writeFileSync(join(root, "node_modules/typescript/bin/tsc"), "process.exit(1);");
        mkdirSync(join(root, "bin"));
        writeFileSync(join(root, "bin/index.js"), "");
        await runProgram(process.execPath, [join(root, "scripts/prepare.mjs")], { cwd: root });
        expect(readdirSync(join(root, "bin"))).toEqual(["index.js"]);
    }));
