import { join } from "node:path";
import type { AzureApi } from "../../../src/cli/azure/azureClient";
import { verifyLive } from "../../../src/cli/azure/verifyLive";
import { type DeclaredCluster, declaredClusters } from "../../../src/migration/verify/declared";
import type { VerifyData } from "../../../src/migration/verify/verifyReport";
import {
    assign,
    assignmentName,
    clusterPath,
    contributor,
    makeIdentity,
    networkContributor,
    putRole,
    reader,
    type TestAzure,
} from "../../local-azure/harness";
import { withFiles } from "./command";
import { liveAzure } from "./liveAzure";
import {
    forbidden,
    grant,
    groupOf,
    HOUR,
    type Outputs,
    strike,
    type VerifiedCluster,
    withVerifiedCluster,
} from "./verifiedCluster";

const IDENTITY_OPERATOR = "control plane: Managed Identity Operator on userAssignedIdentities/kubelet in rg";
const NETWORK = "control plane: Network Contributor on virtualNetworks/vnet/subnets/nodes in rg";
const NODES = "nodepool1: identity of the nodes";
const NETWORK_ACTIONS = ["Microsoft.Network/*", "Microsoft.Insights/alertRules/*", "Microsoft.Support/*"];
const MORE_ACTIONS = [
    "Microsoft.Authorization/*/read",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
];

/** The role assignment of the subnet is gone, and `instead` is there. */
async function replaced({ azure, assigned }: VerifiedCluster, instead: (group: string) => Promise<unknown>) {
    expect((await azure.delete(assigned["Network Contributor"], { apiVersion: "2022-04-01" })).status).toBe(200);
    await instead(`${azure.subscription}/resourceGroups/rg`);
}

async function customRole(azure: TestAzure, name: string, actions: string[]): Promise<string> {
    const guid = assignmentName();
    expect((await putRole(azure, guid, name, actions)).status).toBe(201);
    return guid;
}

test("a cluster that is as its stack says", async () => {
    await withVerifiedCluster({}, async ({ azure, verify }) => {
        const before = azure.server.requests().length;
        const { code, stderr, states, checks } = await verify();
        expect({ code, stderr, states }).toEqual({
            code: 0,
            stderr: "",
            states: { ok: checks.map(({ name }) => name) },
        });
        expect(states.ok).toEqual([
            "provisioning state",
            "servicePrincipalProfile.clientId",
            "control plane",
            "kubelet",
            "control plane identity exists",
            "kubelet identity exists",
            IDENTITY_OPERATOR,
            NETWORK,
            "nodepool1: provisioning state",
            NODES,
        ]);
        const requests = azure.server.requests().slice(before);
        expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
    });
});

/** What stands in place of the role assignment, how its check ends at once and two days later, and what it finds. */
type Case = [
    name: string,
    instead: (cluster: VerifiedCluster, group: string) => Promise<unknown>,
    found: RegExp,
    states: [atOnce: string, later: string],
    codes: [atOnce: number, later: number],
];

const principalOf = ({ controlPlane }: VerifiedCluster) => controlPlane.properties.principalId;
const onGroup = (role: string) => (cluster: VerifiedCluster, group: string) =>
    assign(cluster.azure, role, principalOf(cluster), group);

