import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { type Candidate, obstacles, release } from "../../scripts/release";
import schema from "../../src/schema.json";
import { temporaryFolder } from "../temporaryFolder";
import { servedSchema } from "./runPlugin";

const ROOT = join(__dirname, "../..");

// It compiles the package.
jest.setTimeout(900_000);

const candidate: Candidate = {
    version: "1.2.3",
    changelog: "# Changelog\n\n## 1.2.3\n\nText.\n",
    changes: "",
    tags: ["v1.2.2"],
};

test.each<[string, Partial<Candidate>, string[]]>([
    ["nothing", {}, []],
    ["a change that is not committed", { changes: " M README.md\n" }, ["README.md"]],
    ["a changelog of another version", { changelog: "## 1.2.2\n" }, ['Make the heading "## 1.2.3"']],
    ["a changelog that is not finished", { changelog: "## 1.2.3 (unreleased)\n" }, ['Make the heading "## 1.2.3"']],
    ["a tag that exists", { tags: ["v1.2.3"] }, ["Raise the version"]],
])("%s forbids a release", (_, part, texts) => {
    const found = obstacles({ ...candidate, ...part });
    expect(found).toHaveLength(texts.length);
    texts.forEach((text, index) => {
        expect(found[index]).toContain(text);
    });
});

describe("a release", () => {
    const folder = temporaryFolder();
    let root: string;
    // A machine without an identity for git, as in CI: child processes do not see what a test puts into `process.env`.
    const env = {
        ...process.env,
        GIT_AUTHOR_NAME: "Test",
        GIT_AUTHOR_EMAIL: "test@example.com",
        GIT_COMMITTER_NAME: "Test",
        GIT_COMMITTER_EMAIL: "test@example.com",
    };
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env, encoding: "utf8" }).trimEnd();

    beforeAll(() => {
        root = join(folder.path, "root");
        mkdirSync(root);
        for (const file of [
            "src",
            "scripts",
            "LICENSE",
            "README.md",
            "package.json",
            "package-lock.json",
            ".gitignore",
        ]) {
            cpSync(join(ROOT, file), join(root, file), { recursive: true });
        }
        for (const file of readdirSync(ROOT).filter((each) => /^tsconfig|^Pulumi|^pulumi/.test(each))) {
            cpSync(join(ROOT, file), join(root, file));
        }
        writeFileSync(join(root, "CHANGELOG.md"), `# Changelog\n\n## ${version}\n`);
        git("init", "--quiet", "--initial-branch=main");
        git("add", ".");
        git("commit", "--quiet", "--message", "All");
    });

    async function releaseTo(name: string, write: boolean, failed = 0) {
        const made = join(folder.path, name);
        mkdirSync(made);
        const lines: string[] = [];
        await release({
            root,
            folder: made,
            write,
            env,
            check: async () => ({ failed }),
            print: (line) => lines.push(line),
        });
        return { made, lines };
    }

    test("a dry run makes the tarball, the archives and the tag in its folder, and changes nothing in the clone", async () => {
        const state = () => [
            git("status", "--porcelain"),
            git("rev-parse", "HEAD"),
            git("tag"),
            git("count-objects", "-v"),
        ];
        const clean = state();
        const { made, lines } = await releaseTo("dry", false);
        expect(state()).toEqual(clean);
        const tarball = `managed-identity-aks-${version}.tgz`;
        expect(lines.slice(0, 1)).toEqual([`made ${tarball}`]);
        expect(lines).toContain(`  npm publish ${join(made, tarball)} --provenance --access public`);
        expect(lines).toContain(`  git push origin v${version}`);
        const clone = join(made, "clone");
        const inTag = execFileSync("git", ["ls-tree", "-r", "--name-only", `v${version}`], {
            cwd: clone,
            encoding: "utf8",
        }).split("\n");
        expect(inTag).toEqual(expect.arrayContaining(["PulumiPlugin.yaml", "plugin.js", "src/index.ts", "LICENSE"]));
        // Pulumi takes no folder that has both project files, and npm would install what a lock file names.
        expect(inTag.filter((file) => /^(Pulumi\.yaml|package-lock\.json|node_modules|bin)/.test(file))).toEqual([]);
        expect(await servedSchema(clone)).toEqual(schema);
        const archives = readdirSync(made).filter((file) => file.endsWith(".tar.gz"));
        expect(archives).toHaveLength(6);
        expect(archives).toContain(`pulumi-resource-managed-identity-aks-v${version}-linux-amd64.tar.gz`);
        expect(readFileSync(join(made, tarball)).length).toBeGreaterThan(100_000);
    });

    test("a release puts the tag into the clone, and no branch moves", async () => {
        // The dry run has built the whole package: one module is enough.
        const config = join(root, "tsconfig.build.json");
        const whole = JSON.parse(readFileSync(config, "utf8"));
        writeFileSync(config, JSON.stringify({ ...whole, include: ["src/azure/guid.ts"] }));
        git("commit", "--quiet", "--all", "--message", "Builds one module");
        const head = git("rev-parse", "HEAD");
        await releaseTo("written", true);
        expect(git("tag")).toBe(`v${version}`);
        expect(git("rev-parse", `v${version}^{commit}~1`)).toBe(head);
        expect(git("rev-parse", "main")).toBe(head);
        git("tag", "--delete", `v${version}`);
    });

    test("checks that fail forbid a release", async () => {
        await expect(releaseTo("failing", false, 1)).rejects.toThrow("npm run check fails");
    });
});
