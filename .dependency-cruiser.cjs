/** The arrows of the design: who may import whom. */
const AZURE_NATIVE = "node_modules/@pulumi/azure-native";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        {
            name: "package-knows-no-model",
            comment: "What is shipped imports nothing that is not.",
            severity: "error",
            from: { path: "^src/" },
            to: { path: "^(local-azure|test|scripts|examples)/" },
        },
        {
            name: "model-knows-no-package",
            comment: "A model that shared code with what it judges would agree with its mistakes.",
            severity: "error",
            from: { path: "^local-azure/" },
            to: { path: "^(src|test|scripts|examples)/" },
        },
        {
            name: "decisions-make-no-resources",
            comment: "Rules, grants and cluster arguments are plain data in, plain data out; types may be imported.",
            severity: "error",
            from: {
                path: "^src/(azure|cluster|rules|validation|grants/(\\w+Grants|required|roles|propagation|merge|missing|existing\\.ts))",
            },
            to: { path: AZURE_NATIVE, dependencyTypesNot: ["type-only"] },
        },
        {
            name: "validation-knows-no-rule",
            comment: "How arguments are validated does not depend on what is rejected.",
            severity: "error",
            from: { path: "^src/validation/" },
            to: { path: "^src/(rules|grants|transitions|cluster|identities)/" },
        },
        {
            name: "azure-native-by-sub-path",
            comment: "The root of azure-native loads every service: half as much time again for each pulumi up.",
            severity: "error",
            from: { path: "^(src|examples)/" },
            to: { path: `${AZURE_NATIVE}/index` },
        },
        {
            name: "providers-reach-azure-over-https",
            comment: "The provider stand-ins know of the model what a real provider knows of Azure.",
            severity: "error",
            from: { path: "^local-azure/providers/" },
            to: { path: "^local-azure/(arm|identity|services|graph)/" },
        },
        {
            name: "sdk-internals-in-one-file",
            comment: "What the SDK keeps to itself may change with any version of it.",
            severity: "error",
            from: { path: "^src/", pathNot: "^src/engine/sdk" },
            to: { path: "node_modules/@pulumi/pulumi/runtime/state" },
        },
        {
            name: "no-cycles",
            severity: "error",
            from: {},
            to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
        },
        { name: "nothing-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        exclude: { path: "^bin/" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default"],
        },
    },
};
