import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPoolList } from "../../../src/migration/live/liveCluster";
import { ARM_CLUSTER, AZ_CLUSTER, assignment, SUBNET } from "../migration/clusters";
import { command, withFiles } from "./command";

const ROLE_ASSIGNMENT = assignment(1, "Network Contributor", SUBNET);
const FILES = {
    "cluster.json": JSON.stringify(AZ_CLUSTER),
    "roles.json": JSON.stringify([ROLE_ASSIGNMENT]),
};
const POOLS = JSON.stringify(
    AZ_CLUSTER.agentPoolProfiles.map((pool) => ({ ...pool, id: `${AZ_CLUSTER.id}/agentPools/${pool.name}` })),
);
const parent = "urn:pulumi:dev::shop::managed-identity-aks:index:ManagedIdentityAksCluster::aks";
const type = "azure-native:containerservice:ManagedCluster";
const urn = `${parent.replace("::aks", "")}$${type}::aks-cluster`;
const preview = (inputs: object) =>
    JSON.stringify({
        steps: [{ op: "create", urn, newState: { urn, type, parent, inputs } }],
        changeSummary: {},
        duration: 1,
    });

test("adopt shows the program, and writes it to the given file", async () => {
    await withFiles(FILES, async (folder) => {
        const file = (name: string) => join(folder, name);
        const argv = ["adopt", file("cluster.json"), "--role-assignments", file("roles.json")];
        const shown = await command(argv);
        expect(shown).toMatchObject({ code: 0, stderr: "" });
        expect(shown.stdout).toContain("Adoption of shop\n");
        expect(shown.stdout).toContain('new ManagedIdentityAksCluster("aks", {');
        const written = await command([...argv, "--name", "shop", "--program", file("index.ts")]);
        expect(written.code).toBe(0);
        expect(readFileSync(file("index.ts"), "utf8")).toContain('new ManagedIdentityAksCluster("shop", {');
        const yaml = await command([...argv, "--language", "yaml"]);
        expect(yaml.stdout).toContain("type: managed-identity-aks:ManagedIdentityAksCluster");
    });
});

test("adopt repeats its own arguments in the next steps, quoted for a shell", async () => {
    const awkward = "it's roles.json";
    await withFiles({ ...FILES, [awkward]: FILES["roles.json"], "pools.json": POOLS }, async (folder) => {
        const [cluster, pools, roles] = ["cluster.json", "pools.json", awkward].map((name) => join(folder, name));
        const argv = [String(cluster), "--pools", String(pools), "--role-assignments", String(roles), "--name", "shop"];
        const { code, stdout } = await command(["adopt", ...argv, "--language", "yaml", "--format", "markdown"]);
        expect(code).toBe(0);
        expect(stdout).toContain(
            `\nmanaged-identity-aks adopt ${cluster} --name shop --language yaml --pools ${pools} --role-assignments '${folder}/it'\\''s roles.json' --preview preview.json --import-file import.json\n`,
        );
        expect(stdout).toContain("Install the plugin managed-identity-aks");
        expect((await command(["adopt", ...argv])).stdout).not.toContain("plugin");
    });
});

test("adopt asks for the same standard input, and after the import file for no preview of the program", async () => {
    const { stdout } = await command(["adopt", "-"], { stdin: JSON.stringify(ARM_CLUSTER) });
    expect(stdout).toContain("\nmanaged-identity-aks adopt - --preview preview.json --import-file import.json\n");
    expect(stdout).toContain("Pass the same cluster on standard input again");
    await withFiles({ ...FILES, "p q.json": preview({ resourceName: "shop" }) }, async (folder) => {
        const [cluster, read, written] = ["cluster.json", "p q.json", "i j.json"].map((name) => join(folder, name));
        const files = ["--preview", String(read), "--import-file", String(written)];
        const after = await command(["adopt", String(cluster), ...files]);
        expect(after.stdout).toContain(`\npulumi import --file '${written}' --protect=false --generate-code=false\n`);
        expect(after.stdout).not.toContain("> ");
    });
});

test("adopt without role assignments says what must follow", async () => {
    const { code, stdout } = await command(["adopt", "-"], { stdin: JSON.stringify(ARM_CLUSTER) });
    expect(code).toBe(3);
    expect(stdout).toContain("The role assignments of the cluster are not known");
    expect(stdout).toContain("--service-principal-object-id");
});

test("adopt completes an import file from a preview", async () => {
    await withFiles({ ...FILES, "preview.json": preview({ resourceName: "shop" }) }, async (folder) => {
        const file = (name: string) => join(folder, name);
        const argv = ["adopt", file("cluster.json"), "--role-assignments", file("roles.json")];
        const { code, stdout } = await command([
            ...[...argv, "--preview", file("preview.json"), "--import-file", file("import.json")],
        ]);
        expect(code).toBe(0);
        expect(stdout).toContain("import.json imports 1 resources of the component.");
        const { resources } = JSON.parse(readFileSync(file("import.json"), "utf8"));
        expect(resources).toMatchObject([{ component: true }, { name: "aks-cluster", id: AZ_CLUSTER.id }]);
    });
});

