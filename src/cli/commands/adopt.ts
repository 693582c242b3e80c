import { Argument, Option } from "commander";
import type { Language } from "../../migration/adopt/program";
import { InvalidInputError } from "../../migration/report";
import type { Call, CommandDefinition } from "../command";
import { addSubscription } from "../guid";

const LANGUAGES: readonly Language[] = ["typescript", "yaml"];
const OPTIONS = [
    new Option("--name <name>", "logical name of the component").default("aks"),
    new Option("--language <language>", "language of the program").choices(LANGUAGES).default("typescript"),
    new Option(
        "--pools <file>",
        "output of `az aks nodepool list`; required for an import file if there are several pools",
    ),
    new Option(
        "--role-assignments <file>",
        "output of `az role assignment list --all`; without it the program creates no role assignments",
    ),
    new Option("--clusters <file>", "output of `az aks list`: shows which clusters use the same identities"),
    new Option("--service-principal-object-id <id>", "object id of the service principal that the cluster uses"),
    new Option(
        "--subscription <id>",
        "with a resource id: another subscription with role assignments, for example of registries; can be repeated",
    ).argParser(addSubscription),
    new Option("--run", "does all of it: project, preview, import, and a preview that shows no change"),
    new Option(
        "--from <survey>",
        "adopts the clusters of a survey (--format json), in its order, each in a folder of its own",
    ),
    new Option("--project <folder>", "writes a Pulumi project; with --from one folder for each cluster in it"),
    new Option("--stack <name>", "name of the stack of each project").default("prod"),
    new Option("--yes", "with --run: does not ask before the import"),
    new Option("--program <file>", "writes the program to a file"),
    new Option("--preview <file>", "output of `pulumi preview --json` of the program"),
    new Option("--import-file <file>", "writes the import file; requires --preview"),
];

/** Options of a run that shows a program: a project has no use for them, and the run that follows does not repeat them. */
const OF_PROGRAM = ["program", "preview", "importFile"];

export const adopt: CommandDefinition = {
    name: "adopt",
    summary: "Describes existing clusters as programs, and takes them into stacks without a change in Azure.",
    examples: `Examples:
  managed-identity-aks adopt "$(az aks show -g shop -n shop --query id --output tsv)" --run
  managed-identity-aks adopt --from survey.json --run --project clusters
  az aks show -g shop -n shop > cluster.json
  az role assignment list --all > role-assignments.json
  managed-identity-aks adopt cluster.json --role-assignments role-assignments.json --program index.ts`,
    arguments: [
        new Argument(
            "[cluster]",
            "the resource id of a cluster, which is read from Azure with all that belongs to it; or output of `az aks show`, as a file; - reads standard input",
        ),
    ],
    options: OPTIONS,
    async run(call) {
        const problem = problemOf(call);
        if (problem !== undefined) {
            throw new InvalidInputError(problem);
        }
        const command = commandOf(call);
        return makesProject(call)
            ? (require("../adopt/adoptClusters") as typeof import("../adopt/adoptClusters")).adoptClusters(
                  call,
                  command,
              )
            : (require("../adopt/adoptProgram") as typeof import("../adopt/adoptProgram")).adoptProgram(call, command);
    },
};

/** Whether clusters get projects of their own, instead of a program that is shown. */
function makesProject({ options: { run, from, project } }: Call): boolean {
    return run === true || from !== undefined || project !== undefined;
}

/** Why arguments and options contradict each other. */
function problemOf(call: Call): string | undefined {
    const { args, options } = call;
    if ((options.from === undefined) === (args.length === 0)) {
        return "adopt takes either one cluster or, with --from, those of a survey.";
    }
    if (makesProject(call)) {
        return OF_PROGRAM.some((name) => options[name] !== undefined)
            ? "A project has its program, and --run previews and imports it: leave out --program, --preview and --import-file."
            : undefined;
    }
    const needless = ["yes", "stack"].find((name) => options[name] !== undefined && options[name] !== "prod");
    return needless === undefined ? undefined : `--${needless} requires --run or --project.`;
}

/** This run as a command line, without the files that it alone reads and writes. */
function commandOf({ args, options }: Call): string {
    const { shellArgument } = require("../../migration/azArguments") as typeof import("../../migration/azArguments");
    const repeated = OPTIONS.flatMap((option) => {
        const { long = "", defaultValue } = option;
        const value = options[option.attributeName()];
        const values = value === defaultValue || OF_PROGRAM.includes(option.attributeName()) ? [] : [value].flat();
        return values.map((each) => (each === true ? long : `${long} ${shellArgument(String(each))}`));
    });
    return ["managed-identity-aks adopt", ...args.map(shellArgument), ...repeated].join(" ");
}
