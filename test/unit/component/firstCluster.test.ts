import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster } from "../../../src";
import { find, underMocks } from "../mocks";
import { assignments, base, deploy, SYSTEM_SUBNET, WORK_SUBNET } from "./deploy";

/** The SDK does not export its store with types. */
const state: { getStore(): { supportsErrorHooks: boolean } } = require("@pulumi/pulumi/runtime/state");

describe("a first cluster", () => {
    test("makes two identities, their role assignments, then the cluster", async () => {
        const { resources } = await deploy();
        expect(resources.map(({ type, name, parent }) => [type.split(":").pop(), name, parent]).sort()).toEqual([
            ["LastApplied", "aks-last-applied", "aks"],
            ["ManagedCluster", "aks-cluster", "aks"],
            ["ManagedIdentityAksCluster", "aks", undefined],
            ["RoleAssignment", "aks-kubelet-managed-identity-operator", "aks"],
            ["RoleAssignment", "aks-system-subnet-network-contributor", "aks"],
            ["UserAssignedIdentity", "aks-control-plane", "aks"],
            ["UserAssignedIdentity", "aks-kubelet", "aks"],
        ]);
        expect(find(resources, "aks-cluster").dependsOn).toEqual(
            expect.arrayContaining(["aks-kubelet-managed-identity-operator", "aks-system-subnet-network-contributor"]),
        );
    });

    test("gives the control plane Managed Identity Operator on the kubelet identity", async () => {
        const { resources } = await deploy();
        expect(find(resources, "aks-kubelet-managed-identity-operator")).toMatchObject({
            inputs: {
                scope: `/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-kubelet`,
                principalId: "principal-of-aks-control-plane",
                principalType: "ServicePrincipal",
                roleDefinitionId:
                    "/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/f1a07417-d97a-45cb-824c-7a7467783830",
                description: "The control plane assigns the kubelet identity to the nodes.",
            },
            replaceOnChanges: ["roleDefinitionId"],
            deleteBeforeReplace: false,
        });
    });

    test("is made with both identities and no service principal", async () => {
        const { resources } = await deploy();
        const { inputs } = find(resources, "aks-cluster");
        const identities =
            "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourcegroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
        expect(inputs).toMatchObject({
            identity: { type: "UserAssigned", userAssignedIdentities: [`${identities}/aks-control-plane`] },
            identityProfile: {
                kubeletidentity: {
                    resourceId: `${identities}/aks-kubelet`,
                    clientId: "client-of-aks-kubelet",
                    objectId: "principal-of-aks-kubelet",
                },
            },
            dnsPrefix: "aks",
            agentPoolProfiles: [
                {
                    name: "system",
                    mode: "System",
                    count: 3,
                    vmSize: "Standard_D4ds_v5",
                    vnetSubnetID: SYSTEM_SUBNET,
                    osType: "Linux",
                    type: "VirtualMachineScaleSets",
                },
            ],
        });
        expect(Object.keys(inputs)).not.toContain("servicePrincipalProfile");
        expect(Object.keys(inputs)).not.toContain("networkProfile");
    });

    test("outputs its identities and its role assignments with reasons", async () => {
        const { resources, outputs } = await deploy();
        expect(outputs.servicePrincipalClientId).toBe("msi");
        expect(outputs.identityProfile.kubeletidentity.objectId).toBe("principal-of-aks-kubelet");
        expect(outputs.controlPlaneIdentity).toMatchObject({
            type: "UserAssigned",
            clientId: "client-of-aks-control-plane",
            principalId: "principal-of-aks-control-plane",
        });
        expect(Object.values(outputs.identity.userAssignedIdentities ?? {})).toEqual([
            { clientId: "client-of-aks-control-plane", principalId: "principal-of-aks-control-plane" },
        ]);
        expect(outputs.roleAssignments).toHaveLength(2);
        expect(outputs.roleAssignments[1]).toEqual({
            identity: "controlPlane",
            principalId: "principal-of-aks-control-plane",
            role: "Network Contributor",
            roleDefinitionId:
                "/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7",
            scope: SYSTEM_SUBNET,
            description: "The control plane joins nodes to the subnet.",
            when: "before-cluster",
            id: find(resources, "aks-system-subnet-network-contributor").id,
        });
    });

    test("binds no error hook where the engine has none, as under mocks", async () => {
        const { resources } = await deploy();
        expect(find(resources, "aks-cluster").onError).toEqual([]);
    });

    test("binds none either where the Pulumi CLI says that it has none", async () => {
        const { resources } = await underMocks(() => {
            // An older CLI: the SDK could register a hook, the CLI could not call it.
            const monitor = pulumi.runtime.getMonitor() as unknown as { registerErrorHook?: () => void };
            monitor.registerErrorHook = () => {
                throw new Error("an older CLI does not know this call");
            };
            state.getStore().supportsErrorHooks = false;
            return new ManagedIdentityAksCluster("aks", base);
        });
        expect(find(resources, "aks-cluster").onError).toEqual([]);
    });

    test("leaves the caller's arguments as they are", async () => {
        const args = { ...base, nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5" }] };
        const before = structuredClone(args);
        await underMocks(() => new ManagedIdentityAksCluster("aks", args));
        expect(args).toEqual(before);
    });
});

describe("node pools", () => {
    const nodePools = [
        { name: "work", vmSize: "Standard_D8ds_v5", subnetId: WORK_SUBNET },
        { name: "batch", vmSize: "Standard_D8ds_v5", minCount: 0, maxCount: 9 },
    ];

    test("each subnet has its grant before the cluster, once", async () => {
        const { resources } = await deploy({ nodePools });
        expect(
            assignments(resources)
                .map(({ name, inputs }) => [name, inputs.scope])
                .sort(),
        ).toEqual([
            ["aks-kubelet-managed-identity-operator", expect.any(String)],
            ["aks-system-subnet-network-contributor", SYSTEM_SUBNET],
            ["aks-work-subnet-network-contributor", WORK_SUBNET],
        ]);
        expect(find(resources, "aks-cluster").dependsOn).toContain("aks-work-subnet-network-contributor");
    });

    test("further pools follow one another; the autoscaler owns the count of its pools", async () => {
        const { resources } = await deploy({ nodePools });
        const work = find(resources, "aks-pool-work");
        const batch = find(resources, "aks-pool-batch");
        expect(work).toMatchObject({
            inputs: {
                agentPoolName: "work",
                resourceName: "aks",
                count: 1,
                vnetSubnetID: WORK_SUBNET,
            },
        });
        expect(batch).toMatchObject({
            inputs: {
                enableAutoScaling: true,
                minCount: 0,
                maxCount: 9,
                count: 0,
                vnetSubnetID: SYSTEM_SUBNET,
            },
        });
        expect(batch.dependsOn).toContain("aks-pool-work");
    });

    test("a pool in a network that AKS makes needs no subnet grant", async () => {
        const { resources } = await deploy({ systemNodePool: { vmSize: "Standard_D4ds_v5" } });
        expect(assignments(resources).map(({ name }) => name)).toEqual(["aks-kubelet-managed-identity-operator"]);
        expect(find(resources, "aks-cluster").inputs.agentPoolProfiles).toEqual([
            expect.not.objectContaining({ vnetSubnetID: expect.anything() }),
        ]);
    });
});
