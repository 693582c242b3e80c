import { type PublicExport, type PublicMember, valuesInExamples } from "../../../scripts/publicExports";
import type { SdkLanguage, SdkNames } from "../../../scripts/sdkNames";
import { acceptance, typeInWords, valuesIn } from "./apiTypes";
import type { SchemaType } from "./schemaTypes";
import { wrapped } from "./wrapped";

/** What the entries of the reference are made of. */
export interface Reference {
    all: ReadonlyMap<string, PublicExport>;
    /** What the schema has for each type. */
    schemaTypes: ReadonlyMap<string, SchemaType[]>;
    names: Record<SdkLanguage, SdkNames>;
    /** Page of each export: a link to it leads there. */
    pageOf: (name: string) => string | undefined;
}

/** In the order in which an entry lists them. */
const LANGUAGE_TITLES: Record<SdkLanguage, string> = { python: "Python", go: "Go", dotnet: "C#", java: "Java" };

/** The members of a type, the required ones first. */
export function memberEntries(owner: PublicExport, page: string, reference: Reference): string[] {
    const isRequired = ({ optional }: PublicMember) => !optional;
    const required = owner.members.filter(isRequired);
    const optional = owner.members.filter((member) => !isRequired(member));
    const examples = valuesInExamples(owner.examples);
    return [...required, ...optional].flatMap((member) => entry(owner, member, examples[member.name], page, reference));
}

function entry(
    owner: PublicExport,
    member: PublicMember,
    example: string | undefined,
    page: string,
    reference: Reference,
): string[] {
    const { name, description, deprecated, throws, signature, value } = member;
    const typed = value === undefined ? typeOf(owner, member, page, reference) : `\`"${value}"\``;
    const title = signature === undefined ? `**${name}** (${typed})` : `\`${signature}\``;
    const lines = [
        `<a id="${anchorOf(owner, member, reference)}"></a>${[title, ...namesElsewhere(owner, member, reference)].join(" · ")}`,
        [
            description,
            ...(throws === undefined ? [] : [`Throws ${throws}`]),
            ...(deprecated === undefined ? [] : [`**Deprecated.** ${deprecated}`]),
        ].join(" "),
        ...(example === undefined || isNoNews(example, description) ? [] : [`Example: \`${example}\``]),
    ].filter((line) => line !== "");
    return lines.flatMap((line, index) => {
        const [first = "", ...rest] = wrapped(`${line}${index < lines.length - 1 ? "\\" : ""}`, "  ");
        return [`${index === 0 ? "- " : "  "}${first}`, ...rest];
    });
}

/** Whether an example says nothing new: a boolean, a number, or what the description has as code. */
function isNoNews(example: string, description: string): boolean {
    return /^(true|false|\d+)$/.test(example) || description.includes(`\`${example.replace(/^"(.*)"$/, "$1")}\``);
}

/** `nodepool-vmsize`; of what a page is about `inputs-location`. */
export function anchorOf({ name }: PublicExport, member: PublicMember, { all }: Reference): string {
    const own = all.has(`${name}Args`) ? "outputs" : name.replace(/Args$/, "");
    const part = isOfComponent(name, all) ? "inputs" : own;
    return `${part}-${member.name.replace("__", "")}`.toLowerCase();
}

/** Whether a type is the inputs of a component, which are a part of its page. */
function isOfComponent(name: string, all: Reference["all"]): boolean {
    return name.endsWith("Args") && all.get(name.replace(/Args$/, ""))?.kind === "class";
}

/** The type, and what an input accepts. */
function typeOf(owner: PublicExport, member: PublicMember, page: string, reference: Reference): string {
    const { type, name, description, optional } = member;
    if (type === undefined) {
        return "";
    }
    const { all } = reference;
    const linked = (other: string) => linkTo(other, page, reference);
    const words = typeInWords(type, linked);
    const isInput = owner.name.endsWith("Args");
    const values = words === "string" && isInput ? valuesIn(description, all) : [];
    const named = values.length > 0 ? `, values: ${values.map((each) => linked(each) ?? each).join(", ")}` : "";
    const isSecret = reference.schemaTypes.get(owner.name)?.some(({ properties }) => properties[name]?.secret) ?? false;
    const isOptions = owner.name.endsWith("Options");
    const absent = !isInput && optional ? `, ${isOptions ? "optional" : "can be absent"}` : "";
    return `${words}${named}${isInput ? acceptance(type, all) : absent}${isSecret ? ", secret" : ""}`;
}

/** A link to the heading of an export; nothing where it has none. */
export function linkTo(name: string, page: string, { all, pageOf }: Reference): string | undefined {
    const target = pageOf(name);
    const heading = isOfComponent(name, all) ? "inputs" : name.toLowerCase();
    return target && `[${name}](${target === page ? "" : target}#${heading})`;
}

/** What a member is called in the languages that call it otherwise: `Go, C# \`VmSize\``. */
function namesElsewhere(owner: PublicExport, member: PublicMember, { schemaTypes, names }: Reference): string[] {
    const byName = new Map<string, string[]>();
    for (const { sdkName, properties } of schemaTypes.get(owner.name) ?? []) {
        for (const [language, title] of Object.entries(LANGUAGE_TITLES) as [SdkLanguage, string][]) {
            const elsewhere =
                member.value === undefined
                    ? member.name in properties && nameOf(names[language].types, sdkName, member.name)
                    : nameOf(names[language].enums, sdkName, member.value);
            if (elsewhere && elsewhere !== member.name) {
                byName.set(elsewhere, [...new Set([...(byName.get(elsewhere) ?? []), title])]);
            }
        }
    }
    return [...byName].map(([name, titles]) => `${titles.join(", ")} \`${name}\``);
}

function nameOf(names: Record<string, Record<string, string>>, type: string, name: string): string {
    const found = names[type]?.[name];
    if (found === undefined) {
        throw new Error(`No SDK is known to declare ${type}.${name}: UPDATE_DOCS=1 npm test -- test/languages/names`);
    }
    return found;
}

/** What a type is called in other languages, where that is another name, or none. */
export function typeElsewhere(type: PublicExport, { schemaTypes }: Reference): string | undefined {
    const { name, kind, extended } = type;
    const sdkNames = (schemaTypes.get(name) ?? []).map(({ sdkName }) => sdkName);
    if (kind === "values" && sdkNames.length === 0) {
        return "Other languages than TypeScript have no names for these values: write the value.";
    }
    if (extended !== undefined) {
        return "In other languages than TypeScript it is an object with any properties.";
    }
    const others = sdkNames.filter((other) => other !== name && other !== `${name}Args`);
    const also = others.length < sdkNames.length ? "also " : "";
    const listed = others.map((other) => `\`${other}\``).join(" or ");
    return others.length === 0 ? undefined : `In other languages than TypeScript it is ${also}called ${listed}.`;
}
