/** A property or a type, as Pulumi's package schema describes it. */
interface Property {
    type?: string;
    $ref?: string;
    items?: Property;
    additionalProperties?: Property;
    /** Whether only a plain value is accepted, no output. */
    plain?: boolean;
    description?: string;
    deprecationMessage?: string;
}

interface ObjectType {
    description: string;
    properties?: Record<string, Property>;
    required?: string[];
    enum?: { value: string; description?: string }[];
}

export interface Component {
    description: string;
    inputProperties: Record<string, Property>;
    requiredInputs: string[];
    properties: Record<string, Property>;
    required: string[];
}

export interface Schema {
    resources: Record<string, Component>;
    types: Record<string, ObjectType>;
}

/** The page of all inputs and outputs, as the schema describes them. */
export function inputsPage({ resources, types }: Schema): string {
    const input: Entry = (name, property) => inputEntry(name, property, types);
    const components = MAIN_FIRST.map((name) => [name, named(resources, name)] as const);
    const inputTypes = usedBy(
        types,
        components.map(([name, { inputProperties }]) => [name, inputProperties]),
    );
    const outputTypes = usedBy(
        types,
        components.map(([name, { properties }]) => [name, properties]),
    );
    return [
        "# Inputs and outputs",
        "",
        "`test/unit/docs/inputsPage.test.ts` generates this page from `src/schema.json`, which comes from the doc comments in",
        "`src/args` and `src/outputs.ts`.",
        "",
        "- An input accepts a value, a promise or an [output](https://www.pulumi.com/docs/iac/concepts/inputs-outputs), unless it",
        "  is marked **plain**: its value must be known when the program runs, because it decides which resources exist.",
        "- **Plain list** means that the number of entries must be known. The entries can be outputs.",
        "- Objects, and lists of objects, are plain. Their properties can be outputs, unless they are marked.",
        "- In TypeScript the name of a type of inputs ends in `Args`: `NodePoolArgs`.",
        "- All outputs are plain JSON. A StackReference returns them unchanged.",
        "",
        ...components.map(([name]) => `- ${link(name)}`),
        `- ${link(INPUT_TYPES)}`,
        `- ${link(OUTPUT_TYPES)}`,
        ...components.flatMap(([name, component]) => componentSection(name, component, input)),
        "",
        `## ${INPUT_TYPES}`,
        ...[...inputTypes].flatMap(([name, users]) =>
            typeSection(name, named(types, name), [...new Set([...users, ...(outputTypes.get(name) ?? [])])], input),
        ),
        "",
        `## ${OUTPUT_TYPES}`,
        ...[...outputTypes]
            .filter(([name]) => !inputTypes.has(name))
            .flatMap(([name, users]) => typeSection(name, named(types, name), users, output)),
        "",
    ].join("\n");
}

/** The type of what is passed on to azure-native as it is. */
const ANY = "pulumi.json#/Any";

const MAIN_FIRST = ["ManagedIdentityAksCluster", "AksClusterIdentities", "AksWorkloadIdentity"];
const INPUT_TYPES = "Types of inputs";
const OUTPUT_TYPES = "Types of outputs";

function componentSection(name: string, component: Component, input: Entry): string[] {
    const { description, inputProperties, requiredInputs, properties, required } = component;
    return [
        "",
        `## ${name}`,
        "",
        ...description.split("\n\n").flatMap((paragraph) => [...wrapped(paragraph), ""]),
        `### Inputs of ${name}`,
        "",
        ...entries(inputProperties, requiredInputs, input),
        "",
        `### Outputs of ${name}`,
        "",
        ...entries(properties, required, output),
    ];
}

function typeSection(name: string, type: ObjectType, users: string[], entry: Entry): string[] {
    const used = wrapped(`Type of ${users.map((user) => `\`${user}\``).join(", ")}.`);
    return ["", `### ${name}`, "", ...wrapped(type.description), "", ...used, "", ...contents(type, entry)];
}

