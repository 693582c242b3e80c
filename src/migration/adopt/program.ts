import { CLUSTER_TYPE, POOL_TYPE } from "../../aksTypes";
import type { ManagedIdentityAksClusterArgs } from "../../args";
import { isRecord } from "../../values";
import { visible } from "../formats/visible";
import type { IgnoredChanges } from "../live/limits";

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

const TYPES: Record<keyof IgnoredChanges, string> = { ManagedCluster: CLUSTER_TYPE, AgentPool: POOL_TYPE };

/** Names of settings of the stack, by the text that stands in the program without them. */
export type Settings = ReadonlyMap<unknown, string>;

/** What a program is made of. */
export interface DescribedProgram {
    language: Language;
    /** Logical name of the component. */
    name: string;
    args: ManagedIdentityAksClusterArgs;
    ignored?: IgnoredChanges;
    /** Default: everything stands in the program. */
    settings?: Settings;
    /** Name of the project, which is a part of a program in YAML. */
    project?: string;
}

/** A program that describes one cluster. */
export function programOf(described: DescribedProgram): string[] {
    return described.language === "typescript" ? typescript(described) : yaml(described);
}

function typescript({ name, args, ignored = { ManagedCluster: [], AgentPool: [] }, settings }: DescribedProgram) {
    const kept = Object.entries(ignored).filter(([, paths]) => paths.length > 0);
    const byType = kept.map(([type, paths]) => [TYPES[type as keyof IgnoredChanges], [...new Set(paths)]]);
    const options = byType.length === 0 ? "" : ", { transforms: [keepTags] }";
    const setting = (value: unknown) => {
        const key = settings?.get(value);
        return key === undefined ? quoted(value) : `config.require(${quoted(key)})`;
    };
    const usesSettings = settings !== undefined && settings.size > 0;
    const imports = [...(usesSettings ? ["Config"] : []), ...(options === "" ? [] : ["type ResourceTransform"])];
    return [
        ...(imports.length === 0 ? [] : [`import { ${imports.join(", ")} } from "@pulumi/pulumi";`]),
        'import { ManagedIdentityAksCluster } from "managed-identity-aks";',
        ...(options === "" ? [] : keepTags(Object.fromEntries(byType))),
        "",
        ...(usesSettings ? ["const config = new Config();"] : []),
        `const aks = new ManagedIdentityAksCluster(${quoted(name)}, ${literal(args, "", setting)}${options});`,
        "",
        ...OUTPUTS.map((output) => `export const ${output} = aks.${output};`),
    ]
        .join("\n")
        .split("\n");
}

/** A transform that leaves tags as they are. */
function keepTags(byType: object): string[] {
    return [
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
function literal(value: unknown, indent: string, scalarOf = quoted): string {
    const inner = `${indent}    `;
    const within = (parts: string[], [open, close]: readonly [string, string]) =>
        parts.length === 0
            ? open + close
            : `${open}\n${parts.map((part) => `${inner}${part},`).join("\n")}\n${indent}${close}`;
    if (Array.isArray(value)) {
        return within(
            value.map((each) => literal(each, inner, scalarOf)),
            ["[", "]"],
        );
    }
    if (isRecord(value)) {
        const entries = Object.entries(value).filter(([, each]) => each !== undefined);
        return within(
            entries.map(([key, each]) => `${isIdentifier(key) ? key : quoted(key)}: ${literal(each, inner, scalarOf)}`),
            ["{", "}"],
        );
    }
    return scalarOf(value);
}

/** JSON, in which nothing is invisible or reverses the text next to it. */
function quoted(value: unknown): string {
    return visible(JSON.stringify(value));
}

function isIdentifier(key: string): boolean {
    return /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__";
}

function yaml({ name, args, settings = new Map(), project = "adopted" }: DescribedProgram): string[] {
    const setting = (value: unknown) => {
        const key = settings.get(value);
        return key === undefined ? scalar(value) : `\${${key}}`;
    };
    return [
        `name: ${scalar(project)}`,
        "runtime: yaml",
        ...(settings.size === 0 ? [] : ["config:"]),
        ...[...settings.values()].flatMap((key) => [`  ${key}:`, "    type: string"]),
        "resources:",
        `  ${scalar(name)}:`,
        "    type: managed-identity-aks:ManagedIdentityAksCluster",
        "    properties:",
        ...mapping(args, "      ", setting),
        "outputs:",
        ...OUTPUTS.map((output) => `  ${output}: \${${name}.${output}}`),
    ];
}

type ScalarOf = (value: unknown) => string;

/** Plain data as the lines of a mapping of YAML. */
export function mapping(value: object, indent: string, scalarOf: ScalarOf = scalar): string[] {
    return Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .flatMap(([key, each]) => nested(`${indent}${scalar(key)}:`, each, `${indent}  `, scalarOf));
}

/** What follows a key or a dash: a scalar on its line, anything else below. */
function nested(start: string, value: unknown, indent: string, scalarOf: ScalarOf): string[] {
    if (Array.isArray(value) && value.length > 0) {
        return [start, ...value.flatMap((each) => item(each, indent, scalarOf))];
    }
    if (isRecord(value) && Object.keys(value).length > 0) {
        return [start, ...mapping(value, indent, scalarOf)];
    }
    return [`${start} ${scalarOf(value)}`];
}

function item(value: unknown, indent: string, scalarOf: ScalarOf): string[] {
    if (!isRecord(value) || Object.keys(value).length === 0) {
        return nested(`${indent}-`, value, `${indent}  `, scalarOf);
    }
    const [first = "", ...rest] = mapping(value, `${indent}  `, scalarOf);
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
