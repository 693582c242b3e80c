import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The licences of the packages that a bundle is made of, as their authors ask for it: each package's licence and notice files,
 * word for word. `files` are the files in the bundle, relative to `root`.
 */
export function thirdPartyNotices(root: string, files: readonly string[]): string {
    const folders = new Set(
        files.filter((file) => file.includes("node_modules/")).map((file) => packageOf(root, file)),
    );
    const notices = new Map([...folders].map(noticeOf));
    return [...notices.keys()]
        .sort()
        .map((title) => `${"=".repeat(80)}\n${title}\n${"=".repeat(80)}\n\n${notices.get(title)}\n`)
        .join("\n");
}

/** Folder of the package that a file belongs to. Some packages have a package.json without a name in folders of theirs. */
function packageOf(root: string, file: string): string {
    let folder = dirname(join(root, file));
    while (manifestOf(folder)?.version === undefined) {
        folder = dirname(folder);
    }
    return folder;
}

function manifestOf(folder: string): { name?: string; version?: string; license?: string } | undefined {
    const file = join(folder, "package.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function noticeOf(folder: string): [title: string, text: string] {
    const { name, version, license } = manifestOf(folder) ?? {};
    const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
        .sort()
        .map((file) => readFileSync(join(folder, file), "utf8").trim());
    if (texts.length === 0 && license === undefined) {
        throw new Error(`${name} ${version} says nothing of its licence: it cannot be a part of the plugin.`);
    }
    // Some packages only name their licence.
    return [`${name} ${version} (${license})`, texts.join("\n\n") || `Licence: ${license}`];
}
