import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { bin, dependencies, name } from "../package.json";
import { OFFLINE, packPackage } from "../scripts/packPackage";
import { commandExamples } from "./unit/cli/examples";

/** The package as npm installs it elsewhere: nothing but what `npm pack` packs, and its declared dependencies. */

const ROOT = join(__dirname, "..");
const run = promisify(execFile);

// It compiles the package.
jest.setTimeout(900_000);

/** Windows installs a script of the shell's in place of the link. */
const withLinks = process.platform === "win32" ? test.skip : test;

let folder: string;
let installed: string;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "managed-identity-aks-packed-"));
    const tarball = await packPackage(folder);

    const modules = join(folder, "elsewhere", "node_modules");
    installed = join(modules, name);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    for (const dependency of Object.keys(dependencies)) {
        mkdirSync(dirname(join(modules, dependency)), { recursive: true });
        symlinkSync(join(ROOT, "node_modules", dependency), join(modules, dependency), "junction");
    }
    mkdirSync(join(modules, ".bin"));
    for (const [command, file] of Object.entries(bin)) {
        chmodSync(join(installed, file), 0o755);
        symlinkSync(join("..", name, file), join(modules, ".bin", command));
    }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program of the package from a folder beside it, as npm links it. */
function managedIdentityAks(args: string[], env: NodeJS.ProcessEnv = {}) {
    const elsewhere = join(folder, "elsewhere");
    return run(join(elsewhere, "node_modules", ".bin", "managed-identity-aks"), args, {
        cwd: elsewhere,
        env: { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), ...env },
    });
}

withLinks("npx managed-identity-aks --help loads commander and the table of commands", async () => {
    const record = join(folder, "record.cjs");
    const loaded = join(folder, "loaded.json");
    const program = `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache))));`;
    writeFileSync(record, program);
    const direct = await managedIdentityAks(["--help"], { NODE_OPTIONS: `--require ${record}` });
    const names = (JSON.parse(readFileSync(loaded, "utf8")) as string[])
        .filter((file) => file !== record)
        .map((file) => file.replace(`${installed}/`, "").replace(/^.*\/node_modules\/([^/]+)\/.*$/, "$1"));
    const own = names.filter((file) => file.startsWith("bin/"));
    expect([...new Set(names.filter((file) => !own.includes(file)))]).toEqual(["commander"]);
    expect(own.filter((file) => !file.startsWith("bin/cli/")).sort()).toEqual([
        "bin/migration/formats/visible.js",
        "bin/migration/jsonInput.js",
        "bin/migration/report.js",
    ]);

    const byNpx = await run("npx", ["--no-install", "managed-identity-aks", "--help"], {
        cwd: join(folder, "elsewhere"),
        env: OFFLINE,
    });
    expect(byNpx.stdout).toBe(direct.stdout);
    expect(byNpx.stdout).toContain("Usage: managed-identity-aks ");
});

withLinks("the examples of docs/command.md, by the package that was installed", async () => {
    const { files, calls } = commandExamples();
    for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(folder, "elsewhere", file), text);
    }
    // What live commands print is in page.test.ts: it takes an Azure.
    for (const { args, code, stdout } of calls.filter(({ isLive }) => !isLive)) {
        const ended = await managedIdentityAks(args).catch((error) => error);
        expect({ args, code: ended.code ?? 0, stdout: ended.stdout, stderr: ended.stderr }).toEqual({
            args,
            code,
            stdout,
            stderr: "",
        });
    }
});
