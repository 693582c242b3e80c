// npm's "prepare": builds what the package ships, and lets the examples import the package by its name.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

// A released tree has `bin/`, and is installed without what builds it.
if (existsSync(compiler) || !existsSync(join(root, "bin"))) {
    rmSync(join(root, "bin"), { recursive: true, force: true });
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: ["ignore", 2, 2] });
    const schemas = join("migration", "schemas");
    cpSync(join(root, "src", schemas), join(root, "bin", schemas), { recursive: true });
    for (const name of readdirSync(join(root, "bin"), { recursive: true }).filter((each) => each.endsWith(".json"))) {
        const file = join(root, "bin", name);
        writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))));
    }
}

const self = join(root, "node_modules", "managed-identity-aks");
if (!existsSync(self)) {
    symlinkSync("..", self, "junction");
}
