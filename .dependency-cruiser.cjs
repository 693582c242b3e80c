/** The arrows of the design: who may import whom. */
const AZURE_NATIVE = "node_modules/@pulumi/azure-native";

/** A folder of the package imports these alone; plain helpers and the shapes of outputs are for all. */
const sourceArrow = (folder, allowed) => ({
    name: `source-${folder}`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: {
        path: `^src/(?!(${[folder, ...allowed].join("|")})/|(values|outputs|kubernetes|aksTypes)\\.ts|schema\\.json)`,
    },
});

/** A folder of the model imports these alone; `contract.ts` is for all. */
const modelArrow = (name, folder, allowed) => ({
    name,
    severity: "error",
    from: { path: `^local-azure/${folder}/` },
    to: { path: `^local-azure/(?!(${allowed.join("|")})/|contract\\.ts)` },
});

const AKS = "local-azure/services/containerservice";

/** A folder of AKS imports these folders of it alone, and its errors. */
const aksArrow = (folder, allowed) => ({
    name: `aks-${folder}`,
    severity: "error",
    from: { path: `^${AKS}/${folder}/` },
    to: { path: `^${AKS}/(?!(${[folder, ...allowed].join("|")})/|errors|updateErrors|referenceErrors)` },
});

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
                path: "^src/(azure|cluster|rules|transitions|validation|grants/(\\w+Grants|required|roles|propagation|merge|missing|existing\\.ts))",
            },
            to: { path: AZURE_NATIVE, dependencyTypesNot: ["type-only"] },
        },
        // Inside the package, from what knows least: how arguments are validated does not depend on what is rejected.
        sourceArrow("engine", []),
        sourceArrow("args", ["cluster"]),
        sourceArrow("azure", ["engine"]),
        sourceArrow("validation", ["args", "engine"]),
        sourceArrow("cluster", ["args", "azure", "identities"]),
        sourceArrow("identities", ["args", "azure", "engine", "grants", "validation"]),
        sourceArrow("grants", ["args", "azure", "engine", "identities"]),
        sourceArrow("rules", ["args", "azure", "cluster", "grants", "transitions", "validation"]),
        sourceArrow("transitions", ["args", "azure", "cluster", "engine", "grants", "identities"]),
        {
            name: "nothing-imports-the-command",
            comment: "The command is the top of the package. Scripts show progress as it does.",
            severity: "error",
            from: { pathNot: "^(src/cli|test)/" },
            to: { path: "^src/cli/(?!(progress|io)\\.ts)" },
        },
        {
            name: "nothing-imports-the-mocks",
            comment: "Mocks are for tests, a consumer's or our own.",
            severity: "error",
            from: { pathNot: "^(src/testing|test|examples)/" },
            to: { path: "^src/testing/" },
        },
        {
            name: "command-through-migration",
            comment: "The command reads, writes and asks Azure; what it says is computed in src/migration.",
            severity: "error",
            from: { path: "^src/cli/" },
            to: { path: "^src/(?!cli/|migration/)" },
        },
        {
            name: "migration-is-pure",
            comment: "Reports are computed from what was read: no file, no process, no resource.",
            severity: "error",
            from: { path: "^src/migration/" },
            to: { dependencyTypes: ["core"] },
        },
        {
            name: "migration-makes-no-resources",
            comment: "Types may be imported.",
            severity: "error",
            from: { path: "^src/migration/" },
            to: { path: `${AZURE_NATIVE}|node_modules/@pulumi/(pulumi|azuread)`, dependencyTypesNot: ["type-only"] },
        },
        {
            name: "azure-native-by-sub-path",
            comment: "The root of azure-native loads every service: half as much time again for each pulumi up.",
            severity: "error",
            from: {},
            to: { path: `${AZURE_NATIVE}/index` },
        },
        // Inside the model: kernel below all, then identity, then the services and Graph, then the server.
        modelArrow("model-kernel-is-the-floor", "kernel", ["kernel"]),
        modelArrow("model-identity-on-kernel", "identity", ["identity", "kernel"]),
        modelArrow("model-graph-sees-the-directory", "graph", ["graph", "identity", "kernel"]),
        modelArrow("model-history-on-kernel", "history", ["history", "kernel"]),
        modelArrow("model-services-know-no-server", "services", ["services", "history", "identity", "kernel"]),
        modelArrow("model-server-puts-it-together", "server", ["server", "services", "graph", "identity", "kernel"]),
        aksArrow("state", []),
        aksArrow("request", ["state"]),
        aksArrow("checks", ["request", "state"]),
        aksArrow("answer", ["request", "state"]),
        aksArrow("jobs", ["state"]),
        {
            name: "providers-reach-azure-over-https",
            comment:
                "The provider stand-ins know of the model what a real provider knows of Azure. They share its clock.",
            severity: "error",
            from: { path: "^local-azure/providers/" },
            to: { path: `^local-azure/(?!providers/|contract\\.ts|kernel/clock\\.ts)` },
        },
        {
            name: "providers-share-the-host-alone",
            severity: "error",
            from: { path: "^local-azure/providers/([^/]+)/" },
            to: { path: "^local-azure/providers/", pathNot: "^local-azure/providers/($1|host)/" },
        },
        {
            name: "model-has-no-circles",
            comment: "Not even of types: a file is read without the ones that import it.",
            severity: "error",
            from: { path: "^local-azure/" },
            to: { circular: true },
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