const CASES: Case[] = [
    ["nothing", async () => undefined, /^not assigned$/, ["wrong", "wrong"], [4, 4]],
    [
        "another role assignment of the same",
        (cluster) => assign(cluster.azure, networkContributor, principalOf(cluster), cluster.subnet),
        /^assigned \([-0-9a-f]{36}\)/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "the role on a higher scope",
        onGroup(networkContributor),
        /^assigned on resourceGroups\/rg \([-0-9a-f]{36}\)/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "a broader role",
        onGroup(contributor),
        /^included in Contributor on resourceGroups\/rg \([-0-9a-f]{36}\)/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "the role of a group",
        async (cluster) => {
            const group = await groupOf(cluster.azure, principalOf(cluster));
            return assign(cluster.azure, networkContributor, group, cluster.subnet, {}, { principalType: "Group" });
        },
        /^assigned through group [-0-9a-f]{36} \([-0-9a-f]{36}\)/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "a custom role with the same actions",
        async (cluster, group) =>
            onGroup(await customRole(cluster.azure, "Networker", [...NETWORK_ACTIONS, ...MORE_ACTIONS]))(
                cluster,
                group,
            ),
        /^included in Networker on resourceGroups\/rg/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "two custom roles that have the actions together",
        async (cluster, group) => {
            await onGroup(await customRole(cluster.azure, "One", NETWORK_ACTIONS))(cluster, group);
            await onGroup(await customRole(cluster.azure, "Other", MORE_ACTIONS))(cluster, group);
        },
        /^included in One on resourceGroups\/rg .* and included in Other on resourceGroups\/rg/,
        ["pending", "ok"],
        [3, 0],
    ],
    [
        "a role that does not include it",
        onGroup(reader),
        /^not assigned; Reader lacks Microsoft\.Insights\/alertRules\/\*$/,
        ["wrong", "wrong"],
        [4, 4],
    ],
    [
        "a broader role under a condition",
        (cluster, group) =>
            assign(
                cluster.azure,
                OWNER,
                principalOf(cluster),
                group,
                {},
                { condition: CONDITION, conditionVersion: "2.0" },
            ),
        /^included in Owner on resourceGroups\/rg .*; it has a condition$/,
        ["unknown", "unknown"],
        [6, 6],
    ],
    [
        "the role on a scope beside",
        (cluster) => assign(cluster.azure, networkContributor, principalOf(cluster), cluster.kubelet.id),
        /^not assigned$/,
        ["wrong", "wrong"],
        [4, 4],
    ],
    [
        "the role of another identity",
        ({ azure, kubelet, subnet }) => assign(azure, networkContributor, kubelet.properties.principalId, subnet),
        /^not assigned$/,
        ["wrong", "wrong"],
        [4, 4],
    ],
];
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONDITION =
    "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
    `(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${reader}}))`;

test.each(CASES)("instead of a role assignment: %s", async (_, instead, found, states, codes) => {
    await withVerifiedCluster({}, async (cluster) => {
        await replaced(cluster, (group) => instead(cluster, group));
        for (const [index, seconds] of [0, 48 * HOUR].entries()) {
            cluster.azure.advance(seconds);
            const { code, checks } = await cluster.verify();
            const check = checks.find(({ name }) => name === NETWORK);
            expect({ state: check?.state, code }).toEqual({ state: states[index], code: codes[index] });
            expect(check?.found).toMatch(found);
            expect(check?.roleAssignmentIds === undefined).toBe(states[index] === "wrong");
        }
    });
});

test("what is missing is assigned by the command that the report has", async () => {
    await withVerifiedCluster({}, async (cluster) => {
        await replaced(cluster, async () => undefined);
        const { checks } = await cluster.verify();
        expect(checks.find(({ name }) => name === NETWORK)?.commands).toEqual([
            `az role assignment create --assignee-object-id ${principalOf(cluster)} --assignee-principal-type ServicePrincipal --role '${cluster.azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${networkContributor}' --scope '${cluster.subnet}' --description 'The control plane joins nodes to the subnet.'`,
        ]);
    });
});

test("a scope in another subscription", async () => {
    const hub = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";
    await withVerifiedCluster({ otherSubscriptionIds: [hub] }, async (cluster) => {
        const { azure, outputs, verify } = cluster;
        const scope = `/subscriptions/${hub}/resourceGroups/net`;
        expect((await azure.put(scope, { location: "westus2" })).status).toBe(201);
        const required = grant(azure, "Network Contributor", principalOf(cluster), scope);
        const changed = { ...outputs, roleAssignments: [...outputs.roleAssignments, required] };
        expect(await verify({ outputs: changed })).toMatchObject({ code: 4, states: { wrong: [expect.anything()] } });
        expect((await assign(azure, contributor, principalOf(cluster), `/subscriptions/${hub}`)).status).toBe(201);
        azure.advance(HOUR);
        const { code, checks } = await verify({ outputs: changed });
        expect(code).toBe(0);
        expect(checks.find(({ name }) => name.endsWith("resourceGroups/net"))?.found).toMatch(
            new RegExp(`^included in Contributor on subscriptions/${hub} `),
        );
    });
});

