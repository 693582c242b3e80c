import { readFileSync } from "node:fs";
import { propertiesFile, propertiesText } from "../../../scripts/azureNativeProperties";
import { argsFromLive } from "../../../src/migration/live/argsFromLive";
import { readLiveCluster, readLiveClusters, readRoleAssignments } from "../../../src/migration/live/liveCluster";
import { InvalidInputError } from "../../../src/migration/report";
import {
    ARM_CLUSTER,
    AZ_CLUSTER,
    assignment,
    CLUSTER_ID,
    KUBELET,
    REGISTRY,
    RESOURCE_GROUP,
    SUBNET,
    VIRTUAL_NETWORK,
} from "./clusters";

type Changes = Record<string, unknown>;

/** The cluster of ARM with other properties. */
const arm = (properties: Changes, envelope: Changes = {}) => ({
    ...ARM_CLUSTER,
    ...envelope,
    properties: { ...ARM_CLUSTER.properties, ...properties },
});
const argsOf = (properties: Changes, envelope?: Changes) => argsFromLive(arm(properties, envelope)).args;

test("the properties of azure-native are those of the SDK", () => {
    expect(readFileSync(propertiesFile, "utf8")).toBe(propertiesText());
});

describe("a cluster as arguments", () => {
    test("all that is not AKS's default is said, and nothing else", () => {
        const { args, blockers, notExpressible } = argsFromLive(ARM_CLUSTER);
        expect({ blockers, notExpressible }).toEqual({ blockers: [], notExpressible: [] });
        expect(args).toEqual({
            resourceGroupName: "shop",
            clusterName: "shop",
            location: "westeurope",
            tags: { Team: "shop" },
            dnsPrefix: "shop",
            kubernetesVersion: "1.33",
            tier: "Free",
            controlPlaneIdentity: { type: "SystemAssigned" },
            systemNodePool: {
                name: "nodepool1",
                vmSize: "Standard_D4ds_v5",
                subnetId: SUBNET,
                count: 3,
                // Without them a later tag of the cluster would reach the pool, too.
                tags: { Team: "shop" },
                osDiskSizeGB: 128,
                osDiskType: "Managed",
            },
            nodePools: [
                {
                    name: "batch",
                    vmSize: "Standard_D4ds_v5",
                    subnetId: SUBNET,
                    nodeLabels: { Team: "batch" },
                    count: 2,
                    // The component would give the pool the tags of the cluster.
                    tags: {},
                    osDiskSizeGB: 128,
                    osDiskType: "Managed",
                },
            ],
            network: {
                networkPlugin: "azure",
                networkPolicy: "none",
                podCidr: "10.244.0.0/16",
            },
            roleAssignmentMode: "Skip",
            adopt: { clusterId: CLUSTER_ID, nodePoolIds: { batch: `${CLUSTER_ID}/agentPools/batch` } },
            properties: {
                nodeResourceGroup: "MC_shop_shop_westeurope",
                linuxProfile: { adminUsername: "azureuser", ssh: { publicKeys: [{ keyData: "ssh-rsa AAAA" }] } },
                autoScalerProfile: { scanInterval: "20s", expander: "least-waste" },
            },
        });
    });

    test("the spelling of the Azure CLI makes no difference", () => {
        expect(argsFromLive(AZ_CLUSTER)).toEqual(argsFromLive(ARM_CLUSTER));
    });

    test.each(["2026-12-01T00:00:00Z", "2026-12-01T00:00:00+00:00", "2026-12-01T00:00:00.000Z"])(
        "an instant in any spelling: %s",
        (until) => {
            const overrideSettings = { forceUpgrade: true, until };
            const { properties } = argsOf({ upgradeSettings: { overrideSettings } }, { tags: { until } }) ?? {};
            expect(properties).toMatchObject({
                upgradeSettings: { overrideSettings: { until: "2026-12-01T00:00:00Z" } },
            });
            // A tag is somebody's own text.
            expect(argsOf({}, { tags: { until } }).tags).toEqual({ until });
        },
    );

    test("a pool's version is said if it is not the cluster's", () => {
        const [pool, system] = ARM_CLUSTER.properties.agentPoolProfiles;
        const versionsOf = (ofPool: string, ofSystemPool: string) => {
            const { kubernetesVersion, systemNodePool, nodePools } = argsOf({
                agentPoolProfiles: [
                    { ...pool, orchestratorVersion: ofPool },
                    { ...system, orchestratorVersion: ofSystemPool },
                ],
            });
            return [kubernetesVersion, systemNodePool.kubernetesVersion, nodePools?.[0]?.kubernetesVersion];
        };
        expect(versionsOf("1.33", "1.33")).toEqual(["1.33", undefined, undefined]);
        expect(versionsOf("1.32", "1.33.4")).toEqual(["1.33", "1.33.4", "1.32"]);
    });

    test("settings of a spot pool and of upgrades are inputs, but what AKS has anyway", () => {
        const [pool, system] = ARM_CLUSTER.properties.agentPoolProfiles;
        const read = (properties: Changes) =>
            argsOf({ agentPoolProfiles: [{ ...pool, ...properties }, system] })?.nodePools?.[0];
        const spot = { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Deallocate", spotMaxPrice: 0.5 };
        const usual = { mode: "User", upgradeSettings: { maxSurge: "10%", maxUnavailable: "0" } };
        expect(read({ ...spot, mode: "Gateway" })).toEqual({ ...read({}), ...spot, mode: "Gateway" });
        expect(read({ ...usual, scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 })).toEqual(read({}));
        const upgradeSettings = { maxSurge: "0", maxUnavailable: "1", drainTimeoutInMinutes: 60 };
        expect(read({ upgradeSettings })).toEqual({ ...read({}), upgradeSettings });
    });

    test("pools may come as a list of their own", () => {
        const [batch, system] = ARM_CLUSTER.properties.agentPoolProfiles;
        const pools = [batch, system].map(({ name, ...properties } = { name: "" } as never) => ({
            id: `${CLUSTER_ID}/agentPools/${name}`,
            name,
            type: "Microsoft.ContainerService/managedClusters/agentPools",
            properties,
        }));
        expect(argsFromLive(ARM_CLUSTER, { pools: { value: pools } })).toEqual(argsFromLive(ARM_CLUSTER));
    });

    test("the type of a pool has another name if type is the type of the resource", () => {
        const pools = ARM_CLUSTER.properties.agentPoolProfiles.map(({ type, ...pool }) => ({
            typePropertiesType: type,
            ...pool,
            id: `${CLUSTER_ID}/agentPools/${pool.name}`,
            type: "Microsoft.ContainerService/managedClusters/agentPools",
        }));
        expect(argsFromLive(ARM_CLUSTER, { pools })).toEqual(argsFromLive(ARM_CLUSTER));
    });

    test("identities of the user's own are existing ones; one in the node resource group is AKS's", () => {
        const own = `${RESOURCE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own`;
        const elsewhere = own.replace("0000000000aa", "0000000000bb");
        const identity = {
            type: "UserAssigned",
            userAssignedIdentities: { [own]: { clientId: "c", principalId: "p" } },
        };
        expect(argsOf({}, { identity })).toMatchObject({
            controlPlaneIdentity: { resourceId: own },
            kubeletIdentity: { type: "AksManaged" },
        });
        const kubelet = { resourceId: elsewhere, clientId: KUBELET, objectId: KUBELET };
        expect(argsOf({ identityProfile: { kubeletidentity: kubelet } }, { identity })).toMatchObject({
            // The provider looks in its own subscription only.
            kubeletIdentity: { resourceId: elsewhere, clientId: KUBELET, principalId: KUBELET },
        });
    });

    test("with automatic upgrades of Kubernetes no version is said, with the autoscaler no count", () => {
        const [, system] = ARM_CLUSTER.properties.agentPoolProfiles;
        const scaled = { ...system, enableAutoScaling: true, minCount: 1, maxCount: 5, orchestratorVersion: "1.33" };
        const args = argsOf({ agentPoolProfiles: [scaled], autoUpgradeProfile: { upgradeChannel: "stable" } });
        expect(args).toMatchObject({ autoUpgrade: { upgradeChannel: "stable" } });
        expect(args.kubernetesVersion).toBeUndefined();
        expect(args.systemNodePool).toMatchObject({ minCount: 1, maxCount: 5 });
        expect(Object.keys(args.systemNodePool)).not.toEqual(expect.arrayContaining(["count"]));
        expect(Object.keys(args.systemNodePool)).not.toEqual(expect.arrayContaining(["kubernetesVersion"]));
    });

    test.each<[string, Changes, object]>([
        ["Azure Policy", { azurepolicy: { enabled: true } }, { azurePolicy: true }],
        ["an add-on that is off", { azurepolicy: { enabled: false, config: null } }, {}],
        [
            "the Key Vault provider in another letter case",
            { AzureKeyvaultSecretsProvider: { enabled: true, config: { EnableSecretRotation: "true" } } },
            { keyVaultSecrets: { enableSecretRotation: true } },
        ],
        [
            "legacy Container insights",
            { omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: "w", useAADAuth: "false" } } },
            { containerInsights: { workspaceId: "w", authentication: "Legacy" } },
        ],
        [
            "an application gateway that AKS creates",
            { ingressApplicationGateway: { enabled: true, config: { subnetCIDR: "10.1.0.0/24" } } },
            { applicationGateway: { subnetCidr: "10.1.0.0/24" } },
        ],
        [
            "virtual nodes",
            { aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } } },
            { virtualNode: { subnetId: `${VIRTUAL_NETWORK}/subnets/aci` } },
        ],
    ])("%s", (_, addonProfiles, addons) => {
        expect(argsOf({ addonProfiles }).addons ?? {}).toEqual(addons);
    });
});

