import type { ManagedIdentityAksClusterArgs } from "../../../src/args";
import { requiredGrants } from "../../../src/grants/required";
import { resultKey } from "../../../src/migration/checks/results";
import { type ClusterPlan, type Plan, planOf } from "../../../src/migration/plan/plan";
import { planReport } from "../../../src/migration/plan/planReport";
import { readPreview } from "../../../src/migration/preview/readPreview";
import { readStackExport } from "../../../src/migration/preview/stackExport";
import type { Values } from "../../../src/values";
import {
    ACR_PULL,
    CLUSTER,
    CLUSTER_ID,
    COMPONENT,
    document,
    events,
    GROUP,
    identityId,
    identityUrn,
    NETWORK_CONTRIBUTOR,
    PLAIN_CLUSTER,
    poolUrn,
    REGISTRY_ID,
    roleAssignment,
    type Said,
    SECRET,
    type State,
    type Step,
    SUBNET_ID,
    stackExport,
    UNKNOWN,
} from "./previews";

const PRINCIPAL = "00000000-0000-0000-0000-00000000000a";
const SYSTEM_PRINCIPAL = "00000000-0000-0000-0000-00000000000b";
const KUBELET_PRINCIPAL = "00000000-0000-0000-0000-00000000000c";

const pools = [{ name: "system", count: 3, vnetSubnetID: SUBNET_ID }];
const base: Values = {
    resourceGroupName: "shop",
    resourceName: "shop",
    location: "westeurope",
    agentPoolProfiles: pools,
};
const nodeResourceGroup = "MC_shop";
const aksMade = `/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/MC_shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop-agentpool`;

const state = (inputs: Values, outputs: Values = {}): State => ({
    id: CLUSTER_ID,
    inputs: { ...base, ...inputs },
    outputs: { agentPoolProfiles: pools, nodeResourceGroup, ...outputs },
});
const legacy = state({ servicePrincipalProfile: SECRET });
const systemAssigned = state(
    { identity: { type: "SystemAssigned" } },
    {
        identity: { type: "SystemAssigned", principalId: SYSTEM_PRINCIPAL },
        identityProfile: { kubeletidentity: { resourceId: aksMade, objectId: KUBELET_PRINCIPAL } },
    },
);
const userAssigned = (name: string, kubelet?: string): State =>
    state(
        {
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId(name)] },
            ...(kubelet && { identityProfile: { kubeletidentity: { resourceId: identityId(kubelet) } } }),
        },
        {
            identity: {
                type: "UserAssigned",
                userAssignedIdentities: { [identityId(name)]: { principalId: PRINCIPAL } },
            },
            identityProfile: {
                kubeletidentity: { resourceId: kubelet ? identityId(kubelet) : aksMade, objectId: KUBELET_PRINCIPAL },
            },
        },
    );
const created: State = {
    inputs: {
        ...base,
        identity: { type: "UserAssigned", userAssignedIdentities: [UNKNOWN] },
        identityProfile: { kubeletidentity: { resourceId: UNKNOWN } },
    },
};

const step = (op: string, old: State | undefined, desired: State | undefined, more: Partial<Step> = {}): Step => ({
    op,
    urn: CLUSTER,
    ...(old && { old }),
    ...(desired && { new: desired }),
    ...more,
});
const identity = (name: string): Step => ({ op: "create", urn: identityUrn(name), new: {} });

const kubeletReason = "The kubelets pull images from the registry.";
const controlPlaneReason = "The control plane joins nodes to the subnet.";
const acrPull = (principalId: string, more: State = {}): State => ({
    inputs: { principalId, roleDefinitionId: ACR_PULL, scope: REGISTRY_ID, description: kubeletReason },
    ...more,
});
const networkContributor = (principalId: string, more: State = {}): State => ({
    inputs: { principalId, roleDefinitionId: NETWORK_CONTRIBUTOR, scope: SUBNET_ID, description: controlPlaneReason },
    ...more,
});
const from = (urn: string): State => ({ propertyDependencies: { principalId: [urn] } });

const says = (code: string, severity = "warning", urn = COMPONENT): Said => ({
    severity,
    urn,
    message: `aks: what holds. (${code}; https://learn.microsoft.com/azure/aks)`,
});

const DIALECTS = [
    ["document", document],
    ["events", events],
] as const;

function planFor(steps: Step[], diagnostics: Said[] = [], exported?: string, print: typeof events = document): Plan {
    const sources = exported === undefined ? {} : { stackExport: readStackExport(exported) };
    return planOf(readPreview(print(steps, diagnostics)), sources);
}

function only({ clusters }: Plan) {
    expect(clusters).toHaveLength(1);
    return clusters[0] as Plan["clusters"][number];
}

