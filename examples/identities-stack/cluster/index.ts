import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

// Without Pulumi Cloud the organization is called `organization`.
const identities = new pulumi.StackReference(
    `${pulumi.getOrganization()}/managed-identity-aks-identities/${pulumi.getStack()}`,
);

const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: identities.requireOutput("resourceGroupName"),
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: identities.requireOutput("nodesId") },
    // Both identities with their role assignments: the cluster creates none, and fails if one is missing.
    identities: identities.requireOutput("forClusters"),
    registries: [{ id: identities.requireOutput("registryId") }],
});

export const resourceGroupName = identities.requireOutput("resourceGroupName");
export const clusterName = aks.clusterName;
export const identityProfile = aks.identityProfile;
export const roleAssignments = aks.roleAssignments;
