import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { underMocks, valueIn } from "../mocks";

export const NETWORK =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet";
export const SYSTEM_SUBNET = `${NETWORK}/subnets/system`;
export const WORK_SUBNET = `${NETWORK}/subnets/work`;
export const PROVIDERS = "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/net/providers";
export const EXISTING =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities";

export const base: ManagedIdentityAksClusterArgs = {
    resourceGroupName: "group",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: SYSTEM_SUBNET },
};

export async function deploy(args: Partial<ManagedIdentityAksClusterArgs> = {}) {
    const { resources, result } = await underMocks(async () => {
        const aks = new ManagedIdentityAksCluster("aks", { ...base, ...args });
        return {
            clusterId: await valueIn(aks.clusterId),
            addonIdentities: await valueIn(aks.addonIdentities),
            roleAssignments: await valueIn(aks.roleAssignments),
            oidcIssuerUrl: await valueIn(aks.oidcIssuerUrl),
            identity: await valueIn(aks.identity),
            identityProfile: await valueIn(aks.identityProfile),
            controlPlaneIdentity: await valueIn(aks.controlPlaneIdentity),
            kubeletIdentity: await valueIn(aks.kubeletIdentity),
            roleAssignmentCommands: await valueIn(aks.roleAssignmentCommands),
            servicePrincipalClientId: await valueIn(aks.servicePrincipalClientId),
            servicePrincipalClientIdIsSecret: await pulumi.isSecret(aks.servicePrincipalClientId),
            kubeconfig: await valueIn(aks.kubeconfig),
            kubeconfigIsSecret: await pulumi.isSecret(aks.kubeconfig),
        };
    });
    return { resources, outputs: result };
}

export const assignments = (resources: Awaited<ReturnType<typeof deploy>>["resources"]) =>
    resources.filter(({ type }) => type === "azure-native:authorization:RoleAssignment");