describe.each(DIALECTS)("a plan of %s", (_, print) => {
    test("from a service principal to user-assigned identities", () => {
        const plan = planFor(
            [
                identity("aks-control-plane"),
                identity("aks-kubelet"),
                {
                    op: "create",
                    urn: roleAssignment("aks-registry-acr-pull"),
                    new: acrPull(UNKNOWN, from(identityUrn("aks-kubelet"))),
                },
                {
                    op: "create",
                    urn: roleAssignment("aks-system-subnet-network-contributor"),
                    new: networkContributor(UNKNOWN, from(identityUrn("aks-control-plane"))),
                },
                step("update", legacy, created, {
                    differences: { identity: "add", identityProfile: "add", servicePrincipalProfile: "delete" },
                }),
                {
                    op: "delete",
                    urn: roleAssignment("aks-service-principal-system-subnet-network-contributor"),
                    old: networkContributor(PRINCIPAL),
                },
            ],
            [says("NodesKeepServicePrincipal")],
            undefined,
            print,
        );
        const cluster = only(plan);
        expect(cluster).toMatchObject({
            name: "aks",
            id: CLUSTER_ID,
            effect: "updated in place",
            verdict: { exitCode: 3 },
            pools: [{ name: "system", effect: "node image upgrade needed afterwards" }],
            identities: {
                controlPlane: {
                    before: { kind: "ServicePrincipal", created: false },
                    after: { kind: "UserAssigned", created: true, urn: identityUrn("aks-control-plane") },
                    changes: true,
                },
                kubelet: {
                    after: { kind: "UserAssigned", created: true, urn: identityUrn("aks-kubelet") },
                    changes: true,
                },
            },
            transitions: [{ code: "NodesKeepServicePrincipal", effect: "warn", basis: "engine" }],
            denials: [],
        });
        expect(
            cluster.roleAssignments.map(({ change, identity: who, role, when }) => [change, who, role, when]),
        ).toEqual([
            ["gained", "kubelet", "AcrPull", "before the cluster's update"],
            ["gained", "controlPlane", "Network Contributor", "before the cluster's update"],
            ["lost", "controlPlane", "Network Contributor", "at the end of this update"],
        ]);
        expect(cluster.roleAssignments[0]?.reason).toBe(kubeletReason);
        expect(cluster.timeline.map(({ stage, commands }) => [stage, commands])).toEqual([
            [
                "before",
                [
                    "az aks nodepool show --resource-group shop --cluster-name shop --name system --query nodeImageVersion --output tsv",
                    "az aks nodepool get-upgrades --resource-group shop --cluster-name shop --nodepool-name system --query latestNodeImageVersion --output tsv",
                ],
            ],
            ["before", []],
            ["up", ["pulumi up"]],
            [
                "each pool",
                ["az aks nodepool upgrade --resource-group shop --cluster-name shop --name system --node-image-only"],
            ],
            ["clean-up", ["pulumi up"]],
        ]);
        expect(plan.exitCode).toBe(3);
    });

    test("to a system-assigned identity: its roles follow the switch, and the control plane is denied until then", () => {
        const { denials, roleAssignments, verdict } = only(
            planFor(
                [
                    step("update", legacy, state({ identity: { type: "SystemAssigned" } })),
                    {
                        op: "create",
                        urn: roleAssignment("aks-system-assigned-system-subnet-network-contributor"),
                        new: networkContributor(UNKNOWN, from(CLUSTER)),
                    },
                    {
                        op: "create",
                        urn: roleAssignment("aks-registry-acr-pull"),
                        new: acrPull(UNKNOWN, from(CLUSTER)),
                    },
                    {
                        op: "delete",
                        urn: roleAssignment("aks-service-principal-system-subnet-network-contributor"),
                        old: networkContributor(PRINCIPAL),
                    },
                ],
                [],
                undefined,
                print,
            ),
        );
        expect(denials).toMatchObject([
            {
                stage: "up",
                identity: "controlPlane",
                of: "new",
                role: "Network Contributor",
                scope: SUBNET_ID,
                avoidable: false,
            },
        ]);
        expect(roleAssignments.map(({ when }) => when)).toEqual([
            "after the cluster's update",
            "after the cluster's update",
            "at the end of this update",
        ]);
        expect(verdict.exitCode).toBe(3);
    });

    test("another kubelet identity upgrades all nodes in this update, and nothing follows", () => {
        const {
            pools: effects,
            verdict,
            denials,
            transitions,
        } = only(
            planFor(
                [
                    identity("aks-kubelet"),
                    step("update", userAssigned("cp"), {
                        inputs: {
                            ...userAssigned("cp").inputs,
                            identityProfile: { kubeletidentity: { resourceId: UNKNOWN } },
                        },
                    }),
                    {
                        op: "replace",
                        urn: roleAssignment("aks-registry-acr-pull"),
                        old: acrPull(KUBELET_PRINCIPAL),
                        new: acrPull(UNKNOWN, from(identityUrn("aks-kubelet"))),
                    },
                ],
                [],
                undefined,
                print,
            ),
        );
        expect(effects).toEqual([{ name: "system", effect: "all nodes upgraded by this update" }]);
        expect(transitions.map(({ code, basis }) => [code, basis])).toEqual([
            ["KubeletIdentityUpgradesNodes", "inputs"],
        ]);
        expect(verdict).toEqual({ exitCode: 0, reasons: ["The cluster is updated in place."] });
        expect(denials).toEqual([]);
    });
});

describe("a control plane that leaves a managed identity", () => {
    const assignment = (change: string): Step =>
        change === "delete"
            ? { op: "delete", urn: roleAssignment("old"), old: networkContributor(SYSTEM_PRINCIPAL) }
            : {
                  op: "same",
                  urn: roleAssignment("old"),
                  old: networkContributor(SYSTEM_PRINCIPAL),
                  new: networkContributor(SYSTEM_PRINCIPAL),
              };
    const given: Step = {
        op: "create",
        urn: roleAssignment("aks-system-subnet-network-contributor"),
        new: networkContributor(UNKNOWN, from(identityUrn("aks-control-plane"))),
    };
    const switched = step("update", systemAssigned, {
        inputs: { ...base, identity: { type: "UserAssigned", userAssignedIdentities: [UNKNOWN] } },
    });

    test("is denied nothing where the old role assignments stay, and something follows hours later", () => {
        const { denials, verdict, timeline, roleAssignments } = only(
            planFor([identity("aks-control-plane"), given, assignment("same"), switched]),
        );
        expect(denials).toEqual([]);
        expect(verdict.exitCode).toBe(3);
        expect(timeline.map(({ stage }) => stage)).toEqual(["up", "hours later", "clean-up"]);
        expect(roleAssignments.map(({ change }) => change)).toEqual(["gained", "kept"]);
    });

    test("is denied for hours where they go", () => {
        const { denials, verdict } = only(
            planFor([identity("aks-control-plane"), given, assignment("delete"), switched]),
        );
        expect(denials).toMatchObject([
            { stage: "hours later", of: "old", identity: "controlPlane", role: "Network Contributor" },
        ]);
        expect(verdict.exitCode).toBe(4);
    });

    test("is denied for good where the new identity gets none", () => {
        const { denials } = only(planFor([identity("aks-control-plane"), assignment("same"), switched]));
        expect(denials).toMatchObject([{ stage: "up", of: "new", identity: "controlPlane", avoidable: true }]);
        expect(denials[0]).not.toHaveProperty("until");
    });
});

describe("nodes that go on as a service principal", () => {
    const lost: Step = { op: "delete", urn: roleAssignment("aks-service-principal-acr"), old: acrPull(PRINCIPAL) };
    const given: Step = {
        op: "create",
        urn: roleAssignment("aks-registry-acr-pull"),
        new: acrPull(UNKNOWN, from(identityUrn("aks-kubelet"))),
    };

    test("are denied between the update and the upgrade of their pool where its role goes", () => {
        const { denials, verdict } = only(
            planFor([identity("aks-kubelet"), given, step("update", legacy, created), lost]),
        );
        expect(denials).toMatchObject([
            { stage: "each pool", of: "old", identity: "kubelet", role: "AcrPull", scope: REGISTRY_ID },
        ]);
        expect(verdict.exitCode).toBe(4);
    });

    test("may be denied in the clean-up, which a preview does not show", () => {
        const { effect, denials, verdict, timeline } = only(planFor([lost]));
        expect(effect).toBe("unchanged");
        expect(denials).toMatchObject([{ stage: "up", of: "old", identity: "kubelet", certainty: "possible" }]);
        expect(verdict.exitCode).toBe(3);
        expect(timeline.map(({ stage }) => stage)).toEqual(["before", "up"]);
    });

    test("have the pools of their own and those that the component names upgraded, too", () => {
        const work: State = { inputs: { resourceName: "shop" }, outputs: { name: "work" } };
        const names: Said = {
            severity: "warning",
            urn: COMPONENT,
            message:
                "aks: run az aks nodepool upgrade --name gpu --node-image-only (NodesKeepServicePrincipal; https://a)",
        };
        const plan = planFor(
            [step("update", legacy, created), { op: "same", urn: poolUrn("work"), old: work, new: work }],
            [names],
        );
        expect(only(plan).pools.map(({ name }) => name)).toEqual(["system", "gpu", "work"]);
    });
});

