import fc from "fast-check";
import { readLiveCluster } from "../../../src/migration/live/liveCluster";
import type { LiveNodePool } from "../../../src/migration/live/nodes";
import type { Tone } from "../../../src/migration/report";
import type { DeployedGrant } from "../../../src/migration/requiredGrant";
import { type Access, accessKey, type HeldAssignment, readHeldAssignments } from "../../../src/migration/verify/access";
import { type Check, stateExitCode, worstState } from "../../../src/migration/verify/check";
import { type DeclaredCluster, declaredClusters } from "../../../src/migration/verify/declared";
import type { IdentityResources } from "../../../src/migration/verify/identityChecks";
import {
    accessPlan,
    accessQuestions,
    rolesOf,
    type VerifyInput,
    verifyCluster,
} from "../../../src/migration/verify/verify";
import { verifyReport } from "../../../src/migration/verify/verifyReport";
import { ARM_CLUSTER, CLUSTER_ID, KUBELET, SUBNET } from "./clusters";

const NOW = Date.UTC(2026, 0, 2);
const HOUR = 3600_000;
const CONTROL_PLANE = ARM_CLUSTER.identity.principalId;
const FORMER = "11111111-0000-0000-0000-00000000000f";
const GROUP = "11111111-0000-0000-0000-0000000000aa";
const { resourceId: KUBELET_ID } = ARM_CLUSTER.properties.identityProfile.kubeletidentity;
const ROLE = "/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/";
const NETWORK = `${ROLE}4d97b98b-1d4f-4787-a291-c67834d212e7`;
const CUSTOM = `${ROLE}22222222-0000-0000-0000-000000000001`;
const OTHER = `${ROLE}22222222-0000-0000-0000-000000000002`;

const required = (parts: Partial<DeployedGrant> = {}): DeployedGrant => ({
    identity: "controlPlane",
    principalId: CONTROL_PLANE,
    role: "Network Contributor",
    roleDefinitionId: NETWORK,
    scope: SUBNET,
    description: "The control plane joins nodes to the subnet.",
    when: "before-cluster",
    ...parts,
});

const held = (parts: Partial<HeldAssignment> = {}): HeldAssignment => ({
    id: `${SUBNET}/providers/Microsoft.Authorization/roleAssignments/1`,
    principalId: CONTROL_PLANE,
    roleDefinitionId: NETWORK,
    scope: SUBNET,
    hasCondition: false,
    changedAt: NOW - 2 * HOUR,
    ...parts,
});

const POOL: LiveNodePool = {
    name: "nodepool1",
    provisioningState: "Succeeded",
    type: "VirtualMachineScaleSets",
    isStopped: false,
    nodeImageVersion: "one",
    latestNodeImageVersion: { value: "two" },
    scaleSet: {
        value: {
            id: "set",
            poolName: "nodepool1",
            identities: [KUBELET_ID],
            nodes: { value: [{ name: "node", latestModelApplied: true }] },
        },
    },
};

interface Situation {
    /** Properties of the cluster in place of its own. */
    properties?: object;
    /** The cluster in place of its own. */
    identity?: object;
    declared?: Partial<DeclaredCluster>;
    pools?: LiveNodePool[];
    /** What the principal has where the grant is; or why that could not be read. */
    assigned?: HeldAssignment[] | string;
    roles?: Record<string, string[] | string>;
    resource?: { principalId: string } | string | undefined;
    formerPrincipals?: string[];
}

