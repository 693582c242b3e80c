import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    AksClusterIdentities,
    type AksClusterIdentitiesArgs,
    AksWorkloadIdentity,
    type AksWorkloadIdentityArgs,
    ArgumentsError,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../../src";
import {
    validateClusterArgs,
    validateClusterIdentitiesArgs,
    validateWorkloadIdentityArgs,
} from "../../../src/rules/validate";
import { runsOf, seedOf } from "../../randomRuns";
import { underMocks, valueIn } from "../mocks";
import type { Loose } from "./arguments";
import {
    brokenClusterArgs,
    brokenClusterIdentitiesArgs,
    brokenOutputOf,
    brokenWorkloadIdentityArgs,
    type Fault,
    SECRET_MARK,
    withAnother,
} from "./broken";
import { clusterArgs, clusterIdentitiesArgs, workloadIdentityArgs } from "./right";

const RUNS = { seed: seedOf(20261124), endOnFailure: true };

const ANYTHING = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
});

/** A component of the package, as an untyped caller sees it. */
const COMPONENTS = [
    {
        type: "ManagedIdentityAksCluster",
        make: (args: Loose) => new ManagedIdentityAksCluster("app", args as unknown as ManagedIdentityAksClusterArgs),
        check: (args: Loose) => validateClusterArgs("app", args as unknown as ManagedIdentityAksClusterArgs),
        made: "app-cluster",
        right: clusterArgs,
        broken: brokenClusterArgs,
    },
    {
        type: "AksClusterIdentities",
        make: (args: Loose) => new AksClusterIdentities("app", args as unknown as AksClusterIdentitiesArgs),
        check: (args: Loose) => validateClusterIdentitiesArgs("app", args as unknown as AksClusterIdentitiesArgs),
        made: "app",
        right: clusterIdentitiesArgs,
        broken: brokenClusterIdentitiesArgs,
    },
    {
        type: "AksWorkloadIdentity",
        make: (args: Loose) => new AksWorkloadIdentity("app", args as unknown as AksWorkloadIdentityArgs),
        check: (args: Loose) => validateWorkloadIdentityArgs("app", args as unknown as AksWorkloadIdentityArgs),
        made: "app",
        right: workloadIdentityArgs,
        broken: brokenWorkloadIdentityArgs,
    },
];

const { stackTraceLimit } = Error;
function withAnything(right: fc.Arbitrary<Loose>): fc.Arbitrary<unknown> {
    return fc.tuple(right, fc.nat(), ANYTHING).map(([args, place, value]) => withAnother(args, place, value));
}

let warn: jest.SpyInstance;
beforeAll(() => {
    warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    // Pulumi keeps a stack with every output, which takes half of the time of thousands of runs.
    Error.stackTraceLimit = 0;
});
afterAll(() => {
    warn.mockRestore();
    Error.stackTraceLimit = stackTraceLimit;
});

/** The error of each fault, in full: input, value, rule, fix, code and page. */
function expectNamed(error: unknown, type: string, faults: Fault[]): void {
    if (!(error instanceof ArgumentsError)) {
        throw error ?? new Error("not refused");
    }
    expect(error.message).toMatch(new RegExp(`^${type} "app": (?:1 problem|\\d+ problems) in its arguments\\.\n`));
    expect(error.message).not.toContain(SECRET_MARK);
    for (const { path, shown } of faults) {
        const said = error.errors.filter(({ propertyPath }) => propertyPath === path);
        // Behind an output, an entry of a list or a map may be what is named.
        const inside = error.errors.filter(({ propertyPath }) => propertyPath.startsWith(`${path}[`));
        const named = said.length > 0 || inside.length > 0;
        expect({ path, named, all: error.message }).toMatchObject({ path, named: true });
        for (const { reason } of said) {
            expect(reason.startsWith(`${path} is ${shown}`) ? "shown" : `${reason} shows no ${shown}`).toBe("shown");
            expect(reason.slice(path.length)).toMatch(/^ is .+: .+\. .+[.?] \(\w+(?:, Azure: \w+)?; https:\/\/\S+\)$/s);
            expect(error.message).toContain(reason);
        }
    }
}

describe.each(COMPONENTS)("$type", ({ type, make, check, made, right, broken }) => {
    test("accepts all valid arguments", async () => {
        fc.assert(
            fc.property(right, (args) => {
                check(args);
            }),
            { ...RUNS, numRuns: runsOf(300) },
        );
        await fc.assert(
            fc.asyncProperty(right, async (args) => {
                const { resources } = await underMocks(() => void make(args));
                expect(resources.map(({ name }) => name)).toContain(made);
            }),
            { ...RUNS, numRuns: runsOf(40) },
        );
    });

    test("refuses whatever is wrong, before anything is registered", async () => {
        await fc.assert(
            fc.asyncProperty(broken, async ({ args, faults }) => {
                const { resources, result } = await underMocks(() => {
                    try {
                        make(args);
                        return undefined;
                    } catch (error) {
                        return error;
                    }
                });
                expectNamed(result, type, faults);
                expect(resources).toEqual([]);
            }),
            { ...RUNS, numRuns: runsOf(500) },
        );
    });

    test("refuses what is wrong behind an output when its value is there", async () => {
        await fc.assert(
            fc.asyncProperty(brokenOutputOf(right), async ({ args, path, shown }) => {
                const refused = await valueIn(check(args)).catch((error) => error);
                expectNamed(refused, type, [{ path, shown }]);
            }),
            { ...RUNS, numRuns: runsOf(500) },
        );
    });

    test("crashes over nothing, in one place or in all", () => {
        fc.assert(
            fc.property(fc.oneof(ANYTHING, withAnything(right)), (args) => {
                try {
                    check(args as Loose);
                } catch (error) {
                    expect(error).toBeInstanceOf(ArgumentsError);
                }
            }),
            { ...RUNS, numRuns: runsOf(1000) },
        );
    });
});