test("a scope that is a management group", async () => {
    const scope = "/providers/Microsoft.Management/managementGroups/shop";
    await withVerifiedCluster({}, async (cluster) => {
        const { azure, outputs } = cluster;
        const required = grant(azure, "Network Contributor", principalOf(cluster), scope);
        const { clusters } = declaredClusters({ name: "outputs", value: { ...outputs, roleAssignments: [required] } });
        const { arm } = await liveAzure(azure).azure();
        const asked: unknown[] = [];
        // local-azure has no management groups.
        const list: AzureApi["list"] = async (path, query) => {
            if (!path.startsWith(scope)) {
                return arm.list(path, query);
            }
            asked.push([path.slice(scope.length), query]);
            return [{ id: `${scope}${path}/1`, properties: { ...required, createdOn: "2025-01-01T00:00:00Z" } }];
        };
        const context = { formerPrincipals: [], now: azure.clock.now() };
        const { checks, state } = await verifyLive({ ...arm, list }, clusters[0] as DeclaredCluster, context);
        expect(state).toBe("ok");
        expect(checks.find(({ section }) => section === "role assignments")?.name).toBe(
            "control plane: Network Contributor on managementGroups/shop",
        );
        const $filter = `atScope() and assignedTo('${principalOf(cluster)}')`;
        expect(asked).toEqual([
            ["/providers/Microsoft.Authorization/roleAssignments", { "api-version": "2022-04-01", $filter }],
        ]);
    });
});

test("what is no answer of Azure ends the command", async () => {
    await withVerifiedCluster({}, async ({ azure, outputs }) => {
        const { clusters } = declaredClusters({ name: "outputs", value: outputs });
        const { arm } = await liveAzure(azure).azure();
        const list = () => Promise.reject(new Error("odd"));
        const context = { formerPrincipals: [], now: 0 };
        await expect(verifyLive({ ...arm, list }, clusters[0] as DeclaredCluster, context)).rejects.toThrow("odd");
    });
});

/** What goes wrong when Azure is read, and which checks are unknown then. */
test.each<[string, string, string[]]>([
    ["a scope's role assignments", "**/subnets/nodes/providers/Microsoft.Authorization/roleAssignments", [NETWORK]],
    ["the scale sets", "**/virtualMachineScaleSets", [NODES]],
    ["the nodes", "**/virtualMachineScaleSets/*/virtualMachines", [NODES]],
    ["an identity", "**/userAssignedIdentities/kubelet", ["kubelet identity exists"]],
    ["the cluster", "**/managedClusters/c1", ["cluster"]],
])("%s cannot be read: never 0, and the report has what Azure says", async (_, path, names) => {
    await withVerifiedCluster({}, async ({ azure, verify }) => {
        await strike(azure, forbidden(path));
        const { code, states, checks } = await verify();
        expect({ code, unknown: states.unknown }).toEqual({ code: 6, unknown: names });
        expect(checks.find(({ state }) => state === "unknown")?.found).toMatch(
            /^GET .*: 403 AuthorizationFailed: No\.$/,
        );
        expect((await verify({ argv: ["--fail-on", "never"] })).code).toBe(6);
    });
});

test("a role that cannot be read cannot be compared", async () => {
    await withVerifiedCluster({}, async (cluster) => {
        await replaced(cluster, (group) => onGroup(contributor)(cluster, group));
        await strike(cluster.azure, forbidden(`**/roleDefinitions/${contributor}`));
        const { code, checks } = await cluster.verify();
        expect(code).toBe(6);
        expect(checks.find(({ name }) => name === NETWORK)?.found).toMatch(
            /^not assigned; other roles could not be compared: GET .*: 403 AuthorizationFailed: No\.$/,
        );
    });
});

test("throttled requests are repeated", async () => {
    await withVerifiedCluster({}, async ({ azure, verify }) => {
        await strike(azure, { kind: "throttle", path: "**/roleAssignments", retryAfterSeconds: 0, times: 2 });
        expect((await verify()).code).toBe(0);
        expect(azure.server.requests().filter(({ status }) => status === 429)).toHaveLength(2);
    });
});

test("lists in pages are read to their end", async () => {
    await withVerifiedCluster({ pageSize: 1 }, async (cluster) => {
        const { azure, subnet, verify } = cluster;
        // On the last of three pages.
        await replaced(cluster, onGroup(reader).bind(undefined, cluster));
        await assign(azure, reader, principalOf(cluster), subnet);
        await assign(azure, networkContributor, principalOf(cluster), subnet);
        azure.advance(HOUR);
        expect((await verify()).code).toBe(0);
        const pages = azure.server
            .requests()
            .filter(({ path, query }) => path.includes("/subnets/nodes/") && "$skiptoken" in query);
        expect(pages).toHaveLength(2);
    });
});