/** A cluster that is as its stack says, apart from what the situation changes. */
function inputOf(situation: Situation): VerifyInput {
    const { properties, identity, declared, pools = [POOL], assigned = [held()], roles = {} } = situation;
    const input = {
        declared: {
            id: CLUSTER_ID,
            servicePrincipalClientId: "msi",
            controlPlane: { kind: "SystemAssigned" as const, principalId: CONTROL_PLANE },
            kubelet: { resourceId: KUBELET_ID, principalId: KUBELET },
            addons: {},
            roleAssignments: [required()],
            ...declared,
        },
        cluster: readLiveCluster({
            ...ARM_CLUSTER,
            ...(identity && { identity }),
            properties: { ...ARM_CLUSTER.properties, ...properties },
        }),
        pools,
        formerPrincipals: situation.formerPrincipals ?? [],
        now: NOW,
    };
    const reading = typeof assigned === "string" ? { failure: assigned } : { value: assigned };
    const assignments: Access["assignments"] = new Map(
        accessQuestions(accessPlan(input)).map((question) => [accessKey(question), reading]),
    );
    const resource = "resource" in situation ? situation.resource : { principalId: KUBELET };
    const identities: IdentityResources = new Map([
        [KUBELET_ID.toLowerCase(), typeof resource === "string" ? { failure: resource } : { value: resource }],
    ]);
    const definitions = Object.entries(roles).map(
        ([id, actions]) =>
            [
                id.toLowerCase(),
                typeof actions === "string"
                    ? { failure: actions }
                    : {
                          value: {
                              name: `role ${id.slice(-1)}`,
                              permissions: [
                                  {
                                      actions,
                                      notActions: [],
                                      dataActions: [],
                                      notDataActions: [],
                                      isConditional: false,
                                  },
                              ],
                          },
                      },
            ] as const,
    );
    return { ...input, identities, access: { assignments, roles: new Map(definitions) } };
}

const checksOf = (situation: Situation) => verifyCluster(inputOf(situation)).checks;
const unusual = (situation: Situation) => checksOf(situation).filter(({ state }) => state !== "ok");

test("a cluster that is as its stack says", () => {
    expect(unusual({})).toEqual([]);
    expect(verifyCluster(inputOf({})).state).toBe("ok");
});

const scaleSet = (parts: object) => ({ ...POOL, scaleSet: { value: { ...Object(POOL.scaleSet).value, ...parts } } });
const omsagent = { resourceId: KUBELET_ID.replace("agentpool", "omsagent"), objectId: FORMER };
const withAddon = { properties: { addonProfiles: { omsagent: { enabled: true, identity: omsagent } } } };
const userAssigned = (...ids: string[]) => ({
    type: "UserAssigned",
    userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, { principalId: CONTROL_PLANE }])),
});
const principal = "aaaaaaaa-0000-0000-0000-000000000001";
const servicePrincipal = {
    properties: { servicePrincipalProfile: { clientId: principal }, identityProfile: undefined },
    identity: { type: "None" },
};
const tenant = { scope: "/providers/Microsoft.Management/managementGroups/shop" };

