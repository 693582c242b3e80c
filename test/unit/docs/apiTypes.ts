import * as ts from "typescript";
import type { PublicExport, PublicMember } from "../../../scripts/publicExports";

/** The type of a property in words; `linked` makes a link of a name that the reference describes. */
export function typeInWords(node: ts.TypeNode, linked: (name: string) => string | undefined): string {
    const inWords = (type: ts.TypeNode): string => typeInWords(type, linked);
    if (ts.isArrayTypeNode(node)) {
        return `list of ${plural(inWords(node.elementType))}`;
    }
    if (ts.isUnionTypeNode(node) && node.types.length === 2 && node.types[1]?.kind === ts.SyntaxKind.UndefinedKeyword) {
        return `${inWords(node.types[0] as ts.TypeNode)}, can be absent`;
    }
    const { name, parts } = referenceOf(node);
    const [first, second] = parts;
    if ((name === "pulumi.Input" || name === "pulumi.Output") && first) {
        return inWords(first);
    }
    if (name === "Record" && second) {
        return second.kind === ts.SyntaxKind.UnknownKeyword ? "object" : `map of ${plural(inWords(second))} by name`;
    }
    if (name !== undefined) {
        return linked(name) ?? code(node);
    }
    return KEYWORDS[node.kind] ?? code(node);
}

/** Every number of this package is a whole one. */
const KEYWORDS: Partial<Record<ts.SyntaxKind, string>> = {
    [ts.SyntaxKind.StringKeyword]: "string",
    [ts.SyntaxKind.NumberKeyword]: "integer",
    [ts.SyntaxKind.BooleanKeyword]: "boolean",
};

function referenceOf(node: ts.TypeNode): { name?: string; parts: readonly ts.TypeNode[] } {
    return ts.isTypeReferenceNode(node)
        ? { name: node.typeName.getText(), parts: node.typeArguments ?? [] }
        : { parts: [] };
}

function plural(type: string): string {
    return /^[a-z]+$/.test(type) ? `${type}s` : type;
}

function code(node: ts.TypeNode): string {
    return `\`${node.getText().replace(/\s+/g, " ")}\``;
}

/** Whether an input accepts outputs, where that differs from what the reference says of all inputs. */
export function acceptance(node: ts.TypeNode, all: ReadonlyMap<string, PublicExport>): string {
    const { name } = referenceOf(node);
    const isInput = name === "pulumi.Input";
    if (isObject(node, all)) {
        return isInput ? ", or an output" : "";
    }
    const isListOfInputs = ts.isArrayTypeNode(node) && referenceOf(node.elementType).name === "pulumi.Input";
    return isInput ? "" : `, plain${isListOfInputs ? " list" : ""}`;
}

/** An object of this package's, or a list of them. */
export function isObject(node: ts.TypeNode, all: ReadonlyMap<string, PublicExport>): boolean {
    return typeNamesIn(node).some((name) => all.get(name)?.kind === "interface");
}

/** The exports that a property needs: in its type, and the values that its description names. */
export function usedBy({ type, description, signature = "" }: PublicMember, all: ReadonlyMap<string, PublicExport>) {
    const typed = type === undefined ? [] : typeNamesIn(type);
    const mentioned = valuesIn(description, all);
    const inSignature = [...signature.matchAll(/\w+/g)].map(([word]) => word);
    return [...typed, ...mentioned, ...inSignature].filter((name) => all.has(name));
}

/** The const objects that a description names, as `ClusterTier`. */
export function valuesIn(description: string, all: ReadonlyMap<string, PublicExport>): string[] {
    return [...description.matchAll(/`(\w+)`/g)].flatMap(([, name = ""]) =>
        all.get(name)?.kind === "values" ? [name] : [],
    );
}

/** The names of types in a type, the outermost first. */
export function typeNamesIn(type: ts.Node): string[] {
    const own = ts.isTypeReferenceNode(type) ? [type.typeName.getText()] : [];
    const inside: string[] = [];
    ts.forEachChild(type, (child) => void inside.push(...typeNamesIn(child)));
    return [...own, ...inside];
}
