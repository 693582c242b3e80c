import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { firstConstruct } from "../../scripts/firstConstruct";
import { nodeHostFolder } from "../../scripts/languageTools";
import { packPlugin, writePluginFolder } from "../../scripts/pluginArchive";
import { findPulumiCli } from "../../scripts/pulumiCli";
import { runProgram } from "../../scripts/runProgram";
import schema from "../../src/schema.json";
import { temporaryFolder } from "../temporaryFolder";
import { testWith } from "../testWith";
import { RUN_PLUGIN, servedSchema } from "./runPlugin";

/** The plugin as users install it: from a folder, which is what a tag has, too, and by the URL in its schema. */

const folder = temporaryFolder();
let plugin: string;

beforeAll(async () => {
    plugin = join(folder.path, "plugin");
    await writePluginFolder(plugin);
});

/** Runs the CLI with plugins of its own. */
async function pulumi(cwd: string, ...args: string[]): Promise<string> {
    const { root } = await findPulumiCli(process.stderr);
    const command = root === undefined ? "pulumi" : join(root, "bin/pulumi");
    const env = {
        ...process.env,
        PATH: [nodeHostFolder(), process.env.PATH].join(delimiter),
        PULUMI_HOME: join(folder.path, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return (await runProgram(command, args, { cwd, env })).stdout;
}

test("Pulumi's run-plugin takes the folder for a plugin with a schema and a host, not for components", async () => {
    expect(await servedSchema(plugin)).toEqual(schema);
    // It throws where the plugin creates no cluster.
    await firstConstruct(process.execPath, [RUN_PLUGIN, plugin], plugin);
});

test("the notices have the licence of each package that is in the plugin, and of no other one", async () => {
    const notices = await readFile(join(plugin, "THIRD-PARTY-NOTICES"), "utf8");
    const [, ...sections] = notices.split(/^={80}\n(.*)\n={80}\n\n/m);
    const texts: Record<string, string | undefined> = Object.fromEntries(
        sections.flatMap((title, index) => (index % 2 === 0 ? [[title.split(" ")[0], sections[index + 1]]] : [])),
    );
    expect(Object.keys(texts)).toEqual(
        expect.arrayContaining(["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf", "protobufjs"]),
    );
    expect(Object.keys(texts).filter((name) => /^(esbuild|typescript|jest)/.test(name))).toEqual([]);
    expect(texts["@grpc/grpc-js"]).toContain("Apache License");
    for (const text of Object.values(texts)) {
        expect(text?.trim()).not.toBe("");
    }
});

test("the schema has URLs that Pulumi derives Go's import path and the place of the archive from", () => {
    const { host, pathname } = new URL(schema.repository);
    expect(schema.language.go.importBasePath).toBe(`${host}${pathname}/sdk/go/managedidentityaks`);
    expect(schema.pluginDownloadURL).toBe(`github://api.github.com${pathname}`);
});

test("the CLI installs the archive from a server, which it asks for a file of its system and processor", async () => {
    const archive = await readFile(await packPlugin(folder.path));
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
        asked.push(url);
        response.end(archive);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        const { port } = server.address() as AddressInfo;
        const named = [schema.name, schema.version, "--server", `http://127.0.0.1:${port}`];
        await pulumi(folder.path, "plugin", "install", "resource", ...named);
    } finally {
        server.close();
    }
    const file = new RegExp(`^/pulumi-resource-${schema.name}-v${schema.version}-\\w+-(amd64|arm64)\\.tar\\.gz$`);
    expect(asked).toEqual([expect.stringMatching(file)]);
    const served = await pulumi(folder.path, "package", "get-schema", `${schema.name}@${schema.version}`);
    expect(traitsOf(JSON.parse(served))).toEqual(traitsOf(schema));
});

/** What a schema is known by; Pulumi leaves out of it what it does not need. */
function traitsOf({ types, repository, pluginDownloadURL }: typeof schema) {
    const { count } = types["managed-identity-aks:index:NodePool"].properties;
    return { types: Object.keys(types).sort(), count: count.type, repository, pluginDownloadURL };
}

const hasHost = nodeHostFolder() !== undefined;
const onHost = testWith("pulumi-language-nodejs", hasHost, "a release of the Pulumi CLI brings it");

onHost("pulumi package get-schema and package add take the folder", async () => {
    const served = JSON.parse(await pulumi(folder.path, "package", "get-schema", plugin));
    expect(traitsOf(served)).toEqual(traitsOf(schema));
    const project = join(folder.path, "project");
    await mkdir(project);
    await writeFile(join(project, "Pulumi.yaml"), "name: project\nruntime: nodejs\n");
    await writeFile(join(project, "package.json"), '{ "name": "project" }\n');
    await pulumi(project, "package", "add", plugin);
    const sdk = join(project, "sdks", schema.name, "package.json");
    expect(JSON.parse(await readFile(sdk, "utf8"))).toMatchObject({ name: schema.language.nodejs.packageName });
    expect(await readFile(join(dirname(sdk), "managedIdentityAksCluster.ts"), "utf8")).toContain("nodePools");
});
