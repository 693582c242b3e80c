import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, cp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import { childOutput } from "./childOutput";
import { applyMutation, type Mutation, mutationsOf } from "./mutations";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm run mutate`: do tests fail when the code is wrong? Changes one place at a time, in a copy of the repository, and
 * runs the tests that reach it until one fails: first those that need no engine, for all places, and then the engine's for
 * those that are left. A failure counts only where the same file of tests passes without the change; otherwise the run ends.
 * Prints the changes that no test notices; fails if they are more than 5 %.
 */

/** Files, and folders with what is in them. */
const CHANGED = [
    "local-azure/services/containerservice/checks",
    "local-azure/services/containerservice/jobs",
    "local-azure/identity",
    "local-azure/services/authorization",
    "local-azure/server/pipeline.ts",
    "src/transitions",
];

/** What the tests' paths start with, the cheap ones first. */
const STAGES = [/^test\/(local-azure|recordings|unit|providers|clients)\//, /^test\/engine\//];

/** They compile the package: an error of types that a change brings would count as noticed. */
const COMPILING = [
    "test/unit/readme.test.ts",
    "test/unit/docComments.test.ts",
    "test/unit/consumers/consumers.test.ts",
];

const ROOT = join(__dirname, "..");
const LEAST_NOTICED = 0.95;
/** A change that makes a test hang is noticed by then. */
const LONGEST_RUN = 30 * 60_000;

interface Place {
    /** The same as long as its line and the lines like it in its file stay: which place it is among all. */
    key: string;
    file: string;
    mutation: Mutation;
}

interface Options {
    count: string;
    seed: string;
    stages: string;
    tests?: string;
    workers: string;
    only?: string;
    report?: string;
}

async function main(
    { count, seed, stages, tests: pattern = "", workers, only, report }: Options,
    folder: string,
): Promise<boolean> {
    const places = await findPlaces();
    const rank = ({ key }: Place) => createHash("sha256").update(`${seed} ${key}`).digest("hex");
    const drawn = [...places].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, Number(count));
    const chosen = drawn.filter((_, index) => only === undefined || only.split(",").includes(String(index + 1)));
    process.stdout.write(`${chosen.length} of ${places.length} places, seed ${seed}\n`);
    const noticed = await readReport(report);
    const tests = await TestRuns.ofCopy(folder, Number(workers));
    for (const stage of STAGES.slice(0, Number(stages))) {
        for (const place of chosen.filter(({ key }) => !noticed.has(key))) {
            const by = await tests.firstFailure(place, (test) => stage.test(test) && test.match(pattern) !== null);
            process.stdout.write(`${drawn.indexOf(place) + 1} ${describe(place)}: ${by ?? `not by ${stage}`}\n`);
            if (by !== undefined) {
                noticed.set(place.key, by);
                await (report && appendFile(report, `${JSON.stringify({ key: place.key, by })}\n`));
            }
        }
    }
    const unnoticed = chosen.filter(({ key }) => !noticed.has(key));
    process.stdout.write(`\n${chosen.length - unnoticed.length} of ${chosen.length} changes make a test fail\n`);
    for (const place of unnoticed) {
        process.stdout.write(`${drawn.indexOf(place) + 1} ${describe(place)}: NOT NOTICED\n`);
    }
    return unnoticed.length <= chosen.length * (1 - LEAST_NOTICED);
}

async function findPlaces(): Promise<Place[]> {
    const places: Place[] = [];
    for (const file of await changedFiles()) {
        const likes = new Map<string, number>();
        for (const mutation of mutationsOf(await readFile(join(ROOT, file), "utf8"))) {
            const like = `${file} ${mutation.kind} ${mutation.text}`;
            likes.set(like, (likes.get(like) ?? 0) + 1);
            places.push({ key: `${like} ${likes.get(like)}`, file, mutation });
        }
    }
    return places;
}

async function changedFiles(): Promise<string[]> {
    const found = await Promise.all(
        CHANGED.map(async (path) =>
            path.endsWith(".ts")
                ? [path]
                : (await readdir(join(ROOT, path), { recursive: true })).map((name) => `${path}/${name}`),
        ),
    );
    return found.flat().filter((path) => path.endsWith(".ts"));
}

/** What an earlier run with the same report has noticed, by key. */
async function readReport(report: string | undefined): Promise<Map<string, string>> {
    const text = report && existsSync(report) ? await readFile(report, "utf8") : "";
    const lines = text.split("\n").filter((line) => line !== "");
    return new Map(lines.map((line) => JSON.parse(line)).map(({ key, by }) => [key, by]));
}

/** What jest says of a file of tests: `PASS test/unit/names.test.ts (5.3 s)`, the time only where it is long. */
const RESULT = /^(PASS|FAIL) (\S+)(?: \(([\d.]+) m?s\))?/gm;

interface Result {
    test: string;
    passed: boolean;
}

/** Runs tests in a copy of the repository. */
class TestRuns {
    readonly #related = new Map<string, string[]>();
    /** Files of tests that have passed without any change. */
    readonly #right = new Set<string>();
    /** By file of tests: how many changes it has noticed, and how long it took last. */
    readonly #noticed = new Map<string, number>();
    readonly #seconds = new Map<string, number>();

    private constructor(
        private readonly copy: string,
        private readonly workers: number,
    ) {}

    static async ofCopy(folder: string, workers: number): Promise<TestRuns> {
        const copy = join(folder, "checkout");
        const left = ["node_modules", ".git", "bin"];
        await cp(ROOT, copy, { recursive: true, filter: (source) => !left.includes(basename(source)) });
        await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"), "junction");
        const recordings = join(ROOT, "../shared");
        if (existsSync(recordings)) {
            await symlink(recordings, join(folder, "shared"), "junction");
        }
        return new TestRuns(copy, workers);
    }

    /** The file of tests that notices the change; undefined where all pass. */
    async firstFailure({ file, mutation }: Place, isWanted: (test: string) => boolean): Promise<string | undefined> {
        const path = join(this.copy, file);
        const tests = await this.#inOrder((await this.#relatedTo(file)).filter(isWanted), file);
        if (tests.length === 0) {
            return undefined;
        }
        const source = await readFile(path, "utf8");
        await writeFile(path, applyMutation(source, mutation));
        const results = await this.#run(tests).finally(() => writeFile(path, source));
        const failed = results.filter(({ passed }) => !passed).map(({ test }) => test);
        if (results.length < tests.length && failed.length === 0) {
            return "a run that does not end";
        }
        await this.#requireRight(failed);
        for (const test of failed) {
            this.#noticed.set(test, (this.#noticed.get(test) ?? 0) + 1);
        }
        return failed[0];
    }

    /** Files of tests that import the changed one. Jest takes no pattern beside `--findRelatedTests`: it ignores it. */
    async #relatedTo(file: string): Promise<string[]> {
        const known = this.#related.get(file);
        if (known) {
            return known;
        }
        const { output } = await this.#jest(["--listTests", "--findRelatedTests", join(this.copy, file)]);
        const tests = output.split("\n").filter((line) => line.endsWith(".test.ts"));
        const related = tests.map((test) => relative(this.copy, test)).filter((test) => !COMPILING.includes(test));
        this.#related.set(file, related);
        return related;
    }

    /** Those first that notice most in the least time, above all where they are called after what is changed. */
    async #inOrder(tests: string[], changed: string): Promise<string[]> {
        const ranked = await Promise.all(
            tests.map(async (test) => {
                const seconds = this.#seconds.get(test) ?? (await stat(join(this.copy, test))).size / 2000;
                const likeness = wordsOf(test).filter((word) => wordsOf(changed).includes(word)).length;
                return { test, rate: ((this.#noticed.get(test) ?? 0) + 0.5 + 5 * likeness) / (seconds + 1) };
            }),
        );
        return ranked.sort((one, other) => other.rate - one.rate).map(({ test }) => test);
    }

    async #requireRight(tests: string[]): Promise<void> {
        const unknown = tests.filter((test) => !this.#right.has(test));
        const right = unknown.length === 0 ? [] : (await this.#run(unknown)).filter(({ passed }) => passed);
        for (const { test } of right) {
            this.#right.add(test);
        }
        const wrong = unknown.filter((test) => !this.#right.has(test));
        if (wrong.length > 0) {
            throw new Error(`tests fail without any change: ${wrong.join(", ")}`);
        }
    }

    /** Of the files of tests until the first that fails. */
    async #run(tests: string[]): Promise<Result[]> {
        const order = ["--testSequencer", join(__dirname, "mutateSequencer.mjs")];
        const paths = tests.map((test) => join(this.copy, test));
        const { output, isOver } = await this.#jest([
            "--silent",
            "--bail",
            "--maxWorkers",
            String(this.workers),
            ...order,
            "--runTestsByPath",
            ...paths,
        ]);
        const results = [...output.matchAll(RESULT)].map(([, result, test = "", seconds]) => {
            this.#seconds.set(test, Number(seconds ?? 2));
            return { test, passed: result === "PASS" };
        });
        if (isOver && results.length < tests.length && results.every(({ passed }) => passed)) {
            throw new Error(`jest ran ${results.length} of ${tests.length} files of tests only: ${output}`);
        }
        return results;
    }

    /** What jest prints, and whether it has come to its end. */
    async #jest(args: string[]): Promise<{ output: string; isOver: boolean }> {
        const command = [require.resolve("jest/bin/jest"), "--rootDir", this.copy, ...args];
        const child = spawn(process.execPath, command, {
            cwd: this.copy,
            env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
            stdio: ["ignore", "pipe", "pipe"],
            timeout: LONGEST_RUN,
        });
        const { code, output } = await childOutput(child);
        // A signal leaves no code.
        return { output, isOver: code !== null };
    }
}

/** Of the names in a path, in lower case and in the singular. */
function wordsOf(path: string): string[] {
    const names = path.replace(/(\.test)?\.ts$/, "").split("/");
    return names.flatMap((name) => name.split(/(?=[A-Z])/)).map((word) => word.toLowerCase().replace(/(?<=..)s$/, ""));
}

function describe({ file, mutation: { kind, line, text } }: Place): string {
    return `${file}:${line} ${kind} ${text}`;
}

new Command()
    .option("--count <number>", "how many places", "60")
    .option("--seed <number>", "which ones", "20261126")
    .option("--only <numbers>", "some of them, by their numbers with commas between")
    .option("--stages <number>", "1: without the engine tests", String(STAGES.length))
    .option("--tests <pattern>", "only tests whose path it matches")
    .option("--workers <number>", "processes that run tests", "2")
    .option("--report <file>", "where to keep what is noticed, for a run that goes on from it")
    .action((options) => runMain("mutate", () => withTemporaryFolder((folder) => main(options, folder))))
    .parse();
