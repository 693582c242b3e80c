import { join } from "node:path";
import { COMMANDS } from "../../../src/cli/commands";
import { FAIL_ON, processExitCode } from "../../../src/cli/failOn";
import { ExitCode } from "../../../src/migration/report";
import { control, principalContent, servicePrincipal, settled, systemAssigned } from "../../local-azure/aksHelpers";
import { makeGroup, TestAzure } from "../../local-azure/harness";
import { blocksOf, pageText } from "../../readme";
import { command, type Ran, withFiles } from "./command";
import { commandExamples } from "./examples";
import { liveAzure } from "./liveAzure";

const PAGE = "docs/command.md";

/** Examples of live commands: what they look at is on a local Azure. */
const LIVE: Record<string, () => Promise<Ran>> = {
    async finish() {
        const pool = (name: string, mode: string, count: number) => ({ name, mode, count, vmSize: "Standard_D4ds_v5" });
        const agentPoolProfiles = [pool("system", "System", 2), pool("work", "User", 3)];
        const content = principalContent({ ...servicePrincipal, agentPoolProfiles });
        const azure = await TestAzure.start({ operationSeconds: 60 });
        try {
            await makeGroup(azure);
            await settled(azure, content, "shop");
            const { id } = (await settled(azure, { ...content, identity: systemAssigned }, "shop")).body;
            await control(azure, "nodeImage", {}, "shop");
            const { stderr, ...ran } = await command(["finish", id], { live: liveAzure(azure) });
            expect(stderr).toBe(blocksOf(PAGE).find(({ kind }) => kind === "log")?.text);
            return { ...ran, stderr: "" };
        } finally {
            await azure.stop();
        }
    },
};

test("the examples of the page print what stands there", async () => {
    const { files, calls } = commandExamples();
    expect(calls.length).toBe(COMMANDS.length);
    await withFiles(files, async (folder) => {
        for (const { args, code, stdout } of calls) {
            const [name = "", input = ""] = args;
            const ran = await (LIVE[name]?.() ?? command([name, join(folder, input)]));
            expect(ran).toEqual({ code, stdout, stderr: "" });
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
