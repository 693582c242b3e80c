import type { PublicExport } from "../../../scripts/publicExports";
import type { EntryPoint } from "../../../scripts/publicTypes";
import type { SdkLanguage, SdkNames } from "../../../scripts/sdkNames";
import { anchorOf, linkTo, memberEntries, type Reference, typeElsewhere } from "./apiEntries";
import { usedBy } from "./apiTypes";
import { type Schema, schemaTypes } from "./schemaTypes";
import { wrapped } from "./wrapped";

/** A page of the reference, and what it begins with. */
interface Page {
    file: string;
    title: string;
    /** What it describes; what these use, it describes too. */
    of: string[];
}

const OVERVIEW = "README.md";

/** The pages of the components. A type that several components use is on the page of the first. */
const COMPONENT_PAGES: Page[] = ["ManagedIdentityAksCluster", "AksClusterIdentities", "AksWorkloadIdentity"].map(
    (name) => ({ file: `${kebabCase(name)}.md`, title: name, of: [name] }),
);
const TESTING: EntryPoint = "managed-identity-aks/testing";

/** The reference, page by page. */
export function apiPages(
    exports: PublicExport[],
    schema: Schema,
    names: Record<SdkLanguage, SdkNames>,
): Record<string, string> {
    const all = new Map(exports.map((each) => [each.name, each]));
    const exportedBy = (entryPoint: EntryPoint) =>
        exports.filter((each) => each.entryPoint === entryPoint).map(({ name }) => name);
    const testing: Page = { file: "testing.md", title: TESTING, of: exportedBy(TESTING) };
    const overview: Page = { file: OVERVIEW, title: "API reference", of: exportedBy("managed-identity-aks") };
    const placed = new Map<string, PublicExport[]>();
    const pageOf = new Map<string, string>();
    for (const page of [...COMPONENT_PAGES, testing, overview]) {
        const described = reachable(page.of, all).filter(({ name }) => !pageOf.has(name));
        for (const { name } of described) pageOf.set(name, page.file);
        placed.set(page.file, described);
    }
    const reference: Reference = {
        all,
        schemaTypes: schemaTypes(schema, all),
        names,
        pageOf: (name) => pageOf.get(name),
    };
    const onPage = ({ file }: Page) => placed.get(file) ?? [];
    return {
        [OVERVIEW]: overviewPage(onPage(overview), exports, schema, reference),
        ...Object.fromEntries(COMPONENT_PAGES.map((page) => [page.file, componentPage(page, onPage(page), reference)])),
        [testing.file]: testingPage(testing, onPage(testing), reference),
    };
}