test("Reader on the cluster, its node resource group and the scopes is enough, and less is not", async () => {
    await withVerifiedCluster({}, async (cluster) => {
        const { azure, verify, subnet, controlPlane, kubelet, outputs } = cluster;
        const onlooker = await makeIdentity(azure, "onlooker");
        const { principalId } = onlooker.properties;
        const as = { principal_id: principalId };
        const nodeGroup = `${azure.subscription}/resourceGroups/MC_rg_c1_westus2`;
        const scopes = [outputs.clusterId, nodeGroup, subnet, controlPlane.id, kubelet.id];
        expect(await verify({ as })).toMatchObject({ code: 6, states: { unknown: ["cluster"] } });
        const codes: number[] = [];
        for (const scope of scopes) {
            expect((await assign(azure, reader, principalId, scope)).status).toBe(201);
            codes.push((await verify({ as })).code);
        }
        expect(codes).toEqual([6, 6, 6, 6, 0]);
    });
});

test("identities that are not those of the outputs, or that the outputs do not tell", async () => {
    await withVerifiedCluster({}, async ({ verify, outputs, kubelet }) => {
        const { controlPlaneIdentity, identityProfile: _, addonIdentities: __, ...others } = outputs;
        const other = { ...Object(controlPlaneIdentity), principalId: kubelet.properties.principalId };
        const changed = await verify({ outputs: { ...outputs, controlPlaneIdentity: other } });
        expect(changed).toMatchObject({ code: 4, states: { wrong: ["control plane"] } });
        // The role assignments tell whose they are.
        const untold = await verify({ outputs: others });
        expect(untold).toMatchObject({ code: 6, states: { unknown: ["kubelet"] } });
        expect(untold.checks.find(({ name }) => name === "control plane")).toMatchObject({ state: "ok" });
        expect(untold.checks.find(({ name }) => name === "kubelet")?.advice).toBe(
            "Export the output identityProfile, so that it can be compared.",
        );
    });
});

test("an identity that is deleted, and one that was created again", async () => {
    await withVerifiedCluster({}, async ({ azure, verify, kubelet }) => {
        expect((await azure.delete(kubelet.id)).status).toBe(200);
        const deleted = await verify();
        expect(deleted.states.wrong).toContain("kubelet identity exists");
        expect(deleted.code).toBe(4);
        await makeIdentity(azure, "kubelet");
        const recreated = await verify();
        expect(recreated.states.wrong).toContain("kubelet identity exists");
        expect(recreated.checks.find(({ name }) => name === "kubelet identity exists")?.advice).toContain(
            "created again",
        );
    });
});

test("an operation in progress, and a failed one", async () => {
    await withVerifiedCluster({ operationSeconds: 60 }, async ({ azure, verify }) => {
        azure.advance(60);
        const pool = `${clusterPath()}/agentPools/nodepool1`;
        const { properties } = (await azure.get(pool)).body;
        const grow = (count: number) => azure.put(pool, { properties: { ...properties, count } });
        expect((await grow(4)).status).toBe(200);
        expect(await verify()).toMatchObject({ code: 3, states: { pending: ["nodepool1: provisioning state"] } });
        azure.advance(60);
        await strike(azure, { kind: "operation-fails", path: "**/nodepool1", code: "OutOfQuota" });
        expect((await grow(5)).status).toBe(200);
        azure.advance(60);
        const failed = await verify();
        expect(failed.states.wrong).toContain("nodepool1: provisioning state");
        expect(failed.code).toBe(4);
    });
});

test("two clusters: the one that cannot be read decides, and the other one is verified", async () => {
    await withVerifiedCluster({}, async ({ azure, verify, outputs }) => {
        await strike(azure, forbidden("**/managedClusters/other"));
        const other = { ...outputs, clusterId: outputs.clusterId.replace(/c1$/, "other") };
        const app = { roleAssignments: [{ ...outputs.roleAssignments[0], identity: "workload" }] };
        const { code, stdout, states } = await verify({ outputs: { one: outputs, other, app } });
        expect({ code, unknown: states.unknown }).toEqual({ code: 6, unknown: ["cluster"] });
        expect(states.ok).toContain(NETWORK);
        const { clusters, notVerified } = JSON.parse(stdout);
        expect(clusters.map(({ name, state }: VerifyData["clusters"][0]) => [name, state])).toEqual([
            ["c1", "ok"],
            ["other", "unknown"],
        ]);
        expect(notVerified).toEqual(["app.roleAssignments"]);
    });
});

