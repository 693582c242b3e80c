import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AzureApi, AzureError } from "../../../src/cli/azure/azureClient";
import { COMMANDS } from "../../../src/cli/commands";
import { ARM_CLUSTER, AZ_CLUSTER, assignment, SUBNET } from "../migration/clusters";
import { command, NO_AZURE, type Ran, withFiles } from "./command";

/**
 * What every command does with every file that it reads. The commands and their options are those of `COMMANDS`: one that
 * has no call below makes the first test fail.
 */

const type = "azure-native:containerservice:ManagedCluster";
const parentType = "managed-identity-aks:index:ManagedIdentityAksCluster";
const parent = `urn:pulumi:dev::shop::${parentType}::aks`;
const urn = `urn:pulumi:dev::shop::${parentType}$${type}::aks-cluster`;
const state = { urn, type, parent, inputs: { resourceName: "shop" }, outputs: {} };
const step = { op: "create", urn, newState: state };

const padded = (index: number) => ({ index, text: "x".repeat(1000) });
/** Objects of about a kilobyte each. */
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const other = (index: number) => {
    const otherType = "test:index:Other";
    const otherUrn = `urn:pulumi:dev::shop::${otherType}::other${index}`;
    return { urn: otherUrn, type: otherType, inputs: padded(index), outputs: {} };
};

/** Valid contents by file, with `more` objects in addition to those that the test is about. */
const CONTENTS: Record<string, (more: number) => unknown> = {
    "preview.json": (more) => ({
        steps: [
            step,
            ...many(more, (i) => ({ op: "same", urn: other(i).urn, oldState: other(i), newState: other(i) })),
        ],
        duration: 1,
        changeSummary: { create: 1 },
    }),
    "stack.json": (more) => ({ version: 3, deployment: { resources: many(more, other) } }),
    "clusters.json": (more) => [ARM_CLUSTER, ...many(more, (i) => ({ ...ARM_CLUSTER, id: `${ARM_CLUSTER.id}${i}` }))],
    // No pool of mode System: the program cannot be complete, and is written all the same.
    "pools.json": () => [{ name: "batch" }],
    "cluster.json": () => AZ_CLUSTER,
    "roles.json": (more) => [
        assignment(1, "Network Contributor", SUBNET),
        ...many(more, (i) => ({
            ...assignment(i + 2, "Reader", SUBNET),
            principalId: "dddddddd-0000-0000-0000-00000000000d",
            description: padded(i).text,
        })),
    ],
    "outputs.json": () => ({ shop: { clusterId: ARM_CLUSTER.id, roleAssignments: [] } }),
    "arguments.json": () => ({ resourceGroupName: "shop", systemNodePool: { vmSize: "Standard_D4ds_v5" } }),
};

/** A call of each command with every file that it reads and writes. `new-` are the files that it writes. */
const CALLS: Record<string, string> = {
    plan: "preview.json --stack-export stack.json --live clusters.json",
    adopt: "cluster.json --pools pools.json --role-assignments roles.json --clusters clusters.json --preview preview.json --program new-index.ts --import-file new-import.json",
    verify: "outputs.json",
    grants: "arguments.json",
    map: "arguments.json",
    survey: "clusters.json",
};

/** Azure that lets nobody read: live commands have to read their files first. */
const forbidden = () => Promise.reject(new AzureError("GET /", 403, "AuthorizationFailed", "No."));
const api: AzureApi = { get: forbidden, list: forbidden, post: forbidden };
const FORBIDDEN = { ...NO_AZURE, azure: async () => ({ arm: api, graph: api }) };

const contentOf = (name: string, more = 0) => JSON.stringify(CONTENTS[name]?.(more));
const callOf = (name: string) => [name, ...(CALLS[name] ?? "").split(" ")];
const isRead = (word: string) => word in CONTENTS;

/** Each file of each call: the command, the option or the place of the argument, and the file. */
const INPUTS = COMMANDS.flatMap(({ name }) =>
    callOf(name).flatMap((word, index, call): [string, string, string][] => {
        const before = call[index - 1] ?? "";
        return isRead(word) ? [[name, before.startsWith("--") ? before : "argument", word]] : [];
    }),
);

/** Runs the call of a command where one of its files has another content. */
async function runWith(
    name: string,
    file?: string,
    content: string | Uint8Array = "",
): Promise<Ran & { path: string }> {
    const files = Object.fromEntries(
        callOf(name)
            .filter(isRead)
            .map((each) => [each, contentOf(each)]),
    );
    return withFiles({ ...files, ...(file !== undefined && { [file]: content }) }, async (folder) => {
        const argv = callOf(name).map((word) => (isRead(word) || word.startsWith("new-") ? join(folder, word) : word));
        const ran = await command(argv, { live: FORBIDDEN });
        const written = callOf(name).filter((word) => word.startsWith("new-"));
        expect(written.filter((each) => existsSync(join(folder, each)))).toEqual(ran.code === 2 ? [] : written);
        return { ...ran, path: join(folder, String(file)) };
    });
}