/** What is unusual, and what the checks say that are not ok. */
test.each<[string, Situation, [name: string, state: Tone, found: string][]]>([
    [
        "a failed operation",
        { properties: { provisioningState: "Failed" } },
        [["provisioning state", "wrong", "Failed"]],
    ],
    [
        "a canceled operation",
        { properties: { provisioningState: "Canceled" } },
        [["provisioning state", "wrong", "Canceled"]],
    ],
    [
        "an operation",
        { properties: { provisioningState: "Updating" } },
        [["provisioning state", "pending", "Updating"]],
    ],
    [
        "a service principal that Azure does not show",
        { properties: { servicePrincipalProfile: undefined } },
        [["servicePrincipalProfile.clientId", "unknown", "Azure does not show it"]],
    ],
    [
        "a service principal that the stack does not declare",
        servicePrincipal,
        [
            ["servicePrincipalProfile.clientId", "wrong", principal],
            ["control plane", "wrong", "ServicePrincipal"],
        ],
    ],
    [
        "a service principal that the stack declares",
        {
            ...servicePrincipal,
            declared: {
                servicePrincipalClientId: principal,
                controlPlane: { kind: "ServicePrincipal", principalId: CONTROL_PLANE },
            },
        },
        [["servicePrincipalProfile.clientId", "pending", principal]],
    ],
    [
        "a service principal that only the identity of the stack tells",
        {
            ...servicePrincipal,
            declared: {
                servicePrincipalClientId: undefined as never,
                controlPlane: { kind: "ServicePrincipal", principalId: CONTROL_PLANE },
            },
        },
        [["servicePrincipalProfile.clientId", "pending", principal]],
    ],
    [
        "another type of identity",
        { identity: userAssigned(KUBELET_ID) },
        [
            ["control plane", "wrong", `UserAssigned, ${KUBELET_ID}, principal ${CONTROL_PLANE}`],
            ["control plane identity exists", "wrong", `principal ${KUBELET}`],
        ],
    ],
    [
        "a second identity",
        {
            identity: userAssigned(KUBELET_ID, "/subscriptions/other"),
            declared: { controlPlane: { principalId: CONTROL_PLANE } },
            resource: { principalId: CONTROL_PLANE },
        },
        [
            ["further control plane identity", "wrong", "/subscriptions/other"],
            ["kubelet identity exists", "wrong", `principal ${CONTROL_PLANE}`],
        ],
    ],
    [
        "another kubelet identity",
        { declared: { kubelet: { resourceId: KUBELET_ID, principalId: FORMER } } },
        [["kubelet", "wrong", `${KUBELET_ID}, principal ${KUBELET}`]],
    ],
    [
        "a kubelet identity that the stack does not declare",
        { declared: { kubelet: undefined as never } },
        [["kubelet", "unknown", `${KUBELET_ID}, principal ${KUBELET}`]],
    ],
    ["a deleted identity", { resource: undefined }, [["kubelet identity exists", "wrong", "the identity is deleted"]]],
    ["an identity that cannot be read", { resource: "403" }, [["kubelet identity exists", "unknown", "403"]]],
    [
        "an add-on that the stack does not declare",
        withAddon,
        [
            ["omsagent", "wrong", `${omsagent.resourceId}, principal ${FORMER}`],
            ["omsagent identity exists", "unknown", "the identity was not read"],
        ],
    ],
    [
        "an add-on whose identity the outputs leave out",
        { ...withAddon, declared: { addons: undefined as never } },
        [
            ["omsagent", "unknown", `${omsagent.resourceId}, principal ${FORMER}`],
            ["omsagent identity exists", "unknown", "the identity was not read"],
        ],
    ],
    [
        "an add-on that is off",
        { declared: { addons: { omsagent: { principalId: FORMER } } } },
        [["omsagent", "wrong", "none shown"]],
    ],
    [
        "a pool that failed",
        { pools: [{ ...POOL, provisioningState: "Failed" }] },
        [["nodepool1: provisioning state", "wrong", "Failed"]],
    ],
    [
        "nodes on the identity before",
        { pools: [scaleSet({ identities: [] })] },
        [["nodepool1: identity of the nodes", "pending", "the previous identity"]],
    ],
    [
        "nodes of which some are upgraded",
        { pools: [scaleSet({ nodes: { value: [{ name: "node", latestModelApplied: false }] } })] },
        [["nodepool1: identity of the nodes", "pending", "the previous identity, on some of the nodes"]],
    ],
    [
        "nodes that cannot be read",
        { pools: [scaleSet({ nodes: { failure: "403" } })] },
        [["nodepool1: identity of the nodes", "unknown", "403"]],
    ],
    [
        "a scale set that cannot be read",
        { pools: [{ ...POOL, scaleSet: { failure: "403" } }] },
        [["nodepool1: identity of the nodes", "unknown", "403"]],
    ],
    [
        "no role assignments",
        { assigned: [] },
        [["control plane: Network Contributor on virtualNetworks/vnet/subnets/nodes in net", "wrong", "not assigned"]],
    ],
])("%s", (_, situation, expected) => {
    expect(unusual(situation).map(({ name, state, found }) => [name, state, found])).toEqual(expected);
});

