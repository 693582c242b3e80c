// npm's "prepare": builds what the package ships, and lets the examples import the package by its name.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

rmSync(join(root, "bin"), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
});

const self = join(root, "node_modules", "managed-identity-aks");
if (!existsSync(self)) {
    symlinkSync("..", self, "junction");
}
