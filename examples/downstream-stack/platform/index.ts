import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("platform");

const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: group.name,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3 },
    oidcIssuer: true,
    workloadIdentity: true,
});

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
// For the stacks of apps. All of it is plain JSON, and none of it is secret.
export const kubeletIdentity = aks.kubeletIdentity;
export const identityProfile = aks.identityProfile;
export const oidcIssuerUrl = aks.oidcIssuerUrl;
