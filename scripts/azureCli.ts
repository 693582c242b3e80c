import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cacheFolder";
import { runProgram } from "./runProgram";

/** The release whose requests local-azure is known to answer. */
const VERSION = "2.91.0";

/** What Python is called, and where a virtual environment keeps its own. */
const PYTHON =
    process.platform === "win32"
        ? { command: "python", inFolder: join("Scripts", "python.exe") }
        : { command: "python3", inFolder: join("bin", "python") };

/**
 * The Python that runs the Azure CLI, as its module `azure.cli`: the script `az` is started in other ways on Windows.
 * The CLI comes from PyPI, in a virtual environment in the user's cache folder; installed there the first time.
 */
export async function findAzureCli(say: (line: string) => void, signal: AbortSignal): Promise<string> {
    const folder = cacheFolder("azure-cli");
    const python = join(folder, PYTHON.inFolder);
    // Written last: a folder without it is a half-done installation, and is made anew.
    const marker = join(folder, `.installed-${VERSION}`);
    if (existsSync(marker)) return python;

    say(`Installing the Azure CLI ${VERSION} into ${folder}: some minutes, once.`);
    await mkdir(folder, { recursive: true });
    await step([PYTHON.command, "-m", "venv", "--clear", folder], signal);
    await step([python, "-m", "pip", "install", "--quiet", `azure-cli==${VERSION}`], signal);
    await writeFile(marker, "");
    return python;
}

async function step([command = "", ...args]: string[], signal: AbortSignal): Promise<void> {
    try {
        await runProgram(command, args, { signal });
    } catch (error) {
        throw new Error(
            `'${[command, ...args].join(" ")}' failed. The Azure CLI is installed from PyPI with Python 3.10 or newer ` +
                `and its venv module. ${error instanceof Error ? error.message : String(error)}`,
        );
    }
}
