import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { control } from "../local-azure/aksHelpers";
import { blocksOf, pageText } from "../readme";
import { command, withFiles } from "../unit/cli/command";
import { liveAzure } from "../unit/cli/liveAzure";
import { asOnPage } from "./asOnPage";
import { type Engine, exampleProgram, remaining, withEngine } from "./engine";
import { previewOf } from "./plans";

const EXAMPLE = "migrate-from-service-principal";
const PAGE = `examples/${EXAMPLE}/README.md`;

/** What the page names of what has automatic names. */
const NAMES = ["images", "network", "aks-kubelet", "aks-control-plane"];

/** What the reader types, and what the page shows of the last command. */
const STEPS = blocksOf(PAGE).flatMap(({ kind, text }, index, all) => {
    const next = all[index + 1];
    const shown = next?.kind === "text" ? next.text : undefined;
    return kind === "bash" ? [{ commands: text.trim().split("\n"), shown }] : [];
});

test("the example migrates as its page says, and the commands print what stands there", async () => {
    const options = { project: `managed-identity-aks-${EXAMPLE}`, operationSeconds: 60, watchJobs: true };
    await withEngine(exampleProgram(EXAMPLE), options, async (engine) => {
        const { stack, azure } = engine;
        const printed: string[] = [];
        const codes: Record<string, number[]> = {};
        await withFiles({ "preview.json": "", "outputs.json": "" }, async (folder) => {
            for (const { commands, shown } of STEPS) {
                let stdout = "";
                for (const line of commands) {
                    const ran = await run(line, folder, engine);
                    stdout = ran?.stdout ?? "";
                    if (ran !== undefined) {
                        codes[ran.name] = [...(codes[ran.name] ?? []), ran.code];
                    }
                }
                if (shown !== undefined) {
                    printed.push(stdout);
                }
            }
        });
        expect(codes).toEqual({ plan: [3], verify: [3, 0], finish: [0] });
        if (process.env.UPDATE_DOCS) {
            writeBlocks(printed.map(asOnPage(NAMES)));
        }
        expect(printed.map(asOnPage(NAMES))).toEqual(
            blocksOf(PAGE).flatMap(({ kind, text }) => (kind === "text" ? text : [])),
        );
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
}, 600_000);

/** Runs a line of the page; of the command `managed-identity-aks`, what it printed. */
async function run(line: string, folder: string, engine: Engine) {
    const { stack, arm, clock } = engine;
    const [program = "", ...words] = line.split(" ");
    const fileIn = (name: string) => join(folder, name);
    if (program === "npx") {
        const [, name = "", input = ""] = words;
        if (name === "finish") {
            await control(arm, "nodeImage", {}, "shop");
        }
        const isFile = input.endsWith(".json");
        const argument = isFile ? fileIn(input) : String((await stack.outputs()).clusterId?.value);
        return { name, ...(await command([name, argument], { live: liveAzure(arm) })) };
    }
    if (line === "pulumi up") {
        await stack.up();
    } else if (line.startsWith("pulumi config set stage ")) {
        await stack.setConfig("stage", { value: words[3] ?? "" });
        // The page says that an hour passes after the last update.
        clock.advance(3600_000);
    } else if (line.startsWith("pulumi preview --json ")) {
        writeFileSync(fileIn("preview.json"), (await previewOf(stack, words.slice(2, 3))).document);
    } else if (line.startsWith("pulumi stack output --json ")) {
        writeFileSync(fileIn("outputs.json"), JSON.stringify(await outputsOf(stack)));
    }
    return undefined;
}

async function outputsOf(stack: Stack): Promise<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value]));
}

function writeBlocks(texts: string[]): void {
    const path = join(__dirname, "../..", PAGE);
    let index = 0;
    writeFileSync(
        path,
        pageText(PAGE).replace(/^```text\n[\s\S]*?^```/gm, () => `\`\`\`text\n${texts[index++] ?? ""}\`\`\``),
    );
    expect(readFileSync(path, "utf8")).toBe(pageText(PAGE));
}
