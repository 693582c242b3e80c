import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChecks } from "./check";
import { packTree } from "./packPackage";
import { runMain } from "./runMain";
import { runProgram } from "./runProgram";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm run release`: makes a release of the commit that is checked out, as far as that needs no credentials: a tarball for
 * npm, the archives of the plugin, and a tag whose commit is the plugin, for `pulumi package add` from Git. Without `--write`
 * it is a dry run: all of it is made in a temporary folder, which is removed, or in the one that `--folder` names. It
 * publishes nothing; it prints the commands that do.
 */

/** What decides whether there is something to release. */
export interface Candidate {
    version: string;
    changelog: string;
    /** What `git status --porcelain` prints. */
    changes: string;
    tags: string[];
}

/** What forbids a release, each with what to do. */
export function obstacles({ version, changelog, changes, tags }: Candidate): string[] {
    const heading = changelog.split("\n").find((line) => line.startsWith("## ")) ?? "";
    const rows: [forbids: boolean, text: string][] = [
        [
            changes.trim() !== "",
            `The tree has changes that are not committed:\n${changes.trimEnd()}\nCommit or stash them.`,
        ],
        [
            heading !== `## ${version}`,
            `The first section of CHANGELOG.md is "${heading}", the version in package.json is ${version}. Make the heading "## ${version}".`,
        ],
        [
            tags.includes(`v${version}`),
            `The tag v${version} exists. Raise the version in package.json and CHANGELOG.md.`,
        ],
    ];
    return rows.filter(([forbids]) => forbids).map(([, text]) => text);
}

export interface ReleaseOptions {
    /** The clone whose checked-out commit is released. */
    root: string;
    /** Where everything is made. */
    folder: string;
    /** Whether the tag is also put into the clone. */
    write: boolean;
    /** Environment of git, which must know who makes the release. */
    env?: NodeJS.ProcessEnv;
    check: () => Promise<{ failed: number }>;
    print: (line: string) => void;
}

/** Makes the release; throws where one is forbidden. */
export async function release({ root, folder, write, env, check, print }: ReleaseOptions): Promise<void> {
    const git = async (cwd: string, ...args: string[]) =>
        (await runProgram("git", args, { cwd, env })).stdout.trimEnd();
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const tag = `v${version}`;
    const found = obstacles({
        version,
        changelog: readFileSync(join(root, "CHANGELOG.md"), "utf8"),
        changes: await git(root, "status", "--porcelain"),
        tags: (await git(root, "tag", "--list")).split("\n"),
    });
    if (found.length > 0) {
        throw new Error(found.join("\n"));
    }
    if ((await check()).failed > 0) {
        throw new Error("npm run check fails. Its output is above.");
    }

    const clone = join(folder, "clone");
    await git(folder, "clone", "--quiet", "--no-hardlinks", root, clone);
    const tarball = await packTree(clone, folder);
    print(`made ${basename(tarball)}`);
    await git(clone, "checkout", "--quiet", "--detach", "--force");
    const archives = await pluginIn(clone, folder);
    for (const archive of archives) {
        print(`made ${basename(archive)}`);
    }
    // A second project file, or packages that the plugin does not need, would be in the way of an installation from Git.
    await git(clone, "rm", "--quiet", ...NOT_IN_TAG);
    await git(clone, "add", "--all", "--", ".", ":!node_modules");
    await git(
        clone,
        "commit",
        "--quiet",
        "--message",
        `Release ${tag}: the plugin, with the sources that it is made of`,
    );
    await git(clone, "tag", "--annotate", tag, "--message", `Release ${tag}`);
    print(`made ${tag}: ${await git(clone, "rev-parse", "HEAD")}`);
    if (write) {
        await git(root, "fetch", "--quiet", clone, "tag", tag);
    }
    print(write ? "Publish with:" : "A dry run: nothing is kept. With --write, publish with:");
    for (const command of [
        `git push origin ${tag}`,
        `npm publish ${tarball} --provenance --access public`,
        `gh release create ${tag} ${archives.join(" ")}`,
    ]) {
        print(`  ${command}`);
    }
}

const NOT_IN_TAG = ["Pulumi.yaml", "package-lock.json"];

/** What the engine asks a release for, by system and processor. The plugin is the same everywhere. */
const PLATFORMS = ["darwin", "linux", "windows"].flatMap((os) => ["amd64", "arm64"].map((cpu) => `${os}-${cpu}`));

/** Makes the clone a folder that Pulumi installs the plugin from, and gives back the plugin's archives. */
async function pluginIn(clone: string, folder: string): Promise<string[]> {
    const script = join(clone, "scripts/pluginArchive.ts");
    await runProgram(process.execPath, ["--import", "tsx", script, folder, clone], { cwd: clone });
    const [archive = ""] = readdirSync(folder).filter((file) => file.endsWith(".tar.gz"));
    const named = PLATFORMS.map((platform) => join(folder, archive.replace(/\.tar\.gz$/, `-${platform}.tar.gz`)));
    for (const file of named) {
        copyFileSync(join(folder, archive), file);
    }
    rmSync(join(folder, archive));
    return named;
}

async function main(args: string[]): Promise<void> {
    const { values } = parseArgs({
        args,
        options: { "dry-run": { type: "boolean" }, write: { type: "boolean" }, folder: { type: "string" } },
    });
    const { write = false, folder: given } = values;
    const releaseIn = (folder: string) =>
        release({
            root: join(__dirname, ".."),
            folder,
            write,
            check: runChecks,
            print: (line) => process.stdout.write(`${line}\n`),
        });
    if (given !== undefined) {
        mkdirSync(given, { recursive: true });
        await releaseIn(resolve(given));
        return;
    }
    // What is to be published stays.
    await (write
        ? mkdtemp(join(tmpdir(), "managed-identity-aks-release-")).then(releaseIn)
        : withTemporaryFolder(releaseIn));
}

if (require.main === module) {
    runMain("release", () => main(process.argv.slice(2)));
}