test.each(COMMANDS)(
    "the call of $name here has every file that it reads or writes",
    async ({ name, arguments: all, options }) => {
        const files = options.filter(({ flags }) => flags.includes("<file>")).map(({ long }) => long);
        const places = all.filter(({ description }) => /\bfile\b/.test(description));
        if (files.length + places.length === 0) {
            expect(CALLS[name]).toBeUndefined();
            return;
        }
        const call = callOf(name);
        expect(call.filter((word) => word.startsWith("--")).sort()).toEqual(files.sort());
        const firstOption = call.findIndex((word) => word.startsWith("--"));
        expect(call.slice(1, firstOption < 0 ? undefined : firstOption).length).toBe(places.length);
        const { code, stderr } = await runWith(name);
        expect({ stderr, isUsed: code !== 1 && code !== 2 }).toEqual({ stderr: "", isUsed: true });
    },
);

/** Inputs that are no JSON, or not all of it. */
const BROKEN: [what: string, content: string | Buffer][] = [
    ["nothing", ""],
    ["white space", " \r\n\t"],
    ["a byte order mark alone", "\ufeff"],
    ["what a command prints for people", "Previewing update (dev)\n+ create\n"],
    ["Latin-1", Buffer.from('{"a": "caf\xe9"}', "latin1")],
    ["UTF-16 with half a character", Buffer.from("\ufeff{}", "utf16le").subarray(0, 5)],
    ["UTF-16 without a mark", Buffer.from('{"a": 1}', "utf16le")],
    ["zeros", Buffer.alloc(1000)],
];

/** JSON that no command reads. */
const FOREIGN: [what: string, content: string][] = [
    ["null", "null"],
    ["a number", "42"],
    ["a text", '"hunter2"'],
    ["an empty object", "{}"],
    ["another object", '{"name": "shop", "secret": "hunter2"}'],
    ["a list of numbers", "[1, 2]"],
    ["a list of lists", "[[[]]]"],
    ["lists in 100 000 levels", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
];

const CASES = INPUTS.flatMap((input) =>
    [...BROKEN, ...FOREIGN].map(([what, content]) => [...input, what, content] as const),
);

function expectOneLine({ code, stdout, stderr, path }: Ran & { path: string }): void {
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^managed-identity-aks: [^\n]+\n$/);
    expect(stderr).toContain(path);
    expect(stderr).not.toMatch(/hunter2|\n {4}at /);
}

test.each(CASES)("%s %s %s: %s is refused in one line that names the file", async (name, _, file, __, content) => {
    expectOneLine(await runWith(name, file, content));
});

test.each(INPUTS)("%s %s %s that is cut off is refused, wherever", async (name, _, file) => {
    const content = contentOf(file);
    for (let parts = 1; parts < 8; parts++) {
        expectOneLine(await runWith(name, file, content.slice(0, Math.floor((content.length * parts) / 8))));
    }
});

test.each(INPUTS)("%s %s %s is read with a byte order mark and in UTF-16", async (name, _, file) => {
    const expected = await runWith(name);
    const marked = `\ufeff${contentOf(file)}\r\n`;
    for (const content of [marked, Buffer.from(marked, "utf16le"), Buffer.from(marked, "utf16le").swap16()]) {
        const { code, stderr } = await runWith(name, file, content);
        expect({ code, stderr }).toEqual({ code: expected.code, stderr: "" });
    }
});

const SIZE = 60_000_000;

/** Valid contents of more than 60 MB, of files that are so large in a large organization. */
test.each(["preview.json", "stack.json", "clusters.json", "roles.json"])("%s of 60 MB is read", async (file) => {
    const [name = ""] = INPUTS.find(([, , each]) => each === file) ?? [];
    const one = contentOf(file, 101).length - contentOf(file, 1).length;
    const { code, stderr } = await runWith(name, file, contentOf(file, Math.ceil((SIZE * 100) / one)));
    expect({ stderr, isUsed: code !== 1 && code !== 2 }).toEqual({ stderr: "", isUsed: true });
});

/** 60 MB of something else. input.test.ts has more that no command gets to see. */
const LARGE: [what: string, content: () => string][] = [
    ["lines", () => "all work and no play\n".repeat(SIZE / 21)],
    ["a list of numbers", () => `[1${",1".repeat(SIZE / 2)}]`],
];

/** One file of each reader: a stream of events, and one document. */
test.each(["preview.json", "arguments.json"].flatMap((file) => LARGE.map((each) => [file, ...each] as const)))(
    "%s: 60 MB of %s are refused in one line",
    async (file, _, content) => {
        const [name = ""] = INPUTS.find(([, , each]) => each === file) ?? [];
        expectOneLine(await runWith(name, file, content()));
    },
);
