// `npm run build`: compiles what the package ships into `bin/`.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "bin");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

rmSync(bin, { recursive: true, force: true });
execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: ["ignore", 2, 2] });
const schemas = join("migration", "schemas");
cpSync(join(root, "src", schemas), join(bin, schemas), { recursive: true });
for (const name of readdirSync(bin, { recursive: true }).filter((each) => each.endsWith(".json"))) {
    const file = join(bin, name);
    writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))));
}
