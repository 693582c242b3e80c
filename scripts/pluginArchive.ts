import { chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { create } from "tar";
import { dependencies } from "../package.json";
import schema from "../src/schema.json";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";
import { thirdPartyNotices } from "./thirdPartyNotices";

/**
 * `npx tsx scripts/pluginArchive.ts [FOLDER [PLUGIN]]`: writes the plugin as one file of JavaScript with its launcher. In FOLDER
 * it is packed as `pulumi plugin install resource managed-identity-aks VERSION --file ARCHIVE` takes it: it runs on Node alone.
 * In PLUGIN it is a folder for `pulumi package add PLUGIN`, which Pulumi's language host for Node runs.
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
    const { name, version, license } = schema;
    await mkdir(folder, { recursive: true });
    const { metafile } = await build({
        absWorkingDir: ROOT,
        metafile: true,
        entryPoints: [join(ROOT, "src/plugin/main.ts")],
        outfile: join(folder, "plugin.js"),
        bundle: true,
        platform: "node",
        target: "node20",
        minify: true,
        // Class names are part of the types of components, and function names of messages.
        keepNames: true,
        // THIRD-PARTY-NOTICES has them.
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
        ["package.json", `${JSON.stringify({ name, version, license, type: "commonjs", main: "plugin.js" })}\n`],
        ["THIRD-PARTY-NOTICES", thirdPartyNotices(ROOT, Object.keys(metafile.inputs))],
        [PROGRAM, '#!/usr/bin/env node\nrequire("./plugin.js");\n'],
        [`${PROGRAM}.cmd`, '@node "%~dp0\\plugin.js" %*\n'],
    ];
    for (const [file, text] of files) {
        await writeFile(join(folder, file), text);
    }
    await copyFile(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
    await chmod(join(folder, PROGRAM), 0o755);
}

/**
 * The plugin as a folder or a Git repository that `pulumi package add` takes. Pulumi's host installs its one dependency, and
 * runs its main file with a program of this dependency. The main file exports no component: of those the host would make a
 * schema of its own, and run them without the plugin's treatment of errors and secrets.
 */
export async function writePluginFolder(folder: string): Promise<void> {
    await bundlePlugin(folder);
    const { name, version, description, license } = schema;
    const sdk = "@pulumi/pulumi";
    const manifest = { name, version, description, license, private: true, type: "commonjs", main: "plugin.js" };
    const all = { ...manifest, dependencies: { [sdk]: dependencies[sdk] } };
    await writeFile(join(folder, "package.json"), `${JSON.stringify(all, undefined, 2)}\n`);
    await writeFile(join(folder, "PulumiPlugin.yaml"), PLUGIN_PROJECT);
}

const PLUGIN_PROJECT = `# For "pulumi package add" from a folder or a Git repository.
runtime:
    name: nodejs
    options:
        production: true
        typescript: false
requiredPulumiVersion: ">=3.230.0"
`;

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
        const [archives = join(ROOT, "bin"), plugin] = process.argv.slice(2);
        process.stdout.write(`${await packPlugin(archives)}\n`);
        if (plugin !== undefined) {
            await writePluginFolder(plugin);
            process.stdout.write(`${plugin}\n`);
        }
    });
}
