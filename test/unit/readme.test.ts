import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as ts from "typescript";
import { files as shipped } from "../../package.json";
import { blocksOf, readmeText, sideOf } from "../readme";

const ROOT = join(__dirname, "../..");
const READMES = [
    "README.md",
    ...readdirSync(join(ROOT, "examples")).map((name) => `examples/${name}/README.md`),
];

describe("every program in a README is one that TypeScript takes, with the package by its name", () => {
    const snippets = READMES.flatMap(programsOf);
    const mistakes = mistakesOf(snippets);
    test.each(snippets.map(({ place, file }) => [place, file]))("%s", (_, file) => {
        expect(mistakes.filter((mistake) => mistake.file === file).map(({ text }) => text)).toEqual([]);
    });
});

test.each(READMES)("what %s links to exists and is in the package", (readme) => {
    const links = [...readmeText(readme).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) =>
        relative(ROOT, join(ROOT, dirname(readme), link)),
    );
    const alwaysShipped = ["README.md", "LICENSE"];
    expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
    expect(
        links.filter((link) => ![...shipped, ...alwaysShipped].includes(link.split("/")[0] ?? "")),
    ).toEqual([]);
});

test("README.md links to headings that it has", () => {
    const readme = readmeText("README.md");
    const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading
            .toLowerCase()
            .replace(/[^a-z0-9 -]/g, "")
            .replaceAll(" ", "-"),
    );
    const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(String(anchor)))).toEqual([]);
});

/** A program in a README, as TypeScript is to see it. */
interface Program {
    /** `README.md:33`. */
    place: string;
    file: string;
    text: string;
}

/** Blocks of TypeScript, and both sides of blocks that show a change of it. */
function programsOf(readme: string): Program[] {
    return blocksOf(readme).flatMap(({ kind, line, text }) => {
        const place = `${readme}:${line}`;
        const program = (name: string, side: string) => ({
            place: `${place} ${name}`.trim(),
            file: join(ROOT, `${`${place} ${name}`.replace(/\W+/g, "-")}.ts`),
            text: side,
        });
        if (kind === "diff") {
            return [program("before", sideOf(text, "-")), program("after", sideOf(text, "+"))];
        }
        return kind === "ts" ? [program("", text)] : [];
    });
}

function mistakesOf(programs: Program[]): { file: string; text: string }[] {
    const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    const texts = new Map(programs.map(({ file, text }) => [file, text]));
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.readFile = (file) => texts.get(file) ?? readFile(file);
    host.getSourceFile = (file, languageVersion, ...rest) => {
        const text = texts.get(file);
        return text === undefined
            ? getSourceFile(file, languageVersion, ...rest)
            : ts.createSourceFile(file, text, languageVersion);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    return [...texts.keys()].flatMap((file) =>
        ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => ({
            file,
            text: ts.flattenDiagnosticMessageText(messageText, "\n"),
        })),
    );
}
