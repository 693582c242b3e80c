import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runChecksIn } from "./check";
import { provideLanguageTools, provideYamlHost } from "./languageTools";
import { PACKED_TARBALL } from "./packPackage";
import { FOUND_CLI, findPulumiCli } from "./pulumiCli";
import { runMain } from "./runMain";
import { skipLines, skippedTests, tooManySkips } from "./skips";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm test`: checks and tests, without those of the package and of other languages, which `npm run test:languages` runs. Other
 * arguments than its `--languages` go to jest, and then no checks run; a path runs the tests below it, wherever they are. Where
 * `TEST_TOTALS` names a file, it gets `{passed, failed, skipped}` of all that ran. More skipped tests than `MAX_SKIPPED` are a
 * failure.
 */
interface Totals {
    passed: number;
    failed: number;
    skipped: number;
}

/** Tests that compile the package and SDKs, or need other languages or versions of Node. */
const LANGUAGES = ["test/languages/", "test/package/", "test/scenarios/"];

/** Of jest's workers, too. Tests leave much behind that a larger space for young objects spares from being copied. */
const MEMORY = ["--max-old-space-size=6144", "--max-semi-space-size=64"];

async function main(args: string[]): Promise<boolean> {
    // Before jest: two workers would otherwise install the CLI at the same time.
    const cli = await findPulumiCli(process.stdout);
    process.env[FOUND_CLI] = JSON.stringify(cli);
    process.stdout.write(`Pulumi CLI ${cli.version} (${cli.origin})\n`);
    const needsAll = args.some((arg) => arg === "--languages" || !arg.startsWith("-"));
    await (needsAll ? provideLanguageTools : provideYamlHost)(process.stdout);
    return withTemporaryFolder((folder) => runAll(args, folder));
}

/** Checks and tests, with the tarball and jest's report in a folder. */
async function runAll(args: string[], folder: string): Promise<boolean> {
    const checks: Awaited<ReturnType<typeof runChecksIn>> =
        args.length === 0 ? await runChecksIn(folder) : { passed: 0, failed: 0 };
    if (checks.tarball !== undefined) {
        process.env[PACKED_TARBALL] = checks.tarball;
    }
    const tests = await runJest(jestArguments(args), join(folder, "report.json"));
    const totals: Totals = {
        passed: checks.passed + tests.passed,
        failed: checks.failed + tests.failed,
        skipped: tests.skipped,
    };
    if (process.env.TEST_TOTALS) {
        await writeFile(process.env.TEST_TOTALS, JSON.stringify(totals));
    }
    const { passed, failed, skipped } = totals;
    process.stdout.write(`\nChecks and tests: ${passed} passed, ${failed} failed, ${skipped} skipped.\n`);
    return failed === 0;
}

/** The options for jest, and the tests: those that are named, or those of the part. */
function jestArguments(args: string[]): string[] {
    const given = args.filter((arg) => arg !== "--languages");
    if (given.some((arg) => !arg.startsWith("-"))) {
        return given;
    }
    const part = given.length < args.length ? LANGUAGES : ["--testPathIgnorePatterns", "/node_modules/", ...LANGUAGES];
    return [...given, ...part];
}

async function runJest(args: string[], file: string): Promise<Totals> {
    const code = await new Promise<number | null>((resolve, reject) => {
        const jest = [require.resolve("jest/bin/jest"), "--json", "--outputFile", file];
        const child = spawn(process.execPath, [...MEMORY, ...jest, ...args], {
            cwd: join(__dirname, ".."),
            stdio: ["ignore", "inherit", "inherit"],
        });
        child.on("error", reject);
        child.on("close", resolve);
    });
    const report = JSON.parse(await readFile(file, "utf8"));
    const skipped = skippedTests(report);
    const tooMany = tooManySkips(skipped.length, process.env.MAX_SKIPPED);
    for (const line of [...skipLines(skipped), ...(tooMany === undefined ? [] : [tooMany])]) {
        process.stdout.write(`${line}\n`);
    }
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return {
        passed: report.numPassedTests,
        // A jest that fails for another reason than a test has failed all the same.
        failed: (code !== 0 && failed === 0 ? 1 : failed) + (tooMany === undefined ? 0 : 1),
        skipped: skipped.length,
    };
}

runMain("test", () => main(process.argv.slice(2)));
