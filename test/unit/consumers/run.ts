import * as pulumi from "@pulumi/pulumi";
import { setAzureMocks } from "managed-identity-aks/testing";
import { REFUSED, SHAPES } from "./shapes";

/**
 * A consumer's unit tests in a process of their own, where a rejection that nobody looks at shows: each shape with each of
 * the mocks that Pulumi documents (https://www.pulumi.com/docs/iac/concepts/testing/unit), and with those of this package.
 * The last line that it prints is JSON.
 */

/** Mocks as Pulumi documents them, by what they answer to a look-up, and those of this package. */
const MOCKS: Record<string, () => Promise<unknown>> = {
    "its arguments": () => documented((args) => args.inputs),
    "an empty object": () => documented(() => ({})),
    nothing: () => documented(() => undefined),
    "as Azure": () => setAzureMocks(),
};

function documented(call: (args: pulumi.runtime.MockCallArgs) => Record<string, unknown> | undefined): Promise<void> {
    return pulumi.runtime.setMocks({
        newResource: (args) => ({ id: `${args.name}_id`, state: args.inputs }),
        call: call as pulumi.runtime.Mocks["call"],
    });
}

interface Outcome {
    shape: string;
    mocks: string;
    /** Errors that nobody looked at, and outputs that never came to a value. */
    problems: string[];
    /** How many outputs did. */
    settled: number;
}

let problems: string[] = [];
process.on("unhandledRejection", (reason) => problems.push(`unhandled: ${reason}`));
process.on("uncaughtException", (error) => problems.push(`uncaught: ${error}`));

async function outcomeOf(shape: string, mocks: string): Promise<Outcome> {
    problems = [];
    await MOCKS[mocks]?.();
    const waiting = new Set<string>();
    let settled = 0;
    try {
        for (const component of { ...SHAPES, ...REFUSED }[shape]?.() ?? []) {
            for (const [name, output] of Object.entries(component)) {
                if (pulumi.Output.isInstance(output)) {
                    waiting.add(name);
                    output.apply(() => {
                        waiting.delete(name);
                        settled++;
                    });
                }
            }
        }
    } catch (error) {
        problems.push(`thrown: ${error}`);
    }
    await allThatIsDue(() => waiting.size === 0);
    return {
        shape,
        mocks,
        problems: [...problems, ...[...waiting].map((name) => `waiting: ${name}`)],
        settled,
    };
}

/** Mocks answer at once, so what still waits after this many turns waits for ever; some come after, for rejections. */
async function allThatIsDue(isOver: () => boolean): Promise<void> {
    for (let turns = 0, after = 0; turns < 2000 && after < 50; turns++) {
        await new Promise((resolve) => setImmediate(resolve));
        after += isOver() ? 1 : 0;
    }
}

async function main(): Promise<void> {
    const outcomes: Outcome[] = [];
    for (const shape of Object.keys({ ...SHAPES, ...REFUSED })) {
        for (const mocks of Object.keys(MOCKS)) {
            outcomes.push(await outcomeOf(shape, mocks));
        }
    }
    process.stdout.write(JSON.stringify(outcomes));
}

void main();
