import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { Vault } from "@pulumi/azure-native/keyvault";
import { AzureMonitorWorkspace } from "@pulumi/azure-native/monitor";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("shop");
const inGroup = { resourceGroupName: group.name };

const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });
const vault = new Vault("shop", {
    ...inGroup,
    properties: {
        tenantId: getClientConfigOutput().tenantId,
        sku: { family: "A", name: "standard" },
        // Without this a vault has access policies, and role assignments have no effect on its secrets.
        enableRbacAuthorization: true,
    },
});
const logs = new Workspace("logs", { ...inGroup, sku: { name: "PerGB2018" }, retentionInDays: 30 });
const metrics = new AzureMonitorWorkspace("metrics", inGroup);

const aks = new ManagedIdentityAksCluster("aks", {
    ...inGroup,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3 },
    registries: [{ id: registry.id }],
    addons: {
        azurePolicy: true,
        keyVaultSecrets: { enableSecretRotation: true, vaults: [{ id: vault.id }] },
        containerInsights: { workspaceId: logs.id, workspaceLocation: logs.location },
        managedPrometheus: { workspaceId: metrics.id, workspaceLocation: metrics.location },
    },
    tags: { team: "shop" },
});

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
export const registryName = registry.name;
export const registryId = registry.id;
export const registryServer = registry.loginServer;
export const vaultName = vault.name;
export const vaultId = vault.id;
export const tenantId = vault.properties.tenantId;
// Pods that mount secrets of the vault name this identity, which AKS has created for the add-on.
export const secretsClientId = aks.addonIdentities.apply((all) => all.azureKeyvaultSecretsProvider?.clientId);
export const roleAssignments = aks.roleAssignments;
