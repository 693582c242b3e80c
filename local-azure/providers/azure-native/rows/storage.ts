import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

/** Registries, vaults, keys and disks. Vaults and disks may name another location: their APIs do not mark it create-only. */
export const storageRows: Row[] = [
    {
        token: "azure-native:containerregistry:Registry",
        apiVersion: "2023-01-01-preview",
        path: `${inGroup}/providers/Microsoft.ContainerRegistry/registries/{registryName}`,
        inputs: {
            string: words("location networkRuleBypassOptions publicNetworkAccess zoneRedundancy"),
            boolean: words("adminUserEnabled anonymousPullEnabled dataEndpointEnabled"),
            object: words("encryption identity networkRuleSet policies sku tags"),
        },
        required: words("location sku"),
        name: { minLength: 5, maxLength: 50, pattern: /^[a-zA-Z0-9]*$/ },
        forceNew: ["location"],
        defaults: {
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            networkRuleBypassOptions: "AzureServices",
            publicNetworkAccess: "Enabled",
            zoneRedundancy: "Disabled",
        },
        outputs: words(`creationDate dataEndpointHostNames loginServer name privateEndpointConnections provisioningState
            status systemData type`),
        readOnly: words("sku.tier encryption.status policies.retentionPolicy.lastUpdatedTime"),
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "azure-native:keyvault:Vault",
        apiVersion: "2024-11-01",
        path: `${inGroup}/providers/Microsoft.KeyVault/vaults/{vaultName}`,
        inputs: {
            string: ["location"],
            object: words("properties tags"),
        },
        required: words("location properties"),
        maintained: ["properties.accessPolicies"],
        readOnly: words("properties.hsmPoolResourceId properties.privateEndpointConnections"),
        name: { pattern: /^[a-zA-Z0-9-]{3,24}$/ },
        identifiers: { "properties.accessPolicies": words("tenantId objectId permissions") },
        outputs: words("name systemData type"),
        shape: shapes.flat,
        longRunning: true,
    },
    {
        token: "azure-native:keyvault:Key",
        apiVersion: "2024-11-01",
        path: `${inGroup}/providers/Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}`,
        inputs: {
            object: words("properties tags"),
        },
        required: ["properties"],
        inputOnly: ["properties"],
        name: { pattern: /^[a-zA-Z0-9-]{1,127}$/ },
        outputs: words(`attributes curveName keyOps keySize keyUri keyUriWithVersion kty location name
                releasePolicy rotationPolicy type`),
        shape: shapes.key,
    },
    {
        token: "azure-native:compute:DiskEncryptionSet",
        apiVersion: "2024-03-02",
        path: `${inGroup}/providers/Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}`,
        inputs: {
            string: words("encryptionType federatedClientId location"),
            boolean: ["rotationToLatestKeyVersionEnabled"],
            object: words("activeKey identity tags"),
        },
        required: ["location"],
        readOnly: words("identity.principalId identity.tenantId"),
        stringSets: ["identity.userAssignedIdentities"],
        outputs: words(`autoKeyRotationError lastKeyRotationTimestamp name previousKeys provisioningState
                systemData type`),
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "azure-native:compute:Disk",
        apiVersion: "2024-03-02",
        path: `${inGroup}/providers/Microsoft.Compute/disks/{diskName}`,
        inputs: {
            string: words(`dataAccessAuthMode diskAccessId hyperVGeneration location networkAccessPolicy osType
                publicNetworkAccess tier`),
            boolean: words("burstingEnabled optimizedForFrequentAttach supportsHibernation"),
            integer: words(`diskMBpsReadOnly diskMBpsReadWrite diskIOPSReadOnly diskIOPSReadWrite diskSizeGB
                maxShares`),
            number: ["completionPercent"],
            array: ["zones"],
            object: words(`creationData encryption encryptionSettingsCollection extendedLocation purchasePlan
                securityProfile sku supportedCapabilities tags`),
        },
        required: words("location creationData"),
        readOnly: words("sku.tier creationData.sourceUniqueId"),
        outputs: words(`burstingEnabledTime diskSizeBytes diskState lastOwnershipUpdateTime managedBy
                managedByExtended name propertyUpdatesInProgress provisioningState shareInfo
                systemData timeCreated type uniqueId`),
        shape: shapes.disk,
        longRunning: true,
    },
];
