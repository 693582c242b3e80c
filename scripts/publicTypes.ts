import { join } from "node:path";
import * as ts from "typescript";

const ROOT = join(__dirname, "..");

/** The entry points of the package, with the file of each. */
const ENTRY_POINTS = { "managed-identity-aks": "src/index.ts", "managed-identity-aks/testing": "src/testing/index.ts" };
export type EntryPoint = keyof typeof ENTRY_POINTS;

/** An interface or an enum that `src/index.ts` exports. */
export interface PublicType {
    description: string;
    /** Texts of `@deprecated`, by the members that have one. */
    deprecated: Record<string, string>;
}

/** What the entry points export, and what tells of it. */
export function publicSymbols(): { exported: Record<EntryPoint, ts.Symbol[]>; checker: ts.TypeChecker } {
    const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    const host = ts.createCompilerHost(options);
    // What other packages declare is not asked for, and takes most of the time.
    host.resolveModuleNameLiterals = (literals, file, redirected) =>
        literals.map(({ text }) =>
            text.startsWith(".")
                ? ts.resolveModuleName(text, file, options, host, undefined, redirected)
                : { resolvedModule: undefined },
        );
    const files = Object.values(ENTRY_POINTS).map((file) => join(ROOT, file));
    const program = ts.createProgram(files, { ...options, types: [] }, host);
    const checker = program.getTypeChecker();
    const exportedBy = (entryPoint: EntryPoint) => {
        const file = program.getSourceFile(join(ROOT, ENTRY_POINTS[entryPoint]));
        const module = file && checker.getSymbolAtLocation(file);
        const symbols = module ? checker.getExportsOfModule(module) : [];
        return symbols.map((symbol) =>
            symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
        );
    };
    return {
        exported: {
            "managed-identity-aks": exportedBy("managed-identity-aks"),
            "managed-identity-aks/testing": exportedBy("managed-identity-aks/testing"),
        },
        checker,
    };
}

/** The declaration that has the comments and the members: the type of a const object's values goes by the object's name. */
export function declarationOf({ name, declarations = [] }: ts.Symbol): ts.Declaration {
    const declared = declarations.find((each) => !ts.isTypeAliasDeclaration(each)) ?? declarations[0];
    if (declared === undefined) {
        throw new Error(`${name} is exported, and of no kind that is known here`);
    }
    return declared;
}

/** The public types, by name, with what their doc comments say. */
export function publicTypes(): Map<string, PublicType> {
    const { exported, checker } = publicSymbols();
    return new Map(exported["managed-identity-aks"].map((symbol) => [symbol.name, typeOf(symbol, checker)]));
}

function typeOf(symbol: ts.Symbol, checker: ts.TypeChecker): PublicType {
    const deprecated = [...(symbol.members?.values() ?? [])].flatMap((member) => {
        const text = tagsOf(member, "deprecated", checker)[0];
        return text === undefined ? [] : [[member.name, text]];
    });
    return {
        description: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        deprecated: Object.fromEntries(deprecated),
    };
}

/** Texts of the tags of a name in a doc comment. */
export function tagsOf(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string[] {
    const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === name);
    return tags.map(({ text }) => ts.displayPartsToString(text));
}
