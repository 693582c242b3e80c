import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { runPreview, runStackExport } from "../../../src/cli/commands/runPreview";
import { command, NO_AZURE, withFiles } from "./command";
import { type Answer, withPulumi, withScripts } from "./fakePulumi";

const MAIN = join(__dirname, "../../../src/cli/main.ts");
const type = "azure-native:containerservice:ManagedCluster";
const urn = `urn:pulumi:dev::shop::${type}::shop`;
const state = (inputs: object) => ({ urn, type, inputs: { resourceGroupName: "shop", ...inputs }, outputs: {} });
const step = {
    op: "update",
    urn,
    oldState: state({ servicePrincipalProfile: { clientId: "aaaa", secret: "hunter2" } }),
    newState: state({ identity: { type: "SystemAssigned" } }),
    detailedDiff: { identity: { kind: "add" }, servicePrincipalProfile: { kind: "delete" } },
};
/** A migration from a service principal, which ends with 3. */
const PREVIEW = JSON.stringify({ steps: [step], duration: 1, changeSummary: { update: 1 } });
const EVENTS = [
    {
        sequence: 1,
        timestamp: 1,
        resourcePreEvent: { metadata: { op: step.op, urn, old: step.oldState, new: step.newState } },
    },
    { sequence: 2, timestamp: 1, summaryEvent: { resourceChanges: { update: 1 } } },
]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
const GROUP = { urn: "urn:pulumi:dev::shop::test:index:Group::group", type: "test:index:Group", inputs: {} };
const EXPORT = JSON.stringify({
    version: 3,
    deployment: { resources: [step.oldState, GROUP], pending_operations: [{ resource: step.oldState }] },
});
const DEPLOYED: Answer = { stdout: EXPORT };

const GLOBAL = ["--non-interactive", "--color=never"];
const PREVIEW_CALL = [...GLOBAL, "preview", "--json", "--show-sames"];
const EXPORT_CALL = [...GLOBAL, "stack", "export"];

withScripts("plan --run reports what it reports of files, and writes none", async () => {
    await withPulumi({ preview: { stdout: PREVIEW }, export: DEPLOYED }, async ({ env, folder, calls }) => {
        const ran = await command(["plan", "--run", "--format", "json"], { env });
        expect(readdirSync(folder).sort()).toEqual(["calls", "pulumi"]);
        expect(calls()).toEqual([EXPORT_CALL, PREVIEW_CALL]);
        expect(ran.stdout).not.toContain("hunter2");
        await withFiles({ "stack.json": EXPORT }, async (files) => {
            const argv = ["plan", "-", "--stack-export", join(files, "stack.json"), "--format", "json"];
            const ofFiles = await command(argv, { stdin: PREVIEW });
            // The interrupted operation stands in the export alone.
            expect(ofFiles.code).toBe(6);
            expect(ran).toEqual(ofFiles);
        });
    });
});

withScripts("plan --run passes the stack, the folder and what follows -- on, and reads a given export", async () => {
    await withPulumi({ preview: { stdout: PREVIEW }, export: DEPLOYED }, async ({ env, folder, calls }) => {
        const place = ["--stack", "org/shop/dev", "--cwd", folder];
        const passedOn = ["--stack=org/shop/dev", `--cwd=${folder}`];
        const options = ["--refresh", "--target", urn];
        await command(["plan", "--run", ...place, "--", ...options], { env });
        expect(calls()).toEqual([
            [...EXPORT_CALL, ...passedOn],
            [...PREVIEW_CALL, ...passedOn, ...options],
        ]);
    });
    await withPulumi({ preview: { stdout: PREVIEW } }, async ({ env, folder, calls }) => {
        writeFileSync(join(folder, "stack.json"), JSON.stringify({ deployment: { resources: [] } }));
        const ran = await command(["plan", "--run", "--stack-export", join(folder, "stack.json")], { env });
        expect(ran).toMatchObject({ code: 3, stderr: "" });
        expect(calls()).toEqual([PREVIEW_CALL]);
    });
});

const NOTHING: Answer = { stdout: '{"deployment":{}}' };
const rejection = {
    severity: "error",
    urn,
    message: 'before hook "managed-identity-aks:shop:transitions" failed: no (BackToServicePrincipal; https://x)',
};

