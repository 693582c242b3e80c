import { blocksOf } from "../../readme";

/** The pages on the command, in the order of their examples. */
const COMMAND_PAGES = ["plan", "adopt", "finish", "verify", "grants-and-map", "survey", "README"].map(
    (page) => `docs/command/${page}.md`,
);
/** The files of the examples, in their order. */
const INPUTS = ["preview.json", "cluster.json", "outputs.json", "arguments.json", "clusters.json", "accept.json"];
/** Examples that do not end with 0. */
const CODES: Record<string, number> = { plan: 3, adopt: 3, verify: 4, survey: 3 };
/** Commands whose examples read Azure. */
const LIVE = ["finish", "verify"];

/** The examples of the pages on the command: their files, and what each call prints. */
export function commandExamples() {
    const blocks = COMMAND_PAGES.flatMap(blocksOf);
    const json = blocks.filter(({ kind }) => kind === "json");
    return {
        files: Object.fromEntries(json.map(({ text }, index) => [String(INPUTS[index]), text])),
        calls: blocks.flatMap(({ kind, text: stdout }, index) => {
            const [, , ...args] = blocks[index - 1]?.text.trim().split(" ") ?? [];
            const [name = ""] = args;
            return kind === "text" ? [{ args, code: CODES[name] ?? 0, stdout, isLive: LIVE.includes(name) }] : [];
        }),
    };
}