test.each<[string, string[], string]>([
    ["an import file without a preview", ["--import-file", "import.json"], "--import-file requires --preview"],
    ["another language", ["--language", "rust"], "Allowed choices are typescript, yaml"],
    ["a list of pools that is none", ["--pools", "cluster.json"], "expected a list of objects"],
])("adopt refuses %s", async (_, options, message) => {
    await withFiles(FILES, async (folder) => {
        const argv = options.map((option) => (option.endsWith("cluster.json") ? join(folder, option) : option));
        const { code, stderr } = await command(["adopt", join(folder, "cluster.json"), ...argv]);
        expect(code).toBe(2);
        expect(stderr).toContain(message);
        expect(stderr).not.toContain("    at ");
    });
});

test("adopt refuses files of another cluster, lists of clusters as pools, and a preview that failed", async () => {
    const other = AZ_CLUSTER.id.replace(/shop$/, "exotic");
    const poolOf = (cluster: string) => JSON.stringify([{ name: "gpu", id: `${cluster}/agentPools/gpu` }]);
    const failed = { ...JSON.parse(preview({})), diagnostics: [{ severity: "error", message: "no" }] };
    const files = {
        ...FILES,
        "others.json": poolOf(other),
        "clusters.json": JSON.stringify([AZ_CLUSTER]),
        "failed.json": JSON.stringify(failed),
        "other.json": preview({ resourceName: "exotic", resourceGroupName: "shop" }),
    };
    const [shop, exotic] = ["shop", "exotic"].map((name) => `cluster ${name} (resource group shop)`);
    await withFiles(files, async (folder) => {
        const refusal = async (option: string, file: string, ...more: string[]) => {
            const argv = ["adopt", join(folder, "cluster.json"), option, join(folder, file), ...more];
            const { code, stdout, stderr } = await command(argv);
            expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
            return stderr.replace(`managed-identity-aks: ${join(folder, file)}: `, "");
        };
        const importFile = join(folder, "import.json");
        expect(await refusal("--pools", "others.json")).toBe(
            `Pool gpu belongs to ${exotic}; expected the pools of ${shop}.\n`,
        );
        expect(await refusal("--pools", "clusters.json")).toBe(
            `${shop} is in this list; expected pools, as \`az aks nodepool list\` prints them.\n`,
        );
        expect(await refusal("--preview", "failed.json", "--import-file", importFile)).toMatch(
            /^The preview failed or is incomplete/,
        );
        expect(await refusal("--preview", "other.json", "--import-file", importFile)).toBe(
            `The preview is of ${exotic}; expected one of ${shop}.\n`,
        );
        expect(existsSync(importFile)).toBe(false);
    });
});

test("adopt refuses pools that are no list, and says why a file cannot be written", async () => {
    const broken = { ...AZ_CLUSTER, agentPoolProfiles: "no" };
    const ran = await command(["adopt", "-"], { stdin: JSON.stringify(broken) });
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toBe(
        "managed-identity-aks: standard input: agentPoolProfiles is a value of type string; expected a list.\n",
    );
    await withFiles(FILES, async (folder) => {
        const [cluster, program] = ["cluster.json", "none/index.ts"].map((name) => join(folder, name));
        expect(await command(["adopt", String(cluster), "--program", String(program)])).toEqual({
            code: 2,
            stdout: "",
            stderr: `managed-identity-aks: ${program} cannot be written: there is no such folder.\n`,
        });
    });
});

test("adopt warns of a cluster that is stopped, and of one that shows two kinds of identities", async () => {
    const warned = async (properties: object) => {
        const cluster = { ...ARM_CLUSTER, properties: { ...ARM_CLUSTER.properties, ...properties } };
        return (await command(["adopt", "-"], { stdin: JSON.stringify(cluster) })).stdout;
    };
    expect(await warned({ powerState: { code: "Stopped" } })).toContain("The cluster is stopped.");
    expect(await warned({ servicePrincipalProfile: { clientId: "c" } })).toContain(
        "shows both a managed identity and a service principal",
    );
    expect(await warned({})).not.toContain("Warnings");
});

test("grants and map read a cluster as Azure returns it", async () => {
    const stdin = JSON.stringify(AZ_CLUSTER);
    const grants = await command(["grants", "-"], { stdin });
    expect(grants).toMatchObject({ code: 0, stderr: "" });
    expect(grants.stdout).toContain("Network Contributor");
    expect(grants.stdout).toContain("Role assignments do, but they were not read");
    expect(await command(["map", "-"], { stdin })).toMatchObject({ code: 0 });
    const broken = { ...ARM_CLUSTER, properties: { ...ARM_CLUSTER.properties, enableRBAC: false } };
    const refused = await command(["grants", "-"], { stdin: JSON.stringify(broken) });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("standard input: the component cannot describe this cluster.\n  - enableRBAC: ");
});

test("a list of pools names each; adopt without a system pool shows what it can", async () => {
    expect(readPoolList({ value: [{ name: "batch" }] })).toEqual([{ name: "batch" }]);
    expect(() => readPoolList([{ mode: "User" }])).toThrow("An entry has no name; expected pools, as `az aks nodepool");
    await withFiles({ ...FILES, "pools.json": '[{"name":"batch"}]' }, async (folder) => {
        const file = (name: string) => join(folder, name);
        const options = ["--pools", file("pools.json"), "--role-assignments", file("roles.json")];
        const { code, stdout, stderr } = await command(["adopt", file("cluster.json"), ...options]);
        expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
        expect(stdout).toContain("The cluster has no pool of mode System.");
    });
});
