import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { withTemporaryFolder } from "../scripts/temporaryFolder";

interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
    /** What is left in the folder for temporary files, which was empty before. */
    filesLeft: string[];
    /** Command lines of processes that the run started and did not end. */
    processesLeft: string[];
}

/** `npm run demo -- …` as a person calls it, with a folder for temporary files of its own. */
function demo(...args: string[]): Promise<Run> {
    return withTemporaryFolder(async (temporary) => {
        const child = spawn(["npm run --silent demo --", ...args].join(" "), {
            // On Windows npm is a script, which only a shell starts.
            shell: true,
            cwd: join(__dirname, ".."),
            // Windows has the other name for it.
            env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const [stdout, stderr, code] = await Promise.all([
            text(child.stdout),
            text(child.stderr),
            new Promise<number | null>((resolve) => child.on("close", resolve)),
        ]);
        // tsx keeps what it compiled, as the caches of Go and npm do.
        const filesLeft = (await readdir(temporary)).filter((name) => !name.startsWith("tsx-"));
        return { code, stdout, stderr, filesLeft, processesLeft: await processesWith(`TMPDIR=${temporary}`) };
    });
}

/** Processes with this in their environment, by Linux's own list of them; none to be seen on other systems. */
async function processesWith(variable: string): Promise<string[]> {
    const ids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
        ids.map(async (id) => {
            const environment = await readFile(`/proc/${id}/environ`, "utf8").catch(() => "");
            return environment.split("\0").includes(variable)
                ? readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")
                : "";
        }),
    );
    return found.filter((commandLine) => commandLine !== "");
}

// A person watches the demo for a while: the tests watch side by side.
test.concurrent("the demo shows a preview, an up, the identities with their role assignments, and destroys", async () => {
    const { code, stdout, stderr, filesLeft, processesLeft } = await demo();
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/Pulumi CLI 3\.\d+\.\d+ /);
    for (const part of [
        /Previewing update \(dev\)/,
        /Updating \(dev\)/,
        /11 created/,
        /control plane[\s\S]*resource id[\s\S]*\/userAssignedIdentities\/aks-control-plane/,
        /kubelet[\s\S]*client id[\s\S]*principal id/,
        /Managed Identity Operator[\s\S]*The control plane assigns the kubelet/,
        /Network Contributor[\s\S]*subnets\/nodes/,
        /servicePrincipalProfile\.clientId == "msi"/,
        /11 deleted/,
    ]) {
        expect(stdout).toMatch(part);
    }
    expect({ filesLeft, processesLeft }).toEqual({ filesLeft: [], processesLeft: [] });
});

test.concurrent("the demo as one JSON document", async () => {
    const { code, stdout, filesLeft, processesLeft } = await demo("--json");
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
        pulumiVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
        preview: { changeSummary: { create: 11 } },
        up: { result: "succeeded", resourceChanges: { create: 11 } },
        outputs: {
            servicePrincipalClientId: "msi",
            roleAssignments: [{ role: "Managed Identity Operator" }, { role: "Network Contributor" }],
        },
        destroy: { result: "succeeded", resourceChanges: { delete: 11 } },
    });
    // Role assignments take a minute of the demo, which a busy machine spends before the first try: nothing else is refused.
    const puts = document.requests.filter(
        ({ method, path }: { method: string; path: string }) =>
            method === "PUT" && /managedClusters\/[^/]+$/.test(path),
    );
    expect(puts.at(-1).status).toBe(201);
    for (const { errorCode } of puts.slice(0, -1)) {
        expect(errorCode).toBe("CustomKubeletIdentityMissingPermissionError");
    }
    expect({ filesLeft, processesLeft }).toEqual({ filesLeft: [], processesLeft: [] });
});