describe("add-ons", () => {
    const METRICS = "3913510d-42f4-4e42-8a64-420c390055eb";
    const AGENT = "00000000-0000-0000-0000-00000000000d";
    const addons = {
        addonProfiles: {
            omsagent: { enabled: true },
            aciConnectorLinux: { enabled: true },
            azurepolicy: { enabled: false },
        },
    };
    const on = ({ inputs, ...rest }: State): State => ({ ...rest, inputs: { ...inputs, ...addons } });
    const ofComponent = {
        urn: COMPONENT,
        outputs: { controlPlaneIdentity: { type: "ServicePrincipal", clientId: "c", principalId: PRINCIPAL } },
    };
    const publisher = (principalId: string, more: State = {}): State => ({
        inputs: {
            principalId,
            roleDefinitionId: ACR_PULL.replace(/[^/]+$/, METRICS),
            scope: CLUSTER_ID,
            description: "The agent of Container insights publishes metrics of the cluster.",
        },
        ...more,
    });
    const virtualNode = (principalId: string, more: State = {}): State => ({
        ...networkContributor(principalId, more),
        inputs: {
            ...networkContributor(principalId).inputs,
            description: "Virtual nodes join containers to the subnet.",
        },
    });
    const moved = (name: string, role: typeof publisher): Step[] => [
        { op: "create", urn: roleAssignment(`aks-${name}`), new: role(UNKNOWN, from(CLUSTER)) },
        { op: "delete", urn: roleAssignment(`aks-service-principal-${name}`), old: role(PRINCIPAL) },
    ];

    test.each(DIALECTS)("leave the service principal for identities of their own: %s", (_, print) => {
        const plan = planFor(
            [
                identity("aks-control-plane"),
                step("update", on(legacy), on(created)),
                ...moved("container-insights-metrics-publisher", publisher),
                ...moved("virtual-node-subnet-network-contributor", virtualNode),
            ],
            [says("NodesKeepServicePrincipal")],
            stackExport([ofComponent]),
            print,
        );
        const { identities, roleAssignments, denials, verdict } = only(plan);
        expect(Object.keys(identities)).toEqual(["controlPlane", "kubelet", "omsagent", "aciConnectorLinux"]);
        expect(identities.omsagent).toMatchObject({
            before: { kind: "ServicePrincipal", principalId: PRINCIPAL },
            after: { kind: "AksManaged", created: true },
            changes: true,
        });
        expect(roleAssignments.map(({ change, identity: who, when }) => [change, who, when])).toEqual([
            ["gained", "omsagent", "after the cluster's update"],
            ["gained", "aciConnectorLinux", "after the cluster's update"],
            ["lost", "omsagent", "at the end of this update"],
            ["lost", "aciConnectorLinux", "at the end of this update"],
        ]);
        expect(denials.map(({ stage, of, identity: who, avoidable }) => [stage, of, who, avoidable])).toEqual([
            ["up", "new", "omsagent", false],
            ["up", "new", "aciConnectorLinux", false],
        ]);
        expect(verdict.exitCode).toBe(3);
    });

    test("lack a role for good where nothing gives it to their new identity", () => {
        const kept: Step = {
            op: "same",
            urn: roleAssignment("a"),
            old: publisher(PRINCIPAL),
            new: publisher(PRINCIPAL),
        };
        const { denials, verdict } = only(
            planFor([step("update", on(legacy), on(created)), kept], [], stackExport([ofComponent])),
        );
        expect(denials).toMatchObject([{ stage: "up", of: "new", identity: "omsagent", avoidable: true }]);
        expect(verdict.exitCode).toBe(4);
    });

    test("keep their identities, and a new one has its roles late", () => {
        const own = { identity: { objectId: AGENT } };
        const old: State = on({
            ...systemAssigned,
            outputs: { ...systemAssigned.outputs, addonProfiles: { OMSAgent: { enabled: true, ...own } } },
        });
        const further = { addonProfiles: { aciConnectorLinux: { enabled: true } } };
        const { identities, denials, verdict } = only(
            planFor([
                step(
                    "update",
                    { ...old, inputs: systemAssigned.inputs ?? {} },
                    state({ identity: { type: "SystemAssigned" }, ...further }),
                ),
                { op: "create", urn: roleAssignment("aks-a"), new: publisher(UNKNOWN, from(CLUSTER)) },
                { op: "create", urn: roleAssignment("aks-b"), new: virtualNode(UNKNOWN, from(CLUSTER)) },
            ]),
        );
        expect(identities.omsagent).toEqual({
            before: { kind: "AksManaged", principalId: AGENT, created: false },
            after: { kind: "AksManaged", principalId: AGENT, created: false },
            changes: false,
        });
        expect(identities.aciConnectorLinux).toEqual({ after: { kind: "AksManaged", created: true }, changes: false });
        expect(denials.map(({ identity: who }) => who)).toEqual(["aciConnectorLinux"]);
        expect(verdict.exitCode).toBe(0);
    });

    test("every reason of the package tells who acts with the role", () => {
        const id = `${GROUP}/providers/a/b/c`;
        const args = {
            addons: {
                containerInsights: { workspaceId: id, authentication: "Legacy" },
                keyVaultSecrets: { vaults: [{ id }, { id, certificates: true }] },
                applicationGateway: {
                    gatewayId: id,
                    subnetId: id,
                    subnetCidr: "10.0.0.0/24",
                    gatewayIdentityIds: [id],
                },
                virtualNode: { subnetId: id },
                applicationRouting: { publicDNSZoneIds: [id], privateDNSZoneIds: [id], keyVaultIds: [id] },
                podIdentity: { identities: [{ name: "a", namespace: "b", identityResourceId: id }] },
            },
            registries: [{ id }],
            networkAccess: { routeTableId: id },
        } as unknown as ManagedIdentityAksClusterArgs;
        const grants = requiredGrants({
            args,
            pools: [{ name: "a", subnetId: SUBNET_ID }],
            controlPlane: "UserAssigned",
            kubeletIdentityId: id,
        });
        expect(new Set(grants.map((grant) => grant.identity)).size).toBe(7);
        const told = grants.map(
            ({ description }, index): Step => ({
                op: "create",
                urn: roleAssignment(String(index).padStart(2, "0")),
                new: { inputs: { principalId: UNKNOWN, description } },
            }),
        );
        expect(only(planFor(told)).roleAssignments.map((each) => each.identity)).toEqual(
            grants.map((grant) => grant.identity),
        );
    });
});

