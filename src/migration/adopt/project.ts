import type { ManagedIdentityAksClusterArgs } from "../../args";
import { GUID } from "../../values";
import type { FromLive } from "../live/argsFromLive";
import { type Language, mapping, programOf, type Settings } from "./program";

/** A Pulumi project with one stack, which describes one cluster. */
export interface ProjectCall {
    language: Language;
    /** Name of the project. */
    project: string;
    stack: string;
    /** Logical name of the component. */
    component: string;
    subscriptionId: string;
    /** Versions of the packages of npm. */
    versions: Readonly<Record<string, string>>;
}

/** Contents of files, by their names. */
export type ProjectFiles = Readonly<Record<string, string>>;

/**
 * The files of a project. Ids are settings of the stack, so that the program can be copied for another cluster.
 * `isAdopted`: whether the cluster is in the stack, which then needs no input `adopt`.
 */
export function projectFiles(
    { language, project, stack, component, subscriptionId, versions }: ProjectCall,
    { args, ignored }: Pick<FromLive, "args" | "ignored">,
    isAdopted: boolean,
): ProjectFiles {
    const { adopt, ...others } = args;
    const said: ManagedIdentityAksClusterArgs = isAdopted || adopt === undefined ? others : { ...others, adopt };
    const all = settingsOf(args);
    const used = settingsOf(said);
    const settings = new Map([...all].filter(([value]) => used.has(value)));
    const program = text(programOf({ language, name: component, args: said, ignored, settings, project }));
    // Those of `adopt` may stay: the CLI adds settings of its own to this file, so it is written once.
    const values = [...all].map(([value, key]) => [`${project}:${key}`, value]);
    const config = { "azure-native:subscriptionId": subscriptionId, ...Object.fromEntries(values) };
    return {
        [`Pulumi.${stack}.yaml`]: text(["config:", ...mapping(config, "  ")]),
        ...(language === "yaml"
            ? { "Pulumi.yaml": program }
            : {
                  "Pulumi.yaml": text(mapping({ name: project, runtime: "nodejs" }, "")),
                  "index.ts": program,
                  "package.json": json({ name: project, private: true, main: "index.ts", dependencies: versions }),
                  "tsconfig.json": json(TSCONFIG),
                  ".gitignore": text(["node_modules/"]),
              }),
    };
}

const TSCONFIG = {
    compilerOptions: {
        // No newer one: Pulumi compiles with TypeScript 3.8 where a project installs none.
        target: "ES2020",
        module: "commonjs",
        moduleResolution: "node",
        strict: true,
        esModuleInterop: true,
        skipLibCheck: true,
        noEmit: true,
    },
};

/** The name of a setting for each resource id and each GUID in the arguments, by where it stands first. */
function settingsOf(args: object): Settings {
    const settings = new Map<unknown, string>();
    const nameOf = (path: readonly string[]): string => {
        const name = nameAt(path);
        return [...settings.values()].includes(name) ? nameOf([...path, "2"]) : name;
    };
    const visit = (value: unknown, path: readonly string[]): void => {
        if (typeof value === "object" && value !== null) {
            for (const [key, each] of Object.entries(value)) {
                visit(each, [...path, key]);
            }
        } else if (typeof value === "string" && (/^\/subscriptions\//i.test(value) || GUID.test(value))) {
            settings.set(value, settings.get(value) ?? nameOf(path));
        }
    };
    visit(args, []);
    return settings;
}

/** `adopt.nodePoolIds.work` is `adoptNodePoolIdsWork`. */
function nameAt([first = "", ...rest]: readonly string[]): string {
    return [first, ...rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join("").replace(/\W/g, "");
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 4)}\n`;
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
