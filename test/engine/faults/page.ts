import { KINDS } from "./kinds";
import { drawnCases, OPERATIONS } from "./lives";
import type { Row } from "./runLife";

/** docs/reliability.md of what became of the cases, and a line for each case of the component that is not as it should be. */
export function reliabilityPage(rows: readonly Row[]): { page: string; failures: string[] } {
    const struck = rows.filter((row) => row.struck);
    const component = struck.filter(({ program }) => program === "component");
    const missed = rows.filter((row) => !row.struck && row.program === "component");
    const planned = Object.keys(OPERATIONS).flatMap(drawnCases).length;
    const failures = component.flatMap(failuresOf).sort();
    const page = `# Reliability

What happens to a deployment when something goes wrong in the middle of it. \`npm run faults -- --write\` generates this page: it
deploys clusters with the real Pulumi engine to [the model of Azure](model-of-azure.md), and strikes one call of each operation with
a fault. A proof is only as good as the model.

The matrix has ${planned} cases. Counted here are ${component.length} of the component, and ${struck.length - component.length} of a program that uses azure-native alone.
In ${missed.length} more the operation did not make the call, or made it before the fault was set: they are not counted.

- **At once**: the run succeeds, since the provider or the component repeats the call.
- **Next run**: the run fails with a message; the same command again succeeds.
- **A step**: the next run needs a step that the message names, such as \`pulumi import\`, \`pulumi refresh\` or \`az aks operation-abort\`.
- **Not**: ${MOST} runs, with the steps that messages name, do not succeed.

After each case the identities, role assignments, clusters and pools in Azure are compared with the stack. An orphan is in Azure and
not in the stack; it is counted again in the later operations on its cluster.

## By operation

${table(
    ["operation", ...HEADINGS],
    Object.keys(OPERATIONS).map((name) => [name, ...counts(struck, ({ operation }) => operation === name)]),
)}

## By kind of fault

${table(
    ["fault", ...HEADINGS],
    Object.keys(KINDS).map((name) => [name, ...counts(struck, ({ kind }) => kind === name)]),
)}

## Steps

How often a step was needed in cases of the component:

${table(
    ["step", "cases"],
    [...countsOf(component.flatMap(({ steps }) => [...new Set(steps)]).filter((step) => step !== "up"))].map(
        ([step, count]) => [step, String(count)],
    ),
)}

## Messages

A run of the component that fails ends with one message of one resource in ${component.filter(({ messages }) => messages.length === 1).length} of ${component.filter(({ messages }) => messages.length > 0).length} cases.
The others name a message for each line below it, such as the command to run.

## Does not converge, or leaves something

${failures.length === 0 ? "None of the cases." : failures.map((failure) => `- ${failure}`).join("\n")}

## What is not compared

- Permissions that are missing for a while, and replacements: not measured here, but in other tests of the engine.
- OpenTofu with azapi: the tests do not run it.
- A kill of the program alone: the tests run it in the process of the model.
- A hand-written program for an adoption: it has no input for it.
`;
    return { page, failures };
}

const MOST = 5;
const PROGRAMS = ["component", "handwritten"] as const;
const HEADINGS = [
    "cases",
    "at once",
    "next run",
    "a step",
    "not",
    "orphans",
    "hand-written",
    "at once",
    "next run",
    "a step",
    "not",
    "orphans",
];

function counts(rows: readonly Row[], isOf: (row: Row) => boolean): string[] {
    return PROGRAMS.flatMap((name) => {
        const own = rows.filter((row) => row.program === name && isOf(row));
        const ways = own.map(wayOf);
        return [
            own.length,
            ...["at once", "next run", "a step", "not"].map((way) => ways.filter((each) => each === way).length),
            own.filter(({ wrong }) => wrong.some((text) => text.startsWith("orphan"))).length,
        ].map(String);
    });
}

export function wayOf({ converged, steps }: Row): string {
    if (!converged) return "not";
    if (steps.length === 0) return "at once";
    return steps.every((step) => step === "up") ? "next run" : "a step";
}

function failuresOf({ operation, call, kind, converged, wrong }: Row): string[] {
    const what = [
        ...(converged ? [] : ["does not converge"]),
        ...new Set(wrong.map((text) => text.replace(/ \/\S+\/(\w+)\/[^/]+$/, " $1"))),
    ];
    return what.map((each) => `${operation}, ${call}, ${kind}: ${each}`);
}

function countsOf(texts: string[]): Map<string, number> {
    const counted = new Map<string, number>();
    for (const text of texts) counted.set(text, (counted.get(text) ?? 0) + 1);
    return counted;
}

function table(headings: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    return [line(headings), line(headings.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join(
        "\n",
    );
}