describe("exit codes", () => {
    const moved = state({ identity: { type: "SystemAssigned" }, location: "northeurope" });
    const pool: State = { inputs: { resourceName: "shop" }, outputs: { name: "work" } };
    const rows: [name: string, exitCode: number, steps: Step[], diagnostics?: Said[]][] = [
        ["nothing happens", 0, [step("same", systemAssigned, systemAssigned)]],
        ["an update of tags", 0, [step("update", systemAssigned, systemAssigned, { differences: { tags: "update" } })]],
        ["a new cluster", 0, [step("create", undefined, created)]],
        [
            "an import and its update",
            0,
            [step("import", undefined, systemAssigned), step("update", systemAssigned, systemAssigned)],
        ],
        [
            "an import that comes to a replacement",
            5,
            [step("import", undefined, systemAssigned), step("replace", systemAssigned, moved)],
        ],
        ["a replaced cluster", 5, [step("replace", systemAssigned, moved)]],
        ["a deleted cluster", 5, [step("delete", systemAssigned, undefined)]],
        [
            "a cluster that an earlier replacement has left",
            5,
            [
                step("same", systemAssigned, systemAssigned),
                step("delete", { ...systemAssigned, delete: true }, undefined),
            ],
        ],
        ["a cluster that Azure keeps", 0, [step("delete", { ...systemAssigned, retainOnDelete: true }, undefined)]],
        ["a deleted pool", 5, [{ op: "delete", urn: poolUrn("work"), old: pool }]],
        [
            "a pool that Azure keeps",
            0,
            [{ op: "delete", urn: poolUrn("work"), old: { ...pool, retainOnDelete: true } }],
        ],
        ["a replaced pool", 5, [{ op: "replace", urn: poolUrn("work"), old: pool, new: pool }]],
        [
            "a rejected change",
            4,
            [step("update", systemAssigned, legacy)],
            [says("BackToServicePrincipal", "error", CLUSTER)],
        ],
        [
            "an update that stops half-way",
            4,
            [step("update", userAssigned("a"), userAssigned("b"))],
            [says("OtherUserAssignedIdentity")],
        ],
        [
            "a rejected pool",
            4,
            [{ op: "update", urn: poolUrn("work"), old: pool, new: pool }],
            [says("FixedPoolInput", "error", poolUrn("work"))],
        ],
        [
            "arguments that a rule rejects",
            4,
            [],
            [{ severity: "error", message: "tier is x: no. Fix. (CostAnalysisNeedsTier; https://a)" }],
        ],
        [
            "a former system pool that stays",
            3,
            [step("update", systemAssigned, systemAssigned)],
            [says("SystemPoolReplaced")],
        ],
        ["an unknown operation", 6, [step("transmogrify", systemAssigned, systemAssigned)]],
        [
            "an unknown operation of a role assignment",
            6,
            [{ op: "transmogrify", urn: roleAssignment("a"), old: acrPull(PRINCIPAL) }],
        ],
        [
            "an unknown operation of anything else",
            6,
            [{ op: "transmogrify", urn: "urn:pulumi:dev::shop::a:b:C::c", old: {} }],
        ],
        [
            "a replacement that protection refuses",
            5,
            [step("replace", systemAssigned, moved)],
            [{ severity: "error", urn: CLUSTER, message: "unable to replace" }],
        ],
        ["an update without its old state", 6, [step("update", undefined, systemAssigned)]],
        [
            "a preview that failed elsewhere",
            6,
            [step("update", systemAssigned, systemAssigned)],
            [{ severity: "error", message: "no" }],
        ],
        ["a preview that failed before any cluster", 6, [], [{ severity: "error", message: "no" }]],
        ["a preview without a cluster", 0, []],
        [
            "a cluster that could not be read",
            6,
            [step("update", systemAssigned, systemAssigned)],
            [
                {
                    severity: "warning",
                    urn: COMPONENT,
                    message:
                        "aks: this preview shows the state, not what others may have changed in Azure, such as node counts",
                },
            ],
        ],
    ];

    test.each(rows)("%s: %i", (_, exitCode, steps, diagnostics = []) => {
        const plan = planFor(steps, diagnostics);
        expect(plan.exitCode).toBe(exitCode);
        const { checks, exitCode: _highest, ...data } = plan;
        expect(planReport(plan)).toMatchObject({ kind: "plan", exitCode, checks, data });
        expect(new Set(checks.map(resultKey)).size).toBe(checks.length);
        expect(Math.max(...checks.map((check) => check.exitCode))).toBe(exitCode);
    });

    test("an unread cluster and an interrupted operation are not safe", () => {
        const preview = readPreview(document([]));
        expect(planOf(preview, { unread: [CLUSTER_ID] }).exitCode).toBe(6);
        const exported = stackExport([{ urn: CLUSTER, ...systemAssigned }], [CLUSTER]);
        expect(planFor([], [], exported).exitCode).toBe(6);
        expect(planFor([], [], stackExport([{ urn: CLUSTER, ...systemAssigned }])).exitCode).toBe(0);
    });

    test("a rejected update leaves everything as it is, whatever the preview shows", () => {
        const plan = planFor([step("update", legacy, created)], [says("NodesLoseServicePrincipal", "error", CLUSTER)]);
        expect(only(plan)).toMatchObject({
            effect: "unchanged",
            pools: [{ name: "system", effect: "unchanged" }],
            verdict: { exitCode: 4, reasons: ["The change is rejected (NodesLoseServicePrincipal)."] },
        });
        expect(only(plan).timeline.map(({ stage }) => stage)).toEqual(["before"]);
    });
});

test("pools go with their cluster, and a service principal that does is not left", () => {
    const replaced = only(planFor([step("replace", legacy, created, { differences: { location: "update-replace" } })]));
    expect(replaced).toMatchObject({
        effect: "replaced",
        pools: [{ name: "system", effect: "replaced" }],
        verdict: { reasons: ["The cluster would be replaced.", "Pool system would be replaced."] },
        identities: { controlPlane: { changes: false } },
        denials: [],
    });
    expect(replaced.timeline.map(({ stage }) => stage)).toEqual(["before", "up"]);
    expect(only(planFor([step("delete", legacy, undefined)]))).toMatchObject({
        pools: [{ name: "system", effect: "deleted" }],
        verdict: { reasons: ["The cluster would be deleted.", "Pool system would be deleted."] },
    });
});

test("what an earlier replacement has left over is another cluster with the same URN", () => {
    const { clusters } = planFor([
        step("same", systemAssigned, systemAssigned),
        step("delete", { ...systemAssigned, delete: true }, undefined),
    ]);
    expect(clusters.map(({ urn, effect }) => [urn, effect])).toEqual([
        [COMPONENT, "unchanged"],
        [CLUSTER, "deleted"],
    ]);
});

