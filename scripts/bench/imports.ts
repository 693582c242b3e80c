import { cpuSeconds, outputOf } from "./cpuTime";
import { type Figure, inTurn, least } from "./figures";
import type { ProductionInstall } from "./productionInstall";

const RUNS = 25;

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

/** The package's import against that of the modules of others, Node's included, that it requires when it is imported. */
export async function measureImport({ project, installed }: ProductionInstall): Promise<Figure[]> {
    const modules: string[] = JSON.parse(await outputOf(RECORD, project));
    const from = `require("node:module").createRequire(${JSON.stringify(`${installed}/package.json`)})`;
    const programs = [modules, ["managed-identity-aks"]].map(
        (names) =>
            `const requireInPackage = ${from};\nfor (const name of ${JSON.stringify(names)}) requireInPackage(name);`,
    );
    const times = await inTurn(RUNS, programs, (program) => cpuSeconds(program, project));
    const [others = Number.NaN, own = Number.NaN] = times.map(least);
    return [
        { name: "import of what the package imports", value: others, unit: "s" },
        { name: "import of the package", value: own, unit: "s", ratio: own / others, limit: 1.1 },
    ];
}
