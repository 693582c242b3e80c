import { execFile } from "node:child_process";
import {
    chmodSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { bin, dependencies, name } from "../package.json";
import { commandExamples } from "./unit/cli/examples";

/** The package as npm installs it elsewhere: nothing but what `npm pack` packs, and its declared dependencies. */

const ROOT = join(__dirname, "..");
/** What git does not keep. */
const NOT_COPIED = ["node_modules", "bin", ".git"];
const run = promisify(execFile);
/** npm asks no registry. */
const OFFLINE = { ...process.env, npm_config_offline: "true", npm_config_update_notifier: "false" };

// It compiles the package.
jest.setTimeout(900_000);

/** Windows installs a script of the shell's in place of the link. */
const withLinks = process.platform === "win32" ? test.skip : test;

let folder: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "managed-identity-aks-packed-"));
    const checkout = join(folder, "checkout");
    cpSync(ROOT, checkout, { recursive: true, filter: (path) => !NOT_COPIED.includes(basename(path)) });
    symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"), "junction");
    const pack = ["pack", "--json", "--pack-destination", folder];
    await run("npm", pack, { cwd: checkout, env: OFFLINE, maxBuffer: Number.POSITIVE_INFINITY });
    const tarball = String(readdirSync(folder).find((file) => file.endsWith(".tgz")));

    const modules = join(folder, "elsewhere", "node_modules");
    installed = join(modules, name);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
    packed = readdirSync(installed, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
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

test("the tarball has the package, its pages and schemas, and neither tests nor the model of Azure", () => {
    const folders = new Set(packed.filter((path) => path.includes("/")).map((path) => path.split("/")[0]));
    expect([...folders].sort()).toEqual(["bin", "docs", "examples", "src"]);
    expect(packed.filter((path) => /(^|\/)(test|local-azure|scripts|node_modules)(\/|$)|\.test\./.test(path))).toEqual(
        [],
    );
    expect(packed).toEqual(
        expect.arrayContaining(["LICENSE", "README.md", "bin/index.d.ts", "src/migration/schemas/plan.v1.json"]),
    );
});

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
