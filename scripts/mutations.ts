import ts from "typescript";

/** A change of one place of a source that makes it wrong. */
export interface Mutation {
    kind: "negate" | "remove";
    /** Of the place, counted from 1. */
    line: number;
    /** The place as it was, on one line and shortened. */
    text: string;
    start: number;
    end: number;
    replacement: string;
}

const COMPARISONS: readonly ts.SyntaxKind[] = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
];

/** Conditions to negate, and rows of tables to remove. */
export function mutationsOf(source: string): Mutation[] {
    const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
    const found: Mutation[] = [];
    const add = (node: ts.Node, kind: Mutation["kind"]) => {
        const start = node.getStart(file);
        found.push({
            kind,
            line: file.getLineAndCharacterOfPosition(start).line + 1,
            text: node.getText(file).replaceAll(/\s+/g, " ").slice(0, 60),
            start,
            end: kind === "negate" ? node.getEnd() : endWithComma(source, node),
            replacement: kind === "negate" ? `!(${node.getText(file)})` : "",
        });
    };
    const visit = (node: ts.Node): void => {
        if (isCondition(node)) {
            add(node, "negate");
        }
        for (const row of rowsOf(node)) {
            add(row, "remove");
        }
        ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
}

export function applyMutation(source: string, { start, end, replacement }: Mutation): string {
    return source.slice(0, start) + replacement + source.slice(end);
}

/** What an `if` or a `?:` asks, and each comparison. */
function isCondition(node: ts.Node): boolean {
    const { parent } = node;
    return (
        (ts.isBinaryExpression(node) && COMPARISONS.includes(node.operatorToken.kind)) ||
        (parent !== undefined && ts.isIfStatement(parent) && parent.expression === node) ||
        (parent !== undefined && ts.isConditionalExpression(parent) && parent.condition === node)
    );
}

/** The elements of a list, and the members of an object that is a `Record`; a list in a list is a row itself. */
function rowsOf(node: ts.Node): readonly ts.Node[] {
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 1 && !ts.isArrayLiteralExpression(node.parent)) {
        const isTable = ts.isSourceFile(node.parent.parent?.parent?.parent ?? node);
        return node.elements.filter(
            (row) => isTable || ts.isObjectLiteralExpression(row) || ts.isStringLiteralLike(row),
        );
    }
    const isRecord =
        ts.isObjectLiteralExpression(node) &&
        ts.isVariableDeclaration(node.parent) &&
        node.parent.type?.getText().startsWith("Record<");
    return isRecord ? node.properties : [];
}

function endWithComma(source: string, node: ts.Node): number {
    const comma = /^\s*,/.exec(source.slice(node.getEnd()));
    return node.getEnd() + (comma?.[0].length ?? 0);
}