describe("what cannot be said", () => {
    test.each<[string, Changes, string]>([
        ["a property of another version", { brandNewProfile: { enabled: true } }, "brandNewProfile"],
        [
            "a retired add-on",
            { addonProfiles: { httpApplicationRouting: { enabled: true } } },
            "addonProfiles.httpApplicationRouting",
        ],
        [
            "Container insights, whose rule the component would create",
            { addonProfiles: { omsagent: { enabled: true, config: { useAADAuth: "true" } } } },
            "addonProfiles.omsagent",
        ],
        ["managed Prometheus", { azureMonitorProfile: { metrics: { enabled: true } } }, "azureMonitorProfile.metrics"],
        ["local accounts off without Entra", { disableLocalAccounts: true }, "disableLocalAccounts"],
    ])("%s stays as it is", (_, properties, path) => {
        const { notExpressible, blockers } = argsFromLive(arm(properties));
        expect(notExpressible.map((each) => each.path)).toEqual([path]);
        expect(notExpressible[0]?.reason).toContain("AKS keeps");
        expect(blockers).toEqual([]);
    });

    test.each<[string, Changes, string]>([
        ["Kubernetes RBAC is off", { enableRBAC: false }, "enableRBAC"],
        ["the legacy integration of Entra", { aadProfile: { clientAppID: "c", serverAppID: "s" } }, "aadProfile"],
        ["an operation has not succeeded", { provisioningState: "Failed" }, "provisioningState"],
        [
            "a key whose vault is not known",
            { securityProfile: { azureKeyVaultKms: { enabled: true, keyId: "https://v.vault.azure.net/keys/k/1" } } },
            "securityProfile.azureKeyVaultKms",
        ],
        ["a rule of the component", { dnsPrefix: "-" }, "dnsPrefix"],
    ])("%s: the component cannot manage it", (_, properties, path) => {
        expect(argsFromLive(arm(properties)).blockers.map((each) => each.path)).toEqual([path]);
    });

    test("pod identities without the exception that the component always sets", () => {
        const proxy = { name: "proxy", namespace: "edge", podLabels: { app: "proxy" } };
        const pods = {
            name: "aks-system-pods",
            namespace: "kube-system",
            podLabels: { "kubernetes.azure.com/managedby": "aks" },
        };
        const paths = (userAssignedIdentityExceptions: object[]) =>
            argsFromLive(arm({ podIdentityProfile: { enabled: true, userAssignedIdentityExceptions } })).notExpressible;
        expect(paths([proxy, pods])).toEqual([]);
        expect(paths([proxy])).toMatchObject([{ path: "podIdentityProfile.userAssignedIdentityExceptions" }]);
    });

    test("kubenet in a subnet of the user, system-assigned, as the Azure CLI creates it", () => {
        expect(
            argsFromLive(
                arm({ networkProfile: { ...ARM_CLUSTER.properties.networkProfile, networkPlugin: "kubenet" } }),
            ).blockers,
        ).toEqual([]);
    });

    test("a cluster without a system pool has nothing to describe it by", () => {
        const { blockers } = argsFromLive(arm({ agentPoolProfiles: [] }));
        expect(blockers.map(({ path }) => path)).toEqual(["agentPoolProfiles", "systemNodePool"]);
    });
});

