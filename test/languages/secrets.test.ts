import { join } from "node:path";
import { nameOfToken, type PackageSchema } from "../../scripts/packageSchema";
import schema from "../../src/schema.json";
import { MANY_RUNS } from "../engine/engine";
import { VM_SIZE } from "../engine/program";
import { pluginArchive, testYaml, useYaml } from "../engine/yamlProgram";
import { type Clusters, expectNoSecretWritten, SECRET_INPUTS, throughHost } from "./secrets";
import { ROOT } from "./tools";

jest.setTimeout(MANY_RUNS);

const archive = pluginArchive();

test("every secret input of the schema is in the programs whose output is searched", () => {
    const { types, resources } = schema as unknown as PackageSchema;
    const secret = Object.entries({ ...types, ...resources }).flatMap(([token, { properties, ...others }]) =>
        Object.entries({ ...properties, ...("inputProperties" in others && others.inputProperties) })
            .filter(([, property]) => property.secret)
            .map(([name]) => `${nameOfToken(token)}.${name}`),
    );
    expect(secret).toEqual(SECRET_INPUTS);
});

test("TypeScript: no secret is written anywhere", async () => {
    // As Pulumi's language host starts a program, but for the compiler.
    const sdk = join(ROOT, "node_modules/@pulumi/pulumi/cmd/run/index.js");
    const serve = throughHost({
        command: (env) => [
            process.execPath,
            ...["--import", "tsx", sdk],
            ...["monitor", "engine", "project", "stack", "organization"].flatMap((name) => [
                `--${name}`,
                env[`PULUMI_${name.toUpperCase()}`] ?? "",
            ]),
            ...(env.PULUMI_DRY_RUN === "true" ? ["--dry-run"] : []),
            join(__dirname, "typescript/consumer.ts"),
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