function contents({ enum: values, properties = {}, required = [] }: ObjectType, entry: Entry): string[] {
    return values === undefined
        ? entries(properties, required, entry)
        : wrapped(`One of ${values.map(({ value }) => `\`"${value}"\``).join(", ")}.`);
}

/** A line of the list of inputs or outputs. */
type Entry = (name: string, property: Property) => string;

/** Required ones first. */
function entries(properties: Record<string, Property>, required: string[], entry: Entry): string[] {
    const lines = (wanted: boolean) =>
        Object.entries(properties)
            .filter(([name]) => required.includes(name) === wanted)
            .flatMap(([name, property]) => wrapped(`- ${entry(name, property)}`, "  "));
    return [...lines(true), ...lines(false)];
}

function inputEntry(name: string, property: Property, types: Schema["types"]): string {
    const { description, deprecationMessage } = property;
    const deprecation = deprecationMessage === undefined ? "" : ` **Deprecated.** ${deprecationMessage}`;
    return `**${name}** (${typeOf(property)}${acceptance(property, types)}). ${description}${deprecation}`;
}

function output(name: string, property: Property): string {
    return `**${name}** (${typeOf(property)}). ${property.description}`;
}

/** Whether outputs are accepted, where that differs from what the page says of all inputs. */
function acceptance({ plain = false, ...property }: Property, types: Schema["types"]): string {
    const { items, additionalProperties } = property;
    const type = typeNameIn(property);
    const isObject = type !== undefined && named(types, type).properties !== undefined;
    if (isObject || additionalProperties?.$ref === ANY) {
        return plain ? "" : ", or an output";
    }
    const isListOfOutputs = items !== undefined && items.plain !== true;
    return plain ? `, plain${isListOfOutputs ? " list" : ""}` : "";
}

function typeOf({ type, $ref, items, additionalProperties }: Property): string {
    if ($ref !== undefined) {
        return link(nameIn($ref));
    }
    if (items !== undefined) {
        return `list of ${plural(typeOf(items))}`;
    }
    if (additionalProperties?.$ref === ANY) {
        return "object of azure-native";
    }
    return additionalProperties === undefined ? String(type) : `map of ${plural(typeOf(additionalProperties))} by name`;
}

function plural(type: string): string {
    return type.startsWith("[") ? type : `${type}s`;
}

/** The types that properties use, also through other types, with the properties that have them. */
function usedBy(
    types: Schema["types"],
    owners: [owner: string, properties: Record<string, Property>][],
): Map<string, string[]> {
    const users = new Map<string, string[]>();
    const queue = [...owners];
    for (const [owner, properties] of queue) {
        for (const [property, value] of Object.entries(properties)) {
            const name = typeNameIn(value);
            if (name === undefined) {
                continue;
            }
            const known = users.get(name);
            users.set(name, [...(known ?? []), `${owner}.${property}`]);
            if (known === undefined) {
                queue.push([name, named(types, name).properties ?? {}]);
            }
        }
    }
    return users;
}

function typeNameIn({ $ref, items, additionalProperties }: Property): string | undefined {
    const inner = items ?? additionalProperties;
    if (inner !== undefined) {
        return typeNameIn(inner);
    }
    return $ref?.startsWith("#/types/") ? nameIn($ref) : undefined;
}

function nameIn(ref: string): string {
    return ref.slice(ref.lastIndexOf(":") + 1);
}

function named<Named>(all: Record<string, Named>, name: string): Named {
    const found = all[`managed-identity-aks:index:${name}`];
    if (found === undefined) {
        throw new Error(`the schema has no ${name}`);
    }
    return found;
}

function link(heading: string): string {
    return `[${heading}](#${heading.toLowerCase().replaceAll(" ", "-")})`;
}

const WIDTH = 120;

/** Lines of whole words, those after the first indented. */
function wrapped(text: string, indent = ""): string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
        const longer = line === "" ? word : `${line} ${word}`;
        if (longer.length > WIDTH && line.trim() !== "") {
            lines.push(line);
            line = `${indent}${word}`;
        } else {
            line = longer;
        }
    }
    return [...lines, line];
}
