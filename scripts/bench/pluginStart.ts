import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type ConstructCost, firstConstruct } from "../firstConstruct";
import { bundlePlugin } from "../pluginArchive";
import { type Figure, inTurn, least } from "./figures";
import type { ProductionInstall } from "./productionInstall";

const ROOT = join(__dirname, "../..");
const RUNS = 5;
const PLUGIN = "pulumi-resource-managed-identity-aks";

interface Way {
    name: string;
    /** Script and arguments, before the address of the engine. */
    command: readonly string[];
    /** What it may cost of the first way. */
    limits?: Partial<Record<keyof ConstructCost, number>>;
}

/**
 * The plugin's start and first component, hosted in three ways, as ratios of the first of them, which is how Pulumi hosts a
 * package that has no plugin of its own.
 */
export async function measurePluginStart({ project, installed }: ProductionInstall): Promise<Figure[]> {
    const bundle = join(project, "bundle");
    await bundlePlugin(bundle);
    const runPlugin = join(project, "node_modules/@pulumi/pulumi/cmd/run-plugin");
    const withSources = await addSources(installed, join(project, "node_modules/with-sources"));
    const ways: Way[] = [
        { name: "plugin hosted by Pulumi (run-plugin)", command: [runPlugin, withSources] },
        {
            name: "plugin by its launcher",
            command: [join(installed, PLUGIN)],
            limits: { seconds: 0.25, megabytes: 0.35 },
        },
        { name: "plugin bundled", command: [join(bundle, PLUGIN)], limits: { seconds: 0.18 } },
    ];
    const costs = (await inTurn(RUNS, ways, ({ command }) => firstConstruct(process.execPath, command, project))).map(
        (each) => ({
            seconds: least(each.map(({ seconds }) => seconds)),
            megabytes: least(each.flatMap(({ megabytes }) => megabytes ?? [])),
        }),
    );
    const [base] = costs;
    const units = { seconds: "s", megabytes: "MB" } as const;
    return (["seconds", "megabytes"] as const).flatMap((of) =>
        ways.flatMap(({ name, limits }, index): Figure[] => {
            const value = costs[index]?.[of] ?? Number.NaN;
            const limit = limits?.[of];
            // Some systems do not tell memory.
            if (Number.isNaN(value)) return [];
            const compared = index > 0 && { ratio: value / (base?.[of] ?? Number.NaN) };
            return [{ name, value, unit: units[of], ...compared, ...(limit !== undefined && { limit }) }];
        }),
    );
}

/** Pulumi's host makes the schema of the sources, which the package does not have: it has the schema. */
async function addSources(installed: string, copy: string): Promise<string> {
    await cp(installed, copy, { recursive: true });
    for (const name of ["src", "tsconfig.json"]) {
        await cp(join(ROOT, name), join(copy, name), { recursive: true });
    }
    return copy;
}
