// Starts one of the project's commands from any state of the checkout: what is missing is installed first.
// Plain JavaScript without imports from node_modules, which may not be there yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);

requireNode(20);
installPackages();
run(script, args);

function requireNode(least) {
    const major = Number(process.versions.node.split(".")[0]);
    if (major < least) {
        fail(`Node ${process.versions.node} is too old: install Node ${least} or newer, then run the command again.`);
    }
}

/** The versions of the lock file, unless they are installed already. */
function installPackages() {
    if (isInstalled()) {
        return;
    }
    process.stderr.write("Installing the packages of package-lock.json …\n");
    const npm = spawnSync("npm ci --no-audit --no-fund --loglevel=error", {
        cwd: root,
        // A command's output belongs to the command: npm talks to the error stream.
        stdio: ["ignore", 2, 2],
        // On Windows npm is a script, which only a shell starts.
        shell: true,
    });
    if (npm.status !== 0) {
        fail("npm ci failed: its message is above. Correct what it names, then run the command again.");
    }
}

/** Whether npm's record of what is installed agrees with the lock file. Packages of other systems need not be there. */
function isInstalled() {
    const installed = packagesOf(join("node_modules", ".package-lock.json"));
    return Object.entries(packagesOf("package-lock.json"))
        .filter(([path]) => path !== "")
        .every(([path, { version, optional, devOptional }]) =>
            path in installed ? installed[path].version === version : optional || devOptional,
        );
}

function packagesOf(lockFile) {
    const path = join(root, lockFile);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

function run(target, rest) {
    const child = spawn(process.execPath, ["--import", "tsx", join(root, target), ...rest], {
        cwd: root,
        stdio: "inherit",
    });
    for (const signal of ["SIGINT", "SIGTERM"]) {
        process.on(signal, () => child.kill(signal));
    }
    child.on("exit", (code, signal) => {
        process.exitCode = code ?? (signal ? 1 : 0);
    });
}

function fail(message) {
    process.stderr.write(`${message}\n`);
    process.exit(1);
}
