import { join } from "node:path";
import * as ts from "typescript";

const ROOT = join(__dirname, "..");

/** An interface or an enum that `src/index.ts` exports. */
export interface PublicType {
    description: string;
    /** Texts of `@deprecated`, by the members that have one. */
    deprecated: Record<string, string>;
}

/** What `src/index.ts` exports, and what tells of it. */
export function publicSymbols(): { symbols: ts.Symbol[]; checker: ts.TypeChecker } {
    const entry = join(ROOT, "src/index.ts");
    const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    const program = ts.createProgram([entry], options);
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(entry);
    const index = file && checker.getSymbolAtLocation(file);
    const exported = index ? checker.getExportsOfModule(index) : [];
    const symbols = exported.map((alias) =>
        alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias,
    );
    return { symbols, checker };
}

/** The public types, by name, with what their doc comments say. */
export function publicTypes(): Map<string, PublicType> {
    const { symbols, checker } = publicSymbols();
    return new Map(symbols.map((symbol) => [symbol.name, typeOf(symbol, checker)]));
}

function typeOf(symbol: ts.Symbol, checker: ts.TypeChecker): PublicType {
    const deprecated = [...(symbol.members?.values() ?? [])].flatMap((member) => {
        const tag = member.getJsDocTags(checker).find(({ name }) => name === "deprecated");
        return tag ? [[member.name, ts.displayPartsToString(tag.text)]] : [];
    });
    return {
        description: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        deprecated: Object.fromEntries(deprecated),
    };
}
