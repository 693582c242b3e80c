import type { ManagedIdentityAksClusterArgs } from "../../args";
import { isRecord } from "../../values";
import { visible } from "../formats/visible";
import type { IgnoredChanges } from "../live/findings";

/** The language that a program is written in. */
export type Language = "typescript" | "yaml";

/** Outputs of the component that the command `verify` reads. */
const OUTPUTS = [
    "clusterId",
    "clusterName",
    "controlPlaneIdentity",
    "identityProfile",
    "addonIdentities",
    "servicePrincipalClientId",
    "roleAssignments",
];

/** A program that describes one cluster; the name is the component's in the stack. */
export function programOf(
    language: Language,
    name: string,
    args: ManagedIdentityAksClusterArgs,
    ignored: IgnoredChanges = { ManagedCluster: [], AgentPool: [] },
): string[] {
    return language === "typescript" ? typescript(name, args, ignored) : yaml(name, args);
}

function typescript(name: string, args: object, ignored: IgnoredChanges): string[] {
    const kept = Object.entries(ignored).filter(([, paths]) => paths.length > 0);
    const byType = kept.map(([type, paths]) => [`azure-native:containerservice:${type}`, [...new Set(paths)]]);
    const options = byType.length === 0 ? "" : ", { transforms: [keepTags] }";
    return [
        'import { ManagedIdentityAksCluster } from "managed-identity-aks";',
        ...(options === "" ? [] : keepTags(Object.fromEntries(byType))),
        "",
        `const aks = new ManagedIdentityAksCluster(${quoted(name)}, ${literal(args, "")}${options});`,
        "",
        ...OUTPUTS.map((output) => `export const ${output} = aks.${output};`),
    ]
        .join("\n")
        .split("\n");
}

/** A transform that leaves tags as they are. */
function keepTags(byType: object): string[] {
    return [
        'import type { ResourceTransform } from "@pulumi/pulumi";',
        "",
        "/** Tags that Azure has written, by the type of the resource. They stay as they are. */",
        `const tagsOfAzure: Record<string, string[]> = ${literal(byType, "")};`,
        "",
        "const keepTags: ResourceTransform = ({ type, props, opts }) => ({",
        "    props,",
        "    opts: { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), ...(tagsOfAzure[type] ?? [])] },",
        "});",
    ];
}

/** Plain data as a TypeScript expression. */
function literal(value: unknown, indent: string): string {
    const inner = `${indent}    `;
    const within = (parts: string[], [open, close]: readonly [string, string]) =>
        parts.length === 0
            ? open + close
            : `${open}\n${parts.map((part) => `${inner}${part},`).join("\n")}\n${indent}${close}`;
    if (Array.isArray(value)) {
        return within(
            value.map((each) => literal(each, inner)),
            ["[", "]"],
        );
    }
    if (isRecord(value)) {
        const entries = Object.entries(value).filter(([, each]) => each !== undefined);
        return within(
            entries.map(([key, each]) => `${isIdentifier(key) ? key : quoted(key)}: ${literal(each, inner)}`),
            ["{", "}"],
        );
    }
    return quoted(value);
}

/** JSON, in which nothing is invisible or reverses the text next to it. */
function quoted(value: unknown): string {
    return visible(JSON.stringify(value));
}

function isIdentifier(key: string): boolean {
    return /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__";
}

function yaml(name: string, args: object): string[] {
    return [
        "name: adopted",
        "runtime: yaml",
        "resources:",
        `  ${scalar(name)}:`,
        "    type: managed-identity-aks:ManagedIdentityAksCluster",
        "    properties:",
        ...mapping(args, "      "),
        "outputs:",
        ...OUTPUTS.map((output) => `  ${output}: \${${name}.${output}}`),
    ];
}

function mapping(value: object, indent: string): string[] {
    return Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .flatMap(([key, each]) => nested(`${indent}${scalar(key)}:`, each, `${indent}  `));
}

/** What follows a key or a dash: a scalar on its line, anything else below. */
function nested(start: string, value: unknown, indent: string): string[] {
    if (Array.isArray(value) && value.length > 0) {
        return [start, ...value.flatMap((each) => item(each, indent))];
    }
    if (isRecord(value) && Object.keys(value).length > 0) {
        return [start, ...mapping(value, indent)];
    }
    return [`${start} ${scalar(value)}`];
}

function item(value: unknown, indent: string): string[] {
    if (!isRecord(value) || Object.keys(value).length === 0) {
        return nested(`${indent}-`, value, `${indent}  `);
    }
    const [first = "", ...rest] = mapping(value, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** JSON's scalars are YAML's; a text needs no quotes where nothing else could be read in it. Pulumi reads `${`. */
function scalar(value: unknown): string {
    const text = typeof value === "string" && value.includes("${") ? value.replaceAll("${", () => "$${") : value;
    return typeof text === "string" && /^[A-Za-z/][\w/.-]*$/.test(text) && !WORDS.includes(text.toLowerCase())
        ? text
        : quoted(text);
}

/** Texts that YAML reads as something else. */
const WORDS = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
