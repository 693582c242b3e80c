import { getClientConfigOutput, RoleAssignment } from "@pulumi/azure-native/authorization";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { Vault } from "@pulumi/azure-native/keyvault";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AksWorkloadIdentity, type KubeletIdentityResponse } from "managed-identity-aks";

// Without Pulumi Cloud the organization is called `organization`.
const platform = new pulumi.StackReference(
    `${pulumi.getOrganization()}/managed-identity-aks-platform/${pulumi.getStack()}`,
);
const kubelet = platform.requireOutput("kubeletIdentity") as pulumi.Output<KubeletIdentityResponse>;
const { subscriptionId, tenantId } = getClientConfigOutput();

const group = new ResourceGroup("orders");
const inGroup = { resourceGroupName: group.name };

const registry = new Registry("orders", { ...inGroup, sku: { name: "Standard" } });
// The registry is the app's and not the cluster's, so this stack lets the nodes pull from it. AcrPull:
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
new RoleAssignment("nodes-pull-orders", {
    scope: registry.id,
    principalId: kubelet.principalId,
    principalType: "ServicePrincipal",
    roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
    description: "The nodes of the platform's cluster pull the images of the app.",
});

const vault = new Vault("orders", {
    ...inGroup,
    properties: { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
});
const orders = new AksWorkloadIdentity("orders", {
    ...inGroup,
    oidcIssuerUrl: platform.requireOutput("oidcIssuerUrl"),
    serviceAccounts: [{ namespace: "shop", name: "orders" }],
    extraRoleAssignments: [
        {
            name: "secrets",
            role: "Key Vault Secrets User",
            scope: vault.id,
            description: "The app reads the password of its database.",
        },
    ],
});

export const clusterName = platform.requireOutput("clusterName");
export const clusterResourceGroupName = platform.requireOutput("resourceGroupName");
// Azure's own shape, the same that `az aks show --query identityProfile` prints.
export const identityProfile = platform.requireOutput("identityProfile");
export const registryServer = registry.loginServer;
export const registryId = registry.id;
export const vaultId = vault.id;
export const clientId = orders.clientId;
export const serviceAccountAnnotations = orders.serviceAccountAnnotations;
export const podLabels = orders.podLabels;
export const subjects = orders.subjects;
