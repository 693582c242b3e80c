import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import ts from "typescript";
import { parse } from "yaml";
import { argsFromLive } from "../../../src/migration/live/argsFromLive";
import schema from "../../../src/migration/schemas/adopt.v1.json";
import { AZ_CLUSTER, assignment, SUBNET } from "../migration/clusters";
import { command, type Ran, type Surroundings, withFiles } from "./command";
import { type FakePulumi, type PulumiAnswer, withPulumi, withScripts } from "./fakePulumi";

const oldTypeScript: typeof ts = require("@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js");

const POOLS = AZ_CLUSTER.agentPoolProfiles.map((pool) => ({ ...pool, id: `${AZ_CLUSTER.id}/agentPools/${pool.name}` }));
const ROLES = [assignment(1, "Network Contributor", SUBNET)];
const FILES = {
    "cluster.json": JSON.stringify(AZ_CLUSTER),
    "pools.json": JSON.stringify(POOLS),
    "roles.json": JSON.stringify(ROLES),
};

const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";
const parent = `urn:pulumi:prod::shop::${COMPONENT}::aks`;
const child = (type: string, name: string, inputs: object) => ({
    urn: `urn:pulumi:prod::shop::${COMPONENT}$${type}::${name}`,
    type,
    parent,
    inputs,
});
const CLUSTER = child("azure-native:containerservice:ManagedCluster", "aks-cluster", { resourceName: "shop" });
const BATCH = child("azure-native:containerservice:AgentPool", "aks-pool-batch", { agentPoolName: "batch" });
const OWNER = { urn: parent, type: COMPONENT, inputs: {} };

const preview = (op: string, ...more: object[]): PulumiAnswer => {
    const steps = [CLUSTER, BATCH].map((state) => ({ op, urn: state.urn, oldState: state, newState: state }));
    return { stdout: JSON.stringify({ steps: [...steps, ...more], changeSummary: {}, duration: 1 }) };
};
const stack = (...resources: object[]): PulumiAnswer => ({ stdout: JSON.stringify({ deployment: { resources } }) });

const EMPTY = { preview: preview("import"), export: stack() };
const DONE = { preview: preview("same"), export: stack(OWNER, CLUSTER, BATCH) };

interface Adopting extends FakePulumi {
    project: string;
    run(options?: string[], surroundings?: Surroundings): Promise<Ran>;
}

/** Calls `use` with the files of a cluster, and with a CLI that has `before` and, after an import, `DONE`. */
async function withAdoption(before: Parameters<typeof withPulumi>[0], use: (adopting: Adopting) => Promise<void>) {
    await withPulumi({ ...before, imported: DONE }, (fake) =>
        withFiles(FILES, async (folder) => {
            const [cluster, pools, roles] = Object.keys(FILES).map((name) => join(folder, name));
            const project = join(folder, "shop");
            const sources = [String(cluster), "--pools", String(pools), "--role-assignments", String(roles)];
            const argv = ["adopt", ...sources, "--run", "--project", project];
            const run = (options: string[] = [], more: Surroundings = {}) =>
                command([...argv, ...options], { env: fake.env, ...more });
            await use({ ...fake, project, run });
        }),
    );
}

/** The names of the commands that were called. */
const names = ({ calls }: FakePulumi) => calls().map((args) => args.slice(2).find((arg) => !/^(-|stack$)/.test(arg)));

withScripts(
    "adopt --run writes a project, imports it and removes the input adopt; the next run only previews",
    async () => {
        await withAdoption(EMPTY, async (adopting) => {
            const { project, run, calls } = adopting;
            const { code, stdout, stderr } = await run(["--yes", "--format", "json"]);
            expect({ code, stderr }).toEqual({
                code: 0,
                stderr: expect.stringContaining("shop: imports 3 resources\n"),
            });
            const report = JSON.parse(stdout);
            const validate = new Ajv().compile(schema);
            expect(validate(report) || validate.errors).toBe(true);
            expect(report.adoptions).toEqual([
                { cluster: AZ_CLUSTER.id, folder: project, stack: "prod", state: "adopted", left: [] },
            ]);
            expect(names(adopting)).toEqual(["install", "select", "preview", "export", "import", "preview"]);
            expect(calls().at(-2)).toEqual(
                expect.arrayContaining(["--skip-preview", "--yes", "--generate-code=false"]),
            );
            await run();
            expect(names(adopting).slice(6)).toEqual(["export", "preview"]);
        });
    },
);