test("an update that stops before the cluster deletes nothing yet, and one that failed elsewhere tells no denials", () => {
    const moved: Step = {
        op: "replace",
        urn: roleAssignment("aks-system-subnet-network-contributor"),
        old: networkContributor(PRINCIPAL),
        new: networkContributor(UNKNOWN),
    };
    const steps = [moved, step("update", userAssigned("a"), userAssigned("b"))];
    const stopped = only(planFor(steps, [says("OtherUserAssignedIdentity")]));
    expect(stopped.roleAssignments.map(({ change, when }) => [change, when])).toEqual([
        ["gained", "before the cluster's update"],
        ["lost", "in the clean-up"],
    ]);
    expect(stopped.timeline.map(({ stage, commands }) => [stage, commands])).toEqual([
        ["up", ["pulumi up"]],
        [
            "up",
            [
                `az aks update --resource-group shop --name shop --enable-managed-identity --assign-identity ${identityId("b")} --yes`,
            ],
        ],
        ["hours later", []],
        ["clean-up", ["pulumi up --refresh"]],
    ]);
    const kept: Step = { op: "same", urn: roleAssignment("a"), old: acrPull(PRINCIPAL), new: acrPull(PRINCIPAL) };
    const failed = [{ severity: "error", message: "no" }];
    expect(only(planFor([kept, step("update", legacy, created)])).denials).toHaveLength(1);
    expect(only(planFor([kept, step("update", legacy, created)], failed)).denials).toEqual([]);
});

test("pools and identities outside of the component belong to it by their dependencies", () => {
    const pool: State = { inputs: { resourceName: "shop", resourceGroupName: "other" } };
    const plain = (name: string, more: State): Step => ({
        op: "update",
        urn: `urn:pulumi:dev::shop::azure-native:containerservice:AgentPool::${name}`,
        old: { ...pool, ...more, outputs: { name } },
        new: { ...pool, ...more },
    });
    const shared = (name: string) =>
        `urn:pulumi:dev::shop::azure-native:managedidentity:UserAssignedIdentity::shared-${name}`;
    const { pools: found, identities } = only(
        planFor([
            ...["control-plane", "kubelet"].map((name): Step => ({ op: "create", urn: shared(name), new: {} })),
            step("update", legacy, { ...created, dependencies: [shared("control-plane"), shared("kubelet")] }),
            plain("far", {}),
            plain("near", { inputs: { resourceName: "shop", resourceGroupName: "shop" } }),
            plain("after", { dependencies: [CLUSTER] }),
            plain("inside", { id: `${CLUSTER_ID.toUpperCase()}/agentPools/inside` }),
        ]),
    );
    expect(found.map(({ name }) => name)).toEqual(["system", "after", "inside", "near"]);
    expect(identities.controlPlane.after?.urn).toBe(shared("control-plane"));
    expect(identities.kubelet.after?.urn).toBe(shared("kubelet"));
});

test("a refreshed preview starts from what the refresh has found, and lists what is kept", () => {
    const held: Step = {
        op: "refresh",
        urn: roleAssignment("a"),
        old: acrPull(KUBELET_PRINCIPAL),
        new: acrPull(KUBELET_PRINCIPAL),
    };
    const cluster = only(
        planFor([held, step("refresh", legacy, systemAssigned), step("update", systemAssigned, systemAssigned)]),
    );
    expect(cluster).toMatchObject({
        identities: { controlPlane: { before: { kind: "SystemAssigned" }, changes: false } },
        keptAreListed: true,
        roleAssignments: [{ change: "kept", identity: "kubelet" }],
        verdict: { exitCode: 0 },
    });
});

test("the role assignments of a service principal are a program's own to clean up, or somebody else's", () => {
    const cleanUp = (urn: string) =>
        only(planFor([{ ...step("update", legacy, userAssigned("a")), urn }]))
            .timeline.filter(({ stage }) => stage === "clean-up")
            .map(({ text, commands }) => [text, commands]);
    expect(cleanUp(CLUSTER)).toEqual([
        [expect.stringContaining("remove controlPlaneIdentity.formerServicePrincipalClientId"), ["pulumi up"]],
    ]);
    expect(cleanUp(PLAIN_CLUSTER)).toEqual([[expect.stringContaining("unless another cluster uses it"), []]]);
});

test("an existing identity of the stack is known by its ids", () => {
    const outputs = { principalId: PRINCIPAL, clientId: "c" };
    const own: Step = { op: "same", urn: identityUrn("b"), old: { id: identityId("B"), outputs }, new: {} };
    const plan = planFor([own, step("update", systemAssigned, userAssigned("b"))]);
    expect(only(plan).identities.controlPlane.after).toEqual({
        kind: "UserAssigned",
        resourceId: identityId("b"),
        ...outputs,
        created: false,
        urn: identityUrn("b"),
    });
});

test("an identity that AKS created is AKS-managed, also after an import has written it into the inputs", () => {
    const imported = {
        ...systemAssigned,
        inputs: { ...systemAssigned.inputs, identityProfile: systemAssigned.outputs?.identityProfile },
    };
    const { identities, transitions, verdict, differences } = only(
        planFor([
            step("import", undefined, imported),
            step("update", imported, systemAssigned, { differences: { identityProfile: "delete" } }),
        ]),
    );
    expect(identities.kubelet).toMatchObject({ before: { kind: "AksManaged" }, changes: false });
    expect(transitions).toEqual([]);
    expect(verdict.exitCode).toBe(0);
    expect(differences).toMatchObject([
        { effective: false, reason: "it is the kubelet identity that AKS has created" },
    ]);
});

test("kept role assignments and the service principal's ids come from a stack export", () => {
    const outputs = { controlPlaneIdentity: { type: "ServicePrincipal", clientId: "c", principalId: PRINCIPAL } };
    const exported = stackExport([
        { urn: COMPONENT, outputs },
        { urn: roleAssignment("aks-service-principal-registry-acr-pull"), ...acrPull(PRINCIPAL) },
    ]);
    const steps = [step("update", legacy, created)];
    expect(only(planFor(steps))).toMatchObject({ keptAreListed: false, roleAssignments: [] });
    expect(only(planFor(steps, [], exported))).toMatchObject({
        keptAreListed: true,
        identities: { controlPlane: { before: { clientId: "c", principalId: PRINCIPAL } } },
        roleAssignments: [{ change: "kept", identity: "kubelet", basis: "ids" }],
    });
});

