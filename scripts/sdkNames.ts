import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** What one language calls the types of the schema, as its generated SDK declares them. */
export interface SdkNames {
    /** Packages, modules or namespaces, by the language's word for them. */
    packages: string[];
    /** Names of properties, by type and then by the schema's name. */
    types: Record<string, Record<string, string>>;
    /** Names of an enum's members, by type and then by value. */
    enums: Record<string, Record<string, string>>;
}

/** How a generated SDK declares names: with the groups `owner`, `property` and its `wire` name, `member` and its `value`. */
interface Syntax {
    extension: string;
    /** Python has no such line: a folder is a package. */
    package?: RegExp;
    declarations: RegExp[];
}

/** By the names that `pulumi package gen-sdk --language` has for them. */
export const SDK_LANGUAGES = ["python", "go", "dotnet", "java"] as const;
export type SdkLanguage = (typeof SDK_LANGUAGES)[number];

const SYNTAX: Record<SdkLanguage, Syntax> = {
    python: {
        extension: ".py",
        declarations: [
            /^class (?<owner>\w+)/gm,
            /^ +@pulumi\.getter(?:\(name="(?<wire>\w+)"\))?\n(?: +@.*\n)* +def (?<property>\w+)\(/gm,
            /^ {4}(?<member>\w+) = "(?<value>[^"\n]*)"$/gm,
        ],
    },
    go: {
        extension: ".go",
        package: /^package (\w+)$/m,
        declarations: [
            // The arguments of a component have no tags; a struct of the same fields that is not exported has.
            /^type (?<owner>\w+) (?:struct|string)/gm,
            /^\t(?<property>[A-Z]\w*) .*`pulumi:"(?<wire>\w+)"`$/gm,
            /^\t(?<member>[A-Z]\w*) += \w+\("(?<value>.*)"\)$/gm,
        ],
    },
    dotnet: {
        extension: ".cs",
        package: /^namespace ([\w.]+)$/m,
        declarations: [
            /^ +public (?:sealed |partial |readonly )*(?:class|struct) (?<owner>\w+)/gm,
            // A list has a private field of this attribute, then the property.
            /^ +\[(?:Input|Output)\("(?<wire>\w+)".*\)\]\n(?:.*[;[/].*\n|\n)*? +public (?:[^\s<]|<.*>)+ (?<property>\w+)/gm,
            // Properties of outputs have no attribute: the constructor has their names.
            /^ {12}(?<property>[A-Z]\w*) = (?<wire>\w+);$/gm,
            /^ +public static \w+ (?<member>\w+) \{ get; \} = new \w+\("(?<value>.*)"\);$/gm,
        ],
    },
    java: {
        extension: ".java",
        package: /^package ([\w.]+);$/m,
        declarations: [
            /^ *public (?:final )?(?:class|enum) (?<owner>\w+)/gm,
            /^ +@(?:Import|Export)\(name="(?<wire>\w+)".*\)\n.* (?<property>\w+);$/gm,
            /^ +@CustomType\.Setter(?:\("(?<wire>\w+)"\))?\n +public Builder (?<property>\w+)\(/gm,
            /^ +(?<member>\w+)\("(?<value>.*)"\)[,;]$/gm,
        ],
    },
};

/** The names in the generated SDK of a language, which stands in this folder. */
export function sdkNames(language: SdkLanguage, folder: string): SdkNames {
    const { extension, package: packageLine, declarations } = SYNTAX[language];
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => extname(file) === extension)
        .sort();
    const packages = new Set<string>();
    const found: Omit<SdkNames, "packages"> = { types: {}, enums: {} };
    for (const file of files) {
        let owner = "";
        const text = readFileSync(join(folder, file), "utf8");
        packages.add(packageLine === undefined ? dirname(file) : (packageLine.exec(text)?.[1] ?? ""));
        const matches = declarations.flatMap((declaration) => [...text.matchAll(declaration)]);
        for (const { groups = {} } of matches.sort((one, other) => one.index - other.index)) {
            const { property, member } = groups;
            owner = groups.owner?.replace(/^./, (letter) => letter.toUpperCase()) ?? owner;
            const { wire = property, value = "" } = groups;
            if (property !== undefined && wire !== undefined) {
                entryOf(found.types, owner)[wire] = property;
            } else if (member !== undefined) {
                entryOf(found.enums, owner)[value] = member;
            }
        }
    }
    return { packages: [...packages].sort(), ...found };
}

function entryOf(names: Record<string, Record<string, string>>, owner: string): Record<string, string> {
    names[owner] ??= {};
    return names[owner];
}