function kebabCase(name: string): string {
    return name.replace(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
}

/** These and what they use, through other types too: a component's inputs before its outputs. */
function reachable(names: string[], all: ReadonlyMap<string, PublicExport>): PublicExport[] {
    const found = new Map<string, PublicExport>();
    const queue = names.flatMap((name) => (all.has(`${name}Args`) ? [name, `${name}Args`] : [name]));
    const visit = (name: string): void => {
        const own = all.get(name);
        if (own === undefined || found.has(name)) {
            return;
        }
        found.set(name, own);
        for (const member of own.members) queue.push(...usedBy(member, all));
    };
    // What a component's arguments use comes first, one level after the other.
    for (let level = queue.splice(0); level.length > 0; level = queue.splice(0)) {
        for (const name of level.sort((one, other) => Number(other.endsWith("Args")) - Number(one.endsWith("Args")))) {
            visit(name);
        }
    }
    return [...found.values()];
}

const GENERATED = "`test/unit/docs/apiPages.test.ts` generates this page from the doc comments in `src/`.";

function exportOf(name: string, { all }: Reference): PublicExport {
    const found = all.get(name);
    if (found === undefined) {
        throw new Error(`Nothing exports ${name}`);
    }
    return found;
}

function componentPage(page: Page, described: PublicExport[], reference: Reference): string {
    const { file, title } = page;
    const component = exportOf(title, reference);
    const args = exportOf(`${title}Args`, reference);
    const types = described.filter(({ name }) => name !== title && name !== args.name);
    const groups: [heading: string, types: PublicExport[]][] = [
        ["Types of inputs", types.filter(({ name, kind }) => kind === "interface" && name.endsWith("Args"))],
        ["Values", types.filter(({ kind }) => kind === "values")],
        ["Types of outputs", types.filter(({ name, kind }) => kind === "interface" && !name.endsWith("Args"))],
    ];
    const filled = groups.filter(([, members]) => members.length > 0);
    const constructors = component.members.filter(({ signature }) => signature !== undefined);
    const outputs = { ...component, members: component.members.filter(({ signature }) => signature === undefined) };
    return [
        `# ${title}`,
        "",
        GENERATED,
        `[How to read it, and names in other languages](${OVERVIEW}#how-to-read-it).`,
        `[Rules](../rules.md#arguments-of-${title.toLowerCase()}) has what is rejected, with the message and what to do.`,
        "",
        ...paragraphs(component.description),
        "",
        ...memberEntries({ ...component, members: constructors }, file, reference),
        "",
        ...contentsEntry("Inputs", args, reference),
        ...contentsEntry("Outputs", outputs, reference),
        ...filled.flatMap(([heading, members]) => contentsGroup(heading, members, reference)),
        "",
        "## Inputs",
        "",
        `\`${args.name}\`: ${args.description}`,
        "",
        ...memberEntries(args, file, reference),
        "",
        "## Outputs",
        "",
        ...memberEntries(outputs, file, reference),
        ...filled.flatMap(([heading, members]) => [
            "",
            `## ${heading}`,
            ...members.flatMap((each) => typeSection(each, file, reference)),
        ]),
        "",
    ].join("\n");
}

/** What a doc comment says. */
function paragraphs(text: string): string[] {
    return text.split("\n\n").flatMap((paragraph, index) => [...(index === 0 ? [] : [""]), ...wrapped(paragraph)]);
}

/** A line of the table of contents: a heading, and each of its entries. */
function contentsEntry(heading: string, of: PublicExport, reference: Reference): string[] {
    const links = of.members.map((member) => `[${member.name}](#${anchorOf(of, member, reference)})`);
    const title = `- [${heading}](#${heading.toLowerCase()})`;
    return links.length === 0 ? [title] : wrapped(`${title}: ${links.join(", ")}`, "  ");
}

function contentsGroup(heading: string, types: PublicExport[], reference: Reference): string[] {
    const isInputs = types.every(({ name }) => name.endsWith("Args"));
    const names = types.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(", ");
    const title = `- [${heading}](#${heading.toLowerCase().replaceAll(" ", "-")})`;
    return isInputs
        ? [title, ...types.flatMap((type) => contentsEntry(type.name, type, reference).map((line) => `  ${line}`))]
        : wrapped(`${title}: ${names}`, "  ");
}

function typeSection(type: PublicExport, page: string, reference: Reference): string[] {
    const { name, description, declared, extended, throws } = type;
    const elsewhere = typeElsewhere(type, reference);
    const entries = memberEntries(type, page, reference);
    const code = declared ?? (extended && `${name} extends ${extended}`);
    return [
        "",
        `### ${name}`,
        "",
        ...paragraphs([description, ...(elsewhere === undefined ? [] : [elsewhere])].join(" ")),
        ...(code === undefined ? [] : ["", `\`${code}\``]),
        ...(throws === undefined ? [] : ["", ...wrapped(`Throws ${throws}`)]),
        ...(entries.length === 0 ? [] : ["", ...entries]),
    ];
}

function testingPage({ file, title }: Page, described: PublicExport[], reference: Reference): string {
    const sorted = [...described].sort((one, other) => order(one) - order(other));
    return [
        `# ${title}`,
        "",
        GENERATED,
        "",
        "Mocks of Azure for unit tests of programs in TypeScript. `examples/unit-test` is a program with its tests; it has the",
        "same for Python.",
        "",
        ...sorted.map(({ name }) => `- [${name}](#${name.toLowerCase()})`),
        ...sorted.flatMap((each) => typeSection(each, file, reference).map((line) => line.replace(/^### /, "## "))),
        "",
    ].join("\n");
}

/** Functions first. */
function order({ kind }: PublicExport): number {
    return kind === "function" ? 0 : 1;
}

function overviewPage(
    described: PublicExport[],
    exports: PublicExport[],
    schema: Schema,
    reference: Reference,
): string {
    const sorted = [...exports].sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
    return [
        "# API reference",
        "",
        GENERATED,
        "",
        ...COMPONENT_PAGES.map(({ file, title }) => `- [${title}](${file})`),
        `- [${TESTING}](testing.md)`,
        ...described.map(({ name }) => `- [${name}](#${name.toLowerCase()})`),
        "- [How to read it](#how-to-read-it), [names in other languages](#names-in-other-languages)",
        "- [Everything by name](#everything-by-name)",
        "",
        "## How to read it",
        "",
        ...HOW_TO_READ,
        "",
        "## Names in other languages",
        "",
        ...otherLanguages(schema, reference),
        ...described.flatMap((each) =>
            typeSection(each, OVERVIEW, reference).map((line) => line.replace(/^### /, "## ")),
        ),
        "",
        "## Everything by name",
        "",
        ...wrapped(sorted.map(({ name }) => linkTo(name, OVERVIEW, reference) ?? name).join(", ")),
        "",
    ].join("\n");
}

const HOW_TO_READ = [
    "- The page of a component has its inputs and outputs, and all types and values that they use. A type that several components",
    "  use is on the page of the first.",
    "- An input accepts a value, a promise or an [output](https://www.pulumi.com/docs/iac/concepts/inputs-outputs), unless it",
    "  is marked **plain**: its value must be known when the program runs, because it decides which resources exist.",
    "- **Plain list** means that the number of entries must be known. The entries can be outputs.",
    "- Objects, and lists of objects, are plain. Their properties can be outputs, unless they are marked.",
    "- The state keeps a **secret** input encrypted.",
    "- An example is in TypeScript. A name such as `subnet` is a resource of the program.",
    "- All outputs are plain JSON. A StackReference returns them unchanged.",
    "- [Rules](../rules.md) lists what is rejected or warned about. Set properties without an input in `properties`.",
];

/** Where a program in each language finds the components, and their types. */
function otherLanguages({ name, language }: Schema, { names }: Reference): string[] {
    const packages = (of: SdkLanguage) => names[of].packages.map((each) => `\`${each}\``).join(", ");
    const places = [
        `- TypeScript: the package \`${name}\`.`,
        `- Python: the module ${packages("python")}.`,
        `- Go: the package \`${language.go.importBasePath}\`.`,
        `- C#: the namespaces ${packages("dotnet")}.`,
        `- Java: the packages ${packages("java")}.`,
        `- YAML: resources of the type \`${name}:ManagedIdentityAksCluster\`. Inputs are objects; a value is written as text.`,
    ];
    return [
        ...places.flatMap((place) => wrapped(place, "  ")),
        "",
        "Names:",
        "",
        "- Types have the names of TypeScript in all languages, unless their description says otherwise.",
        "- An input, an output or a value is listed with its name in each language that has another name for it. Where no other",
        "  name is listed, as always in YAML, it is the name of TypeScript.",
        "- Inside of `properties`, names are those of azure-native's schema in every language.",
        "- The names are read from the SDKs that Pulumi's generators write. A test compares them.",
        "",
        "[Other languages](../languages.md) explains how to get an SDK.",
    ];
}
