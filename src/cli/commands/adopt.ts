import { Argument, Option } from "commander";
import type { AdoptCall } from "../../migration/adopt/adoptReport";
import type { Language } from "../../migration/adopt/program";
import { readNamed } from "../../migration/jsonInput";
import { InvalidInputError, type Report } from "../../migration/report";
import type { Call, CommandDefinition } from "../command";
import { addSubscription } from "../guid";
import { readJson, readText, writeText } from "../input";
import type { Io } from "../io";

const LANGUAGES: readonly Language[] = ["typescript", "yaml"];
const CLUSTER = "a cluster, as `az aks show` prints it";
const CLUSTERS = "clusters, as `az aks list` prints them";
const POOLS = "the pools of the cluster, as `az aks nodepool list` prints them";
const ROLE_ASSIGNMENTS = "role assignments, as `az role assignment list` prints them";
const PREVIEW = "what `pulumi preview --json` prints of the program";

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
    new Option("--program <file>", "writes the program to a file"),
    new Option("--preview <file>", "output of `pulumi preview --json` of the program"),
    new Option("--import-file <file>", "writes the import file; requires --preview"),
];

export const adopt: CommandDefinition = {
    name: "adopt",
    summary:
        "Prints a program that describes an existing cluster, and writes the file that imports it without a change.",
    examples: `Examples:
  az aks show -g shop -n shop > cluster.json
  az role assignment list --all > role-assignments.json
  managed-identity-aks adopt cluster.json --role-assignments role-assignments.json --program index.ts
  managed-identity-aks adopt "$(az aks show -g shop -n shop --query id --output tsv)" --program index.ts`,
    arguments: [
        new Argument(
            "<cluster>",
            "output of `az aks show`, as a file; - reads standard input; or the resource id of a cluster, which is then read from Azure together with the input of the other options",
        ),
    ],
    options: OPTIONS,
    async run(call) {
        const { options } = call;
        if (options.importFile !== undefined && options.preview === undefined) {
            throw new InvalidInputError(
                "--import-file requires --preview: the file is made from a preview of the program.",
            );
        }
        const sources = await readSources(call);
        const { adoptReport } =
            require("../../migration/adopt/adoptReport") as typeof import("../../migration/adopt/adoptReport");
        const { cluster, name, ...context } = sources;
        const report = readNamed(name, () =>
            adoptReport(
                cluster,
                options.language as Language,
                { component: String(options.name), ...context },
                callOf(call),
            ),
        );
        const imported = options.importFile === undefined ? undefined : await importFrom(call, sources);
        // Nothing is written unless all that was given can be read.
        if (options.program !== undefined) {
            await writeText(String(options.program), report.data.program);
        }
        return imported === undefined ? report : withImportFile(report, String(options.importFile), imported);
    },
};

/** Options that are not repeated by the run that follows. */
const OF_ONE_RUN = ["--program", "--preview", "--import-file"];

function callOf({ args, options }: Call): AdoptCall {
    const { shellArgument } = require("../../migration/azArguments") as typeof import("../../migration/azArguments");
    const repeated = OPTIONS.flatMap((option) => {
        const { long = "", defaultValue } = option;
        const value = options[option.attributeName()];
        const values = value === defaultValue || OF_ONE_RUN.includes(long) ? [] : [value].flat();
        return values.map((each) => `${long} ${shellArgument(String(each))}`);
    });
    return {
        command: ["managed-identity-aks adopt", ...args.map(shellArgument), ...repeated].join(" "),
        readsStdin: args[0] === "-",
        preview: String(options.preview ?? "preview.json"),
        importFile: String(options.importFile ?? "import.json"),
        imports: options.importFile !== undefined,
    };
}

interface Sources {
    /** What messages call the input. */
    name: string;
    cluster: unknown;
    pools?: unknown;
    roleAssignments?: unknown;
    clusters?: unknown;
    servicePrincipalObjectId?: string;
}

