import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";

/** `npm run schema`: writes the Pulumi schema of the components, which the SDK's analyzer reads from `src/`. */
const ROOT = join(__dirname, "..");
export const SCHEMA_FILE = join(ROOT, "src", "schema.json");

const COMPONENTS = ["ManagedIdentityAksCluster", "AksClusterIdentities", "AksWorkloadIdentity"];

/** The schema as the file has it. See https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema. */
export function schemaText(): string {
    const packageJson = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const { name, version, description } = packageJson;
    const { components, typeDefinitions, dependencies } = new Analyzer(
        ROOT,
        name,
        packageJson,
        new Set(COMPONENTS),
    ).analyze();
    const schema = generateSchema(name, version, description, components, typeDefinitions, dependencies);
    return `${JSON.stringify(schema, undefined, 2)}\n`;
}

if (require.main === module) {
    writeFileSync(SCHEMA_FILE, schemaText());
}
