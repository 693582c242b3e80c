import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, KubeletIdentityType } from "../../../src";
import { find, SUBSCRIPTION } from "../mocks";
import { assignments, deploy, EXISTING, PROVIDERS } from "./deploy";

describe("identities of other kinds", () => {
    test("existing ones are looked up, not made", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { resourceId: `${EXISTING}/ours` },
            kubeletIdentity: { resourceId: pulumi.output(`${EXISTING}/nodes`) },
        });
        expect(resources.map(({ type }) => type)).not.toContain("azure-native:managedidentity:UserAssignedIdentity");
        expect(outputs.kubeletIdentity).toEqual({
            resourceId: `${EXISTING}/nodes`,
            clientId: "client-of-nodes",
            principalId: "principal-of-nodes",
        });
        expect(outputs.controlPlaneIdentity).toEqual({
            type: "UserAssigned",
            resourceId: `${EXISTING}/ours`,
            clientId: "client-of-ours",
            principalId: "principal-of-ours",
        });
        expect(find(resources, "aks-ours-existing-kubelet-managed-identity-operator").inputs).toMatchObject({
            scope: `${EXISTING}/nodes`,
            principalId: "principal-of-ours",
        });
    });

    test("one identity for both still needs Managed Identity Operator on itself", async () => {
        const { resources } = await deploy({
            controlPlaneIdentity: { resourceId: `${EXISTING}/one` },
            kubeletIdentity: { resourceId: `${EXISTING}/one` },
        });
        expect(find(resources, "aks-one-one-kubelet-managed-identity-operator").inputs).toMatchObject({
            scope: `${EXISTING}/one`,
            principalId: "principal-of-one",
        });
    });

    test("one identity for both has a role on a scope once, whoever asks for it and however it is written", async () => {
        const resourceId = `${EXISTING}/both`;
        const acr = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
        const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
        const ofTenant = `/providers/Microsoft.Authorization/roleDefinitions/${reader}`;
        const fullId = `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${reader.toUpperCase()}`;
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { resourceId },
            kubeletIdentity: { resourceId: resourceId.toUpperCase() },
            extraRoleAssignments: [
                { name: "one", identity: "controlPlane", role: reader, scope: acr },
                { name: "two", identity: "kubelet", role: fullId, scope: acr.toUpperCase() },
                { name: "three", role: ofTenant, scope: acr },
            ],
        });
        expect(
            assignments(resources)
                .map(({ name }) => name)
                .filter((name) => name.includes("-extra-")),
        ).toEqual(["aks-both-extra-one"]);
        const extra = outputs.roleAssignments.filter(({ description }) => description.includes("extraRoleAssignments"));
        const { id: made } = find(resources, "aks-both-extra-one");
        expect(extra.map(({ identity, id }) => [identity, id])).toEqual([
            ["controlPlane", made],
            ["kubelet", made],
        ]);
    });

    test("a built-in role is listed by its name, however it is given, and a custom one as such", async () => {
        const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
        const custom = "22222222-2222-4222-8222-222222222222";
        const roles: [name: string, role: pulumi.Input<string>, listed: string, guid: string][] = [
            ["name", "key vault secrets user", "Key Vault Secrets User", secretsUser],
            ["guid", secretsUser.toUpperCase(), "Key Vault Secrets User", secretsUser.toUpperCase()],
            ["late-name", pulumi.output("Key Vault secrets USER"), "Key Vault Secrets User", secretsUser],
            ["late-guid", pulumi.output(secretsUser), "Key Vault Secrets User", secretsUser],
            [
                "late-id",
                pulumi.output(
                    `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${secretsUser}`,
                ),
                "Key Vault Secrets User",
                secretsUser,
            ],
            ["custom", custom, "custom role", custom],
            ["late-custom", pulumi.output(custom), "custom role", custom],
        ];
        const scope = (name: string) => `${PROVIDERS}/Microsoft.KeyVault/vaults/${name}`;
        const { resources, outputs } = await deploy({
            extraRoleAssignments: roles.map(([name, role]) => ({ name, role, scope: scope(name) })),
        });
        const idOf = (guid: string) =>
            `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
        expect(
            outputs.roleAssignments
                .filter(({ description }) => description.includes("extraRoleAssignments"))
                .map((assignment) => [assignment.role, assignment.roleDefinitionId]),
        ).toEqual(roles.map(([, , listed, guid]) => [listed, idOf(guid)]));
        for (const [name, , , guid] of roles) {
            expect(find(resources, `aks-extra-${name}`).inputs.roleDefinitionId).toBe(idOf(guid));
        }
    });

    test("a condition narrows the role assignment, in the resource, the output and the command", async () => {
        const scope = `${PROVIDERS}/Microsoft.KeyVault/vaults/keys`;
        const condition = "@Resource[x] StringEquals 'y'";
        const { resources, outputs } = await deploy({
            addons: { azurePolicy: true },
            extraRoleAssignments: [{ name: "keys", identity: "azurepolicy", role: "Reader", scope, condition }],
        });
        const extra = find(resources, "aks-extra-keys");
        expect(extra.inputs).toMatchObject({ condition, conditionVersion: "2.0" });
        const listed = outputs.roleAssignments.findIndex(({ id }) => id === extra.id);
        expect(outputs.roleAssignments[listed]).toMatchObject({ identity: "azurepolicy", condition });
        expect(outputs.roleAssignmentCommands[listed]).toContain(
            " --condition '@Resource[x] StringEquals '\\''y'\\''' --condition-version 2.0",
        );
    });

    test("a kubelet identity that AKS makes needs no grant", async () => {
        const { resources, outputs } = await deploy({
            kubeletIdentity: { type: KubeletIdentityType.AksManaged },
        });
        expect(assignments(resources).map(({ name }) => name)).toEqual(["aks-system-subnet-network-contributor"]);
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("identityProfile");
        expect(outputs.kubeletIdentity.principalId).toBe("principal-of-kubelet-by-aks");
    });

    test("a system-assigned control plane gets its subnet grant after the cluster, before further pools", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
            nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5" }],
        });
        expect(find(resources, "aks-cluster").inputs.identity).toEqual({ type: "SystemAssigned" });
        expect(find(resources, "aks-cluster").dependsOn).not.toContain(
            "aks-system-assigned-system-subnet-network-contributor",
        );
        expect(find(resources, "aks-system-assigned-system-subnet-network-contributor").inputs.principalId).toBe(
            "principal-of-system",
        );
        expect(find(resources, "aks-pool-work").dependsOn).toContain(
            "aks-system-assigned-system-subnet-network-contributor",
        );
        expect(outputs.roleAssignments.map(({ when }) => when)).toEqual(["after-cluster"]);
        expect(outputs.identity).toEqual({
            type: "SystemAssigned",
            principalId: "principal-of-system",
            tenantId: "tenant",
        });
    });

    test("a system-assigned identity that the control plane has left keeps its role assignments as they were", async () => {
        const registry = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
        const args = { registries: [{ id: registry }] };
        const before = await deploy({
            ...args,
            controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
        });
        const after = await deploy({
            ...args,
            controlPlaneIdentity: { formerPrincipalId: "11111111-2222-3333-4444-555555555555" },
        });
        const left = "aks-system-assigned-system-subnet-network-contributor";
        const { principalId, roleAssignmentName, ...others } = find(before.resources, left).inputs;
        expect(principalId).toBe("principal-of-system");
        expect(find(after.resources, left).inputs).toMatchObject({
            ...others,
            principalId: "11111111-2222-3333-4444-555555555555",
        });
        expect(find(after.resources, "aks-cluster").dependsOn).toContain(left);
        const names = assignments(after.resources).map(({ name }) => name);
        expect(names.sort()).toEqual([
            "aks-acr-acr-pull",
            "aks-kubelet-managed-identity-operator",
            left,
            "aks-system-subnet-network-contributor",
        ]);
        expect(roleAssignmentName).toMatch(/^[0-9a-f-]{36}$/);
    });
});

describe("a legacy service principal", () => {
    const CLIENT_ID = "11111111-2222-3333-4444-555555555555";
    const legacy = {
        type: ControlPlaneIdentityType.ServicePrincipal,
        servicePrincipal: { clientId: CLIENT_ID, clientSecret: "hush" },
    };
    const registries = [{ id: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr` }];

    test("is control plane and kubelets: no identity is made, all grants are its own and before the cluster", async () => {
        const { resources } = await deploy({ controlPlaneIdentity: legacy, registries });
        expect(resources.map(({ name }) => name).sort()).toEqual([
            "aks",
            "aks-cluster",
            "aks-last-applied",
            "aks-service-principal-acr-acr-pull",
            "aks-service-principal-system-subnet-network-contributor",
        ]);
        for (const { inputs } of assignments(resources)) {
            expect(inputs.principalId).toBe(`principal-of-${CLIENT_ID}`);
        }
        const cluster = find(resources, "aks-cluster");
        expect(Object.keys(cluster.inputs)).not.toContain("identity");
        expect(Object.keys(cluster.inputs)).not.toContain("identityProfile");
        expect(cluster.dependsOn).toEqual(expect.arrayContaining(assignments(resources).map(({ name }) => name)));
    });

    test("has a secret that is a secret, however it was given, and nothing else is", async () => {
        const { resources, outputs } = await deploy({ controlPlaneIdentity: legacy });
        const { inputs, secretInputs } = find(resources, "aks-cluster");
        expect(inputs.servicePrincipalProfile).toEqual({ clientId: CLIENT_ID, secret: "hush" });
        expect(secretInputs).toEqual(["servicePrincipalProfile.secret"]);
        expect(outputs.servicePrincipalClientId).toBe(CLIENT_ID);
        expect(outputs.servicePrincipalClientIdIsSecret).toBe(false);
    });

    test("is in the outputs like an identity, without the ids that it does not have", async () => {
        const { outputs } = await deploy({ controlPlaneIdentity: legacy });
        const principalId = `principal-of-${CLIENT_ID}`;
        expect(outputs.identity).toEqual({ type: "None" });
        expect(outputs.controlPlaneIdentity).toEqual({
            type: "ServicePrincipal",
            clientId: CLIENT_ID,
            principalId,
        });
        expect(outputs.kubeletIdentity).toEqual({ clientId: CLIENT_ID, principalId });
        expect(outputs.identityProfile).toEqual({
            kubeletidentity: { clientId: CLIENT_ID, objectId: principalId },
        });
    });

    test("that the cluster has left keeps the kubelets' grants, beside the new identity's, and nothing else", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { formerServicePrincipalClientId: CLIENT_ID },
            registries,
        });
        expect(
            assignments(resources)
                .map(({ name, inputs }) => [name, inputs.principalId])
                .sort(),
        ).toEqual([
            ["aks-acr-acr-pull", "principal-of-aks-kubelet"],
            ["aks-kubelet-managed-identity-operator", "principal-of-aks-control-plane"],
            ["aks-service-principal-acr-acr-pull", `principal-of-${CLIENT_ID}`],
            ["aks-system-subnet-network-contributor", "principal-of-aks-control-plane"],
        ]);
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("servicePrincipalProfile");
        expect(outputs.servicePrincipalClientId).toBe("msi");
        expect(outputs.roleAssignments).toHaveLength(4);
    });
});
