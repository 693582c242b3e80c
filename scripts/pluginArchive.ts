import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { create } from "tar";
import schema from "../src/schema.json";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npx tsx scripts/pluginArchive.ts [FOLDER]`: writes the plugin as one file of JavaScript with its launcher, packed as
 * `pulumi plugin install resource managed-identity-aks VERSION --file ARCHIVE` takes it. It runs on Node alone.
 */
const ROOT = join(__dirname, "..");
const PROGRAM = "pulumi-resource-managed-identity-aks";

/**
 * What serializes functions for other processes, for which the SDK takes the TypeScript compiler along. The plugin has no
 * function to serialize.
 */
const UNUSED = /[\\/](typescript-shim|runtime[\\/]closure[\\/](codePaths|createClosure|serializeClosure))\.js$/;

/** The files of the plugin, unpacked: it starts in a folder with nothing beside them. */
export async function bundlePlugin(folder: string): Promise<void> {
    const { name, version } = schema;
    await mkdir(folder, { recursive: true });
    await build({
        entryPoints: [join(ROOT, "src/plugin/main.ts")],
        outfile: join(folder, "plugin.js"),
        bundle: true,
        platform: "node",
        target: "node20",
        minify: true,
        // Class names are part of the types of components, and function names of messages.
        keepNames: true,
        legalComments: "none",
        logLevel: "error",
        plugins: [
            {
                name: "without-compiler",
                setup: ({ onLoad }) => onLoad({ filter: UNUSED }, () => ({ contents: "module.exports = {};" })),
            },
        ],
    });
    const files: [name: string, text: string][] = [
        ["package.json", `${JSON.stringify({ name, version, type: "commonjs" })}\n`],
        [PROGRAM, '#!/usr/bin/env node\nrequire("./plugin.js");\n'],
        [`${PROGRAM}.cmd`, '@node "%~dp0\\plugin.js" %*\n'],
    ];
    for (const [file, text] of files) {
        await writeFile(join(folder, file), text);
    }
    await chmod(join(folder, PROGRAM), 0o755);
}

/** The archive in `folder`, by its path. */
export async function packPlugin(folder: string): Promise<string> {
    const file = join(folder, `${PROGRAM}-v${schema.version}.tar.gz`);
    await withTemporaryFolder(async (unpacked) => {
        await bundlePlugin(unpacked);
        await mkdir(folder, { recursive: true });
        await create({ cwd: unpacked, file, gzip: { level: 9 }, portable: true }, await readdir(unpacked));
    });
    return file;
}

if (require.main === module) {
    runMain("pluginArchive", async () => {
        process.stdout.write(`${await packPlugin(process.argv[2] ?? join(ROOT, "bin"))}\n`);
    });
}
