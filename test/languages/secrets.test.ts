import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import schema from "../../src/schema.json";
import { MANY_RUNS } from "../engine/engine";
import { VM_SIZE } from "../engine/program";
import { pluginArchive, testYaml, useYaml } from "../engine/yamlProgram";
import { type Clusters, expectNoSecretWritten, SECRET_INPUTS, throughHost } from "./secrets";
import { ROOT } from "./tools";

jest.setTimeout(MANY_RUNS);

const archive = pluginArchive();

test("every secret input of the schema is in the programs whose output is searched", () => {
    type Properties = Record<string, { secret?: boolean }>;
    const types: Record<string, { properties?: Properties; inputProperties?: Properties }> = {
        ...(schema.types as object),
        ...(schema.resources as object),
    };
    const secret = Object.entries(types).flatMap(([token, { properties, inputProperties }]) =>
        Object.entries({ ...properties, ...inputProperties })
            .filter(([, property]) => property.secret)
            .map(([name]) => `${token.split(":").pop()}.${name}`),
    );
    expect(secret).toEqual(SECRET_INPUTS);
});

/** The program in TypeScript with the package's sources in one file of JavaScript, made once for all of its runs. */
const program = { folder: "", file: "" };
beforeAll(async () => {
    program.folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-secrets-"));
    program.file = join(program.folder, "consumer.js");
    await symlink(join(ROOT, "node_modules"), join(program.folder, "node_modules"), "junction");
    await build({
        entryPoints: [join(__dirname, "typescript/consumer.ts")],
        outfile: program.file,
        bundle: true,
        packages: "external",
        platform: "node",
        target: "node20",
        keepNames: true,
        logLevel: "error",
    });
});
afterAll(() => rm(program.folder, { recursive: true, force: true }));

test("TypeScript: no secret is written anywhere", async () => {
    // As Pulumi's language host starts a program, but for the compiler.
    const sdk = join(ROOT, "node_modules/@pulumi/pulumi/cmd/run/index.js");
    const serve = throughHost({
        command: (env) => [
            process.execPath,
            sdk,
            ...["monitor", "engine", "project", "stack", "organization"].flatMap((name) => [
                `--${name}`,
                env[`PULUMI_${name.toUpperCase()}`] ?? "",
            ]),
            ...(env.PULUMI_DRY_RUN === "true" ? ["--dry-run"] : []),
            program.file,
        ],
        env: { PULUMI_NODEJS_TYPESCRIPT: "false" },
    });
    await expectNoSecretWritten(serve);
});

const clusterIn = (name: string, clientSecret: string, { group, identityType, clientId, adminPassword }: Clusters) => `
  ${name}:
    type: managed-identity-aks:ManagedIdentityAksCluster
    properties:
      resourceGroupName: ${group}
      controlPlaneIdentity:
        type: ${identityType}
        servicePrincipal: { clientId: ${clientId}, clientSecret: ${clientSecret} }
      properties: { windowsProfile: { adminUsername: azureuser, adminPassword: "${adminPassword}" } }
      systemNodePool: { vmSize: ${VM_SIZE} }`;

testYaml("YAML: no secret is written anywhere", async () => {
    await expectNoSecretWritten(
        async (stack, clusters) => {
            const { markedSecret, plainSecret } = clusters;
            const marked = clusterIn("marked", `{ "fn::secret": "${markedSecret}" }`, clusters);
            await useYaml(stack, "test", `resources:${marked}${clusterIn("plain", plainSecret, clusters)}\n`);
            return {};
        },
        { archive },
    );
});
