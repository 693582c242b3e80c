import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runChecksIn } from "./check";
import { provideLanguageTools } from "./languageTools";
import { PACKED_TARBALL } from "./packPackage";
import { FOUND_CLI, findPulumiCli } from "./pulumiCli";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm test`: everything CI checks. Arguments go to jest and then leave the checks out. Where `TEST_TOTALS` names
 * a file, it gets `{passed, failed, skipped}` of all that ran.
 */
interface Totals {
    passed: number;
    failed: number;
    skipped: number;
}

/** Of jest's workers, too. Tests leave much behind that a larger space for young objects spares from being copied. */
const MEMORY = ["--max-old-space-size=6144", "--max-semi-space-size=64"];

async function main(args: string[]): Promise<boolean> {
    // Before jest: two workers would otherwise install the CLI at the same time.
    const cli = await findPulumiCli(process.stdout);
    process.env[FOUND_CLI] = JSON.stringify(cli);
    process.stdout.write(`Pulumi CLI ${cli.version} (${cli.origin})\n`);
    await provideLanguageTools(process.stdout);
    return withTemporaryFolder((folder) => runAll(args, folder));
}

/** Checks and tests, with the tarball and jest's report in a folder. */
async function runAll(args: string[], folder: string): Promise<boolean> {
    const checks: Awaited<ReturnType<typeof runChecksIn>> =
        args.length === 0 ? await runChecksIn(folder) : { passed: 0, failed: 0 };
    if (checks.tarball !== undefined) {
        process.env[PACKED_TARBALL] = checks.tarball;
    }
    const tests = await runJest(args, join(folder, "report.json"));
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

async function runJest(args: string[], report: string): Promise<Totals> {
    const code = await new Promise<number | null>((resolve, reject) => {
        const jest = [require.resolve("jest/bin/jest"), "--json", "--outputFile", report];
        const child = spawn(process.execPath, [...MEMORY, ...jest, ...args], {
            cwd: join(__dirname, ".."),
            stdio: ["ignore", "inherit", "inherit"],
        });
        child.on("error", reject);
        child.on("close", resolve);
    });
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
        await readFile(report, "utf8"),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // A jest that fails for another reason than a test has failed all the same.
    return {
        passed: numPassedTests,
        failed: code !== 0 && failed === 0 ? 1 : failed,
        skipped: numPendingTests,
    };
}

runMain("test", () => main(process.argv.slice(2)));
