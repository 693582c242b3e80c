import { adoptReport } from "../../migration/adopt/adoptReport";
import { importFileOf } from "../../migration/adopt/importFile";
import type { Language } from "../../migration/adopt/program";
import { readNamed } from "../../migration/jsonInput";
import { argsFromLive } from "../../migration/live/argsFromLive";
import { readPreview } from "../../migration/preview/readPreview";
import { InvalidInputError, type Report } from "../../migration/report";
import type { Call } from "../command";
import { readText, writeText } from "../input";
import { readSources, type Sources } from "./sources";

const PREVIEW = "what `pulumi preview --json` prints of the program";

/** Shows the program of a cluster, and writes the files that the options name. `command` is this run, to be repeated. */
export async function adoptProgram(call: Call, command: string): Promise<Report> {
    const { args, options } = call;
    const name = String(options.name);
    if (options.importFile !== undefined && options.preview === undefined) {
        throw new InvalidInputError(
            "--import-file requires --preview: the file is made from a preview of the program.",
        );
    }
    const sources = await readSources(call);
    const { cluster, ...context } = sources;
    const described = readNamed(sources.name, () => argsFromLive(cluster, { component: name, ...context }));
    const report = adoptReport(described, options.language as Language, name, {
        command,
        readsStdin: args[0] === "-",
        preview: String(options.preview ?? "preview.json"),
        importFile: String(options.importFile ?? "import.json"),
        imports: options.importFile !== undefined,
    });
    const imported = options.importFile === undefined ? undefined : await importFrom(call, sources);
    // Nothing is written unless all that was given can be read.
    if (options.program !== undefined) {
        await writeText(String(options.program), report.data.program);
    }
    return imported === undefined ? report : withImportFile(report, String(options.importFile), imported);
}

type Imported = ReturnType<typeof importFileOf>;

async function importFrom({ options, io }: Call, { cluster, pools, roleAssignments }: Sources): Promise<Imported> {
    const { name, text } = await readText(String(options.preview), PREVIEW, io);
    return readNamed(name, () =>
        importFileOf(String(options.name), readPreview(text), {
            cluster: Object(cluster),
            pools: pools ?? [],
            roleAssignments: roleAssignments ?? [],
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
