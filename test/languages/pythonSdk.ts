import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Installs the generated SDK for Python beside itself; what it returns is for PYTHONPATH. */
export async function installPythonSdk(python: string, sdks: string): Promise<string> {
    // A release takes the package's own along.
    await cp(join(__dirname, "../../README.md"), join(sdks, "python/README.md"));
    const installed = join(sdks, "installed");
    const offline = ["--no-index", "--no-deps", "--no-build-isolation"];
    const target = ["--target", installed, join(sdks, "python")];
    await promisify(execFile)(python, ["-m", "pip", "install", "--quiet", ...offline, ...target]);
    return installed;
}
