import Ajv from "ajv";
import fc from "fast-check";
import type { ManagedIdentityAksClusterArgs } from "../../../src";
import { FORMATS } from "../../../src/migration/formats";
import { grantsReport } from "../../../src/migration/grantsReport";
import { mapReport } from "../../../src/migration/mapReport";
import type { Report } from "../../../src/migration/report";
import grantsSchema from "../../../src/migration/schemas/grants.v1.json";
import mapSchema from "../../../src/migration/schemas/map.v1.json";
import { deploy, EXISTING, NETWORK, PROVIDERS } from "../component/deploy";
import { clusterArgs } from "../rules/right";
import { ARM_CLUSTER } from "./clusters";

const ajv = new Ajv({ allErrors: true });
const matches = { grants: ajv.compile(grantsSchema), map: ajv.compile(mapSchema) };

/** What `--format json` prints has the published shape. */
async function expectSchema(kind: keyof typeof matches, report: Report): Promise<void> {
    matches[kind](JSON.parse(await FORMATS.json(report, {})));
    expect(matches[kind].errors ?? []).toEqual([]);
}

const GUIDS = ["11111111-2222-3333-4444-555555555555", "aaaaaaaa-2222-3333-4444-555555555555"] as const;

const plainArgs = {
    resourceGroupName: "group",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: `${NETWORK}/subnets/system` },
    registries: [{ id: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/images` }],
};

/** Clusters of every kind of identity. */
const CLUSTERS: Record<string, Partial<ManagedIdentityAksClusterArgs>> = {
    "created identities": {},
    "existing identities": {
        controlPlaneIdentity: { resourceId: `${EXISTING}/one`, clientId: GUIDS[0], principalId: GUIDS[1] },
        kubeletIdentity: { resourceId: `${EXISTING}/two`, clientId: GUIDS[1], principalId: GUIDS[0] },
    },
    "a kubelet identity of AKS": { kubeletIdentity: { type: "AksManaged" } },
    "a system-assigned identity": { controlPlaneIdentity: { type: "SystemAssigned" } },
    "a former system-assigned identity": { controlPlaneIdentity: { formerPrincipalId: GUIDS[0] } },
    "a service principal": {
        controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: { clientId: GUIDS[0] } },
    },
    "a former service principal": { controlPlaneIdentity: { formerServicePrincipalClientId: GUIDS[0] } },
    "add-ons and a zone": {
        network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" },
        apiServer: {
            privateCluster: true,
            privateDNSZone: `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`,
        },
        registries: [{ id: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/images` }],
        silenceWarnings: ["LegacyContainerInsightsEnds"],
        addons: {
            virtualNode: { subnetId: `${NETWORK}/subnets/aci` },
            containerInsights: {
                workspaceId: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`,
                authentication: "Legacy",
            },
        },
    },
};

describe.each(Object.entries(CLUSTERS))("a cluster with %s", (_, args) => {
    const { registries } = plainArgs;
    const given = { ...plainArgs, ...args };

    test("needs what the component assigns", async () => {
        const { outputs } = await deploy({ registries, ...args });
        const { data } = await grantsReport({ name: "args.json", value: JSON.parse(JSON.stringify(given)) });
        const [cluster, ...others] = data.clusters;
        expect(others).toEqual([]);
        expect(outputs.roleAssignments.length).toBeGreaterThan(1);
        const found = cluster?.roleAssignments ?? [];
        expect(found).toEqual(
            outputs.roleAssignments.map(
                ({ identity, principalId, role, roleDefinitionId, scope, when, description }, index) => {
                    const { createdScope, former, principalId: known, clientId } = found[index] ?? {};
                    return {
                        identity,
                        role,
                        when,
                        description,
                        ...(createdScope === undefined
                            ? { scope, roleDefinitionId }
                            : { createdScope, roleDefinitionId: roleDefinitionId.split("/").at(-1) }),
                        ...(former !== undefined && { former }),
                        ...(clientId !== undefined && { clientId }),
                        ...(known !== undefined && { principalId }),
                    };
                },
            ),
        );
        const created = outputs.roleAssignments.filter((_, index) => found[index]?.createdScope !== undefined);
        expect(
            created.map(({ scope }) => scope).filter((scope) => !/aks-kubelet$|managedClusters\/aks$/.test(scope)),
        ).toEqual([]);
    });

    test("is reported the same from its outputs, and both have the published shape", async () => {
        const { outputs } = await deploy({ registries, ...args });
        const value = { clusterName: "shop", roleAssignments: outputs.roleAssignments };
        const report = await grantsReport({ name: "outputs", value: JSON.parse(JSON.stringify(value)) }, true);
        const [cluster] = report.data.clusters;
        expect(report.data.clusters).toEqual([
            { name: "shop", roleAssignments: cluster?.roleAssignments, warnings: [] },
        ]);
        expect(cluster?.roleAssignments).toEqual(outputs.roleAssignments);
        expect(report.data.commands).toEqual(outputs.roleAssignmentCommands);
        await expectSchema("grants", report);
        for (const input of [value, given]) {
            await expectSchema("grants", await grantsReport({ name: "input", value: input }));
            await expectSchema("map", await mapReport({ name: "input", value: input }));
        }
    });
});

test.each([
    ["existing identities", [`controlPlane ${GUIDS[1]}`, `controlPlane ${GUIDS[1]}`, `kubelet ${GUIDS[0]}`]],
    ["created identities", ["controlPlane", "controlPlane", "kubelet"]],
    [
        "a former system-assigned identity",
        ["controlPlane", "controlPlane", "kubelet", `controlPlane ${GUIDS[0]} SystemAssigned`],
    ],
    ["a former service principal", ["controlPlane", "controlPlane", "kubelet", "kubelet ServicePrincipal"]],
])("of a cluster with %s the principals are known as far as the arguments name them", async (kind, expected) => {
    const value = { ...plainArgs, ...CLUSTERS[kind] };
    const { data } = await grantsReport({ name: "args.json", value });
    const found = data.clusters[0]?.roleAssignments ?? [];
    expect(
        found.map(({ identity, principalId, former }) =>
            [identity, principalId, former].filter((part) => part !== undefined).join(" "),
        ),
    ).toEqual(expected);
});

test("shared identities need what they are to come with, by their principals", async () => {
    const ids = (name: string, principalId: string) => ({
        resourceId: `${EXISTING}/${name}`,
        clientId: principalId,
        principalId,
    });
    const value = {
        resourceGroupName: "group",
        systemNodePool: { vmSize: "Standard_D4ds_v5" },
        identities: {
            controlPlaneIdentity: ids("one", GUIDS[0]),
            kubeletIdentity: ids("two", GUIDS[1]),
            roleAssignments: [],
        },
    };
    const { data } = await grantsReport({ name: "args.json", value });
    expect(data.clusters).toMatchObject([
        {
            name: "args.json",
            roleAssignments: [{ identity: "controlPlane", principalId: GUIDS[0], scope: `${EXISTING}/two` }],
        },
    ]);
});

test("whatever arguments are right have a report of the published shape, in which every role assignment is drawn", async () => {
    await fc.assert(
        fc.asyncProperty(clusterArgs, async (args) => {
            const input = { name: "args.json", value: JSON.parse(JSON.stringify(args)) };
            const grants = await grantsReport(input);
            await expectSchema("grants", grants);
            const map = await mapReport(input);
            await expectSchema("map", map);
            const drawn = map.data.diagrams.flatMap(({ edges }) => edges.map(({ label }) => label));
            expect(drawn).toEqual(
                grants.data.clusters.flatMap(({ roleAssignments }) => roleAssignments.map(({ role }) => role)),
            );
            for (const { nodes, edges } of map.data.diagrams) {
                const ids = nodes.map(({ id }) => id);
                expect(new Set(ids).size).toBe(ids.length);
                expect(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.includes(id))).toEqual([]);
            }
        }),
        { numRuns: 60 },
    );
});

const ASSIGNMENT = {
    identity: "kubelet",
    principalId: GUIDS[0],
    role: "AcrPull",
    roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d",
    scope: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/images`,
    description: "The kubelets pull images from the registry.",
    when: "before-cluster",
};

describe("outputs of a stack", () => {
    test("role assignments are found under any name, and in components that are outputs", async () => {
        const value = {
            url: "https://shop.example",
            needed: [ASSIGNMENT],
            blue: {
                clusterName: "blue-1",
                roleAssignments: [ASSIGNMENT, { ...ASSIGNMENT, scope: "/subscriptions/s" }],
            },
            empty: { clusterName: "empty-1", roleAssignments: [] },
        };
        const { data } = await grantsReport({ name: "outputs", value });
        expect(data.clusters.map(({ name, roleAssignments }) => [name, roleAssignments.length])).toEqual([
            ["needed", 1],
            ["blue-1", 2],
            ["empty-1", 0],
        ]);
    });

    test("nothing but what a role assignment has is shown", async () => {
        const value = { roleAssignments: [{ ...ASSIGNMENT, id: "/id", password: "hunter2" }], password: "hunter2" };
        const report = await grantsReport({ name: "outputs", value });
        for (const format of Object.values(FORMATS)) {
            expect(await format(report, {})).not.toContain("hunter2");
        }
        expect(report.data.clusters[0]?.roleAssignments).toEqual([{ ...ASSIGNMENT, id: "/id" }]);
    });

    test("a list of another shape is rejected with the place", async () => {
        const value = { aks: { roleAssignments: [ASSIGNMENT, { ...ASSIGNMENT, scope: undefined }] } };
        await expect(grantsReport({ name: "outputs", value })).rejects.toThrow(
            "outputs: aks.roleAssignments[1].scope is not a string. Expected: the output roleAssignments of a component",
        );
    });

    test("what is no GUID cannot leave its place in a command", async () => {
        const value = { roleAssignments: [{ ...ASSIGNMENT, principalId: "$(id)'; id", description: "It's\nfine" }] };
        const { data } = await grantsReport({ name: "outputs", value }, true);
        expect(data.commands).toHaveLength(1);
        expect(data.commands?.[0]).toContain(` --assignee-object-id '$(id)'\\''; id' `);
    });

    test("two principals of one identity are two nodes", async () => {
        const value = { roleAssignments: [ASSIGNMENT, { ...ASSIGNMENT, principalId: GUIDS[1] }] };
        const { data } = await mapReport({ name: "outputs", value });
        expect(data.diagrams[0]?.nodes.map(({ label }) => label)).toEqual([
            "control plane",
            `kubelet ${GUIDS[0]}`,
            `kubelet ${GUIDS[1]}`,
            "registries/images in net",
        ]);
    });
});

describe("a cluster as Azure shows it", () => {
    const { properties } = ARM_CLUSTER;
    const addonProfiles = {
        omsagent: {
            enabled: true,
            config: {
                logAnalyticsWorkspaceResourceID: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`,
                useAADAuth: "false",
            },
        },
        aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } },
    };
    const legacy = {
        ...ARM_CLUSTER,
        identity: undefined,
        properties: {
            ...properties,
            addonProfiles,
            identityProfile: undefined,
            servicePrincipalProfile: { clientId: GUIDS[0] },
        },
    };

    test("with a service principal has one principal, whose object id is all that is asked for", async () => {
        const input = { name: "legacy.json", value: legacy };
        const { data } = await mapReport(input);
        const identities = data.diagrams[0]?.nodes.filter(({ kind }) => kind === "identity") ?? [];
        expect(identities).toEqual([
            {
                id: GUIDS[0],
                label: "service principal (control plane, omsagent, aciConnectorLinux)",
                kind: "identity",
            },
        ]);
        await expectSchema("grants", await grantsReport(input));
        const { data: script } = await grantsReport(input, true);
        expect(script.commands?.filter((line) => line.startsWith(":"))).toEqual([
            `: "\${SERVICE_PRINCIPAL_OBJECT_ID:?object id of the service principal of the cluster: az ad sp show --id ${GUIDS[0]} --query id --output tsv}"`,
        ]);
        expect(script.commands?.join("\n")).toContain(
            `/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/shop' `,
        );
    });

    test("with managed identities has all ids that commands need", async () => {
        const { addonProfiles: addons } = legacy.properties;
        const identity = { objectId: GUIDS[1] };
        const omsagent = { ...addons.omsagent, identity };
        const value = {
            ...ARM_CLUSTER,
            identity: {
                type: "UserAssigned",
                userAssignedIdentities: { [`${EXISTING}/one`]: { principalId: GUIDS[0] } },
            },
            properties: { ...properties, addonProfiles: { omsagent } },
        };
        const { data } = await grantsReport({ name: "broad.json", value }, true);
        expect(data.commands).toHaveLength(2);
        expect(data.commands?.map((line) => /object-id (\S+)/.exec(line)?.[1])).toEqual(GUIDS);
        const { data: map } = await mapReport({ name: "broad.json", value });
        expect(map.diagrams[0]?.nodes.map(({ label }) => label)).toEqual([
            "kubelet",
            "control plane",
            "omsagent",
            "virtualNetworks/vnet/subnets/nodes in net",
            "managedClusters/shop in shop",
        ]);
    });
});

test("warnings of the rules are in the report, without values, unless they are silenced", async () => {
    const value = { resourceGroupName: "g", systemNodePool: { vmSize: "Standard_D4ds_v5" }, tier: "hunter2" };
    const { data, blocks } = await grantsReport({ name: "args.json", value });
    expect(data.clusters[0]?.warnings).toEqual([expect.stringMatching(/^tier: .*\(UnknownTier; /)]);
    expect(JSON.stringify([data, blocks])).not.toContain("hunter2");
    const silenced = await grantsReport({ name: "args.json", value: { ...value, silenceWarnings: ["UnknownTier"] } });
    expect(silenced.data.clusters[0]?.warnings).toEqual([]);
});
