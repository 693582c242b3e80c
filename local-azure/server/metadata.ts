/**
 * `GET /metadata/endpoints`: how clients learn the endpoints of a cloud they do not know (azure-native's `metadataHost`,
 * `az cloud register`). From 2022-09-01 on Azure answers with one cloud, before that with a list.
 */
export function cloudMetadata(armEndpoint: string, apiVersion: string): unknown {
    const cloud = {
        name: "LocalAzure",
        portal: armEndpoint,
        authentication: {
            loginEndpoint: `${armEndpoint}/`,
            audiences: [
                armEndpoint,
                `${armEndpoint}/`,
                "https://management.azure.com/",
                "https://management.core.windows.net/",
            ],
            // As Azure says it: Terraform's azurerm takes another one for a sign of Azure Stack.
            tenant: "common",
            identityProvider: "AAD",
        },
        resourceManager: `${armEndpoint}/`,
        graphAudience: armEndpoint,
        graph: armEndpoint,
        microsoftGraphResourceId: `${armEndpoint}/`,
        suffixes: { storage: "core.local", keyVaultDns: "vault.local", acrLoginServer: "azurecr.local" },
    };
    return apiVersion >= "2022-09-01" ? cloud : [cloud];
}