test("pools that an import has listed in the cluster are resources of their own, and a former system pool stays", () => {
    const listed = { agentPoolProfiles: [...pools, { name: "work" }] };
    const [old, desired] = [legacy, created].map((each) => ({ ...each, inputs: { ...each.inputs, ...listed } }));
    const desiredOnly = { ...desired, inputs: { ...desired?.inputs, agentPoolProfiles: pools } };
    const effects = (urn: string, diagnostics: Said[] = []) =>
        only(planFor([{ ...step("update", old, desiredOnly), urn }], diagnostics)).pools.map(({ effect }) => effect);
    const upgrade = "node image upgrade needed afterwards";
    expect(effects(CLUSTER)).toEqual([upgrade, upgrade]);
    expect(effects(PLAIN_CLUSTER)).toEqual([upgrade, "unknown"]);
    const replaced: Said = {
        severity: "warning",
        urn: COMPONENT,
        message:
            "aks: work stays. Run `az aks nodepool delete --resource-group shop --cluster-name shop --name work`: drained. (SystemPoolReplaced; https://a)",
    };
    expect(effects(CLUSTER, [replaced])).toEqual([upgrade, "left in Azure"]);
});

describe("a cluster as Azure has it", () => {
    const live = (values: State, pools: Values[] = []) => [
        { id: CLUSTER_ID.toUpperCase(), values: { nodeResourceGroup, ...values.outputs }, pools },
    ];
    const read = (given: State, values: State, pools?: Values[]) =>
        only(planOf(readPreview(document([step("update", given, given)])), { live: live(values, pools) }));

    test("names its pools and the service principal", () => {
        const values = { outputs: { servicePrincipalProfile: { clientId: "c" } } };
        expect(read(legacy, values, [{ name: "gpu" }])).toMatchObject({
            verdict: { exitCode: 0 },
            pools: [{ name: "system" }, { name: "gpu" }],
            identities: { controlPlane: { before: { kind: "ServicePrincipal", clientId: "c" } } },
        });
    });

    test.each([
        ["system-assigned", systemAssigned, systemAssigned, 0],
        ["user-assigned", userAssigned("a", "k"), userAssigned("a", "k"), 0],
        ["migrated since", legacy, systemAssigned, 6],
        ["another control plane identity since", userAssigned("a"), userAssigned("b"), 6],
        ["another kubelet identity since", userAssigned("a", "k"), userAssigned("a", "l"), 6],
        ["an own kubelet identity since", userAssigned("a"), userAssigned("a", "k"), 6],
    ])("%s: %#", (_, given, values, exitCode) => {
        expect(read(given, values).verdict.exitCode).toBe(exitCode);
    });
});

test("a principal that the cluster no longer uses is told by what it was, and drawn once", () => {
    const name = "aks-service-principal-registry-acr-pull";
    const current = { ...userAssigned("a", "k"), inputs: { ...userAssigned("a", "k").inputs } };
    const kept = (principalId: string, of: string): Step => ({
        op: "same",
        urn: roleAssignment(of),
        old: acrPull(principalId),
        new: acrPull(principalId),
    });
    const left = planFor([
        step("same", current, current),
        kept(KUBELET_PRINCIPAL, "aks-registry-acr-pull"),
        { op: "delete", urn: roleAssignment(name), old: acrPull(SYSTEM_PRINCIPAL) },
        { op: "delete", urn: roleAssignment("aks-other"), old: acrPull("00000000-0000-0000-0000-00000000000e") },
    ]);
    expect(only(left).roleAssignments.map(({ change, identity: who, former }) => [change, who, former])).toEqual([
        ["kept", "kubelet", undefined],
        ["lost", "kubelet", "Unknown"],
        ["lost", "kubelet", "ServicePrincipal"],
    ]);

    // While the cluster leaves the principal, it is one for all that it was.
    const outputs = { controlPlaneIdentity: { type: "ServicePrincipal", clientId: "c", principalId: PRINCIPAL } };
    const leaving = planFor(
        [
            step("update", legacy, created),
            kept(PRINCIPAL, name),
            { op: "delete", urn: roleAssignment("b"), old: networkContributor(PRINCIPAL) },
        ],
        [],
        stackExport([{ urn: COMPONENT, outputs }]),
    );
    const diagrams = planReport(leaving).blocks.flatMap((block) => (block.kind === "diagram" ? block.diagram : []));
    expect(diagrams[0]?.nodes.map(({ label }) => label)).toEqual([
        "kubelet, control plane (former service principal)",
        "registries/images in shop",
        "virtualNetworks/net/subnets/nodes in shop",
    ]);
    const reasons = only(leaving).verdict.reasons;
    expect(reasons).toContain("A role would be missing: Network Contributor for control plane (new identity).");
});

test("a scope that was imported without its slash has it", () => {
    const old = networkContributor(SYSTEM_PRINCIPAL);
    const imported = { inputs: { ...old.inputs, scope: SUBNET_ID.slice(1) } };
    const { roleAssignments } = only(
        planFor([
            step("same", systemAssigned, systemAssigned),
            { op: "same", urn: roleAssignment("a"), old: imported, new: imported },
        ]),
    );
    expect(roleAssignments).toMatchObject([{ change: "kept", scope: SUBNET_ID }]);
});

test("a role assignment under another name is kept", () => {
    const plan = planFor([
        { op: "replace", urn: roleAssignment("a"), old: acrPull(PRINCIPAL), new: acrPull(PRINCIPAL) },
        step("same", systemAssigned, systemAssigned),
    ]);
    expect(only(plan).roleAssignments.map(({ change }) => change)).toEqual(["kept"]);
});

describe("a program without the component", () => {
    const plain = (old: State, desired: State): Step => ({ ...step("update", old, desired), urn: PLAIN_CLUSTER });
    const assignment = (name: string) => `urn:pulumi:dev::shop::azure-native:authorization:RoleAssignment::${name}`;

    test.each([
        ["BackToServicePrincipal", 4, systemAssigned, legacy],
        ["BackToSystemAssigned", 4, userAssigned("a"), systemAssigned],
        ["OwnKubeletNeedsUserAssignedControlPlane", 4, userAssigned("a", "k"), systemAssigned],
        ["BackToAksManagedKubelet", 4, userAssigned("a", "k"), userAssigned("a")],
        ["OtherUserAssignedIdentity", 4, userAssigned("a"), userAssigned("b")],
        ["NodesKeepServicePrincipal", 3, legacy, userAssigned("a")],
        ["KubeletIdentityUpgradesNodes", 0, userAssigned("a", "k"), userAssigned("a", "l")],
    ])("%s is told by the inputs: %i", (code, exitCode, old, desired) => {
        const plan = planFor([plain(old, desired)]);
        expect(only(plan).transitions.map((each) => [each.code, each.basis])).toEqual([[code, "inputs"]]);
        expect(plan.exitCode).toBe(exitCode);
    });

    test("the same identity in another spelling is no transition", () => {
        const upper = state({
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId("a").toUpperCase()] },
        });
        const plan = planFor([
            { ...plain(userAssigned("a"), upper), differences: { "identity.userAssignedIdentities[0]": "update" } },
        ]);
        expect(only(plan)).toMatchObject({
            transitions: [],
            differences: [{ effective: false, reason: "the same id in another spelling" }],
        });
        expect(plan.exitCode).toBe(0);
    });

    test("role assignments belong to a cluster if their principal is one of its identities", () => {
        const { roleAssignments } = only(
            planFor([
                { op: "delete", urn: assignment("ours"), old: networkContributor(SYSTEM_PRINCIPAL) },
                { op: "delete", urn: assignment("theirs"), old: networkContributor(PRINCIPAL) },
                plain(systemAssigned, systemAssigned),
            ]),
        );
        expect(roleAssignments.map(({ name }) => name)).toEqual(["ours"]);
    });

    test("types of other versions of azure-native are known", () => {
        const versioned = PLAIN_CLUSTER.replace("containerservice:", "containerservice/v20250901:");
        const local = PLAIN_CLUSTER.replace("azure-native:", "azure-native_containerservice_v20240801:");
        const plan = planFor([versioned, local].map((urn) => ({ ...step("delete", systemAssigned, undefined), urn })));
        expect(plan.clusters.map(({ effect }) => effect)).toEqual(["deleted", "deleted"]);
    });
});

