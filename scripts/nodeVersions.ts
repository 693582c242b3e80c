import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, intoPlace } from "./cacheFolder";
import { runProgram } from "./runProgram";

/** A package of npm's that tests use from the cache: its version, and the file of it that they use. */
interface CachedPackage {
    title: string;
    name: string;
    version: string;
    file: string;
}

/** The package in which npm's package `node` has the program for this system. */
const NODE_PACKAGE = {
    name: `${process.platform === "darwin" ? "node-bin" : "node"}-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
    file: process.platform === "win32" ? "bin/node.exe" : "bin/node",
};

/** The versions of Node that the package is tried on. */
const NODES: Record<string, CachedPackage> = {
    20: { title: "Node 20", version: "20.20.2", ...NODE_PACKAGE },
    22: { title: "Node 22", version: "22.23.3", ...NODE_PACKAGE },
    24: { title: "Node 24", version: "24.9.0", ...NODE_PACKAGE },
};

export const NODE_VERSIONS = Object.keys(NODES);

/** With which Pulumi runs TypeScript as ES modules, where a project has it. */
const TS_NODE: CachedPackage = { title: "ts-node", name: "ts-node", version: "10.9.2", file: "package.json" };

/** The program of a version of Node: the one that runs this, or one in the cache. */
export function nodeProgram(major: string): string | undefined {
    if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
    const found = NODES[major];
    return found && fileOf(found);
}

/** The file `package.json` of ts-node. */
export function tsNode(): string | undefined {
    return fileOf(TS_NODE);
}

/** What `npm test` provides: its title, whether it is there, and how it comes. */
export function nodeTools(): [title: string, there: string | undefined, provide: () => Promise<void>][] {
    return [
        ...NODE_VERSIONS.map((major) => ({ major, of: NODES[major] as CachedPackage })),
        { major: undefined, of: TS_NODE },
    ].map(({ major, of }) => [
        of.title,
        major === undefined ? fileOf(of) : nodeProgram(major),
        () => intoPlace(folderOf(of), (draft) => installPackage(of, draft)),
    ]);
}

async function installPackage({ name, version }: CachedPackage, draft: string): Promise<void> {
    await writeFile(join(draft, "package.json"), '{"private": true}');
    const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", `${name}@${version}`];
    await runProgram("npm", npm, { cwd: draft });
}

function fileOf(of: CachedPackage): string | undefined {
    const file = join(folderOf(of), "node_modules", of.name, of.file);
    return existsSync(file) ? file : undefined;
}

function folderOf({ name, version }: CachedPackage): string {
    return cacheFolder(`${name}-${version}`);
}
