import { run } from "../../../src/cli/run";
import { command, NO_AZURE, type Ran, withFiles } from "./command";

const ARGS = JSON.stringify({ resourceGroupName: "café", systemNodePool: { vmSize: "Standard_D4ds_v5" } });

/** Every input that cannot be used ends in one line. */
function expectOneLine({ code, stdout, stderr }: Ran): void {
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^managed-identity-aks: [^\n]+\n$/);
    expect(stderr).toContain(
        "Expected: a cluster as `az aks show` prints it, the arguments of a ManagedIdentityAksCluster, or what `pulumi stack output",
    );
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");

test.each([
    ["UTF-8", Buffer.from(ARGS)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${ARGS}`)],
    ["UTF-16 LE, as PowerShell's > writes it", utf16(`\ufeff${ARGS}\r\n`)],
    ["UTF-16 BE", utf16(`\ufeff${ARGS}`).swap16()],
])("%s is read, from a file and from standard input", async (_, stdin) => {
    const { code, stdout, stderr } = await command(["grants", "-"], { stdin });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Managed Identity Operator");
    await withFiles({ "args.json": stdin }, async (folder) => {
        const ofFile = await command(["grants", `${folder}/args.json`]);
        expect(ofFile.stdout.replace(`${folder}/args.json`, "standard input")).toBe(stdout);
    });
});

test.each([
    ["nothing", "", "standard input: the input is empty."],
    ["white space", " \n\t", "standard input: the input is empty."],
    ["a byte order mark alone", "\ufeff", "standard input: the input is empty."],
    ["an end too early", '{"a": [1,', "line 1, column 10: the input ends too early, JSON allows only a value here."],
    ["an open text", '{\n"a": "b', "line 2, column 6: this is not JSON, JSON allows only a string without line breaks"],
    [
        "a missing comma",
        '{\n  "a": 1\n  "b": 2\n}',
        'line 3, column 3: this is not JSON, JSON allows only "," or "}" here.',
    ],
    ["YAML", "resourceGroupName: shop\n", "line 1, column 1: this is not JSON, JSON allows only a value here."],
    [
        "more than one document",
        "{}\n{}",
        "line 2, column 1: this is not JSON, JSON allows only the end of the input here.",
    ],
    ["Latin-1", Buffer.from('{"a": "caf\xe9"}', "latin1"), "standard input: byte 10 is not UTF-8."],
    ["UTF-16 with half a character", utf16("\ufeff{}").subarray(0, 5), "starts as UTF-16LE and is cut off or damaged."],
    ["another kind of JSON", "[1, 2]", "standard input: this does not describe a cluster."],
    ["100 000 levels", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "nested in more than 200 levels."],
    ["null", "null", "standard input: this does not describe a cluster."],
])("%s: one line says what is wrong, where, and what was expected", async (_, stdin, problem) => {
    const ran = await command(["grants", "-"], { stdin });
    expectOneLine(ran);
    expect(ran.stderr).toContain(problem);
});

test("a file that does not exist, and a directory", async () => {
    await withFiles({}, async (folder) => {
        for (const [file, problem] of [
            [`${folder}/none.json`, "there is no such file"],
            [folder, "this is a directory"],
        ] as const) {
            const ran = await command(["map", file]);
            expectOneLine(ran);
            expect(ran.stderr).toContain(`${file}: ${problem}.`);
        }
    });
});

test.each([
    ["zeros", 60, 0],
    ["letters", 60, "a".charCodeAt(0)],
    ["bytes that are no UTF-8", 60, 0xf5],
    ["open brackets", 3, "[".charCodeAt(0)],
])("%s, %d MB of them", async (_, megabytes, byte) => {
    expectOneLine(await command(["grants", "-"], { stdin: Buffer.alloc(megabytes * 1_000_000, byte) }));
});

test("a text of 60 MB that never ends", async () => {
    const stdin = Buffer.alloc(60_000_000, "a".charCodeAt(0));
    stdin.write('{"a":"');
    const ran = await command(["grants", "-"], { stdin });
    expectOneLine(ran);
    expect(ran.stderr).toContain("line 1, column 6: this is not JSON");
});

test("an input without an end is not read to it", async () => {
    const chunk = new Uint8Array(16 * 1024 * 1024);
    let read = 0;
    async function* endless() {
        for (;;) {
            read += chunk.length;
            yield chunk;
        }
    }
    let stderr = "";
    const none = { write: () => undefined };
    const code = await run(["grants", "-"], {
        stdin: endless(),
        stdout: none,
        stderr: { write: (text: string) => (stderr += text) },
        env: {},
        ...NO_AZURE,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("standard input: the input has more than 256 MiB.");
    expect(read).toBeLessThanOrEqual(300_000_000);
});

test("the value of a property is in no message", async () => {
    for (const stdin of ['{"clientSecret": "hunter2" "x"}', '{"systemNodePool": "hunter2", "tier": "hunter2"}']) {
        const { code, stderr, stdout } = await command(["grants", "-"], { stdin, env: { DEBUG: "1" } });
        expect(code).toBe(2);
        expect(stdout + stderr).not.toContain("hunter2");
    }
});
