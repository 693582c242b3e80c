import { join } from "node:path";
import { COMMANDS } from "../../../src/cli/commands";
import { FAIL_ON, processExitCode } from "../../../src/cli/failOn";
import { CHECKS } from "../../../src/migration/checks/checks";
import { ExitCode } from "../../../src/migration/report";
import { EFFORT, RISKS, SIZES } from "../../../src/migration/survey/assessment";
import { control, principalContent, servicePrincipal, settled, systemAssigned } from "../../local-azure/aksHelpers";
import { makeGroup, TestAzure } from "../../local-azure/harness";
import { blocksOf, pageText, withDayOfPages } from "../../readme";
import { command, type Ran, withFiles } from "./command";
import { commandExamples } from "./examples";
import { liveAzure } from "./liveAzure";
import { withVerifiedCluster } from "./verifiedCluster";

const OVERVIEW = "docs/command/README.md";

/** Runs an example, whose input is a file of this content. */
type Run = (name: string, file: { folder: string; input: string; content: string }) => Promise<Ran>;

/** On the page the file is in the folder of the reader, which reports repeat. */
const onFile: Run = async (name, { folder, input }) => {
    const ran = await command([name, join(folder, input)]);
    return { ...ran, stdout: ran.stdout.replaceAll(join(folder, "/"), "") };
};

/** Examples of live commands: what they look at is on a local Azure, and has the GUIDs of the page. */
const LIVE: Record<string, Run> = {
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
            expect(stderr).toBe(blocksOf("docs/command/finish.md").find(({ kind }) => kind === "log")?.text);
            return { ...ran, stderr: "" };
        } finally {
            await azure.stop();
        }
    },
    verify: async (name, { content }) => {
        const ended: Ran[] = [];
        await withVerifiedCluster({}, async ({ azure, outputs, assigned }) => {
            // The ids of role assignments are longer than a line of the page.
            const stdin = JSON.stringify(outputs, (key, value) => (key === "id" ? undefined : value));
            const asOnPage = withGuidsOf(JSON.stringify(JSON.parse(content)), stdin);
            expect(JSON.parse(asOnPage(stdin))).toEqual(JSON.parse(content));
            await azure.delete(assigned["Network Contributor"], { apiVersion: "2022-04-01" });
            const ran = await command([name, "-"], { stdin, live: liveAzure(azure) });
            ended.push({ ...ran, stdout: asOnPage(ran.stdout) });
        });
        return ended[0] as Ran;
    },
};

/** Replaces the GUIDs of `text`, each by that in its place in `page`. */
function withGuidsOf(page: string, text: string): (text: string) => string {
    const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
    const ofPage = page.match(guid) ?? [];
    const known = new Map((text.match(guid) ?? []).map((each, index) => [each, ofPage[index] ?? each]));
    return (other) => other.replace(guid, (each) => known.get(each) ?? each);
}

test("the examples of the pages print the outputs of the pages", async () => {
    const { files, calls } = commandExamples();
    expect(calls.length).toBe(COMMANDS.length);
    await withFiles(files, async (folder) => {
        for (const { args, code, stdout } of calls) {
            const [name = "", input = ""] = args;
            const run = LIVE[name] ?? onFile;
            const ran = await run(name, { folder, input, content: files[input] ?? "" });
            expect({ ...ran, stdout: withDayOfPages(ran.stdout) }).toEqual({ code, stdout, stderr: "" });
        }
    });
});

test("the overview lists every command with its page, every exit code, and what --fail-on makes of it", () => {
    const text = pageText(OVERVIEW);
    for (const { name } of COMMANDS) {
        const [, page = ""] = new RegExp(`\\n\\| \\[\`${name} [^\`]+\`\\]\\(([\\w-]+\\.md)\\) `).exec(text) ?? [];
        expect(pageText(`docs/command/${page}`)).toMatch(new RegExp(`^##? \`${name}\``, "m"));
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

test("the overview lists the checks, with what they expect", () => {
    const text = pageText(OVERVIEW);
    for (const [code, expected] of Object.entries(CHECKS)) {
        expect(text).toMatch(
            new RegExp(`^\\| \`${code}\` +\\| [^|]+\\| ${expected.replaceAll(".", "\\.")} +\\|$`, "m"),
        );
    }
    expect(text).toContain("\n## Checks\n");
});

test("the page on survey says how it counts effort and risk", () => {
    const text = pageText("docs/command/survey.md");
    for (const { what, points } of EFFORT) {
        expect(text).toMatch(new RegExp(`^\\| ${what} +\\| ${points} +\\|$`, "m"));
    }
    for (const { level, reason } of RISKS) {
        expect(text).toMatch(new RegExp(`^\\| ${level} +\\| ${reason.replaceAll(".", "\\.")} +\\|$`, "m"));
    }
    const limits = SIZES.slice(0, -1).map(({ size, upTo }) => `p to ${upTo} (?:points )?are ${size}, `);
    expect(text).toMatch(new RegExp(`U${limits.join("u")}more are large\\.`));
});