withScripts(
    "a project has its ids as settings of the stack, and its program the arguments of the cluster",
    async () => {
        await withAdoption(EMPTY, async ({ project, run, calls }) => {
            const { args } = argsFromLive(AZ_CLUSTER, { pools: POOLS, roleAssignments: ROLES });
            const read = (name: string) => readFileSync(join(project, name), "utf8");
            const made = () => {
                const settings = parse(read("Pulumi.prod.yaml")).config;
                class Config {
                    require = (key: string) => settings[`shop:${key}`] ?? fail(key);
                }
                const created: unknown[] = [];
                class ManagedIdentityAksCluster {
                    constructor(...all: unknown[]) {
                        created.push(...all);
                    }
                }
                const source = read("index.ts");
                expect(source).not.toMatch(/"\/subscriptions\//);
                const { outputText } = ts.transpileModule(source, {
                    compilerOptions: { module: ts.ModuleKind.CommonJS },
                });
                new Function("require", "exports", outputText)(() => ({ Config, ManagedIdentityAksCluster }), {});
                return created;
            };
            expect(await run()).toMatchObject({ code: 3 });
            expect(made()).toEqual(["aks", JSON.parse(JSON.stringify(args))]);
            expect(JSON.parse(read("package.json")).dependencies).toHaveProperty("managed-identity-aks");
            // The project installs no compiler, so `pulumi` takes the one that its SDK has.
            const { compilerOptions } = JSON.parse(read("tsconfig.json"));
            expect(oldTypeScript.convertCompilerOptionsFromJson(compilerOptions, ".").errors).toEqual([]);
            expect(parse(read("Pulumi.prod.yaml")).config["azure-native:subscriptionId"]).toBe(
                AZ_CLUSTER.id.split("/")[2],
            );
            expect(calls().flat()).not.toContain("import");

            // The CLI adds to the file of the stack.
            writeFileSync(join(project, "Pulumi.prod.yaml"), `encryptionsalt: v1:x\n${read("Pulumi.prod.yaml")}`);
            expect(await run(["--yes"])).toMatchObject({ code: 0 });
            expect(made()).toEqual(["aks", JSON.parse(JSON.stringify({ ...args, adopt: undefined }))]);
            expect(read("Pulumi.prod.yaml")).toContain("encryptionsalt");
        });
    },
);

const fail = (key: string): never => {
    throw new Error(`There is no setting ${key}.`);
};

withScripts.each([
    ["y\n", 0, true],
    ["n\n", 3, false],
    ["", 3, false],
])("adopt --run asks before the import: %j", async (stdin, code, imports) => {
    await withAdoption(EMPTY, async ({ run, calls }) => {
        const ran = await run([], { stdin, isTyped: true });
        expect(ran.code).toBe(code);
        expect(ran.stderr).toContain("Import 3 resources into stack prod? Nothing is changed in Azure. [y/N] ");
        expect(calls().flat().includes("import")).toBe(imports);
        expect(ran.stdout.includes("Run the command again.")).toBe(!imports);
    });
});

withScripts("an import that ended half-way is completed, and a changed file stays", async () => {
    await withAdoption({ ...EMPTY, export: stack(OWNER, CLUSTER) }, async ({ project, run }) => {
        await run();
        writeFileSync(join(project, "index.ts"), "// mine\n");
        const { code, stderr } = await run(["--yes"]);
        expect(code).toBe(0);
        expect(stderr).toContain("index.ts, which was changed");
        expect(readFileSync(join(project, "index.ts"), "utf8")).toBe("// mine\n");
        const { nameTable, resources } = JSON.parse(readFileSync(join(project, "import.json"), "utf8"));
        expect(nameTable).toEqual({ aks: parent });
        expect(resources).toMatchObject([
            { name: "aks-pool-batch", id: `${AZ_CLUSTER.id}/agentPools/batch`, parent: "aks" },
        ]);
    });
});

withScripts("a change that the last preview shows, and what fails", async () => {
    const role = child("azure-native:authorization:RoleAssignment", "aks-role", {});
    const missing = preview("same", { op: "create", urn: role.urn, newState: role });
    await withPulumi({ ...DONE, preview: missing }, ({ env }) =>
        withFiles(FILES, async (folder) => {
            const argv = ["adopt", join(folder, "cluster.json"), "--run", "--yes", "--project", join(folder, "shop")];
            const { code, stdout } = await command([...argv, "--pools", join(folder, "pools.json")], { env });
            expect(code).toBe(3);
            expect(stdout).toContain("`pulumi up`: create aks-role.");
        }),
    );
    await withAdoption({ ...EMPTY, import: { code: 255, stderr: "error: locked" } }, async ({ run }) => {
        expect(await run(["--yes"])).toEqual({
            code: 1,
            stdout: "",
            stderr: expect.stringContaining("pulumi import failed:\nerror: locked"),
        });
    });
    const broken = { diagnostics: [{ severity: "error", message: "no plugin" }] };
    await withAdoption({ ...EMPTY, preview: { code: 255, stdout: JSON.stringify(broken) } }, async ({ run, calls }) => {
        expect((await run(["--yes"])).stderr).toContain("The preview failed:\nno plugin");
        expect(calls().flat()).not.toContain("import");
    });
});

test("a cluster that the component cannot manage has no project; --project alone runs nothing", async () => {
    const legacy = { ...AZ_CLUSTER, enableRbac: false };
    await withFiles({ ...FILES, "legacy.json": JSON.stringify(legacy) }, async (folder) => {
        const project = join(folder, "shop");
        const blocked = await command(["adopt", join(folder, "legacy.json"), "--run", "--project", project]);
        expect(blocked.code).toBe(4);
        expect(blocked.stdout).toContain("✗ cannot be managed");
        expect(existsSync(project)).toBe(false);
        const yaml = ["--project", project, "--language", "yaml", "--stack", "dev"];
        expect(await command(["adopt", join(folder, "cluster.json"), ...yaml])).toMatchObject({ code: 3 });
        expect(parse(readFileSync(join(project, "Pulumi.yaml"), "utf8"))).toMatchObject({
            name: "shop",
            runtime: "yaml",
        });
        expect(existsSync(join(project, "Pulumi.dev.yaml"))).toBe(true);
    });
});

const survey = (...ids: unknown[]) =>
    JSON.stringify({ kind: "survey", clusters: ids.map((id) => ({ id, name: "a" })) });

test.each<[string, string[], string]>([
    ["no cluster", [], "either one cluster or, with --from, those of a survey"],
    ["a cluster and a survey", ["c.json", "--from", "s.json"], "either one cluster or"],
    [
        "a preview for a run",
        ["c.json", "--run", "--preview", "p.json"],
        "leave out --program, --preview and --import-file",
    ],
    ["a confirmation of nothing", ["c.json", "--yes"], "--yes requires --run or --project"],
    ["no survey", ["--from", "none.json"], "none.json: This is not a survey"],
    ["an empty survey", ["--from", "empty.json"], "empty.json: The survey has no cluster"],
    ["a survey with a path", ["--from", "path.json"], "is not the resource id of a cluster"],
])("adopt refuses %s", async (_, argv, message) => {
    const id = AZ_CLUSTER.id.replace(/shop$/, "..");
    await withFiles({ "none.json": "{}", "empty.json": survey(), "path.json": survey(id) }, async (folder) => {
        const named = argv.map((arg) => (/^(none|empty|path)/.test(arg) ? join(folder, arg) : arg));
        const { code, stdout, stderr } = await command(["adopt", ...named]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(message);
    });
});
