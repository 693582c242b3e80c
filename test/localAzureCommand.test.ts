import { spawn, spawnSync } from "node:child_process";
import { access, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { type RequestOptions, request } from "node:https";
import { join } from "node:path";
import type { ReadyFile } from "../local-azure/contract";
import { runProgram } from "../scripts/runProgram";
import { temporaryFolder } from "./temporaryFolder";

const start = join(__dirname, "../scripts/start.mjs");

const folder = temporaryFolder();

/** Windows has no signals that a process could handle: there a Ctrl-C in a console is all that ends the command. */
const withSignals = process.platform === "win32" ? test.skip : test;
const withCurl = process.platform !== "win32" && spawnSync("curl", ["--version"]).status === 0 ? test : test.skip;

/** The command in the foreground, until `use` is through with it. */
async function localAzure(args: string[], use: (said: Promise<string>) => Promise<void>): Promise<number | null> {
    const child = spawn(process.execPath, [start, "local-azure/main.ts", ...args], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    let text = "";
    const said = new Promise<string>((resolve) => {
        for (const stream of [child.stdout, child.stderr]) {
            stream.on("data", (chunk) => {
                text += chunk;
                if (text.includes("Ctrl-C")) {
                    resolve(text);
                }
            });
        }
        void ended.then(() => resolve(text));
    });
    try {
        await use(said);
    } finally {
        child.kill("SIGTERM");
    }
    return ended;
}

async function status(ready: ReadyFile, path: string, options: RequestOptions = {}, content = ""): Promise<number> {
    const ca = await readFile(ready.caFile);
    return new Promise((resolve, reject) => {
        request(`${ready.armEndpoint}${path}`, { ca, ...options }, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
        })
            .on("error", reject)
            .end(content);
    });
}

async function putGroup(ready: ReadyFile): Promise<number> {
    const token = await fetch(
        `${ready.identityEndpoint}?api-version=2019-08-01&resource=https://management.azure.com`,
        {
            headers: { "X-IDENTITY-HEADER": ready.identityHeader },
        },
    );
    const { access_token } = (await token.json()) as { access_token: string };
    const path = `/subscriptions/${ready.subscriptionId}/resourceGroups/rg?api-version=2024-03-01`;
    const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
    return status(ready, path, { method: "PUT", headers }, '{"location": "westus2"}');
}

withSignals("the ready file leads to ARM and providers, is private, and goes with the server", async () => {
    const file = join(folder.path, "ready.json");
    const code = await localAzure(["--ready-file", file], async (said) => {
        expect(await said).toContain("local-azure is ready at https://127.0.0.1:");
        const ready: ReadyFile = JSON.parse(await readFile(file, "utf8"));
        expect((await stat(file)).mode & 0o077).toBe(0);
        expect(Object.keys(ready).sort()).toEqual(
            [
                "armEndpoint",
                "metadataEndpoint",
                "caFile",
                "identityEndpoint",
                "identityHeader",
                "tenantId",
                "subscriptionId",
                "deployerObjectId",
                "providers",
                "env",
            ].sort(),
        );
        expect(ready.providers["azure-native"]).toBeGreaterThan(0);
        expect(ready.env.PULUMI_DEBUG_PROVIDERS).toContain(`azure-native:${ready.providers["azure-native"]}`);
        expect(await status(ready, "/metadata/endpoints?api-version=2022-09-01")).toBe(200);
        expect(await status(ready, `/subscriptions/${ready.subscriptionId}?api-version=2022-12-01`)).toBe(401);
    });
    expect(code).toBe(0);
    await expect(access(file)).rejects.toThrow("ENOENT");
});

describe("a start that is refused says why in one line", () => {
    beforeAll(() => writeFile(join(folder.path, "faults.json"), '[{"kind": "throttle"'));

    const notPort = "is invalid. It is a whole number from 0 to 65535.";
    /** `~` stands for the folder, `…` for what Node or the parser says. */
    const cases: [args: string, line: string][] = [
        [
            "--speed fast",
            "error: option '--speed <factor>' argument 'fast' is invalid. It is a number of at least 0.001.",
        ],
        [
            "--deployer-role Emperor",
            "local-azure: deployerRole 'Emperor' is no role. Give 'none' or the name of a built-in role, such as 'Contributor'.",
        ],
        ["--unheard-of", "error: unknown option '--unheard-of'"],
        ["--port 99999", `error: option '--port <port>' argument '99999' ${notPort}`],
        ["--port x", `error: option '--port <port>' argument 'x' ${notPort}`],
        ["--faults ~/missing", "local-azure: --faults ~/missing cannot be read: ENOENT… Give a file that can be read."],
        ["--faults ~/faults.json", 'local-azure: --faults ~/faults.json: The content is "[…, but it must be JSON (…).'],
        [
            "--state ~/missing/s",
            "local-azure: The state file ~/missing/s cannot be written: ENOENT… Give a file that can be read and written, in an existing folder.",
        ],
        [
            "--ready-file ~/missing/r",
            "local-azure: --ready-file ~/missing/r cannot be written: ENOENT… Give a file that can be written.",
        ],
    ];
    test.each(cases)("%s", async (args, line) => {
        let text = "";
        const code = await localAzure(args.replace("~", folder.path).split(" "), async (said) => {
            text = await said;
        });
        const escaped = line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*");
        expect(text.replaceAll(folder.path, "~")).toMatch(new RegExp(`^${escaped}\n$`));
        expect(code).toBe(1);
    });
});

withSignals(
    "a state that cannot be kept costs no request its success, and the ready file goes all the same",
    async () => {
        const [file, state] = [join(folder.path, "ready.json"), join(folder.path, "state.json")];
        const code = await localAzure(["--ready-file", file, "--state", state], async (said) => {
            await said;
            await mkdir(`${state}.new`);
            expect(await putGroup(JSON.parse(await readFile(file, "utf8")))).toBe(201);
        });
        expect(code).toBe(1);
        await expect(access(file)).rejects.toThrow("ENOENT");
    },
);

test("the ready file of a run that was killed does not pass for one of a start that fails", async () => {
    const file = join(folder.path, "ready.json");
    await writeFile(file, "{}");
    const args = ["--ready-file", file, "--faults", join(folder.path, "missing")];
    const code = await localAzure(args, async (said) => void (await said));
    expect(code).toBe(1);
    await expect(access(file)).rejects.toThrow("ENOENT");
});

/** Stands in for the CLI: its `up` makes the cluster whose name its `stack output` gives. */
const pulumi = `#!/bin/bash
[ "$1 $2" = "stack output" ] && echo c1
[ "$1" = up ] || exit 0
token=$(curl -s -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" \\
    "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://management.azure.com" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
put() {
    curl -s --fail -X PUT --cacert "$SSL_CERT_FILE" -H "authorization: Bearer $token" -H "content-type: application/json" \\
        -d "$2" "$ARM_METADATA_HOSTNAME/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$1" > /dev/null
}
put 'rg?api-version=2024-03-01' '{"location": "westus2"}'
put 'rg/providers/Microsoft.ContainerService/managedClusters/c1?api-version=2025-09-01' '{"location": "westus2", "identity": {"type": "SystemAssigned"},
    "properties": {"dnsPrefix": "c1", "agentPoolProfiles": [{"name": "a", "mode": "System", "count": 1}]}}'
`;

withCurl("the first lines of the README lead from the start to the jobs of a cluster", async () => {
    const file = join(folder.path, "azure.env");
    const readme = await readFile(join(__dirname, "../local-azure/README.md"), "utf8");
    const [, first = "", rest = ""] = /^# local-azure\n\n```sh\n(.*)\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(first).toMatch(/^npm run local-azure -- --environment \/tmp\/azure\.env /);
    await writeFile(join(folder.path, "pulumi"), pulumi, { mode: 0o755 });
    await localAzure(["--environment", file], async (said) => {
        await said;
        const script = ["--norc", "-e", "-c", rest.replace("/tmp/azure.env", file)];
        const env = { PATH: `${folder.path}:${process.env.PATH}` };
        const { stdout } = await runProgram("bash", script, { env });
        expect(stdout).toMatch(/^\{"now":"[^"]+","advanceable":true\}\[\{"operation":"manage the load balancer/);
    });
    await expect(access(file)).rejects.toThrow("ENOENT");
});
