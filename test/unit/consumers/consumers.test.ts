import { join } from "node:path";
import { runProgram } from "../../../scripts/runProgram";
import { SHAPES } from "./shapes";

interface Outcome {
    shape: string;
    mocks: string;
    problems: string[];
    settled: number;
}

// Each shape with each of the mocks: half a minute on a machine of its own.
jest.setTimeout(900_000);

const ROOT = join(__dirname, "../../..");

test("consumers' own unit tests pass under the mocks that Pulumi documents and under ours: no rejection is left, every output comes", async () => {
    const run = ["--import", "tsx", join(__dirname, "run.ts")];
    // The SDK ends a process with an error whose outputs never come, as those of a refused program.
    const { stdout } = await runProgram(process.execPath, run, { cwd: ROOT }).catch((ended) => ended);
    const outcomes: Outcome[] = JSON.parse(stdout.split("\n").at(-1) ?? "");
    expect(new Set(outcomes.map(({ mocks }) => mocks)).size).toBe(4);
    const [right, refused] = [true, false].map((isRight) =>
        outcomes.filter(({ shape }) => shape in SHAPES === isRight),
    );
    expect(right?.filter(({ problems }) => problems.length > 0)).toEqual([]);
    // All outputs of a cluster, at least.
    expect(right?.filter(({ settled }) => settled < 16)).toEqual([]);
    // Mocks that answer as Azure does are the only ones whose outputs are validated.
    const reported = refused?.filter(({ problems }) =>
        problems.some((each) => each.includes("systemNodePool.subnetId")),
    );
    expect(reported?.map(({ mocks }) => mocks)).toEqual(["as Azure"]);
    expect(refused).toHaveLength(4);
});