describe("role assignments that exist", () => {
    const read = (...roleAssignments: object[]) => argsFromLive(ARM_CLUSTER, { component: "shop", roleAssignments });

    test("one that is required exactly is imported under its own name", () => {
        const found = assignment(1, "Network Contributor", SUBNET);
        const { args, missing } = read(found);
        expect(missing).toEqual([]);
        expect(args.roleAssignmentMode).toBeUndefined();
        expect(args.existingRoleAssignments).toEqual([
            {
                name: "shop-system-assigned-system-subnet-network-contributor",
                roleAssignmentId: found.id,
                mode: "Import",
            },
        ]);
    });

    test.each([
        ["a higher scope", assignment(1, "Network Contributor", VIRTUAL_NETWORK)],
        ["a broader role", assignment(1, "Contributor", SUBNET)],
    ])("one that is required is left to others where it has %s", (_, found) => {
        const { args, missing } = read(found);
        expect(missing).toEqual([]);
        expect(args.existingRoleAssignments).toMatchObject([{ roleAssignmentId: found.id, mode: "Skip" }]);
        expect(args.extraRoleAssignments).toBeUndefined();
    });

    test("one that is required and does not exist is missing", () => {
        const { args, missing } = read();
        expect(missing.map(({ role, scope }) => [role.name, scope])).toEqual([["Network Contributor", SUBNET]]);
        expect(args.existingRoleAssignments).toBeUndefined();
    });

    test("the kubelets' registries and further roles are said, those of AKS itself are not", () => {
        const nodes = `${RESOURCE_GROUP.replace("/shop", "/MC_shop_shop_westeurope")}`;
        const { args, missing } = read(
            assignment(1, "Network Contributor", SUBNET),
            assignment(2, "AcrPull", REGISTRY, KUBELET),
            assignment(3, "Reader", RESOURCE_GROUP),
            assignment(4, "Contributor", nodes),
            assignment(5, "Reader", RESOURCE_GROUP, "33333333-0000-0000-0000-000000000001"),
        );
        expect(missing).toEqual([]);
        expect(args.registries).toEqual([{ id: REGISTRY }]);
        expect(args.extraRoleAssignments).toEqual([
            { name: "control-plane-1", identity: "controlPlane", role: "Reader", scope: RESOURCE_GROUP },
        ]);
        expect(args.existingRoleAssignments).toHaveLength(3);
    });

    test("further roles of an add-on's identity are said while the add-on is on", () => {
        const objectId = "55555555-0000-0000-0000-000000000001";
        const identity = { resourceId: "/routing", clientId: objectId, objectId };
        const found = (enabled: boolean) =>
            argsFromLive(arm({ ingressProfile: { webAppRouting: { enabled, identity } } }), {
                roleAssignments: [assignment(1, "Reader", RESOURCE_GROUP, objectId)],
            });
        expect(found(true).args.extraRoleAssignments).toEqual([
            { name: "web-app-routing-1", identity: "webAppRouting", role: "Reader", scope: RESOURCE_GROUP },
        ]);
        expect(found(false).args.extraRoleAssignments).toBeUndefined();
    });

    test("one identity for both has each further role once", () => {
        const own = `${RESOURCE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own`;
        const cluster = arm(
            { identityProfile: { kubeletidentity: { resourceId: own, clientId: KUBELET, objectId: KUBELET } } },
            { identity: { type: "UserAssigned", userAssignedIdentities: { [own]: { principalId: KUBELET } } } },
        );
        const { args } = argsFromLive(cluster, {
            roleAssignments: [assignment(1, "Reader", RESOURCE_GROUP, KUBELET)],
        });
        expect(args.extraRoleAssignments).toEqual([
            { name: "control-plane-1", identity: "controlPlane", role: "Reader", scope: RESOURCE_GROUP },
        ]);
    });

    describe("an identity that other clusters use keeps its role assignments", () => {
        const clientId = "44444444-0000-0000-0000-000000000001";
        const objectId = "44444444-0000-0000-0000-000000000002";
        const withPrincipal = (name: string) => ({
            ...arm({ servicePrincipalProfile: { clientId }, identityProfile: undefined }, { identity: undefined }),
            id: CLUSTER_ID.replace(/shop$/, name),
            name,
        });
        const otherNodes = RESOURCE_GROUP.replace("/shop", "/MC_other_other_westeurope");
        const roles = [
            assignment(1, "Network Contributor", SUBNET, objectId),
            assignment(2, "Reader", RESOURCE_GROUP, objectId),
        ];
        const found = (more: object) =>
            argsFromLive(withPrincipal("shop"), {
                servicePrincipalObjectId: objectId,
                roleAssignments: roles,
                clusters: [withPrincipal("shop")],
                ...more,
            });

        test("an identity belongs to this cluster if no other cluster is known to use it", () => {
            const { args, warnings } = found({});
            expect(warnings.join()).not.toContain("uses, too");
            expect(args.existingRoleAssignments?.map(({ mode }) => mode)).toEqual(["Import", "Import"]);
            expect(args.extraRoleAssignments).toHaveLength(1);
        });

        test.each([
            ["cluster other", { clusters: [withPrincipal("shop"), withPrincipal("other")] }],
            [
                "node resource group MC_other_other_westeurope",
                { roleAssignments: [...roles, assignment(3, "Contributor", otherNodes, objectId)] },
            ],
        ])("%s uses it, too", (user, more) => {
            const { args, warnings, missing } = found(more);
            expect(missing).toEqual([]);
            expect(args.existingRoleAssignments?.map(({ mode }) => mode)).toEqual(["Skip"]);
            expect(args.extraRoleAssignments).toBeUndefined();
            expect(warnings.filter((each) => each.includes(`${user} uses, too`))).toHaveLength(2);
        });

        test("a user-assigned identity that is shared", () => {
            const own = `${RESOURCE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own`;
            const identity = { type: "UserAssigned", userAssignedIdentities: { [own]: { principalId: KUBELET } } };
            const cluster = arm({}, { identity });
            const other = { ...arm({}, { identity }), id: CLUSTER_ID.replace(/shop$/, "other"), name: "other" };
            const { args, warnings } = argsFromLive(cluster, {
                roleAssignments: [assignment(1, "Network Contributor", SUBNET, KUBELET)],
                clusters: [other, cluster],
            });
            expect(args.existingRoleAssignments?.map(({ mode }) => mode)).toEqual(["Skip"]);
            expect(
                warnings.filter((each) =>
                    each.startsWith("The control plane uses an identity that cluster other uses, too"),
                ),
            ).toHaveLength(1);
        });
    });

    test("an existing application gateway, its subnet and its identities", () => {
        const front = `${RESOURCE_GROUP}/providers/Microsoft.Network/applicationGateways/front`;
        const own = `${RESOURCE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own`;
        const cluster = arm({
            addonProfiles: {
                ingressApplicationGateway: {
                    enabled: true,
                    config: { applicationGatewayId: front },
                    identity: { objectId: KUBELET },
                },
            },
        });
        const { args } = argsFromLive(cluster, {
            roleAssignments: [
                assignment(1, "Network Contributor", SUBNET, KUBELET),
                assignment(2, "Managed Identity Operator", own, KUBELET),
            ],
        });
        expect(args.addons).toEqual({
            applicationGateway: { gatewayId: front, subnetId: SUBNET, gatewayIdentityIds: [own] },
        });
    });

    test("those of a service principal are read where its object id is given", () => {
        const principal = "44444444-0000-0000-0000-000000000001";
        const cluster = arm(
            { servicePrincipalProfile: { clientId: principal }, identityProfile: null },
            { identity: undefined },
        );
        const roleAssignments = [assignment(1, "Network Contributor", SUBNET, principal)];
        expect(argsFromLive(cluster, { roleAssignments }).args).toMatchObject({
            controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: { clientId: principal } },
            roleAssignmentMode: "Skip",
        });
        const { args } = argsFromLive(cluster, { roleAssignments, servicePrincipalObjectId: principal });
        expect(args.roleAssignmentMode).toBeUndefined();
        expect(args.existingRoleAssignments).toMatchObject([{ mode: "Import" }]);
    });
});

describe("input that shows no cluster", () => {
    test.each<[unknown, string]>([
        [null, "This is null; expected one cluster"],
        [[ARM_CLUSTER], "This is a list of 1; expected one cluster"],
        ["text", "This is a value of type string"],
        [{ ...ARM_CLUSTER, id: SUBNET }, "The id of this object is "],
        [{}, "The id of this object is not set"],
    ])("%j", (json, message) => {
        expect(() => readLiveCluster(json)).toThrow(InvalidInputError);
        expect(() => readLiveCluster(json)).toThrow(message);
    });

    test("a list of clusters, as ARM and the Azure CLI have it", () => {
        expect(readLiveClusters([ARM_CLUSTER, AZ_CLUSTER])).toHaveLength(2);
        expect(readLiveClusters({ value: [ARM_CLUSTER] })).toHaveLength(1);
        expect(readLiveClusters(ARM_CLUSTER)).toHaveLength(1);
        expect(() => readLiveClusters([1])).toThrow("expected a list of objects");
    });

    test("role assignments without the ids that count", () => {
        expect(() => readRoleAssignments([{ id: "/x", properties: {} }])).toThrow(InvalidInputError);
        expect(() => readRoleAssignments({})).toThrow("expected a list of objects");
    });
});