/** What is assigned, and the state and the finding of the check. */
test.each<[string, Situation, Tone, string]>([
    ["the very one", {}, "ok", "assigned (1)"],
    [
        "one in another letter case",
        { assigned: [held({ scope: SUBNET.toUpperCase(), roleDefinitionId: NETWORK.toUpperCase() })] },
        "ok",
        "assigned (1)",
    ],
    ["one that could not be read", { assigned: "403" }, "unknown", "403"],
    ["one of an hour ago", { assigned: [held({ changedAt: NOW - HOUR })] }, "ok", "assigned (1)"],
    [
        "one of less than an hour ago",
        { assigned: [held({ changedAt: NOW - HOUR + 1 })] },
        "pending",
        "assigned (1); since 2026-01-01T23:00:00Z",
    ],
    [
        "one of a group",
        { assigned: [held({ principalId: GROUP, changedAt: NOW - 24 * HOUR })] },
        "ok",
        `assigned through group ${GROUP} (1)`,
    ],
    [
        "one of a group of less than a day ago",
        { assigned: [held({ principalId: GROUP, changedAt: NOW - 23 * HOUR })] },
        "pending",
        `assigned through group ${GROUP} (1); since 2026-01-01T01:00:00Z`,
    ],
    [
        "one without a date",
        { assigned: [omitDate(held())] },
        "unknown",
        "assigned (1); Azure does not show when it was created",
    ],
    [
        "one with a condition",
        { assigned: [held({ hasCondition: true })] },
        "unknown",
        "assigned (1); it has a condition",
    ],
    [
        "the one of the outputs, with a condition",
        {
            assigned: [held({ hasCondition: true })],
            declared: { roleAssignments: [required({ id: held().id.toUpperCase() })] },
        },
        "ok",
        "assigned (1)",
    ],
    [
        "a young one, and an old one of a group",
        { assigned: [held({ changedAt: NOW }), held({ id: "/2", principalId: GROUP, changedAt: 0 })] },
        "ok",
        `assigned through group ${GROUP} (2)`,
    ],
    [
        "one of a group, and a plain one",
        { assigned: [held({ id: "/2", principalId: GROUP, changedAt: 0 }), held()] },
        "ok",
        "assigned (1)",
    ],
    ["one on a management group", { assigned: [held(tenant)] }, "ok", "assigned on managementGroups/shop (1)"],
    ["one on a scope inside", { assigned: [held({ scope: `${SUBNET}/inside` })] }, "wrong", "not assigned"],
    [
        "a role that includes it",
        { assigned: [held({ roleDefinitionId: CUSTOM })], roles: { [NETWORK]: ["a/read"], [CUSTOM]: ["a/*"] } },
        "ok",
        "included in role 1 (1)",
    ],
    [
        "roles that include it together, of which one is young",
        {
            assigned: [held({ roleDefinitionId: CUSTOM }), held({ id: "/2", roleDefinitionId: OTHER, changedAt: NOW })],
            roles: { [NETWORK]: ["a/read", "b/read"], [CUSTOM]: ["a/*"], [OTHER]: ["b/*"] },
        },
        "pending",
        "included in role 1 (1) and included in role 2 (2); since 2026-01-02T00:00:00Z",
    ],
    [
        "roles that lack something",
        {
            assigned: [held({ roleDefinitionId: CUSTOM }), held({ id: "/2", roleDefinitionId: OTHER })],
            roles: { [NETWORK]: ["a/read", "b/read"], [CUSTOM]: ["a/*"], [OTHER]: ["c/*"] },
        },
        "wrong",
        "not assigned; role 1, role 2 lacks b/read",
    ],
    [
        "a role that cannot be read",
        { assigned: [held({ roleDefinitionId: CUSTOM })], roles: { [NETWORK]: ["a/read"], [CUSTOM]: "403" } },
        "unknown",
        "not assigned; other roles could not be compared: 403",
    ],
    [
        "a required role that cannot be read",
        { assigned: [held({ roleDefinitionId: CUSTOM })], roles: { [NETWORK]: "403", [CUSTOM]: ["*"] } },
        "unknown",
        "not assigned; other roles could not be compared: 403",
    ],
])("a role assignment: %s", (_, situation, state, found) => {
    const check = checksOf(situation).find(({ section }) => section === "role assignments");
    expect({ state: check?.state, found: check?.found }).toEqual({ state, found });
});

function omitDate({ changedAt: _, ...others }: HeldAssignment): HeldAssignment {
    return others;
}

test("roles are read only where the required one is not assigned", () => {
    const rolesFor = (assigned: HeldAssignment[]) => {
        const input = inputOf({ assigned });
        return rolesOf(accessPlan(input), input.access);
    };
    expect(rolesFor([held(), held({ roleDefinitionId: CUSTOM })])).toEqual([]);
    expect(rolesFor([held({ roleDefinitionId: CUSTOM })])).toEqual([NETWORK, CUSTOM]);
    expect(rolesFor([])).toEqual([]);
});