withScripts.each<[string, Answer, number]>([
    ["a stream of events", { stdout: EVENTS }, 3],
    [
        "a preview that a hook rejects",
        {
            stdout: JSON.stringify({ steps: [step], diagnostics: [rejection] }),
            stderr: "error: preview failed",
            code: 1,
        },
        4,
    ],
    ["a failure that the document does not tell of", { stdout: PREVIEW, stderr: "error: odd", code: 255 }, 6],
])("plan --run of %s", async (_, preview, code) => {
    await withPulumi({ preview, export: NOTHING }, async ({ env }) => {
        const ran = await command(["plan", "--run"], { env });
        expect(ran).toMatchObject({ code, stderr: "" });
        expect(ran.stdout).toContain("\nshop\n");
    });
});

const STACK = "error: program failed:\n\n    at main (/shop/index.ts:1:1)\n\x1b[31m  it is odd\x1b[0m\n";
const PLAIN = "error: program failed:\n\\u001b[31m  it is odd\\u001b[0m";

withScripts.each<[string, { preview?: Answer; export?: Answer }, string]>([
    ["prints nothing", { preview: { stderr: STACK, code: 1 } }, `pulumi preview failed:\n${PLAIN}`],
    [
        "prints an empty document",
        { preview: { stdout: "{}\n", stderr: STACK, code: 1 } },
        `pulumi preview failed:\n${PLAIN}`,
    ],
    [
        "prints the end of a stream",
        { preview: { stdout: '{"sequence":0,"timestamp":1,"cancelEvent":{}}\n', stderr: STACK, code: 1 } },
        `pulumi preview failed:\n${PLAIN}`,
    ],
    ["says nothing", { preview: { code: 1 } }, "pulumi preview failed and does not say why."],
    [
        "has no such stack",
        { export: { stderr: "error: no stack named 'dev' found\n", code: 6 } },
        "pulumi stack export failed:\nerror: no stack named 'dev' found",
    ],
])("plan --run fails with Pulumi's own words where it %s", async (_, answers, message) => {
    await withPulumi({ export: NOTHING, ...answers }, async ({ env, calls }) => {
        const ran = await command(["plan", "--run"], { env });
        expect(ran).toEqual({ code: 1, stdout: "", stderr: `managed-identity-aks: ${message}\n` });
        expect(calls().length).toBe(answers.preview === undefined ? 1 : 2);
    });
});

withScripts("of a long failure the end is shown", async () => {
    const stderr = Array.from({ length: 100 }, (_, index) => `line ${index + 1}\n`).join("");
    await withPulumi({ export: { stderr, code: 1 } }, async ({ env }) => {
        const lines = (await command(["plan", "--run"], { env })).stderr.trimEnd().split("\n");
        expect([lines.length, lines[1], lines.at(-1)]).toEqual([21, "line 81", "line 100"]);
    });
});

test("plan --run without a Pulumi CLI says what to do in one line", async () => {
    await withFiles({}, async (folder) => {
        expect(await command(["plan", "--run"], { env: { PATH: folder } })).toEqual({
            code: 1,
            stdout: "",
            stderr: "managed-identity-aks: there is no pulumi on the PATH. Install the Pulumi CLI (https://www.pulumi.com/docs/iac/download-install/), or pass the output of `pulumi preview --json` as a file.\n",
        });
    });
});

withScripts("plan --run with a pulumi that cannot be run", async () => {
    await withFiles({ pulumi: "" }, async (folder) => {
        const ran = await command(["plan", "--run"], { env: { PATH: folder } });
        expect(ran).toEqual({
            code: 1,
            stdout: "",
            stderr: "managed-identity-aks: pulumi cannot be started (EACCES).\n",
        });
    });
});

