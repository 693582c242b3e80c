import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Adoption } from "../../migration/adopt/adoptions";
import { type ImportFile, importFileOf } from "../../migration/adopt/importFile";
import type { Language } from "../../migration/adopt/program";
import { type ProjectFiles, projectFiles } from "../../migration/adopt/project";
import { readNamed } from "../../migration/jsonInput";
import { argsFromLive } from "../../migration/live/argsFromLive";
import { COMPONENT } from "../../migration/plan/clusters";
import { planOf } from "../../migration/plan/plan";
import { FailureError } from "../../migration/report";
import { runPreview, runShown, runStackExport } from "../commands/runPreview";
import { writeText } from "../input";
import type { Io } from "../io";
import { npmVersions, PACKAGE } from "../packageVersion";
import type { Sources } from "./sources";

/** Where a cluster is adopted. */
export interface Place {
    folder: string;
    stack: string;
    /** Logical name of the component. */
    component: string;
    language: Language;
    /** Whether the cluster is imported, too, and not only described. */
    isRun: boolean;
}

interface Surroundings {
    io: Io;
    /** Tells what is done now. */
    say(text: string): unknown;
    /** Asks before the first write to the stack. */
    confirm(question: string): Promise<boolean>;
}

type Result = Pick<Adoption, "state" | "left">;

/**
 * Writes the project of a cluster and takes the cluster into its stack: preview, import, preview. Each step is left out
 * that an earlier run has done, and a file stays that somebody has changed.
 */
export async function adoptIntoStack(sources: Sources, place: Place, surroundings: Surroundings): Promise<Result> {
    const { component, folder, isRun, language, stack } = place;
    const { io, say } = surroundings;
    const { cluster, name, ...context } = sources;
    const described = readNamed(name, () => argsFromLive(cluster, { component, ...context }));
    if (described.blockers.length > 0) {
        return { state: "blocked", left: described.blockers.map(({ path, reason }) => `${path}: ${reason}`) };
    }
    const id = String(Object(cluster).id);
    const [, , subscriptionId = ""] = id.split("/");
    const project = projectName(folder);
    const call = { language, project, stack, component, subscriptionId, versions: npmVersions() };
    const [adopting, adopted] = [false, true].map((isAdopted) => projectFiles(call, described, isAdopted)) as [
        ProjectFiles,
        ProjectFiles,
    ];
    const at = { stack, cwd: resolve(folder) };
    const isImported = isRun && (await areAll(folder, adopted)) && (await hasCluster(at, component, io));
    if (!isImported) {
        say(`writes the project to ${folder}`);
        await writeFiles(folder, adopting, adopted, say);
    }
    if (!isRun) {
        return { state: "prepared", left: ["Run the command with --run, or preview and import the project."] };
    }
    if (!isImported) {
        await prepare(place, at, surroundings);
        const isDone = await importInto(at, sources, place, surroundings);
        if (!isDone) {
            return { state: "prepared", left: ["The import was not confirmed: confirm it, or add --yes."] };
        }
        say("removes the input adopt from the program");
        await writeFiles(folder, adopted, adopting, say);
    }
    say("previews again");
    return changesIn(await runPreview({ ...at, pulumiOptions: [] }, io), component);
}

/** The last part of a path, as the name of a project. */
function projectName(folder: string): string {
    return (resolve(folder).split(/[\\/]/).pop() ?? "").replace(/[^\w.-]/g, "-") || "aks";
}

async function current(folder: string, name: string): Promise<string | undefined> {
    return readFile(join(folder, name), "utf8").catch(() => undefined);
}

/** Whether all files are there as they are at the end; that of the stack gets settings of the CLI, too. */
async function areAll(folder: string, files: ProjectFiles): Promise<boolean> {
    const same = Object.entries(files)
        .filter(([name]) => !isOfStack(name))
        .map(async ([name, text]) => (await current(folder, name)) === text);
    return (await Promise.all(same)).every(Boolean);
}

const isOfStack = (name: string) => /^Pulumi\..+\.yaml$/.test(name);

/** Writes the files that are not there, or that are as this command wrote them. */
async function writeFiles(
    folder: string,
    files: ProjectFiles,
    previous: ProjectFiles,
    say: Surroundings["say"],
): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
        const found = await current(folder, name);
        if (found === undefined || found === previous[name]) {
            await writeText(join(folder, name), text);
        } else if (found !== text && !isOfStack(name)) {
            say(`keeps ${join(folder, name)}, which was changed`);
        }
    }
}

