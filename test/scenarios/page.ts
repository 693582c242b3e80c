import { FORMATS } from "../../src/migration/formats";
import { grantsReport } from "../../src/migration/grantsReport";
import { mapReport } from "../../src/migration/mapReport";
import type { Block, Report } from "../../src/migration/report";
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

/** `private-cluster-dns-zone-of-your-own` of "Private cluster, DNS zone of your own". */
export function slugOf({ title }: Pick<Scenario, "title">): string {
    return title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** A page with the picture, the role assignments and the programs of a scenario. */
export async function scenarioPage({ title, summary, args, program, texts }: ScenarioPage): Promise<string> {
    const input = { name: "aks", value: args };
    return [
        `# ${title}`,
        "",
        summary,
        "",
        "## Role assignments",
        "",
        markdown(await mapReport(input), "diagram"),
        markdown(await grantsReport(input), "table"),
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
function markdown({ blocks, ...report }: Report<unknown>, kind: Block["kind"]): string {
    const shown = blocks.filter((block) => block.kind === kind);
    return FORMATS.markdown({ ...report, blocks: shown }, {}).replace(/^\*\*.*\*\*\n\n/gm, "");
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
        ...scenarios.map((scenario) => `- [${scenario.title}](${slugOf(scenario)}.md): ${scenario.summary}`),
        "",
    ].join("\n");
}
