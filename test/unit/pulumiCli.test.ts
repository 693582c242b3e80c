import { buildState } from "../../scripts/pulumiBuild";
import { choosePulumiCli, type Machine } from "../../scripts/pulumiCli";
import { showProgress } from "../../src/cli/progress";

const CACHED = "/cache/pulumi";

interface Situation {
    /** Versions that answer. */
    onPath?: string;
    cached?: string;
    /** What comes into the cache, or why nothing does. */
    installs?: string | Error;
    builds?: string | Error;
}

/** The answer in a situation, and what was done to the machine for it. */
async function chosen({ onPath, cached, installs, builds }: Situation) {
    const done: string[] = [];
    let inCache = cached;
    const fill = (name: string, result: string | Error | undefined) => async (root: string) => {
        done.push(`${name} ${root}`);
        if (result instanceof Error) throw result;
        inCache = result;
    };
    const machine: Machine = {
        version: async (root) => (root === CACHED ? inCache : onPath),
        install: fill("install", installs),
        build: fill("build", builds),
    };
    return { cli: await choosePulumiCli(CACHED, machine), done };
}

const VERSION = "3.259.0";
const fromCache = (origin: string) => ({ root: CACHED, version: VERSION, origin });
const offline = new Error("get.pulumi.com cannot be reached.");
const installed = `install ${CACHED}`;

test.each<[string, Situation, object, string[]]>([
    ["the PATH first", { onPath: "3.300.1", cached: VERSION }, { version: "3.300.1", origin: "PATH" }, []],
    ["the oldest that will do", { onPath: "3.230.0" }, { version: "3.230.0", origin: "PATH" }, []],
    ["the cache where the PATH has none", { cached: VERSION }, fromCache("cache"), []],
    ["the cache where the PATH is too old", { onPath: "3.99.0", cached: VERSION }, fromCache("cache"), []],
    ["the internet where the cache is empty", { installs: VERSION }, fromCache("installed"), [installed]],
    [
        "the internet where the cache is older",
        { cached: "3.258.0", installs: VERSION },
        fromCache("installed"),
        [installed],
    ],
    [
        "Go where the internet is out of reach",
        { installs: offline, builds: VERSION },
        fromCache("built"),
        [installed, `build ${CACHED}`],
    ],
    [
        "Go where another version was installed",
        { installs: "3.260.0", builds: VERSION },
        fromCache("built"),
        [installed, `build ${CACHED}`],
    ],
])("%s", async (_, situation, cli, done) => {
    expect(await chosen(situation)).toEqual({ cli, done });
});

test("where nothing works, the error says what was tried and what to do", async () => {
    const builds = new Error("go list failed: no such host\nno module proxy");
    await expect(chosen({ onPath: "3.100.0", installs: offline, builds })).rejects.toThrow(
        new Error(
            `There is no Pulumi CLI, which was looked for in four places:
  PATH: pulumi 3.100.0 is older than 3.230.0.
  cache: /cache/pulumi has no pulumi, not 3.259.0.
  installed: get.pulumi.com cannot be reached.
  built: go list failed: no such host
    no module proxy
Do one of three things, then run this again: install the CLI, 3.230.0 or newer, so that it is on the PATH ` +
                "(https://www.pulumi.com/docs/iac/download-install/); let this machine reach get.pulumi.com; or " +
                "install Go 1.26 or newer (https://go.dev/dl/), with a module proxy that this machine reaches.",
        ),
    );
});

test.each([
    [0, 0, 0, false, "0 modules fetched"],
    [212, 0, 0, false, "212 modules fetched"],
    [212, 1904, 812, false, "package 812 of at most 1904"],
    [212, 1904, 1850, true, "linking"],
])("%i modules, %i packages, %i compiled", (modules, packages, compiled, isLast, text) => {
    expect(buildState(modules, packages, compiled, isLast)).toBe(text);
});

test.each([
    ["a terminal", true, ["\r\x1b[K1", "\r\x1b[K2", "\r\x1b[K3", "\r\x1b[K"], 1_500],
    ["a log", false, ["1\n", "2\n", ""], 59_000],
])("progress on %s", (_, isTTY, expected, milliseconds) => {
    jest.useFakeTimers();
    try {
        const written: string[] = [];
        let shown = 0;
        const stop = showProgress({ isTTY, write: (text) => written.push(text) }, () => `${++shown}`);
        jest.advanceTimersByTime(milliseconds);
        stop();
        jest.advanceTimersByTime(milliseconds);
        expect(written).toEqual(expected);
    } finally {
        jest.useRealTimers();
    }
});