withScripts.each<[string[], string]>([
    [[], "plan requires a preview: pass a file, - for standard input, or --run."],
    [["--run", "preview.json"], "--run creates the preview, so preview.json is not read: leave out one of the two."],
    [["-", "--run"], "--run creates the preview, so - is not read: leave out one of the two."],
    [["preview.json", "--run", "--", "--refresh"], "so preview.json is not read"],
    [["-", "--stack", "dev"], "--stack requires --run."],
    [["-", "--cwd", "shop"], "--cwd requires --run."],
    [["-", "--", "--refresh"], "Options for pulumi, after --, require --run."],
    [["--run", "--", "--stack", "dev"], "--stack is not passed on to pulumi: give --stack before the --"],
    [["--run", "--", "-sdev"], "-sdev is not passed on to pulumi: give --stack before the --"],
    [["--run", "--", "-C", "shop"], "-C is not passed on to pulumi: give --cwd before the --"],
    [["--run", "--", "--refresh", "--show-secrets=true"], "--show-secrets is not passed on to pulumi: a plan needs no"],
    [["--run", "--", "--expect-no-changes"], "--expect-no-changes is not passed on to pulumi: --fail-on says"],
    [["--run", "--live", "none.json"], "none.json: there is no such file"],
])("plan %j is refused before anything is run", async (argv, message) => {
    await withPulumi({}, async ({ env, calls }) => {
        const { code, stdout, stderr } = await command(["plan", ...argv], { env });
        expect({ code, stdout, calls: calls() }).toEqual({ code: 2, stdout: "", calls: [] });
        expect(stderr).toMatch(/^managed-identity-aks: [^\n]+\n$/);
        expect(stderr).toContain(message);
    });
});

withScripts("on a terminal one line of standard error says how far the preview is", async () => {
    const cut = EVENTS.length + EVENTS.indexOf("PreEvent");
    const stream = EVENTS + EVENTS;
    // The second step comes when the first was shown, its beginning cut in two; the end when the second was shown.
    const then = `const fs = require("node:fs");
        const steps = [
            ["1", () => process.stdout.write(${JSON.stringify(stream.slice(cut))})],
            ["2", () => process.exit()],
        ];
        fs.watch(folder, proceed);
        proceed();
        function proceed() {
            while (steps.length > 0 && fs.existsSync(folder + "/shown " + steps[0][0])) {
                steps.shift()[1]();
            }
        }`;
    const preview = { stdout: stream.slice(0, cut), then };
    await withPulumi({ preview, export: NOTHING }, async ({ env, folder }) => {
        let shown = "";
        const write = (text: string) => {
            shown += text;
            const step = /, step (\d)$/.exec(text)?.[1];
            if (step !== undefined) {
                writeFileSync(join(folder, `shown ${step}`), "");
            }
        };
        const io = { stdin: process.stdin, stdout: process.stdout, stderr: { write, isTTY: true }, env, ...NO_AZURE };
        expect(await runStackExport({}, io)).toEqual({ resources: [], interrupted: [] });
        expect((await runPreview({ pulumiOptions: [] }, io)).steps.length).toBe(2);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they move the cursor
        expect(shown).toMatch(/^(\r\x1b\[K(pulumi (stack export|preview): \d+ s(, step [12])?)?)+\r\x1b\[K$/);
    });
});

/** Process ids. What a signal ends is gone already. */
const started: number[] = [];
afterEach(() => {
    for (const pid of started.splice(0)) {
        try {
            process.kill(pid, "SIGKILL");
        } catch (error) {
            expect((error as NodeJS.ErrnoException).code).toBe("ESRCH");
        }
    }
});

withScripts.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends pulumi, too", async (signal) => {
    const then = `const fs = require("node:fs");
        process.once("${signal}", () => {
            fs.writeFileSync(folder + "/interrupted", "");
            process.exit(255);
        });
        setInterval(() => undefined, 1 << 30);
        fs.writeFileSync(folder + "/pid", String(process.pid));`;
    await withPulumi({ preview: { stdout: "{", then }, export: NOTHING }, async ({ env, folder }) => {
        const main = spawn(process.execPath, ["--import", "tsx", MAIN, "plan", "--run"], { env });
        started.push(Number(main.pid));
        const printed = Promise.all([once(main, "close"), text(main.stderr), text(main.stdout)]);
        await made(folder, "pid", main);
        const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
        started.push(pid);
        main.kill(signal);
        const interrupted = `managed-identity-aks: pulumi preview was interrupted by ${signal}.\n`;
        expect(await printed).toEqual([[1, null], interrupted, ""]);
        expect(readdirSync(folder)).toContain("interrupted");
        expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    });
});

/** Waits until a process has written a file with something in it, or has ended. */
async function made(folder: string, name: string, writer: ChildProcess): Promise<void> {
    const isThere = () => existsSync(join(folder, name)) && readFileSync(join(folder, name), "utf8") !== "";
    await new Promise<void>((resolve, reject) => {
        const watcher = watch(folder, check);
        writer.once("close", () => watcher.close());
        writer.once("close", () => reject(new Error(`it ended without ${name}`)));
        check();
        function check() {
            if (isThere()) {
                watcher.close();
                resolve();
            }
        }
    });
}
