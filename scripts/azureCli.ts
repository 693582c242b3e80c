import { execFile } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release whose requests local-azure is known to answer. */
const VERSION = "2.91.0";

/** The Azure CLI from PyPI, in a virtual environment in the user's cache folder; installed there the first time. */
export async function findAzureCli(say: (line: string) => void, signal: AbortSignal): Promise<string> {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    const folder = join(cache, "managed-identity-aks", "azure-cli");
    const az = join(folder, "bin", "az");
    // Written last: a folder without it is a half-done installation, and is made anew.
    const marker = join(folder, `.installed-${VERSION}`);
    if (await exists(marker)) return az;

    say(`Installing the Azure CLI ${VERSION} into ${folder}: some minutes, once.`);
    await mkdir(folder, { recursive: true });
    await step(["python3", "-m", "venv", "--clear", folder], signal);
    await step([join(folder, "bin", "pip"), "install", "--quiet", `azure-cli==${VERSION}`], signal);
    await writeFile(marker, "");
    return az;
}

async function step([command = "", ...args]: string[], signal: AbortSignal): Promise<void> {
    try {
        await run(command, args, { signal, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
        throw new Error(
            `'${[command, ...args].join(" ")}' failed. The Azure CLI is installed from PyPI with Python 3.10 or newer ` +
                `and its venv module. ${error instanceof Error ? error.message : String(error)}`,
        );
    }
}

async function exists(file: string): Promise<boolean> {
    return access(file).then(
        () => true,
        () => false,
    );
}
