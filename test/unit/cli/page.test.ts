import { join } from "node:path";
import { COMMANDS } from "../../../src/cli/commands";
import { FAIL_ON, processExitCode } from "../../../src/cli/failOn";
import { ExitCode } from "../../../src/migration/report";
import { pageText } from "../../readme";
import { command, withFiles } from "./command";
import { commandExamples } from "./examples";

const PAGE = "docs/command.md";

test("the examples of the page print what stands there", async () => {
    const { files, calls } = commandExamples();
    expect(calls.length).toBe(COMMANDS.length);
    await withFiles(files, async (folder) => {
        for (const { args, code, stdout } of calls) {
            const [name = "", input = ""] = args;
            expect(await command([name, join(folder, input)])).toEqual({ code, stdout, stderr: "" });
        }
    });
});

test("the page lists every command, every exit code, and what --fail-on makes of it", () => {
    const text = pageText(PAGE);
    for (const { name } of COMMANDS) {
        expect(text).toContain(`\n| \`${name} `);
        expect(text).toContain(`\n## \`${name}\`\n`);
    }
    const results = Object.values(ExitCode);
    for (const result of results) {
        expect(text).toMatch(new RegExp(`^\\| ${result} +\\| `, "m"));
    }
    for (const failOn of FAIL_ON) {
        const ending = results.filter((result) => processExitCode(result, failOn) === ExitCode.Ok);
        expect(text).toMatch(new RegExp(`^\\| \`${failOn}\` +\\| ${ending.join(", ")} `, "m"));
    }
});
