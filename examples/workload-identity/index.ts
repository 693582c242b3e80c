import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import { Vault } from "@pulumi/azure-native/keyvault";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("shop");

const vault = new Vault("shop", {
    resourceGroupName: group.name,
    properties: {
        tenantId: getClientConfigOutput().tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    },
});

const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: group.name,
    systemNodePool: { vmSize: "Standard_D4ds_v5" },
    oidcIssuer: true,
    workloadIdentity: true,
});

const shop = new AksWorkloadIdentity("shop", {
    resourceGroupName: group.name,
    oidcIssuerUrl: aks.oidcIssuerUrl,
    serviceAccounts: [
        { namespace: "shop", name: "orders" },
        { namespace: "shop", name: "stock" },
    ],
    extraRoleAssignments: [
        {
            name: "secrets",
            role: "Key Vault Secrets User",
            scope: vault.id,
            description: "The shop reads the passwords of its databases.",
        },
    ],
});

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
export const oidcIssuerUrl = aks.oidcIssuerUrl;
export const clientId = shop.clientId;
export const principalId = shop.principalId;
export const serviceAccountAnnotations = shop.serviceAccountAnnotations;
export const podLabels = shop.podLabels;
export const subjects = shop.subjects;
export const roleAssignments = shop.roleAssignments;
