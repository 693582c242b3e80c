/** A program in no language: what `pcl.ts` and `yaml.ts` write down. A value may refer to another by `${name.property}`. */
export interface Program {
    /** Values that the user sets, by name. */
    config: Record<string, ConfigValue>;
    /** In an order in which each follows what it refers to. */
    resources: ProgramResource[];
    /** Values, by name. */
    outputs: Record<string, string>;
}

export interface ConfigValue {
    /** What a user is told of it. */
    meaning: string;
    secret?: boolean;
}

export interface ProgramResource {
    name: string;
    type: string;
    inputs: Record<string, unknown>;
    /** Names of resources. */
    dependsOn: string[];
    retainOnDelete?: boolean;
}

const REFERENCE = /\$\{(\w+)((?:\.\w+)*)\}/g;

/** A reference to a value of a program. */
export function referenceTo(name: string, property?: string): string {
    return property === undefined ? `\${${name}}` : `\${${name}.${property}}`;
}

/** `name.property` where a text is nothing but a reference. */
export function soleReference(text: string): string | undefined {
    return /^\$\{([\w.]+)\}$/.exec(text)?.[1];
}

/** Names that a value refers to. */
export function namesIn(value: unknown): Set<string> {
    return new Set([...JSON.stringify(value).matchAll(REFERENCE)].map(([, name = ""]) => name));
}
