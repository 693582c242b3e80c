import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tsNode } from "../../scripts/nodeVersions";

/** The quickstart as a project of Pulumi's, in JavaScript or TypeScript. */
export interface NodeProject {
    title: string;
    files: { "package.json": string } & Record<string, string>;
    env?: Record<string, string>;
}

const PROGRAM = readFileSync(join(__dirname, "../../examples/quickstart/index.ts"), "utf8");
const IN_COMMONJS = PROGRAM.replaceAll(/^import (\{.*\}) from (".*");$/gm, "const $1 = require($2);").replaceAll(
    /^export const (\w+) = /gm,
    "exports.$1 = ",
);

/** Node finds no folder of a package from an ES module. */
const IN_MODULE = PROGRAM.replaceAll(/"(@pulumi\/azure-native\/\w+)"/g, '"$1/index.js"');

/** That of `pulumi new typescript`. */
const TSCONFIG = JSON.stringify({
    compilerOptions: {
        strict: true,
        outDir: "bin",
        target: "es2020",
        module: "nodenext",
        moduleResolution: "nodenext",
        sourceMap: true,
        experimentalDecorators: true,
        noFallthroughCasesInSwitch: true,
        noImplicitReturns: true,
        forceConsistentCasingInFileNames: true,
    },
    files: ["index.ts"],
});

/** One for each way in which Pulumi runs a project. */
export function nodeProjects(): NodeProject[] {
    const tsNodePackage = tsNode();
    const always: NodeProject[] = [
        { title: "JavaScript", files: { "package.json": "{}", "index.js": IN_COMMONJS } },
        {
            title: "JavaScript, ES module",
            files: { "package.json": '{ "type": "module" }', "index.js": IN_MODULE },
        },
        {
            title: "TypeScript",
            files: { "package.json": '{ "main": "index.ts" }', "index.ts": PROGRAM, "tsconfig.json": TSCONFIG },
        },
    ];
    if (tsNodePackage === undefined) return always;
    return [
        ...always,
        {
            title: "TypeScript, ES module",
            files: {
                "package.json": '{ "type": "module", "main": "index.ts" }',
                "index.ts": IN_MODULE,
                "tsconfig.json": TSCONFIG,
            },
            // Pulumi needs a ts-node of the project's own for it. The project's packages are links, from whose places
            // Node would look for it.
            env: { NODE_PATH: dirname(dirname(tsNodePackage)) },
        },
    ];
}

/** Puts a project into the place of another one. */
export function writeProject(folder: string, { files }: NodeProject): void {
    for (const file of ["index.js", "index.ts", "tsconfig.json"]) {
        rmSync(join(folder, file), { force: true });
    }
    for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(folder, file), text);
    }
}
