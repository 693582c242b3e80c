import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runProgram } from "./runProgram";

const ROOT = join(__dirname, "..");

/** What git does not keep. */
const NOT_COPIED = ["node_modules", "bin", ".git"];

/** npm asks no registry. */
export const OFFLINE = { ...process.env, npm_config_offline: "true", npm_config_update_notifier: "false" };

/** Names the tarball of this tree to the processes that a script starts: they need not build and pack it once more. */
export const PACKED_TARBALL = "MANAGED_IDENTITY_AKS_TARBALL";

/** Packs the package as npm would publish it, built in a copy inside this folder; gives back the tarball's path. */
export async function packPackage(folder: string): Promise<string> {
    const packed = process.env[PACKED_TARBALL];
    if (packed) {
        const tarball = join(folder, basename(packed));
        copyFileSync(packed, tarball);
        return tarball;
    }
    const copy = join(folder, "copy");
    cpSync(ROOT, copy, { recursive: true, filter: (path) => !NOT_COPIED.includes(basename(path)) });
    return packTree(copy, folder);
}

/** Builds and packs a tree of the repository, which it changes, with the packages that are installed here. */
export async function packTree(tree: string, folder: string): Promise<string> {
    const modules = join(tree, "node_modules");
    if (!existsSync(modules)) {
        symlinkSync(join(ROOT, "node_modules"), modules, "junction");
    }
    await runProgram(process.execPath, [join(tree, "scripts/build.mjs")], { cwd: tree });
    // None of the scripts works in the package, and npm warns users of the one that it would run at an installation.
    const manifest = join(tree, "package.json");
    const { scripts: _, ...packed } = JSON.parse(readFileSync(manifest, "utf8"));
    writeFileSync(manifest, JSON.stringify(packed, undefined, 2));
    const pack = ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder];
    await runProgram("npm", pack, { cwd: tree, env: OFFLINE });
    const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"));
    if (tarball === undefined) {
        throw new Error(`npm pack has left no tarball in ${folder}. Run it by hand in a clone to see why.`);
    }
    return join(folder, tarball);
}
