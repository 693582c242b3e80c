import * as ts from "typescript";
import { declarationOf, type EntryPoint, publicSymbols, tagsOf } from "./publicTypes";

/** Something that the package exports, as its declaration and its doc comment describe it. */
export interface PublicExport {
    name: string;
    entryPoint: EntryPoint;
    kind: "class" | "interface" | "values" | "function" | "type";
    description: string;
    /** Text of `@throws`. */
    throws?: string;
    /** Texts of `@example`: objects as a program writes them. */
    examples: string[];
    members: PublicMember[];
    /** Of a function, and of a type that is not an interface. */
    declared?: string;
    /** What an interface extends that this package does not export. */
    extended?: string;
}

/** A property, a method, a constructor, or a value of a const object. */
export interface PublicMember {
    name: string;
    description: string;
    deprecated?: string;
    throws?: string;
    optional: boolean;
    type?: ts.TypeNode;
    /** Of a method and of a constructor: `find(name: string): MockedResource`. */
    signature?: string;
    /** Of a value. */
    value?: string;
}

/** Everything that the package exports, in the order of the sources. */
export function publicExports(): PublicExport[] {
    const { exported, checker } = publicSymbols();
    return (Object.keys(exported) as EntryPoint[]).flatMap((entryPoint) => {
        const names = exported[entryPoint].map(({ name }) => name);
        return exported[entryPoint].map((symbol) => publicExport(symbol, entryPoint, names, checker));
    });
}

function publicExport(
    symbol: ts.Symbol,
    entryPoint: EntryPoint,
    exported: string[],
    checker: ts.TypeChecker,
): PublicExport {
    const declared = declarationOf(symbol);
    const examples = tagsOf(symbol, "example", checker);
    const described = { name: symbol.name, entryPoint, examples, ...documented(symbol, checker) };
    const membersOf = (symbols: Iterable<ts.Symbol>) => [...symbols].flatMap((member) => memberOf(member, checker));
    if (ts.isClassDeclaration(declared)) {
        return { ...described, kind: "class", members: membersOf(symbol.members?.values() ?? []) };
    }
    if (ts.isInterfaceDeclaration(declared)) {
        const bases = declared.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
        const foreign = bases.filter(({ expression }) => !exported.includes(expression.getText()));
        const own = foreign.length > 0 ? (symbol.members?.values() ?? []) : propertiesOfType(symbol, checker);
        const extended = foreign.map((base) => base.getText()).join(", ");
        return {
            ...described,
            kind: "interface",
            members: membersOf(own),
            ...(extended !== "" && { extended }),
        };
    }
    if (ts.isVariableDeclaration(declared)) {
        return { ...described, kind: "values", members: valuesOf(declared, checker) };
    }
    if (ts.isFunctionDeclaration(declared)) {
        return { ...described, kind: "function", members: [], declared: signatureOf(declared) };
    }
    if (ts.isTypeAliasDeclaration(declared)) {
        return { ...described, kind: "type", members: [], declared: declared.getText() };
    }
    throw new Error(`${symbol.name} is exported, and of no kind that the reference knows`);
}

/** With those that an interface inherits, its own last. */
function propertiesOfType(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
    const all = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
    const own = (property: ts.Symbol) => Number(symbol.members?.has(property.escapedName) ?? false);
    return all.sort((one, other) => own(one) - own(other));
}

function documented(symbol: ts.Symbol, checker: ts.TypeChecker) {
    const [deprecated] = tagsOf(symbol, "deprecated", checker);
    const [throws] = tagsOf(symbol, "throws", checker);
    return {
        description: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        ...(deprecated !== undefined && { deprecated }),
        ...(throws !== undefined && { throws }),
    };
}

function memberOf(symbol: ts.Symbol, checker: ts.TypeChecker): PublicMember[] {
    const node = symbol.declarations?.[0];
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Static;
    // A mark of Pulumi's own is nobody's to use.
    const isMark = symbol.name.startsWith("__pulumi");
    if (node === undefined || isMark || ts.getCombinedModifierFlags(node) & hidden) {
        return [];
    }
    const described = { name: symbol.name, ...documented(symbol, checker) };
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
        return [{ ...described, optional: node.questionToken !== undefined, ...(node.type && { type: node.type }) }];
    }
    if (ts.isMethodSignature(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) {
        return [{ ...described, optional: false, signature: signatureOf(node) }];
    }
    return [];
}

/** The values of a const object. */
function valuesOf({ initializer }: ts.VariableDeclaration, checker: ts.TypeChecker): PublicMember[] {
    const object = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
    const properties = object && ts.isObjectLiteralExpression(object) ? object.properties : [];
    return properties.flatMap((property) => {
        const symbol = property.name && checker.getSymbolAtLocation(property.name);
        return symbol && ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
            ? [
                  {
                      name: symbol.name,
                      optional: false,
                      value: property.initializer.text,
                      ...documented(symbol, checker),
                  },
              ]
            : [];
    });
}

/** Without the body: `find(name: string, type?: string): MockedResource`. */
function signatureOf(node: ts.SignatureDeclaration): string {
    const parameters = node.parameters.map((parameter) => {
        const { name, type, questionToken, initializer } = parameter;
        return `${name.getText()}${questionToken || initializer ? "?" : ""}: ${type?.getText() ?? "unknown"}`;
    });
    const typeParameters = node.typeParameters?.map((each) => each.getText()).join(", ");
    const name = ts.isConstructorDeclaration(node) ? `new ${node.parent.name?.getText()}` : node.name?.getText();
    const generic = typeParameters === undefined ? "" : `<${typeParameters}>`;
    const result = node.type ? `: ${node.type.getText()}` : "";
    return `${name}${generic}(${parameters.join(", ")})${result}`;
}

/** The values in examples, by the names of properties: of the first example that has the property. */
export function valuesInExamples(examples: string[]): Record<string, string> {
    return Object.assign({}, ...examples.map(propertiesOf).reverse());
}

/** The properties of an example, which is an object as a program writes it. */
function propertiesOf(example: string): Record<string, string> {
    const file = ts.createSourceFile("example.ts", `(${example});`, ts.ScriptTarget.Latest, true);
    const [statement] = file.statements;
    const parenthesized = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
    const object = parenthesized && ts.isParenthesizedExpression(parenthesized) ? parenthesized.expression : undefined;
    if (object === undefined || !ts.isObjectLiteralExpression(object)) {
        throw new Error(`An example is not an object: ${example}`);
    }
    return Object.fromEntries(
        object.properties.flatMap((property) =>
            ts.isPropertyAssignment(property)
                ? [[property.name.getText(), property.initializer.getText().replace(/\s+/g, " ")]]
                : [],
        ),
    );
}