test("pools are compared by their names, wherever an import or a refresh has put them", () => {
    const identity = { type: "SystemAssigned" };
    const pool = (name: string, count: number, further: Values = {}) => ({ name, count, ...further });
    const before = [pool("batch", 3), pool("infra", 5, { scaleDownMode: "Delete" }), pool("second", 3)];
    const planOfPools = (after: Values[], differences: Record<string, string>) =>
        only(
            planFor([
                step(
                    "update",
                    state({ identity, agentPoolProfiles: before }),
                    state({ identity, agentPoolProfiles: after }),
                    { differences },
                ),
            ]),
        );
    const effective = ({ differences }: ClusterPlan) =>
        differences.flatMap((each) => (each.effective ? each.path : []));
    const byPosition = { "agentPoolProfiles[0].name": "update", "agentPoolProfiles[0].count": "update" };

    const same = planOfPools([pool("infra", 5, { tags: {} })], byPosition);
    expect(effective(same)).toEqual([]);
    expect(same.pools.find(({ name }) => name === "infra")).toEqual({ name: "infra", effect: "unchanged" });

    // By its position the count is that of another pool.
    const scaled = planOfPools([pool("infra", 3)], { "agentPoolProfiles[0].name": "update" });
    expect(effective(scaled)).toEqual(["agentPoolProfiles[0].count"]);
    expect(scaled.pools.find(({ name }) => name === "infra")).toEqual({ name: "infra", effect: "updated in place" });
});

describe("differences", () => {
    const difference = (path: string, old: Values, desired: Values, kind = "update") => {
        const [before, after] = [
            state({ identity: { type: "SystemAssigned" }, ...old }),
            state({ identity: { type: "SystemAssigned" }, ...desired }),
        ];
        return only(planFor([step("update", before, after, { differences: { [path]: kind } })])).differences;
    };
    const id = `${GROUP}/providers/Microsoft.Compute/diskEncryptionSets/d`;

    test.each([
        ["what Pulumi keeps for itself", "__createBeforeDelete", {}, { __createBeforeDelete: true }, "add"],
        ["the version of the API", "azureApiVersion", { azureApiVersion: "a" }, { azureApiVersion: "b" }, "update"],
        [
            "an id in another spelling",
            "agentPoolProfiles[0].vnetSubnetID",
            {},
            { agentPoolProfiles: [{ vnetSubnetID: SUBNET_ID.toUpperCase() }] },
            "update",
        ],
        ["tags in another order", "tags", { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }, "update"],
        [
            "ranges in another order",
            "apiServerAccessProfile.authorizedIPRanges",
            { apiServerAccessProfile: { authorizedIPRanges: ["a", "b"] } },
            { apiServerAccessProfile: { authorizedIPRanges: ["b", "a"] } },
            "update",
        ],
        ["what AKS alone decides", "kind", { kind: "Base" }, {}, "delete"],
        ["a default of AKS", "supportPlan", { supportPlan: "KubernetesOfficial" }, {}, "delete"],
        [
            "nothing but defaults",
            "metricsProfile",
            { metricsProfile: { costAnalysis: { enabled: false } } },
            {},
            "delete",
        ],
        [
            "a default inside",
            "autoUpgradeProfile.nodeOSUpgradeChannel",
            { autoUpgradeProfile: { nodeOSUpgradeChannel: "NodeImage", upgradeChannel: "stable" } },
            { autoUpgradeProfile: { upgradeChannel: "stable" } },
            "delete",
        ],
        [
            "a default of a pool",
            "agentPoolProfiles[0].kubeletDiskType",
            { agentPoolProfiles: [{ name: "a", kubeletDiskType: "OS" }] },
            { agentPoolProfiles: [{ name: "a" }] },
            "delete",
        ],
        [
            "an autoscaler that stays off",
            "agentPoolProfiles[0].enableAutoScaling",
            { agentPoolProfiles: [{ name: "a", enableAutoScaling: false }] },
            { agentPoolProfiles: [{ name: "a" }] },
            "delete",
        ],
        [
            "a version of a pool that AKS keeps",
            "agentPoolProfiles[0].orchestratorVersion",
            { agentPoolProfiles: [{ name: "a", orchestratorVersion: "1.33" }] },
            { agentPoolProfiles: [{ name: "a" }] },
            "delete",
        ],
        ["a version that AKS keeps", "kubernetesVersion", { kubernetesVersion: "1.33" }, {}, "delete"],
        [
            "the client id of every managed identity",
            "servicePrincipalProfile",
            { servicePrincipalProfile: { clientId: "msi" } },
            {},
            "delete",
        ],
    ])("%s is harmless", (_, path, old, desired, kind) => {
        expect(difference(path, old, desired, kind)).toMatchObject([{ path, effective: false }]);
    });

    test.each([
        ["a value", "sku.tier", { sku: { tier: "Free" } }, { sku: { tier: "Standard" } }, "update"],
        ["a tag", 'tags["cost centre"]', { tags: { "cost centre": "1" } }, { tags: { "cost centre": "2" } }, "update"],
        [
            "a secret, which nobody can compare",
            "windowsProfile.adminPassword",
            { windowsProfile: { adminPassword: SECRET } },
            { windowsProfile: { adminPassword: SECRET } },
            "update",
        ],
        ["a value that is not known yet", "tags", { tags: { a: UNKNOWN } }, { tags: { a: UNKNOWN } }, "update"],
        ["more than defaults", "metricsProfile", { metricsProfile: { costAnalysis: { enabled: true } } }, {}, "delete"],
        [
            "a default that becomes something else",
            "supportPlan",
            { supportPlan: "KubernetesOfficial" },
            { supportPlan: "x" },
            "update",
        ],
        ["a secret that goes", "supportPlan", { supportPlan: SECRET }, {}, "delete"],
        [
            "an autoscaler that is turned off",
            "agentPoolProfiles[0].enableAutoScaling",
            { agentPoolProfiles: [{ name: "a", enableAutoScaling: true }] },
            { agentPoolProfiles: [{ name: "a" }] },
            "delete",
        ],
        [
            "another version",
            "kubernetesVersion",
            { kubernetesVersion: "1.33" },
            { kubernetesVersion: "1.34" },
            "update",
        ],
        ["a property that goes", "tags", { tags: { a: "1" } }, {}, "delete"],
        [
            "another spelling that the cluster is replaced for",
            "diskEncryptionSetID",
            { diskEncryptionSetID: id },
            { diskEncryptionSetID: id.toUpperCase() },
            "update-replace",
        ],
        [
            "a service principal",
            "servicePrincipalProfile",
            { servicePrincipalProfile: { clientId: "c" } },
            {},
            "delete",
        ],
    ])("%s is effective", (_, path, old, desired, kind) => {
        expect(difference(path, old, desired, kind)).toMatchObject([{ path, effective: true }]);
    });

    test("names of properties stand in for paths that are not told", () => {
        const plan = planFor([step("update", systemAssigned, state({ tags: { a: "1" } }), { diffReasons: ["tags"] })]);
        expect(only(plan).differences).toEqual([{ resource: "aks-cluster", path: "tags", effective: true }]);
    });
});

