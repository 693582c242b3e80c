import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import type { PreviewShapes } from "../local-azure/providers/azure-native/previewShapes";
import { resourceTypes } from "../local-azure/providers/azure-native/resourceTypes";

/** Rewrites the shapes of outputs from the SDK's declarations: `npx tsx scripts/previewShapes.ts`. A test compares. */
export const shapesFile = join(
    __dirname,
    "..",
    "local-azure",
    "providers",
    "azure-native",
    "previewShapes.generated.json",
);

export function previewShapesOfSdk(): PreviewShapes {
    const declared = outputInterfaces(parsed("types/output.d.ts"));
    const shapes: PreviewShapes = { rows: {}, types: {} };
    for (const { token } of resourceTypes.values()) {
        const [, module = "", name = ""] = token.split(":");
        const file = `${module}/${name.replace(/^./, (letter) => letter.toLowerCase())}.d.ts`;
        shapes.rows[token] = fields(classMembers(parsed(file), name));
    }
    const wanted = Object.values(shapes.rows).flatMap(references);
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
        if (shapes.types[next]) continue;
        const members = declared.get(next);
        if (!members) throw new Error(`types/output.d.ts declares no ${next}`);
        shapes.types[next] = fields(members);
        wanted.push(...references(shapes.types[next] ?? {}));
    }
    return { rows: sorted(shapes.rows), types: sorted(shapes.types) };
}

const root = require.resolve("@pulumi/azure-native/package.json").replace("package.json", "");

function parsed(file: string): ts.SourceFile {
    return ts.createSourceFile(file, readFileSync(root + file, "utf8"), ts.ScriptTarget.Latest, true);
}

type Member = [name: string, type: ts.TypeNode];

/** By `module.Interface`. */
function outputInterfaces(source: ts.SourceFile): Map<string, Member[]> {
    const found = new Map<string, Member[]>();
    const visit = (node: ts.Node, path: string[]): void => {
        if (ts.isModuleDeclaration(node) && node.body) visit(node.body, [...path, node.name.text]);
        else if (ts.isInterfaceDeclaration(node))
            found.set([...path, node.name.text].join("."), memberTypes(node.members));
        else ts.forEachChild(node, (child) => visit(child, path));
    };
    visit(source, []);
    return found;
}

/** Outputs of a resource: what its class declares as `pulumi.Output<…>`. */
function classMembers(source: ts.SourceFile, name: string): Member[] {
    const declaration = source.statements.find(
        (node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === name,
    );
    return memberTypes(declaration?.members ?? []).flatMap(([member, type]): Member[] => {
        const output = ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined;
        return output ? [[member, output]] : [];
    });
}

function memberTypes(members: readonly (ts.ClassElement | ts.TypeElement)[]): Member[] {
    return members.flatMap((member): Member[] => {
        const isProperty = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
        return isProperty && member.type ? [[member.name.getText(), member.type]] : [];
    });
}

function fields(members: Member[]): Record<string, string> {
    return Object.fromEntries(members.map(([name, type]) => [name, shapeOf(type)]));
}

/** As `previewShapes.ts` reads it: a scalar, `any`, `@reference`, `[]element`, `{}entry`. */
function shapeOf(type: ts.TypeNode): string {
    const text = type.getText();
    if (ts.isUnionTypeNode(type)) {
        const parts = type.types.filter((part) => part.getText() !== "undefined");
        const [only] = parts;
        return only && parts.length === 1 ? shapeOf(only) : parts.every(isText) ? "string" : "any";
    }
    if (ts.isParenthesizedTypeNode(type)) return shapeOf(type.type);
    if (ts.isArrayTypeNode(type)) return `[]${shapeOf(type.elementType)}`;
    if (ts.isTypeLiteralNode(type)) {
        const [entry] = type.members;
        return entry && ts.isIndexSignatureDeclaration(entry) ? `{}${shapeOf(entry.type)}` : "any";
    }
    if (/^(string|number|boolean)$/.test(text)) return text;
    if (isText(type)) return "string";
    return text.startsWith("outputs.") ? `@${text.slice("outputs.".length)}` : "any";
}

const isText = (type: ts.TypeNode) => /^(string|enums\.[\w.]+|"[^"]*"|'[^']*')$/.test(type.getText());

function references(shape: Record<string, string>): string[] {
    return Object.values(shape).flatMap((text) => /@([\w.]+)$/.exec(text)?.[1] ?? []);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
    return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A resource or a type on a line. */
export function shapesText(): string {
    const { rows, types } = previewShapesOfSdk();
    return `{"rows": ${lines(rows)},\n"types": ${lines(types)}}\n`;
}

function lines(shapes: Record<string, Record<string, string>>): string {
    const entries = Object.entries(shapes).map(([name, shape]) => `${JSON.stringify(name)}: ${JSON.stringify(shape)}`);
    return `{\n${entries.join(",\n")}\n}`;
}

if (require.main === module) writeFileSync(shapesFile, shapesText());