/** Outputs that name no cluster, or not that one. */
test.each<[string, (outputs: Outputs) => object, (id: string) => string[], string]>([
    [
        "no role assignments",
        () => ({ url: "https://shop" }),
        () => [],
        "there are no role assignments among these outputs.",
    ],
    [
        "no cluster",
        ({ roleAssignments }) => ({ roleAssignments }),
        () => [],
        "roleAssignments has no output clusterId next to it.",
    ],
    [
        "another cluster",
        (outputs) => outputs,
        (id) => ["--cluster", `${id}x`],
        "none of roleAssignments belongs to the cluster",
    ],
    ["no id", (outputs) => ({ ...outputs, clusterId: "c1" }), () => [], 'the id "c1" is not the id of a cluster.'],
    [
        "a cluster that does not exist",
        (outputs) => ({ ...outputs, clusterId: `${outputs.clusterId}x` }),
        () => [],
        "There is no cluster ",
    ],
    ["no object id", (outputs) => outputs, () => ["--former-principal", "c1"], "Expected an object id"],
])("outputs with %s: one line, and exit code 2", async (_, change, argv, message) => {
    await withVerifiedCluster({}, async ({ verify, outputs }) => {
        const { code, stdout, stderr } = await verify({ outputs: change(outputs), argv: argv(outputs.clusterId) });
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(message);
        expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    });
});

test("outputs without the cluster's id, and with everything twice", async () => {
    await withVerifiedCluster({}, async ({ verify, outputs }) => {
        const { clusterId, ...others } = outputs;
        expect((await verify({ outputs: others, argv: ["--cluster", clusterId] })).code).toBe(0);
        const { roleAssignments } = outputs;
        const twice = await verify({ outputs: { clusterId, roleAssignments, aks: outputs } });
        expect(twice.code).toBe(0);
        expect(JSON.parse(twice.stdout)).toMatchObject({ clusters: [{ id: clusterId }], notVerified: [] });
    });
});

test.each(["text", "markdown", "html"])("the report as %s says what is wrong and what to do", async (format) => {
    await withVerifiedCluster({}, async (cluster) => {
        await replaced(cluster, async () => undefined);
        const { code, stdout, stderr } = await cluster.verify({ argv: ["--format", format] });
        expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
        for (const text of [
            "Verification – c1 – 2026-01-01",
            "Something is wrong.",
            "10 checks: 9 ok, 1 wrong.",
            "az role assignment create",
        ]) {
            expect(stdout).toContain(text);
        }
    });
});

test("a check that fails is a finding, in SARIF and JUnit, too, and can be accepted", async () => {
    await withVerifiedCluster({}, async (cluster) => {
        await replaced(cluster, async () => undefined);
        const show = async (...argv: string[]) => (await cluster.verify({ argv })).stdout;
        const { findings } = JSON.parse(await show("--format", "json"));
        const resource = `${cluster.outputs.clusterId}#control plane: Network Contributor on virtualNetworks/vnet/subnets/nodes in rg`;
        expect(findings).toMatchObject([{ code: "RoleAssignmentMissing", resource, state: "wrong", exitCode: 4 }]);
        expect(JSON.parse(await show("--format", "sarif")).runs[0].results).toMatchObject([
            { ruleId: "RoleAssignmentMissing", level: "error", message: { text: findings[0].message } },
        ]);
        expect(await show("--format", "junit")).toContain('tests="10" failures="1" errors="0" skipped="0"');
        const entry = { code: "RoleAssignmentMissing", resource, reason: "A test.", expires: "2026-12-31" };
        await withFiles({ "accept.json": JSON.stringify([entry]) }, async (folder) => {
            const { code, stdout } = await cluster.verify({ argv: ["--accept", join(folder, "accept.json")] });
            expect({ code, exitCode: JSON.parse(stdout).exitCode }).toEqual({ code: 0, exitCode: 0 });
        });
    });
});
