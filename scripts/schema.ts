import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { completeSchema } from "./completeSchema";
import type { PackageSchema } from "./packageSchema";
import { publicTypes } from "./publicTypes";

/** `npm run schema`: writes the Pulumi schema of the components, which the SDK's analyzer reads from `src/`. */
const ROOT = join(__dirname, "..");
export const SCHEMA_FILE = join(ROOT, "src", "schema.json");

const COMPONENTS = ["ManagedIdentityAksCluster", "AksClusterIdentities", "AksWorkloadIdentity"];

/** What the SDKs of the languages are called, and what Go needs to take the elements of plain lists. */
const LANGUAGES = {
    go: {
        importBasePath: "github.com/managed-identity-aks/managed-identity-aks/sdk/go/managedidentityaks",
        generateExtraInputTypes: true,
    },
    java: { basePackage: "com.pulumi" },
    csharp: { rootNamespace: "Pulumi", namespaces: { "managed-identity-aks": "ManagedIdentityAks" } },
    python: { packageName: "pulumi_managed_identity_aks", pyproject: { enabled: true } },
    nodejs: { packageName: "managed-identity-aks-sdk" },
};

/** The schema as the file has it. See https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema. */
export function schemaText(): string {
    const packageJson = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const { name, version, description, license, keywords, homepage, repository } = packageJson;
    // Go's import path, among others, is derived from it: without what only npm and git write.
    const source = repository.url.replace(/^git\+|\.git$/g, "");
    const { components, typeDefinitions, dependencies } = new Analyzer(
        ROOT,
        name,
        packageJson,
        new Set(COMPONENTS),
    ).analyze();
    const analyzed = generateSchema(name, version, description, components, typeDefinitions, dependencies);
    const schema = completeSchema(analyzed as PackageSchema, {
        passedOn: ["ClusterPropertiesArgs", "NodePoolPropertiesArgs"],
        sameAs: { IdentitiesForClusters: "ClusterIdentitiesArgs" },
        secrets: ["ServicePrincipalArgs.clientSecret"],
        fractions: ["NodePoolArgs.spotMaxPrice"],
        language: LANGUAGES,
        metadata: {
            displayName: "Managed Identity AKS",
            license,
            keywords: [...keywords, "kind/component", "category/cloud"],
            homepage,
            publisher: name,
            repository: source,
            // Where the engine finds the archive of the plugin: in the release of its version.
            pluginDownloadURL: source.replace("https://github.com/", "github://api.github.com/"),
            // Without one the generator of .NET takes Pulumi's own.
            logoUrl: `${source}/raw/main/logo.png`,
        },
        types: publicTypes(),
    });
    return `${JSON.stringify(schema, undefined, 2)}\n`;
}

if (require.main === module) {
    writeFileSync(SCHEMA_FILE, schemaText());
}
