import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { lastSegment } from "../../src/azure/resourceId";
import { roleDefinitionId } from "../../src/grants/roles";
import { assign } from "../local-azure/harness";
import { blocksOf } from "../readme";
import { type Engine, exampleProgram, observed, runCli } from "./engine";

const EXAMPLES = join(__dirname, "../../examples");

/** What a reader of an example has before its commands. */
export interface Reader {
    /** What the words in angle brackets stand for. */
    values?: Record<string, string>;
    /** Client ids of the managed identities that deploy projects, by folder. Default: the deployer, who is Owner. */
    deployers?: Record<string, string>;
}

/** A project of an example, with what each `pulumi up` came to. */
export interface Project {
    stack: Stack;
    ups: Up[];
}

interface Up {
    outputs: OutputMap;
    /** Logical names of the role assignments that it created. */
    assigned: string[];
}

/** The folders of an example's projects, in the order of its README. */
export function projectsOf(example: string): string[] {
    if (existsSync(join(EXAMPLES, example, "Pulumi.yaml"))) {
        return ["."];
    }
    return commandsOf(example).flatMap(([program, folder = ""]) => (program === "cd" ? [lastSegment(folder)] : []));
}

export function projectName(example: string, folder: string): string {
    return parse(readFileSync(join(EXAMPLES, example, folder, "Pulumi.yaml"), "utf8")).name;
}

/** Runs the commands of an example's README. Those of npm, kubectl and most of az are the reader's alone. */
export async function followReadme(example: string, engine: Engine, reader: Reader): Promise<Project[]> {
    const [first] = projectsOf(example);
    const projects = new Map<string, Project>();
    const open = async (folder: string): Promise<Project> => {
        const stack =
            folder === first
                ? engine.stack
                : await engine.openAnother(projectName(example, folder), exampleProgram(join(example, folder)));
        copyFileSync(join(EXAMPLES, example, folder, "Pulumi.yaml"), join(stack.workspace.workDir, "Pulumi.yaml"));
        const clientId = reader.deployers?.[folder];
        if (clientId !== undefined) {
            await stack.setAllConfig({
                "azure-native:useMsi": { value: "true" },
                "azure-native:clientId": { value: clientId },
            });
        }
        const project = { stack, ups: [] };
        projects.set(folder, project);
        return project;
    };
    let project = first === "." ? await open(first) : undefined;
    for (const words of commandsOf(example)) {
        const [program, ...args] = words.map((word) =>
            expanded(word, reader.values ?? {}, project?.ups.at(-1)?.outputs ?? {}),
        );
        if (program === "cd") {
            const folder = lastSegment(args[0] ?? "");
            project = projects.get(folder) ?? (await open(folder));
        } else if (program === "pulumi" && project) {
            await runPulumi(args, project, engine);
        } else if (program === "az" && args.slice(0, 3).join(" ") === "role assignment create") {
            await assignRole(args, engine);
        }
    }
    return [...projects.values()];
}

async function runPulumi(args: string[], { stack, ups }: Project, { newRequests }: Engine): Promise<void> {
    // Every value of the reader's is known.
    expect(args.join(" ")).not.toContain("<");
    if (args[0] === "up") {
        newRequests();
        const { changeSummary } = await stack.preview();
        expect(newRequests().filter(({ method }) => method !== "GET")).toEqual([]);
        const { result, events } = await observed((options) => stack.up(options));
        expect(changeSummary).toEqual(result.summary.resourceChanges);
        ups.push({ outputs: result.outputs, assigned: createdRoleAssignments(events) });
    } else if (args[0] === "config") {
        // As a reader would type it, but without a shell: systems have different ones.
        await runCli(stack, [...args, "--stack", stack.name]);
    } else {
        expect(args.join(" ")).toBe("stack init dev");
    }
}

async function assignRole(args: string[], { arm }: Engine): Promise<void> {
    const option = (name: string) => args[args.indexOf(name) + 1] ?? "";
    const scope = option("--scope");
    const role = lastSegment(roleDefinitionId(scope, option("--role")));
    const { status } = await assign(arm, role, option("--assignee-object-id"), scope);
    expect(status).toBe(201);
}

function createdRoleAssignments(events: EngineEvent[]): string[] {
    return events
        .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
        .filter(({ op, type }) => op === "create" && type === "azure-native:authorization:RoleAssignment")
        .map(({ urn }) => urn.split("::").pop() ?? "")
        .sort();
}

/** A word with what the shell and the reader put into it. */
function expanded(word: string, values: Record<string, string>, outputs: OutputMap): string {
    return word
        .replace(/\$\(pulumi stack output (\w+)\)/g, (_, name) => {
            expect(Object.keys(outputs)).toContain(name);
            return String(outputs[name]?.value);
        })
        .replace(/<([^>]+)>/g, (placeholder, name) => values[name] ?? placeholder);
}

/** The commands of a README, each as the words that a shell makes of it. */
function commandsOf(example: string): string[][] {
    return blocksOf(`examples/${example}/README.md`)
        .filter(({ kind }) => kind === "bash")
        .flatMap(({ text }) => text.replaceAll(/\\\n/g, " ").split("\n"))
        .flatMap((line) => line.replace(/ # .*/, "").split(" && "))
        .map((command) =>
            (command.match(/(?:"[^"]*"|'[^']*'|<[^>]*>|[^\s"'<])+/g) ?? []).map((word) =>
                word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"),
            ),
        );
}
