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

/** Conditions to negate, and rows of tables to remove. */
export function mutationsOf(source: string): Mutation[] {
    const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
    const found: Mutation[] = [];
    const add = (node: ts.Node, kind: Mutation["kind"], end = node.getEnd()) => {
        const start = node.getStart(file);
        found.push({
            kind,
            line: file.getLineAndCharacterOfPosition(start).line + 1,
            text: node.getText(file).replaceAll(/\s+/g, " ").slice(0, 60),
            start,
            end,
            replacement: kind === "negate" ? `!(${node.getText(file)})` : "",
        });
    };
    const visit = (node: ts.Node): void => {
        if (ts.isIfStatement(node)) {
            add(node.expression, "negate");
        } else if (ts.isConditionalExpression(node)) {
            add(node.condition, "negate");
        } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
            for (const row of node.elements.filter(isRow)) {
                add(row, "remove", endWithComma(source, row));
            }
        }
        ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
}

export function applyMutation(source: string, { start, end, replacement }: Mutation): string {
    return source.slice(0, start) + replacement + source.slice(end);
}

/** An object that says something, as of a table of checks or jobs. */
function isRow(node: ts.Node): boolean {
    return ts.isObjectLiteralExpression(node) && node.properties.length > 1;
}

function endWithComma(source: string, node: ts.Node): number {
    const comma = /^\s*,/.exec(source.slice(node.getEnd()));
    return node.getEnd() + (comma?.[0].length ?? 0);
}
