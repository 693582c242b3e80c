import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment, OutputMap, UpdateSummary } from "@pulumi/pulumi/automation";

/**
 * A stack's files in a Pulumi backend that is a folder. To read or write one takes no time; each start of the CLI takes
 * a tenth of a second, and three tenths where it needs the key of the secrets.
 */
export interface StackFiles {
    /** What `pulumi stack init` writes. */
    create(): Promise<void>;
    /** The last entry of `pulumi stack history`, without the configuration. */
    lastUpdate(): Promise<UpdateSummary | undefined>;
    /** What `pulumi stack export` prints. */
    deployment(): Promise<Deployment>;
    /** What `pulumi stack output` prints; undefined where a value is encrypted. */
    outputs(): Promise<OutputMap | undefined>;
}

/** What marks, in a state, a value that is not plain JSON: a secret, an asset, a reference to a resource. */
const SPECIAL = "4dabf18193072939515e22adb298388d";

export function stackFiles(state: string, project: string, stack: string): StackFiles {
    const root = join(state, ".pulumi");
    const stackFile = join(root, "stacks", project, `${stack}.json`);
    const history = join(root, "history", project, stack);
    const deployment = async () => {
        const { checkpoint, ...about } = JSON.parse(await readFile(stackFile, "utf8"));
        return { ...about, deployment: checkpoint.latest };
    };
    return {
        create: async () => {
            await mkdir(join(root, "stacks", project), { recursive: true });
            await writeFile(join(root, "meta.yaml"), "version: 1\n");
            const latest = { manifest: {}, metadata: {} };
            const checkpoint = { stack: `organization/${project}/${stack}`, latest };
            // Not over one that is there.
            await writeFile(stackFile, JSON.stringify({ version: 3, checkpoint }), { flag: "wx" });
        },
        lastUpdate: async () => {
            // Their names are the stack's, and the nanoseconds since 1970.
            const all = (await readdir(history)).filter((name) => name.endsWith(".history.json")).sort();
            const last = all.at(-1);
            if (last === undefined) return undefined;
            const { startTime, endTime, ...update } = JSON.parse(await readFile(join(history, last), "utf8"));
            return { ...update, config: {}, startTime: dateOf(startTime), endTime: dateOf(endTime) };
        },
        deployment,
        outputs: async () => {
            const { resources = [] } = (await deployment()).deployment;
            const { outputs = {} } = resources.find(isStack) ?? {};
            if (JSON.stringify(outputs).includes(SPECIAL)) return undefined;
            return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, secret: false }]));
        },
    };
}

const dateOf = (seconds: number) => new Date(seconds * 1000);
const isStack = ({ type }: { type: string }) => type === "pulumi:pulumi:Stack";