/** Options that say what is read from Azure where the cluster is. */
const OF_FILES = ["pools", "roleAssignments", "clusters", "servicePrincipalObjectId"];

async function readSources(call: Call): Promise<Sources> {
    const { args, options, io } = call;
    const [cluster = "-"] = args;
    const isLive = cluster.startsWith("/subscriptions/");
    const unused = isLive ? OF_FILES.filter((name) => options[name] !== undefined) : [];
    if (unused.length > 0 || (!isLive && options.subscription !== undefined)) {
        throw new InvalidInputError(
            isLive
                ? `The cluster is read from Azure, with everything that belongs to it. Leave out the options for files and --service-principal-object-id.`
                : "--subscription requires the resource id of a cluster in place of a file.",
        );
    }
    if (isLive) {
        const { readClusterId } =
            require("../../migration/live/clusterId") as typeof import("../../migration/live/clusterId");
        const id = readClusterId(cluster);
        const further = (options.subscription as string[] | undefined) ?? [];
        const found = await (require("../azure/readAdoption") as typeof import("../azure/readAdoption")).readAdoption(
            await io.azure(),
            id,
            further,
        );
        return { name: id, ...found };
    }
    return readFiles(call);
}

async function readFiles({ args: [file = "-"], options, io }: Call): Promise<Sources> {
    const { readLiveClusters, readPoolList, readRoleAssignments } =
        require("../../migration/live/liveCluster") as typeof import("../../migration/live/liveCluster");
    const { clusters, pools, roleAssignments, servicePrincipalObjectId } = options;
    const { name, value: cluster } = await readJson(file, CLUSTER, io);
    return {
        name,
        cluster,
        ...(pools !== undefined && {
            pools: await readValid(String(pools), POOLS, io, (list) => readPoolList(list, Object(cluster).id)),
        }),
        ...(roleAssignments !== undefined && {
            roleAssignments: await readValid(String(roleAssignments), ROLE_ASSIGNMENTS, io, readRoleAssignments),
        }),
        ...(clusters !== undefined && { clusters: await readValid(String(clusters), CLUSTERS, io, readLiveClusters) }),
        ...(servicePrincipalObjectId !== undefined && { servicePrincipalObjectId: String(servicePrincipalObjectId) }),
    };
}

/** The JSON of a file that `validate` takes. A problem names the file. */
async function readValid(
    file: string,
    expected: string,
    io: Io,
    validate: (value: unknown) => unknown,
): Promise<unknown> {
    const { name, value } = await readJson(file, expected, io);
    readNamed(name, () => validate(value));
    return value;
}

type Imported = ReturnType<typeof import("../../migration/adopt/importFile").importFileOf>;

async function importFrom({ options, io }: Call, sources: Sources): Promise<Imported> {
    const { importFileOf } =
        require("../../migration/adopt/importFile") as typeof import("../../migration/adopt/importFile");
    const { readPreview } =
        require("../../migration/preview/readPreview") as typeof import("../../migration/preview/readPreview");
    const { name, text } = await readText(String(options.preview), PREVIEW, io);
    return readNamed(name, () =>
        importFileOf(String(options.name), readPreview(text), {
            cluster: Object(sources.cluster),
            pools: sources.pools ?? [],
            roleAssignments: sources.roleAssignments ?? [],
        }),
    );
}

/** Writes the import file. The report says which resources do not exist yet. */
async function withImportFile(report: Report, path: string, { file, created }: Imported): Promise<Report> {
    await writeText(path, `${JSON.stringify(file, undefined, 2)}\n`);
    const items = [
        `${path} imports ${file.resources.length - 1} resources of the component.`,
        ...created.map((name) => `${name} does not exist: \`pulumi up\` creates it.`),
    ];
    return {
        ...report,
        blocks: [...report.blocks, { kind: "heading", level: 2, text: "Import file" }, { kind: "list", items }],
    };
}
