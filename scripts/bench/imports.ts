import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Figure, inTurn, median } from "./figures";
import type { ProductionInstall } from "./productionInstall";

const RUNS = 9;

/** Prints what the package's own modules ask of others, in the order in which they do. */
const RECORD = `
const { Module } = require("node:module");
const { require: requireOf } = Module.prototype;
const asked = new Set();
Module.prototype.require = function (request) {
    const isOwn = /[\\\\/]managed-identity-aks[\\\\/]bin[\\\\/]/.test(this.filename ?? "");
    if (isOwn && !request.startsWith(".")) asked.add(request);
    return requireOf.call(this, request);
};
require("managed-identity-aks");
console.log(JSON.stringify([...asked]));
`;

/** Modules of other packages and of Node that the package requires when it is imported. */
export async function importedModules({ project }: ProductionInstall): Promise<string[]> {
    return JSON.parse(await run(RECORD, project));
}

/** The package's import against that of the modules that it requires from others. */
export async function measureImport(install: ProductionInstall): Promise<Figure[]> {
    const ways = [await importedModules(install), ["managed-identity-aks"]];
    const times = await inTurn(RUNS, ways, (modules) => secondsOf(modules, install));
    const [others = Number.NaN, own = Number.NaN] = times.map(median);
    return [
        { name: "import of what the package imports", value: others, unit: "s" },
        { name: "import of the package", value: own, unit: "s", ratio: own / others, limit: 1.1 },
    ];
}

/** In a process of its own, without the start of Node. */
async function secondsOf(modules: readonly string[], { project, installed }: ProductionInstall): Promise<number> {
    const program = `
const requireInPackage = require("node:module").createRequire(${JSON.stringify(`${installed}/package.json`)});
const started = performance.now();
for (const name of ${JSON.stringify(modules)}) requireInPackage(name);
console.log((performance.now() - started) / 1000);
`;
    return Number(await run(program, project));
}

async function run(program: string, cwd: string): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd });
    return stdout;
}
