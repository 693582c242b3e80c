import { markdownOf } from "../../src/migration/formats/markdown";
import { type GrantsData, grantsReport } from "../../src/migration/grantsReport";
import { mapReport } from "../../src/migration/mapReport";
import type { Block, Report } from "../../src/migration/report";
import { identityName, scopeName } from "../../src/migration/requiredGrant";
import type { Scenario } from "../engine/scenarios";
import type { Language } from "./generated";
import type { Program } from "./program";

/** What a scenario's page shows. */
export interface ScenarioPage extends Pick<Scenario, "title" | "summary"> {
    /** Arguments of the cluster, with ids such as Azure has. */
    args: object;
    program: Program;
    texts: Record<Language, string>;
}

const LANGUAGES: { language: Language; title: string; fence: string }[] = [
    { language: "typescript", title: "TypeScript", fence: "ts" },
    { language: "python", title: "Python", fence: "python" },
    { language: "go", title: "Go", fence: "go" },
    { language: "yaml", title: "YAML", fence: "yaml" },
];

/** `private-cluster-your-dns-zone` of "Private cluster, your DNS zone". */
export function slugOf({ title }: Pick<Scenario, "title">): string {
    return title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** A page with the picture, the role assignments and the programs of a scenario. */
export async function scenarioPage({ title, summary, args, program, texts }: ScenarioPage): Promise<string> {
    const input = { name: "aks", value: args };
    return [
        `# ${title}`,
        "",
        ...sentences(summary),
        "",
        "## Role assignments",
        "",
        markdown((await mapReport(input)).blocks, "diagram"),
        ...roleAssignments(await grantsReport(input)),
        `How this is known: [permissions](../permissions.md#${slugOf({ title })}).`,
        "",
        "## Program",
        "",
        ...settings(program),
        ...LANGUAGES.flatMap(({ language, title, fence }) => [
            `### ${title}`,
            "",
            `\`\`\`${fence}`,
            texts[language].trimEnd(),
            "```",
            "",
        ]),
        "[All scenarios](README.md)",
        "",
    ].join("\n");
}

/** The blocks of a kind: the page has headings of its own. */
function markdown(blocks: Block[], kind: Block["kind"]): string {
    return markdownOf(blocks.filter((block) => block.kind === kind)).replace(/^\*\*.*\*\*\n\n/gm, "");
}

/** A line for each. */
function sentences(text: string): string[] {
    return text.split(/(?<=\.) /);
}

function roleAssignments({ data }: Report<GrantsData>): string[] {
    const grants = data.clusters.flatMap((cluster) => cluster.roleAssignments);
    if (grants.length === 0) return ["None is required.", ""];
    const lines = grants.flatMap((grant) => [
        `- The ${identityName(grant)} gets **${grant.role}** on ${scopeName(grant)}.`,
        `  ${grant.description}`,
    ]);
    return [...lines, ""];
}

function settings({ config }: Program): string[] {
    const lines = Object.entries(config).map(
        ([name, { meaning, secret }]) =>
            `pulumi config set ${secret ? "--secret " : ""}${name} <value>    # ${meaning}`,
    );
    return lines.length === 0 ? [] : ["Before the first `pulumi up`:", "", "```bash", ...lines, "```", ""];
}

/** The page that lists all of them. */
export function scenariosIndex(scenarios: Pick<Scenario, "title" | "summary">[]): string {
    return [
        "# Scenarios",
        "",
        "Each page has a picture of the identities, the role assignments, and a complete program in TypeScript, Python, Go and YAML.",
        "Tests generate these pages, compile the programs, and deploy the YAML to the [model of Azure](../model-of-azure.md).",
        "",
        ...scenarios.flatMap((scenario) => [
            `- [${scenario.title}](${slugOf(scenario)}.md)`,
            ...sentences(scenario.summary).map((sentence) => `  ${sentence}`),
        ]),
        "",
    ].join("\n");
}
