import * as pulumi from "@pulumi/pulumi";
import { SHAPES } from "./shapes";

/**
 * A consumer's unit tests in a process of their own, where a rejection that nobody looks at shows: each shape with each of
 * the mocks that Pulumi documents (https://www.pulumi.com/docs/iac/concepts/testing/unit). Prints one JSON document.
 */

/** What the mocks answer to a look-up. */
const CALLS: Record<string, (args: pulumi.runtime.MockCallArgs) => Record<string, unknown> | undefined> = {
    "its arguments": (args) => args.inputs,
    "an empty object": () => ({}),
    nothing: () => undefined,
};

interface Outcome {
    shape: string;
    calls: string;
    /** Errors that nobody looked at, and outputs that never came to a value. */
    problems: string[];
    /** How many outputs did. */
    settled: number;
}

let problems: string[] = [];
process.on("unhandledRejection", (reason) => problems.push(`unhandled: ${reason}`));
process.on("uncaughtException", (error) => problems.push(`uncaught: ${error}`));

async function outcomeOf(shape: string, calls: string): Promise<Outcome> {
    problems = [];
    await pulumi.runtime.setMocks({
        newResource: (args) => ({ id: `${args.name}_id`, state: args.inputs }),
        call: CALLS[calls] as pulumi.runtime.Mocks["call"],
    });
    const waiting = new Set<string>();
    let settled = 0;
    try {
        for (const component of SHAPES[shape]?.() ?? []) {
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
        calls,
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
    for (const shape of Object.keys(SHAPES)) {
        for (const calls of Object.keys(CALLS)) {
            outcomes.push(await outcomeOf(shape, calls));
        }
    }
    process.stdout.write(JSON.stringify(outcomes));
}

void main();