describe("an identity before", () => {
    const former = required({ principalId: FORMER });
    const kubelet = required({ identity: "kubelet", principalId: FORMER });
    const old = scaleSet({ identities: [] });
    const mixed = scaleSet({ nodes: { value: [{ name: "node", latestModelApplied: false }] } });
    const unread = { ...POOL, scaleSet: { failure: "403" } };
    const own = held({ principalId: FORMER });
    const checks = (situation: Situation) =>
        checksOf(situation).flatMap(({ section, name, state, found }) =>
            section === "leftovers" ? [[name, state, found]] : [],
        );
    const on = "Network Contributor on virtualNetworks/vnet/subnets/nodes in net";

    test.each<[string, DeployedGrant, LiveNodePool, HeldAssignment[] | string, Tone, string]>([
        ["of the nodes, which are not upgraded", kubelet, old, [own], "ok", "assigned (1)"],
        ["of the nodes, which have lost it", kubelet, old, [], "wrong", "not assigned"],
        ["of nodes of which some are upgraded", kubelet, mixed, [own], "ok", "assigned (1)"],
        ["of nodes that could not be read", kubelet, unread, [own], "ok", "assigned (1)"],
        ["of nodes that are upgraded", kubelet, POOL, [own], "pending", "assigned (1)"],
        ["of nodes that are upgraded, and that is gone", kubelet, POOL, [], "ok", "not assigned"],
        ["of the control plane", former, POOL, [own], "pending", "assigned (1)"],
        ["of the control plane, which may have lost it too early", former, POOL, [], "wrong", "not assigned"],
    ])("has a role assignment %s", (_, grant, pool, assigned, state, found) => {
        const situation = { declared: { roleAssignments: [required(), grant] }, pools: [pool], assigned };
        const [check, ...others] = checks(situation);
        const name = grant.identity === "kubelet" ? "kubelet" : "control plane";
        expect(check).toEqual([`previous identity, ${name}: ${on}`, state, found]);
        expect(others).toEqual([]);
    });

    test("that cannot be read is not called clean", () => {
        const situation = { declared: { roleAssignments: [required(), kubelet] }, assigned: "403" };
        expect(new Set(checks(situation).map(([, state]) => state))).toEqual(new Set(["unknown"]));
        expect(new Set(checks({ formerPrincipals: [FORMER], assigned: "403" }).map(([, state]) => state))).toEqual(
            new Set(["unknown"]),
        );
    });

    test("leaves role assignments that the outputs do not list", () => {
        const assigned = [held({ id: "/3", principalId: FORMER, roleDefinitionId: CUSTOM })];
        const declared = { roleAssignments: [] };
        expect(checks({ declared, assigned })).toEqual([]);
        const situation = { declared, assigned, formerPrincipals: [FORMER] };
        const name = `${FORMER}: custom role on virtualNetworks/vnet/subnets/nodes in net`;
        expect(checks(situation)).toEqual([[name, "pending", "3"]]);
        expect(checks({ ...situation, pools: [old] })).toEqual([[name, "ok", "3"]]);
    });

    test("is not one that the cluster uses", () => {
        const formerPrincipals = [CONTROL_PLANE, KUBELET.toUpperCase()];
        expect(checks({ formerPrincipals, declared: { roleAssignments: [] } })).toEqual([]);
    });

    test("is asked for on the cluster, its node resource group and its scopes, each once", () => {
        const input = inputOf({
            formerPrincipals: [FORMER],
            declared: {
                roleAssignments: [
                    required(),
                    required({ scope: SUBNET.toLowerCase() }),
                    required({ scope: CLUSTER_ID }),
                ],
            },
        });
        const nodeGroup = "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/MC_shop_shop_westeurope";
        expect(accessPlan(input).leftovers.map(({ scope, isRecursive }) => [scope.toLowerCase(), isRecursive])).toEqual(
            [CLUSTER_ID, nodeGroup, SUBNET].map((scope) => [scope.toLowerCase(), true]),
        );
    });
});

test("what role assignments tell of an identity counts where no output does", () => {
    const declared = { controlPlane: undefined as never };
    const [current, former] = [required(), required({ principalId: FORMER })];
    const stateOf = (roleAssignments: DeployedGrant[]) =>
        checksOf({ declared: { ...declared, roleAssignments } }).find(({ name }) => name === "control plane")?.state;
    expect(stateOf([current])).toBe("ok");
    // During a change both are there.
    expect(stateOf([former, current])).toBe("ok");
    expect(stateOf([former])).toBe("wrong");
    expect(stateOf([former, required({ principalId: GROUP })])).toBe("unknown");
});