/** The packages that the program imports, and the stack. */
async function prepare({ language, folder }: Place, at: At, { io, say }: Surroundings): Promise<void> {
    if (language === "typescript" && !isInstalled(folder)) {
        say("installs the packages of the project");
        await pulumi(["install", `--cwd=${at.cwd}`], io);
    }
    say(`selects the stack ${at.stack}, and creates it if there is none`);
    await pulumi(["stack", "select", at.stack, "--create", `--cwd=${at.cwd}`], io);
}

interface At {
    stack: string;
    cwd: string;
}

/** Whether Node finds the package: in the folder, or in one above it. */
function isInstalled(folder: string): boolean {
    const at = resolve(folder);
    return existsSync(join(at, "node_modules", PACKAGE)) || (dirname(at) !== at && isInstalled(dirname(at)));
}

async function pulumi(args: readonly string[], io: Io): Promise<void> {
    const command = ["pulumi", ...args.filter((arg) => !arg.startsWith("-"))].join(" ");
    const { succeeded, errors, stdout } = await runShown(command, args, io);
    if (!succeeded) {
        throw new FailureError(`${command} failed:\n${errors || stdout}`);
    }
}

/** Imports what the stack does not have yet: an earlier run may have ended half-way. Returns whether all is in the stack. */
async function importInto(at: At, sources: Sources, place: Place, surroundings: Surroundings): Promise<boolean> {
    const { io, say, confirm } = surroundings;
    const { component, folder } = place;
    say("previews the program");
    const preview = await runPreview({ ...at, pulumiOptions: [] }, io);
    if (!preview.complete) {
        const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
        throw new FailureError(`The preview failed:\n${errors.map(({ message }) => message.trim()).join("\n")}`);
    }
    const { file } = importFileOf(component, preview, {
        cluster: Object(sources.cluster),
        pools: sources.pools ?? [],
        roleAssignments: sources.roleAssignments ?? [],
    });
    const { resources } = await runStackExport(at, io);
    const known = resources.map(({ urn, type }) => ({ urn, type, name: urn.split("::").slice(3).join("::") }));
    const find = (type: string, name: string) => known.find((each) => each.type === type && each.name === name);
    const missing = file.resources.filter(({ type, name }) => find(type, name) === undefined);
    if (missing.length === 0) {
        return true;
    }
    const owner = find(COMPONENT, component);
    const part: ImportFile = { ...(owner && { nameTable: { [component]: owner.urn } }), resources: missing };
    const path = join(folder, "import.json");
    await writeText(path, `${JSON.stringify(part, undefined, 2)}\n`);
    if (!(await confirm(`Import ${missing.length} resources into stack ${at.stack}? Nothing is changed in Azure.`))) {
        return false;
    }
    say(`imports ${missing.length} resources`);
    const options = ["--protect=false", "--generate-code=false", "--skip-preview", "--yes"];
    await pulumi(["import", `--file=${resolve(path)}`, ...options, `--stack=${at.stack}`, `--cwd=${at.cwd}`], io);
    return true;
}

/** Whether the stack has the cluster. A stack that is not there has none. */
async function hasCluster(at: At, component: string, io: Io): Promise<boolean> {
    try {
        const { resources } = await runStackExport(at, io);
        return resources.some(({ urn }) => urn.endsWith(`${COMPONENT}::${component}`));
    } catch (error) {
        if (error instanceof FailureError) {
            return false;
        }
        throw error;
    }
}

/** What the last preview shows: what an update would do to the cluster. */
function changesIn(preview: Parameters<typeof planOf>[0], component: string): Result {
    const plan = planOf(preview);
    const planned = plan.clusters.find(({ name }) => name === component);
    const changed = preview.steps.filter(
        ({ operation, type }) => operation !== "same" && operation !== "none" && type !== "pulumi:pulumi:Stack",
    );
    return changed.length === 0 && preview.complete
        ? { state: "adopted", left: [] }
        : {
              state: "changes",
              left: [
                  ...(planned?.verdict.reasons ?? plan.gaps),
                  ...changed.map(({ op, name }) => `\`pulumi up\`: ${op} ${name}.`),
              ],
          };
}
