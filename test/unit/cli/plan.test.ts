import { join } from "node:path";
import Ajv from "ajv";
import schema from "../../../src/migration/schemas/plan.v1.json";
import { ARM_CLUSTER } from "../migration/clusters";
import { command, withFiles } from "./command";

const validate = new Ajv().compile(schema);
const type = "azure-native:containerservice:ManagedCluster";
const urn = `urn:pulumi:dev::shop::${type}::shop`;
const state = (inputs: object) => ({
    urn,
    type,
    id: ARM_CLUSTER.id,
    inputs: { resourceName: "shop", resourceGroupName: "shop", ...inputs },
    outputs: { ...ARM_CLUSTER.properties, name: "shop" },
});
const principal = { servicePrincipalProfile: { clientId: "11111111-0000-0000-0000-000000000009" } };
const managed = { identity: { type: "SystemAssigned" } };
const document = (op: string, before: object, after: object, detailedDiff: object = {}) =>
    JSON.stringify({
        steps: [{ op, urn, oldState: state(before), newState: state(after), detailedDiff }],
        changeSummary: { [op]: 1 },
        duration: 1,
    });

test.each<[string, string, number]>([
    ["a preview without clusters", JSON.stringify({ steps: [], changeSummary: {}, duration: 1 }), 0],
    [
        "a migration from a service principal",
        document("update", principal, managed, {
            identity: { kind: "add" },
            servicePrincipalProfile: { kind: "delete" },
        }),
        3,
    ],
    ["a way that Azure does not have", document("update", managed, principal, { identity: { kind: "delete" } }), 4],
    ["a replacement", document("replace", managed, managed, { dnsPrefix: { kind: "update-replace" } }), 5],
    ["an operation of a newer CLI", document("frobnicate", managed, managed), 6],
])("plan of %s", async (_, stdin, code) => {
    const json = await command(["plan", "-", "--format", "json"], { stdin });
    expect(json).toMatchObject({ code, stderr: "" });
    const plan = JSON.parse(json.stdout);
    expect(validate(plan) || validate.errors).toBe(true);
    for (const format of ["text", "markdown", "html", "comment", "sarif", "junit"]) {
        expect(await command(["plan", "-", "--format", format], { stdin })).toMatchObject({ code, stderr: "" });
    }
    const junit = await command(["plan", "-", "--format", "junit"], { stdin });
    const failing = plan.findings.filter(({ exitCode }: { exitCode: number }) => exitCode > 0);
    expect(junit.stdout.match(/<(failure|error) /g) ?? []).toHaveLength(failing.length);
    const lenient = await command(["plan", "-", "--fail-on", "never"], { stdin });
    expect(lenient.code).toBe(code === 6 ? 6 : 0);
});

test("plan accepts risks, and refuses a wrong file before it reads the preview", async () => {
    const stdin = document("replace", managed, managed, { dnsPrefix: { kind: "update-replace" } });
    const entry = {
        code: "ClusterReplaced",
        resource: ARM_CLUSTER.id,
        reason: "A new network.",
        expires: "1970-01-01",
    };
    const pool = (name: string) => ({ ...entry, code: "PoolReplaced", resource: `${ARM_CLUSTER.id}#pool ${name}` });
    const files = { "accept.json": JSON.stringify([entry, pool("batch"), pool("nodepool1")]), "wrong.json": "[{}]" };
    await withFiles(files, async (folder) => {
        const run = (name: string, input = stdin) =>
            command(["plan", "-", "--format", "json", "--accept", join(folder, name)], { stdin: input });
        const { code, stdout } = await run("accept.json");
        const plan = JSON.parse(stdout);
        expect(code).toBe(0);
        expect(validate(plan) || validate.errors).toBe(true);
        expect(plan.exitCode).toBe(0);
        expect(plan.findings.map(({ exitCode, accepted }: Record<string, unknown>) => [exitCode, accepted])).toEqual([
            [5, entry],
            [5, pool("batch")],
            [5, pool("nodepool1")],
        ]);
        const wrong = await run("wrong.json", "");
        expect(wrong).toMatchObject({ code: 2, stdout: "" });
        expect(wrong.stderr).toContain("wrong.json: entry 1: code is not set; expected the code of a check");
    });
});

test("plan reads a stack export and clusters of Azure", async () => {
    const files = {
        "stack.json": JSON.stringify({ version: 3, deployment: { resources: [state(managed)] } }),
        "live.json": JSON.stringify([ARM_CLUSTER]),
        "preview.json": JSON.stringify({ steps: [], changeSummary: {}, duration: 1 }),
    };
    await withFiles(files, async (folder) => {
        const file = (name: string) => join(folder, name);
        const options = ["--stack-export", file("stack.json"), "--live", file("live.json")];
        expect(await command(["plan", file("preview.json"), ...options])).toMatchObject({ code: 0, stderr: "" });
        const swapped = await command(["plan", file("preview.json"), "--stack-export", file("live.json")]);
        expect(swapped).toMatchObject({ code: 2, stdout: "" });
        expect(swapped.stderr).toContain("live.json: the stack export ");
    });
});

test.each([
    ["", "the input is empty"],
    ['{"steps": [', "standard input: "],
    ["Previewing update (dev)", "standard input: "],
])("plan refuses %j in one line", async (stdin, message) => {
    const { code, stdout, stderr } = await command(["plan", "-"], { stdin });
    expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
    expect(stderr).toContain(message);
});