test("what is read of a role assignment", () => {
    const id = `${SUBNET}/providers/Microsoft.Authorization/roleAssignments/1`;
    const properties = { principalId: FORMER, roleDefinitionId: NETWORK, scope: SUBNET };
    const read = (more: object) => readHeldAssignments([{ id, properties: { ...properties, ...more } }])[0];
    expect(read({ condition: null, createdOn: "2026-01-01T00:00:00.1234567Z" })).toEqual({
        id,
        ...properties,
        hasCondition: false,
        changedAt: Date.UTC(2026, 0, 1) + 123,
    });
    expect(
        read({ condition: "x", updatedOn: "2026-01-02T00:00:00Z", createdOn: "2026-01-01T00:00:00Z" }),
    ).toMatchObject({
        hasCondition: true,
        changedAt: Date.UTC(2026, 0, 2),
    });
    expect(read({})).not.toHaveProperty("changedAt");
});

test("the outputs of a stack in every arrangement", () => {
    const roleAssignments = [required()];
    const clustersOf = (value: object, id?: string) => declaredClusters({ name: "outputs", value }, id);
    const flat = { clusterId: CLUSTER_ID, roleAssignments, appRoleAssignments: [required({ identity: "workload" })] };
    expect(clustersOf(flat)).toMatchObject({
        clusters: [{ id: CLUSTER_ID, roleAssignments }],
        others: ["appRoleAssignments"],
    });
    const identity = { type: "UserAssigned", userAssignedIdentities: { [KUBELET_ID]: { principalId: FORMER } } };
    expect(
        clustersOf({ shop: { clusterId: CLUSTER_ID, identity, roleAssignments } }).clusters[0]?.controlPlane,
    ).toEqual({
        kind: "UserAssigned",
        resourceId: KUBELET_ID,
        principalId: FORMER,
    });
    const secret = {
        clusterId: CLUSTER_ID,
        controlPlaneIdentity: "[secret]",
        kubeletIdentity: {},
        addonIdentities: [],
        roleAssignments,
    };
    expect(clustersOf({ secret }).clusters).toEqual([{ id: CLUSTER_ID, roleAssignments }]);
    // Two lists of one owner, of which neither is called as the component calls it.
    expect(() => clustersOf({ clusterId: CLUSTER_ID, one: roleAssignments, two: roleAssignments })).toThrow(
        "no output clusterId",
    );
});

test("the worst state decides, and what could not be read is the worst", () => {
    const states: Tone[] = ["ok", "pending", "wrong", "unknown"];
    expect(states.map(stateExitCode)).toEqual([0, 3, 4, 6]);
    fc.assert(
        fc.property(fc.array(fc.constantFrom(...states)), (all) => {
            const worst = Math.max(0, ...all.map((state) => states.indexOf(state)));
            return worstState(all.map((state) => ({ state }) as Check)) === states[worst];
        }),
    );
});

test("a report has each advice once, and names what was not verified", () => {
    const check: Check = { section: "cluster", name: "a", state: "wrong", expected: "b", found: "c", advice: "Do it." };
    const cluster = {
        id: CLUSTER_ID,
        name: "shop",
        state: "wrong" as const,
        checks: [check, { ...check, commands: ["do it"] }],
    };
    const { exitCode, blocks } = verifyReport({ clusters: [cluster], notVerified: ["app"] });
    expect(exitCode).toBe(4);
    expect(blocks).toContainEqual({ kind: "list", items: ["Do it."] });
    expect(blocks).toContainEqual({ kind: "code", language: "sh", lines: ["do it"] });
    expect(blocks).toContainEqual({ kind: "paragraph", text: "Something is wrong. 2 checks: 2 wrong.", tone: "wrong" });
    expect(blocks).toContainEqual({ kind: "paragraph", text: "app belongs to no cluster and was not verified." });
    expect(blocks).not.toContainEqual(expect.objectContaining({ text: "Leftovers" }));
});
