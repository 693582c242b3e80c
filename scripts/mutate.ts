import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { applyMutation, type Mutation, mutationsOf } from "./mutations";

/**
 * `npm run mutate`: do tests fail when the code is wrong? Changes one place at a time, in a copy of the repository, and
 * runs the tests of that part until one fails. Prints the changes that no test notices; fails if they are more than 5 %.
 */

/** What is changed, and which tests have to notice, the cheap ones first. */
const PARTS: readonly { folders: readonly string[]; tests: readonly string[] }[] = [
    {
        folders: [
            "local-azure/services/containerservice/checks",
            "local-azure/services/containerservice/jobs",
            "local-azure/identity",
        ],
        tests: ["test/local-azure", "test/recordings", "test/providers", "test/engine"],
    },
    { folders: ["src/transitions"], tests: ["test/unit", "test/engine"] },
];

const ROOT = join(__dirname, "..");
const LEAST_NOTICED = 0.95;

interface Place {
    file: string;
    mutation: Mutation;
    tests: readonly string[];
}

async function main({ count, seed, only }: { count: string; seed: string; only?: string }): Promise<boolean> {
    const places = await findPlaces();
    const most = Math.min(Number(count), places.length);
    const [chosen = []] = fc.sample(fc.shuffledSubarray(places, { minLength: most, maxLength: most }), {
        seed: Number(seed),
        numRuns: 1,
    });
    const run = chosen.filter((_, index) => only === undefined || only === String(index + 1));
    process.stdout.write(`${chosen.length} of ${places.length} places, seed ${seed}\n`);
    const copy = await copyOfRepository();
    try {
        const unnoticed: Place[] = [];
        for (const place of run) {
            const noticedBy = await firstFailure(copy, place);
            if (noticedBy === undefined) {
                unnoticed.push(place);
            }
            process.stdout.write(`${chosen.indexOf(place) + 1} ${describe(place)}: ${noticedBy ?? "NOT NOTICED"}\n`);
        }
        const noticed = run.length - unnoticed.length;
        process.stdout.write(`\n${noticed} of ${run.length} changes make a test fail\n`);
        return noticed >= run.length * LEAST_NOTICED;
    } finally {
        await rm(copy, { recursive: true, force: true });
    }
}

async function findPlaces(): Promise<Place[]> {
    const places: Place[] = [];
    for (const { folders, tests } of PARTS) {
        for (const folder of folders) {
            const names = (await readdir(join(ROOT, folder))).filter((name) => name.endsWith(".ts")).sort();
            for (const name of names) {
                const file = `${folder}/${name}`;
                const mutations = mutationsOf(await readFile(join(ROOT, file), "utf8"));
                places.push(...mutations.map((mutation) => ({ file, mutation, tests })));
            }
        }
    }
    return places;
}

async function copyOfRepository(): Promise<string> {
    const copy = await mkdtemp(join(tmpdir(), "managed-identity-aks-mutate-"));
    const left = ["node_modules", ".git", "bin"];
    await cp(ROOT, copy, { recursive: true, filter: (source) => !left.includes(basename(source)) });
    await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"), "junction");
    return copy;
}

/** The first folder of tests in which one fails; undefined where all pass. */
async function firstFailure(copy: string, { file, mutation, tests }: Place): Promise<string | undefined> {
    const path = join(copy, file);
    const source = await readFile(path, "utf8");
    await writeFile(path, applyMutation(source, mutation));
    try {
        for (const folder of tests) {
            if (!(await pass(copy, folder, path))) {
                return folder;
            }
        }
        return undefined;
    } finally {
        await writeFile(path, source);
    }
}

/** Whether the tests of a folder that reach the file pass. */
function pass(copy: string, folder: string, path: string): Promise<boolean> {
    const jest = require.resolve("jest/bin/jest");
    const options = ["--silent", "--bail", "--passWithNoTests", "--rootDir", copy];
    const child = spawn(
        process.execPath,
        [jest, ...options, "--testPathPatterns", folder, "--findRelatedTests", path],
        {
            cwd: copy,
            stdio: "ignore",
        },
    );
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve(code === 0));
    });
}

function describe({ file, mutation: { kind, line, text } }: Place): string {
    return `${file}:${line} ${kind} ${text}`;
}

new Command()
    .option("--count <number>", "how many places", "60")
    .option("--seed <number>", "which ones", "20261126")
    .option("--only <number>", "one of them, by its number")
    .action(async (options) => {
        process.exitCode = (await main(options)) ? 0 : 1;
    })
    .parseAsync()
    .catch((error: unknown) => {
        process.stderr.write(`mutate: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    });
