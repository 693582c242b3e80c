import { parse } from "yaml";
import { COMMANDS } from "../../../src/cli/commands";
import { sharedOptions } from "../../../src/cli/options";
import { blocksOf } from "../../readme";

const [workflow, pipeline] = blocksOf("docs/pull-requests.md").map(({ text }) => parse(text));

/** The lines of a page's scripts that call the command, as words. */
function callsOf(steps: { run?: string; script?: string }[]): string[][] {
    const lines = steps.flatMap(({ run, script }) => (run ?? script ?? "").split("\n"));
    return lines.flatMap((line) =>
        line.startsWith("npx managed-identity-aks ") ? [line.split(" > ")[0]?.split(" ") ?? []] : [],
    );
}

test.each([
    ["GitHub's workflow", workflow.jobs.plan.steps, 1],
    ["Azure DevOps' pipeline", pipeline.steps, 2],
])("%s calls commands, options and formats that exist", (_, steps, count) => {
    const calls = callsOf(steps);
    expect(calls).toHaveLength(count);
    for (const [, , name, ...words] of calls) {
        const definition = COMMANDS.find((each) => each.name === name);
        const options = definition ? [...sharedOptions(definition), ...definition.options] : [];
        for (const word of words.filter((each) => each.startsWith("--"))) {
            expect(options.map(({ long }) => long)).toContain(word);
        }
        const format = options.find(({ long }) => long === "--format");
        expect(format?.argChoices).toContain(words[words.indexOf("--format") + 1]);
    }
});

test("a workflow may do what it needs, and no more", () => {
    expect(workflow.permissions).toEqual({ contents: "read", "id-token": "write", "pull-requests": "write" });
});