test.each(DIALECTS)("no value of a property is in a plan of %s or in its report", (_, print) => {
    const canary = "canary-4711";
    const hidden: Values = {
        tags: { owner: canary },
        kubernetesVersion: canary,
        servicePrincipalProfile: { clientId: "c", secret: canary },
    };
    const withCanary = (given: State): State => ({
        ...given,
        inputs: { ...hidden, ...given.inputs },
        outputs: { ...given.outputs, fqdn: canary },
    });
    const plan = planFor(
        [
            step("update", withCanary(userAssigned("a")), withCanary(userAssigned("b")), {
                differences: { tags: "update" },
            }),
            {
                op: "create",
                urn: roleAssignment("x"),
                new: { inputs: { ...acrPull(UNKNOWN).inputs, condition: canary } },
            },
        ],
        [
            {
                severity: "warning",
                urn: COMPONENT,
                message: `aks: count is ${canary}. (AutoscaledCount, Azure: InvalidParameter; https://a)`,
            },
            { severity: "error", urn: COMPONENT, message: `aks: tier is ${canary}. (SomeRule; https://a)` },
            { severity: "error", message: canary },
        ],
        stackExport([{ urn: COMPONENT, outputs: { kubeconfig: canary } }]),
        print,
    );
    expect(only(plan).transitions.map(({ code }) => code)).toEqual([
        "AutoscaledCount",
        "SomeRule",
        "OtherUserAssignedIdentity",
    ]);
    expect(JSON.stringify(planReport(plan))).not.toContain(canary);
});

test("a report shows the contents of a plan, in reading order", () => {
    const { blocks, version, subject, stack } = planReport(
        planFor(
            [
                {
                    op: "create",
                    urn: roleAssignment("aks-registry-acr-pull"),
                    new: acrPull(UNKNOWN, from(identityUrn("aks-kubelet"))),
                },
                identity("aks-kubelet"),
                step("update", legacy, created, { differences: { identity: "add", azureApiVersion: "update" } }),
                { op: "delete", urn: roleAssignment("aks-service-principal-acr"), old: acrPull(PRINCIPAL) },
            ],
            [says("NodesKeepServicePrincipal")],
        ),
    );
    expect(version).toBe(1);
    expect({ subject, stack }).toEqual({ subject: "aks", stack: "dev of shop" });
    expect(blocks.flatMap((block) => (block.kind === "heading" ? [`${block.level} ${block.text}`] : []))).toEqual([
        "1 Plan",
        `2 aks: ${CLUSTER_ID}`,
        "3 Messages of the package",
        "3 Identities",
        "3 Effects",
        "3 Timeline",
        "3 Roles that are missing for a while",
        "3 Role assignments",
        "3 Effective differences",
        "3 Harmless differences",
    ]);
    const tables = blocks.flatMap((block) => (block.kind === "table" ? [block.rows] : []));
    const shownChange = { text: "changes", tone: "pending" };
    expect(tables).toEqual([
        [
            ["control plane", "service principal", "user-assigned identity, created by this update", shownChange],
            ["kubelet", "service principal", "user-assigned identity aks-kubelet, created by this update", shownChange],
        ],
        [
            ["control plane", { text: "updated in place", tone: "ok" }],
            ["pool system", { text: "node image upgrade needed afterwards", tone: "pending" }],
        ],
        [
            [
                "each pool",
                "kubelet (former service principal)",
                { text: "AcrPull", tone: "wrong" },
                REGISTRY_ID,
                "the image of the last pool is upgraded",
                expect.stringMatching(/^derived: nodes use the service principal/),
            ],
        ],
        [
            ["gained", "kubelet", "AcrPull", REGISTRY_ID, "before the cluster's update", kubeletReason],
            [
                "lost",
                "kubelet (former service principal), by its role and reason",
                "AcrPull",
                REGISTRY_ID,
                "at the end of this update",
                kubeletReason,
            ],
        ],
        [["aks-cluster", "identity", "add"]],
        [["aks-cluster", "azureApiVersion", "update", "internal property of Pulumi and its provider"]],
    ]);
    expect(blocks).toContainEqual({
        kind: "diagram",
        diagram: {
            title: "Role assignments of aks",
            nodes: [
                { id: "kubelet", label: "kubelet", kind: "identity" },
                { id: PRINCIPAL, label: "kubelet (former service principal)", kind: "identity" },
                { id: REGISTRY_ID.toLowerCase(), label: "registries/images in shop", kind: "scope" },
            ],
            edges: [
                { from: "kubelet", to: REGISTRY_ID.toLowerCase(), label: "AcrPull", change: "gained" },
                { from: PRINCIPAL, to: REGISTRY_ID.toLowerCase(), label: "AcrPull", change: "lost" },
            ],
        },
    });
    const texts = (plan: Plan) => planReport(plan).blocks.map((block) => ("text" in block ? block.text : ""));
    const blind = expect.stringContaining("shows no role assignment of the previous identity");
    expect(texts(planFor([step("update", legacy, created)]))).toContainEqual(blind);
    const lost: Step = { op: "delete", urn: roleAssignment("a"), old: acrPull(PRINCIPAL) };
    expect(texts(planFor([step("update", legacy, created), lost]))).not.toContainEqual(blind);
    expect(planReport(planFor([])).blocks[1]).toEqual({
        kind: "paragraph",
        text: "This preview changes no cluster.",
        tone: "ok",
    });
});
