import ts from "typescript";

/**
 * The public API as text: each exported name of these declaration files with its declaration, without comments, in the
 * order of the names. A change of this text is a change of the API.
 */
export function publicApi(entryPoints: Record<string, string>): string {
    const files = Object.values(entryPoints);
    const program = ts.createProgram(files, {
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        target: ts.ScriptTarget.ES2022,
        strict: true,
        skipLibCheck: true,
    });
    const checker = program.getTypeChecker();
    const printer = ts.createPrinter({ removeComments: true });
    const sections = Object.entries(entryPoints).map(([name, file]) => {
        const source = program.getSourceFile(file);
        const module = source && checker.getSymbolAtLocation(source);
        if (module === undefined) {
            throw new Error(`${file} has no exports. Build the package, then run this again.`);
        }
        const exported = checker
            .getExportsOfModule(module)
            .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
            .sort((one, other) => (one.name < other.name ? -1 : 1));
        const declarations = exported.flatMap((symbol) =>
            (symbol.declarations ?? []).map((declaration) => {
                // `const X: {…}` is declared as a part of a statement.
                const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
                return printer.printNode(ts.EmitHint.Unspecified, node, declaration.getSourceFile());
            }),
        );
        return [`# ${name}`, ...declarations].join("\n\n");
    });
    return `${sections.join("\n\n")}\n`;
}
