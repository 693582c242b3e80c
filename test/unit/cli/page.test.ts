import { join } from "node:path";
import { COMMANDS } from "../../../src/cli/commands";
import { FAIL_ON, processExitCode } from "../../../src/cli/failOn";
import { ExitCode } from "../../../src/migration/report";
import { blocksOf, pageText } from "../../readme";
import { command, type Ran, withFiles } from "./command";
import { liveAzure } from "./liveAzure";
import { withVerifiedCluster } from "./verifiedCluster";

const PAGE = "docs/command.md";
/** The files of its examples, in their order. */
const INPUTS = ["preview.json", "cluster.json", "outputs.json", "arguments.json"];
/** How the examples end that do not end with 0. */
const CODES: Record<string, number> = { plan: 3, adopt: 3, verify: 4 };

/** Runs an example. */
type Run = (name: string, files: Record<string, string>, folder: string, input: string) => Promise<Ran>;

const onFile: Run = (name, _, folder, input) => command([name, join(folder, input)]);

/** Examples of live commands: what they look at is on a local Azure, and has the GUIDs of the page. */
const LIVE: Record<string, Run> = {
    verify: async (name, { "outputs.json": page = "" }) => {
        const ended: Ran[] = [];
        await withVerifiedCluster({}, async ({ azure, outputs, assigned }) => {
            // The ids of role assignments are longer than a line of the page.
            const stdin = JSON.stringify(outputs, (key, value) => (key === "id" ? undefined : value));
            const asOnPage = withGuidsOf(JSON.stringify(JSON.parse(page)), stdin);
            expect(JSON.parse(asOnPage(stdin))).toEqual(JSON.parse(page));
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

test("the examples of the page print what stands there", async () => {
    const blocks = blocksOf(PAGE);
    const files = Object.fromEntries(
        blocks.filter(({ kind }) => kind === "json").map(({ text }, index) => [INPUTS[index], text]),
    );
    const shown = blocks.flatMap(({ kind, text }, index) =>
        kind === "text" ? [{ call: blocks[index - 1]?.text ?? "", text }] : [],
    );
    expect(shown.length).toBe(COMMANDS.length);
    await withFiles(files, async (folder) => {
        for (const { call, text } of shown) {
            const [, , name = "", input = ""] = call.trim().split(" ");
            const run = LIVE[name] ?? onFile;
            const code = CODES[name] ?? 0;
            expect(await run(name, files, folder, input)).toEqual({ code, stdout: text, stderr: "" });
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
