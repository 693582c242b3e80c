import { spawn } from "node:child_process";
import { access, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadyFile } from "../local-azure/contract";

const start = join(__dirname, "../scripts/start.mjs");

/** Windows has no signals that a process could handle: there a Ctrl-C in a console is all that ends the command. */
const withSignals = process.platform === "win32" ? test.skip : test;

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
        ended.then(() => resolve(text));
    });
    try {
        await use(said);
    } finally {
        child.kill("SIGTERM");
    }
    return ended;
}

async function status(ready: ReadyFile, path: string): Promise<number | undefined> {
    const ca = await readFile(ready.caFile);
    return new Promise((resolve, reject) => {
        request(`${ready.armEndpoint}${path}`, { ca }, (response) => {
            response.resume();
            resolve(response.statusCode);
        })
            .on("error", reject)
            .end();
    });
}

withSignals("the ready file leads to ARM and providers, is private, and goes with the server", async () => {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-ready-"));
    const file = join(folder, "ready.json");
    try {
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
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
});

test.each([
    [["--speed", "fast"], "It is a number of at least 0.001."],
    [["--deployer-role", "Emperor"], "deployerRole 'Emperor' is no role."],
    [["--unheard-of"], "unknown option '--unheard-of'"],
])("%j is refused", async (args, message) => {
    let text = "";
    const code = await localAzure(args, async (said) => {
        text = await said;
    });
    expect(text).toContain(message);
    expect(code).toBe(1);
});
