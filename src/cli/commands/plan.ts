import { Argument, Option } from "commander";
import { readNamed } from "../../migration/jsonInput";
import type { Call, CommandDefinition } from "../command";
import { readJson, readText } from "../input";
import type { Io } from "../io";
import { validatePlanUsage } from "./planUsage";

const PREVIEW = "what `pulumi preview --json` prints";
const STACK_EXPORT = "what `pulumi stack export` prints";
const LIVE = "a cluster or a list of clusters, as `az aks show` or `az aks list` print them";

export const plan: CommandDefinition = {
    name: "plan",
    summary: "Explains what a preview means for clusters, their identities and their pools, before anything changes.",
    examples: `Examples:
  pulumi preview --json --show-sames | managed-identity-aks plan -
  managed-identity-aks plan preview.json --stack-export stack.json --format html > plan.html
  managed-identity-aks plan --run --stack production -- --refresh`,
    checks: true,
    arguments: [
        new Argument("[preview]", "output of `pulumi preview --json`, as a file; - reads standard input"),
        new Argument("[pulumi-options...]", "with --run: everything after -- is passed to `pulumi preview`"),
    ],
    options: [
        new Option("--run", "runs `pulumi preview` and `pulumi stack export` instead of reading files"),
        new Option("--stack <name>", "with --run: name of the stack; default: the current stack"),
        new Option("--cwd <folder>", "with --run: folder of the program; default: the current folder"),
        new Option(
            "--stack-export <file>",
            "output of `pulumi stack export`: shows the role assignments that are kept",
        ),
        new Option(
            "--live <file>",
            "output of `az aks show` or `az aks list`, as a file: shows whether the state is outdated",
        ),
    ],
    async run(call) {
        const { options, io } = call;
        validatePlanUsage(call);
        const { readStackExport } =
            require("../../migration/preview/stackExport") as typeof import("../../migration/preview/stackExport");
        const { planOf } = require("../../migration/plan/plan") as typeof import("../../migration/plan/plan");
        const { planReport } =
            require("../../migration/plan/planReport") as typeof import("../../migration/plan/planReport");
        const { stackExport, live } = options;
        const files = {
            ...(stackExport !== undefined && {
                stackExport: await readAs(String(stackExport), STACK_EXPORT, io, readStackExport),
            }),
            ...(live !== undefined && { live: await readLive(String(live), io) }),
        };
        const { preview, ...sources } = options.run === true ? await runNow(call, files) : await readFile(call);
        return planReport(planOf(preview, { ...sources, ...files }));
    },
};

async function readFile({ args: [file = "-"], io }: Call) {
    const { readPreview } =
        require("../../migration/preview/readPreview") as typeof import("../../migration/preview/readPreview");
    return { preview: await readAs(file, PREVIEW, io, readPreview) };
}

/** The preview and, unless a file has it, the state. */
async function runNow({ args, options: { stack, cwd }, io }: Call, files: { stackExport?: object }) {
    const { runPreview, runStackExport } = require("./runPreview") as typeof import("./runPreview");
    const place = {
        ...(stack !== undefined && { stack: String(stack) }),
        ...(cwd !== undefined && { cwd: String(cwd) }),
    };
    return {
        ...(files.stackExport === undefined && { stackExport: await runStackExport(place, io) }),
        preview: await runPreview({ ...place, pulumiOptions: args }, io),
    };
}

/** What `read` makes of a file. A problem names the file. */
async function readAs<T>(file: string, expected: string, io: Io, read: (text: string) => T): Promise<T> {
    const { name, text } = await readText(file, expected, io);
    return readNamed(name, () => read(text));
}

async function readLive(file: string, io: Io) {
    const { readLiveClusters } =
        require("../../migration/live/liveCluster") as typeof import("../../migration/live/liveCluster");
    const { name, value } = await readJson(file, LIVE, io);
    return readNamed(name, () => readLiveClusters(value));
}
