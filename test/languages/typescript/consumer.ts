import { secret } from "@pulumi/pulumi";
import { ControlPlaneIdentityType, ManagedIdentityAksCluster } from "../../../src";
import type { Clusters } from "../secrets";

/** Clusters on a service principal, with its secret marked as one, and not. What CLUSTERS holds as JSON is the test's. */
const { group, clientId, adminPassword, ...clusters }: Clusters = JSON.parse(process.env.CLUSTERS ?? "");

for (const [name, clientSecret] of [
    ["marked", secret(clusters.markedSecret)],
    ["plain", clusters.plainSecret],
] as const) {
    new ManagedIdentityAksCluster(name, {
        resourceGroupName: group,
        controlPlaneIdentity: {
            type: ControlPlaneIdentityType[clusters.identityType],
            servicePrincipal: { clientId, clientSecret },
        },
        properties: { windowsProfile: { adminUsername: "azureuser", adminPassword } },
        systemNodePool: { vmSize: "Standard_D4ds_v5" },
    });
}
