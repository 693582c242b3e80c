import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Language, type Node, Parser } from "@vscode/tree-sitter-wasm";

/** A property, a field or a parameter of a constructor, by which Pulumi's SDK finds it. */
interface CsharpMember {
    /** The name that the engine knows, of `[Input("…")]` and `[Output("…")]`. */
    wireName?: string;
    isRequired: boolean;
    type: string;
    /** What a static property of an enum is made of. */
    value?: string;
}

export interface CsharpType {
    bases: string[];
    members: Record<string, CsharpMember>;
    /** Parameters of what reads an output: by their names, the names that the engine knows. */
    constructorParameters: string[];
}

export interface CsharpSources {
    /** By their full names. */
    types: Record<string, CsharpType>;
    /** What a compiler would refuse, of what can be told without one: place and reason. */
    problems: string[];
}

/** Namespaces of the SDK that its sources name from where they are. */
const INNER_NAMESPACES = ["Inputs", "Outputs"];

const TYPE_DECLARATIONS = ["class_declaration", "struct_declaration", "enum_declaration", "interface_declaration"];

/**
 * `csharp.ts FOLDER ROOT` prints what it finds in the C# sources of a folder, whose own namespace is ROOT: in a process of its
 * own, since the parser is an ES module that jest cannot load.
 */
async function main([folder = "", root = ""]: string[]): Promise<void> {
    process.stdout.write(JSON.stringify(await readCsharp(csharpFiles(folder), root)));
}

/**
 * The types of C# sources, by a parser, since there is no compiler without .NET. A compiler's refusals that are found are: wrong
 * syntax, two types of a namespace or two members of a type with one name, a member with the name of its type, and a type
 * of the namespaces `Inputs` and `Outputs`, or of `root`, that does not exist.
 */
async function readCsharp(sources: Record<string, string>, root: string): Promise<CsharpSources> {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm")));
    const types: CsharpSources["types"] = {};
    const problems: string[] = [];
    const references: { place: string; namespace: string; name: string }[] = [];
    for (const [file, text] of Object.entries(sources)) {
        const tree = parser.parse(text);
        const place = ({ startPosition: { row } }: Node) => `${file}:${row + 1}`;
        const report = (node: Node, reason: string) => problems.push(`${place(node)}: ${reason}`);
        for (const node of tree === null ? [] : nodesBelow(tree.rootNode)) {
            if (node.isError || node.isMissing) {
                report(node, `wrong syntax at ${JSON.stringify(node.text.slice(0, 40))}`);
            } else if (TYPE_DECLARATIONS.includes(node.type)) {
                const name = [...namespacesOf(node), nameOf(node)].join(".");
                if (types[name] !== undefined) report(node, `${name} is declared twice`);
                types[name] = typeOf(node, (reason) => report(node, reason));
            } else if (node.type === "qualified_name" && node.parent?.type !== "qualified_name") {
                references.push({ place: place(node), namespace: namespacesOf(node).join("."), name: node.text });
            }
        }
        tree?.delete();
    }
    parser.delete();
    for (const { place, namespace, name } of references) {
        const isOwn = INNER_NAMESPACES.some((inner) => name.startsWith(`${inner}.`));
        const full = isOwn ? `${root}.${name}` : name;
        // A namespace names itself where it begins.
        const isType = full.startsWith(`${root}.`) && full !== namespace && full !== `${root}.${namespace}`;
        if (isType && types[full] === undefined && !INNER_NAMESPACES.some((inner) => full === `${root}.${inner}`)) {
            problems.push(`${place}: there is no ${full}`);
        }
    }
    return { types, problems };
}

/** The C# sources in a folder, by their paths. */
function csharpFiles(folder: string): Record<string, string> {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".cs"));
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

function typeOf(declaration: Node, report: (reason: string) => void): CsharpType {
    const type: CsharpType = { bases: [], members: {}, constructorParameters: [] };
    const name = nameOf(declaration);
    const signatures = new Set<string>();
    for (const node of childrenOf(declaration)) {
        if (node.type === "base_list") type.bases = childrenOf(node).map(({ text }) => text);
    }
    for (const node of childrenOf(declaration.childForFieldName("body"))) {
        const attributes = childrenOf(node).filter((child) => child.type === "attribute_list");
        const parameters = parameterTypes(node);
        const members = membersOf(node);
        for (const member of members) {
            const signature = parameters === undefined ? member : `${member}(${parameters.join()})`;
            if (signatures.has(signature)) report(`${name} has two members ${signature}`);
            signatures.add(signature);
            if (member === name && node.type !== "constructor_declaration") {
                report(`${name} has a member with its own name`);
            }
            if (parameters === undefined) type.members[member] = memberOf(node, attributes);
        }
        if (attributes.some(({ text }) => text === "[OutputConstructor]")) {
            type.constructorParameters = childrenOf(node.childForFieldName("parameters")).map(nameOf);
        }
    }
    return type;
}

function memberOf(node: Node, attributes: Node[]): CsharpMember {
    const [, wireName] = /\[(?:Input|Output)\("([^"]+)"/.exec(attributes.map(({ text }) => text).join("\n")) ?? [];
    const [, value] = /= new \w+\("([^"]*)"\)/.exec(node.text) ?? [];
    const variables = childrenOf(node).find(({ type }) => type === "variable_declaration") ?? node;
    return {
        ...(wireName !== undefined && { wireName }),
        ...(value !== undefined && { value }),
        isRequired: attributes.some(({ text }) => text.includes("required: true")),
        type: variables.childForFieldName("type")?.text ?? "",
    };
}

/** The names that a part of a type declares: several of a field, none of an operator. */
function membersOf(node: Node): string[] {
    if (node.type === "field_declaration") {
        return nodesBelow(node)
            .filter(({ type }) => type === "variable_declarator")
            .map(nameOf);
    }
    return ["property_declaration", "method_declaration", "constructor_declaration"].includes(node.type)
        ? [nameOf(node)]
        : [];
}

/** Undefined of what is not called. */
function parameterTypes(node: Node): string[] | undefined {
    const parameters = node.childForFieldName("parameters");
    return parameters === null
        ? undefined
        : childrenOf(parameters).map((parameter) => parameter.childForFieldName("type")?.text ?? "");
}

function namespacesOf(node: Node): string[] {
    const { parent } = node;
    if (parent === null) return [];
    const outer = namespacesOf(parent);
    const isNamed = parent.type === "namespace_declaration" || TYPE_DECLARATIONS.includes(parent.type);
    return isNamed ? [...outer, nameOf(parent)] : outer;
}

function nameOf(node: Node): string {
    return node.childForFieldName("name")?.text ?? "";
}

function childrenOf(node: Node | null): Node[] {
    return (node?.namedChildren ?? []).filter((child): child is Node => child !== null);
}

function nodesBelow(node: Node): Node[] {
    return [node, ...(node.children ?? []).flatMap((child) => (child === null ? [] : nodesBelow(child)))];
}

void main(process.argv.slice(2));
