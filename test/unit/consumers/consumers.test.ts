import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

interface Outcome {
    shape: string;
    calls: string;
    problems: string[];
    settled: number;
}

// Each shape with each of the mocks: half a minute on a machine of its own.
jest.setTimeout(900_000);

const ROOT = join(__dirname, "../../..");

test("consumers' own unit tests pass under the mocks that Pulumi documents: no rejection is left, every output comes", async () => {
    const run = ["--import", "tsx", join(__dirname, "run.ts")];
    const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: ROOT });
    const outcomes: Outcome[] = JSON.parse(stdout);
    expect(new Set(outcomes.map(({ calls }) => calls)).size).toBe(3);
    expect(outcomes.filter(({ problems }) => problems.length > 0)).toEqual([]);
    // All outputs of a cluster, at least.
    expect(outcomes.filter(({ settled }) => settled < 16)).toEqual([]);
});
