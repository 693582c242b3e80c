import { FAIL_ON, processExitCode } from "../../../src/cli/failOn";
import { run } from "../../../src/cli/run";
import { ExitCode } from "../../../src/migration/report";
import { command, NO_AZURE } from "./command";

const SUBNET =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes";
const stdin = JSON.stringify({
    resourceGroupName: "shop",
    clusterName: "shop",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: SUBNET },
});

test("grants as plain text: one line for each role assignment", async () => {
    expect(await command(["grants", "-"], { stdin })).toEqual({
        code: 0,
        stderr: "",
        stdout: `Role assignments of shop

identity       role                       scope                                      when            reason
control plane  Managed Identity Operator  the kubelet identity                       before-cluster  The control plane assigns the kubelet identity to the nodes.
control plane  Network Contributor        virtualNetworks/vnet/subnets/nodes in net  before-cluster  The control plane joins nodes to the subnet.
`,
    });
});

test("grants on a terminal: as wide as it, in colours unless NO_COLOR is set", async () => {
    const { stdout } = await command(["grants", "-"], { stdin, terminal: 80, env: { NO_COLOR: "1" } });
    expect(stdout).toContain("kubelet");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBe(80);
    expect(stdout).not.toContain("\x1b");
    const coloured = await command(["grants", "-"], { stdin, terminal: 80 });
    expect(coloured.stdout).toContain("\x1b[1mRole assignments of shop\x1b[22m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.stdout.replace(/\x1b\[\d+m/g, "")).toBe(stdout);
});

test("grants as commands: a script that demands what it does not know", async () => {
    const { stdout } = await command(["grants", "-", "--commands"], { stdin });
    expect(stdout.trimEnd().split("\n")).toEqual([
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
        ': "${CONTROL_PLANE_PRINCIPAL_ID:?object id of the service principal of: control plane}"',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
        ': "${KUBELET_IDENTITY_ID:?resource id of the kubelet identity}"',
        `az role assignment create --assignee-object-id "$CONTROL_PLANE_PRINCIPAL_ID" --assignee-principal-type ServicePrincipal --role 'f1a07417-d97a-45cb-824c-7a7467783830' --scope "$KUBELET_IDENTITY_ID" --description 'The control plane assigns the kubelet identity to the nodes.'`,
        `az role assignment create --assignee-object-id "$CONTROL_PLANE_PRINCIPAL_ID" --assignee-principal-type ServicePrincipal --role '/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7' --scope '${SUBNET}' --description 'The control plane joins nodes to the subnet.'`,
    ]);
});

test("map as text, as Markdown and as a picture", async () => {
    const show = async (format: string) => (await command(["map", "-", "--format", format], { stdin })).stdout;
    expect(await show("text")).toBe(`Identities of shop
kubelet
└─ no role assignment
control plane
├─ Managed Identity Operator ──▶ the kubelet identity
└─ Network Contributor ──▶ virtualNetworks/vnet/subnets/nodes in net
`);
    expect(await show("markdown")).toBe(`**Identities of shop**

\`\`\`mermaid
flowchart LR
    n0(["kubelet"])
    n1(["control plane"])
    n2["the kubelet identity"]
    n3["virtualNetworks/vnet/subnets/nodes in net"]
    n1 -- "Managed Identity Operator" --> n2
    n1 -- "Network Contributor" --> n3
\`\`\`
`);
    expect(await show("svg")).toMatch(/^<svg role="img" [^>]*>\n<title>Identities of shop<\/title>[\s\S]*<\/svg>\n$/);
    expect(await show("html")).toMatch(/^<!DOCTYPE html>[\s\S]*<svg [\s\S]*<\/html>\n$/);
});

test("arguments that the rules reject: every violation, no value", async () => {
    const args = { systemNodePool: { vmSize: 4, subnetId: "hunter2" }, tier: "hunter2", registrys: [] };
    const { code, stdout, stderr } = await command(["grants", "-"], { stdin: JSON.stringify(args) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const [first, ...lines] = stderr.trimEnd().split("\n");
    expect(first).toBe("managed-identity-aks: standard input: 4 problems in the arguments of the cluster.");
    expect(lines.map((line) => /^ {2}- ([\w.]+)(?: is not set)?: .*\(/.exec(line)?.[1]).sort()).toEqual([
        "registrys",
        "resourceGroupName",
        "systemNodePool.subnetId",
        "systemNodePool.vmSize",
    ]);
    expect(stderr).not.toContain("hunter2");
});

test("a part of a cluster, and a stack without role assignments, are named as what they are not", async () => {
    const cluster = { type: "Microsoft.ContainerService/ManagedClusters", location: "westeurope", properties: {} };
    for (const value of [cluster, { agentPoolProfiles: [], location: "westeurope" }]) {
        const { code, stderr } = await command(["grants", "-"], { stdin: JSON.stringify(value) });
        expect(code).toBe(2);
        expect(stderr).toContain("standard input: The id of this object is not set; expected that of a cluster");
    }
    const { code, stderr } = await command(["grants", "-"], { stdin: JSON.stringify({ url: "https://example" }) });
    expect(code).toBe(2);
    expect(stderr).toContain("standard input: this does not describe a cluster. Expected: ");
});

test.each([
    [["--help"], 0],
    [["--version"], 0],
    [["grants", "--help"], 0],
    [[], 2],
    [["grant"], 2],
    [["grants"], 2],
    [["grants", "a", "b"], 2],
    [["grants", "-", "--format", "yaml"], 2],
    [["grants", "-", "--format", "svg"], 2],
    [["grants", "-", "--format", "sarif"], 2],
    [["grants", "-", "--fail-on", "\x1b[31m"], 2],
])("%j ends with %d", async (argv, code) => {
    const ran = await command(argv);
    expect(ran.code).toBe(code);
    expect(code === 0 ? ran.stderr : ran.stdout).toBe("");
    expect(ran.stdout + ran.stderr).not.toBe("");
    expect(ran.stderr).not.toContain("\x1b");
});

test("a failure that nobody expected is one line, and a stack with DEBUG", async () => {
    const stdin = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error("odd\nthing \x1b[31m")) }) };
    for (const [env, pattern] of [
        [{}, /^managed-identity-aks: odd thing \\u001b\[31m\n$/],
        [{ DEBUG: "1" }, /^managed-identity-aks: odd thing \\u001b\[31m\nError: odd\n[\s\S]*\n {4}at /],
    ] as const) {
        let stderr = "";
        const write = (text: string) => {
            stderr += text;
        };
        expect(await run(["grants", "-"], { stdin, stdout: { write }, stderr: { write }, env, ...NO_AZURE })).toBe(1);
        expect(stderr).toMatch(pattern);
    }
});

describe("--fail-on", () => {
    const { Ok, Failure, InvalidInput, FollowUp, Rejected, Replaced, Incomplete } = ExitCode;

    test.each([
        ["follow-up", [FollowUp, Rejected, Replaced, Incomplete]],
        ["rejected", [Rejected, Replaced, Incomplete]],
        ["replaced", [Replaced, Incomplete]],
        ["incomplete", [Incomplete]],
        ["never", [Incomplete]],
    ] as const)("%s: these results fail: %j", (failOn, failing) => {
        const findings = [FollowUp, Rejected, Replaced, Incomplete];
        expect(findings.filter((result) => processExitCode(result, failOn) !== Ok)).toEqual(failing);
    });

    test.each(FAIL_ON)(
        "%s: a failure, an invalid input and a cluster that could not be read never end with 0",
        (failOn) => {
            for (const result of [Failure, InvalidInput, Incomplete]) {
                expect(processExitCode(result, failOn)).toBe(result);
            }
            expect(processExitCode(Ok, failOn)).toBe(Ok);
        },
    );
});
