import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { EntraArgs } from "../args";

/** Entra's part of the cluster; its groups are named by object id. */
export function entraArgs(
    entra: EntraArgs | undefined,
): Pick<ManagedClusterArgs, "aadProfile" | "disableLocalAccounts"> {
    return entra === undefined
        ? {}
        : {
              aadProfile: {
                  managed: true,
                  adminGroupObjectIDs: entra.adminGroupObjectIds,
                  enableAzureRBAC: entra.azureRBAC,
                  tenantID: entra.tenantId,
              },
              disableLocalAccounts: entra.disableLocalAccounts,
          };
}
