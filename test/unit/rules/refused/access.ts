import * as pulumi from "@pulumi/pulumi";
import {
    automatic,
    extra,
    kms,
    kubenet,
    network,
    READER,
    REGISTRY,
    servicePrincipal,
    systemAssigned,
    VM,
    work,
} from "../arguments";
import { type Refused, set } from "./row";

/** What identities get access to, keys, issuer, regions, upgrades and AKS Automatic. */
export const REFUSED_ACCESS: Refused[] = [
    ["Registries", "registries", { registries: { id: REGISTRY } }],
    ["ExtraRoleAssignments", "extraRoleAssignments", { extraRoleAssignments: ["Reader"] }],
    ["RegistryId", "registries[0].id", { registries: [{ id: "acr" }] }],
    ["RegistryId", "bootstrapRegistryId", { bootstrapRegistryId: "acr" }],
    ["RegistryPermissions", "registries[0].permissions", { registries: [{ id: REGISTRY, permissions: "ABAC" }] }],
    [
        "ListRepositoriesNeedsAbac",
        "registries[0].listRepositories",
        { registries: [{ id: REGISTRY, listRepositories: true }] },
    ],
    ["GrantName", "registries[0].name", { registries: [{ id: REGISTRY, name: "My Registry" }] }],
    [
        "GrantName",
        "extraRoleAssignments[0].name",
        { extraRoleAssignments: [{ role: READER, scope: "/subscriptions/s" }] },
    ],
    ["GrantNameTwice", "registries[1].name", { registries: [{ id: REGISTRY }, { id: REGISTRY.toUpperCase() }] }],
    [
        "GrantName",
        "addons.keyVaultSecrets.vaults[0].name",
        { addons: { keyVaultSecrets: { vaults: [{ id: kms.keyVaultId, name: "My Vault" }] } } },
    ],
    [
        "GrantNameTwice",
        "addons.keyVaultSecrets.vaults[1].name",
        { addons: { keyVaultSecrets: { vaults: [{ id: kms.keyVaultId }, { id: kms.keyVaultId }] } } },
    ],
    ["GrantNameTwice", "extraRoleAssignments[1].name", { extraRoleAssignments: [extra, extra] }],
    [
        "ExtraRoleAssignmentNeedsAddon",
        "extraRoleAssignments[0].identity",
        { extraRoleAssignments: [{ ...extra, identity: "webAppRouting" }], addons: { azurePolicy: true } },
    ],
    [
        "ExtraRoleAssignmentNeedsAddon",
        "extraRoleAssignments[1].identity",
        { extraRoleAssignments: [extra, { ...extra, name: "agent", identity: "omsagent" }], addons: {} },
    ],
    ["BootstrapArtifactSource", "bootstrapArtifactSource", { bootstrapArtifactSource: "cache" }],
    [
        "DirectTakesNoBootstrapRegistry",
        "bootstrapArtifactSource",
        { bootstrapArtifactSource: "Direct", bootstrapRegistryId: pulumi.output(REGISTRY) },
    ],
    [
        "BootstrapCacheTakesNoServicePrincipal",
        "bootstrapArtifactSource",
        { ...servicePrincipal(), bootstrapArtifactSource: "Cache" },
    ],
    [
        "BootstrapCacheTakesNoServicePrincipal",
        "bootstrapRegistryId",
        { ...servicePrincipal(), bootstrapRegistryId: pulumi.output(REGISTRY) },
    ],
    ["NoEgressNeedsBootstrapCache", "network.outboundType", set({ outboundType: "none" })],
    [
        "NoEgressNeedsBootstrapCache",
        "network.outboundType",
        { ...set({ outboundType: "none" }), bootstrapArtifactSource: "Direct" },
    ],
    [
        "BootstrapRegistryNeedsOwnKubeletIdentity",
        "bootstrapRegistryId",
        { ...systemAssigned, bootstrapRegistryId: REGISTRY },
    ],
    ["Role", "extraRoleAssignments[0].role", { extraRoleAssignments: [{ ...extra, role: "Key Vault Secret User" }] }],
    ["Role", "extraRoleAssignments[0].role", { extraRoleAssignments: [{ ...extra, role: "KEY VAULT" }] }],
    ["Role", "extraRoleAssignments[0].role", { extraRoleAssignments: [{ ...extra, role: READER.slice(1) }] }],
    [
        "Role",
        "extraRoleAssignments[0].role",
        {
            extraRoleAssignments: [
                {
                    ...extra,
                    role: "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/Reader",
                },
            ],
        },
    ],
    ["Role", "networkAccess.role", { networkAccess: { role: "Subnet Joiner" } }],
    ["RoleAssignmentScope", "extraRoleAssignments[0].scope", { extraRoleAssignments: [{ ...extra, scope: "disks" }] }],
    ["RoleAssignmentScope", "extraRoleAssignments[0].scope", { extraRoleAssignments: [{ ...extra, scope: "/" }] }],
    [
        "RoleAssignmentScope",
        "extraRoleAssignments[0].scope",
        { extraRoleAssignments: [{ ...extra, scope: "/providers/Microsoft.Management/managementGroups/" }] },
    ],
    [
        "RoleAssignmentIdentity",
        "extraRoleAssignments[0].identity",
        { extraRoleAssignments: [{ ...extra, identity: "nodes" }] },
    ],
    ["DiskEncryptionSetId", "encryption.diskEncryptionSetId", { encryption: { diskEncryptionSetId: "des" } }],
    ["KmsKeyId", "encryption.keyVaultKms.keyId", { encryption: { keyVaultKms: { ...kms, keyId: "key" } } }],
    [
        "KmsKeyVaultId",
        "encryption.keyVaultKms.keyVaultId",
        { encryption: { keyVaultKms: { ...kms, keyVaultId: "vault" } } },
    ],
    [
        "KmsNetworkAccess",
        "encryption.keyVaultKms.networkAccess",
        { encryption: { keyVaultKms: { ...kms, networkAccess: "private" } } },
    ],
    [
        "KmsKeyOfKeyVault",
        "encryption.keyVaultKms.keyId",
        {
            encryption: {
                keyVaultKms: { ...kms, keyId: kms.keyId.replace("vault", "other") },
            },
        },
    ],
    [
        "KmsPrivateVaultNeedsVnetIntegration",
        "encryption.keyVaultKms.networkAccess",
        { encryption: { keyVaultKms: { ...kms, networkAccess: "Private" } } },
    ],
    [
        "KmsNeedsUserAssignedControlPlane",
        "encryption.keyVaultKms",
        { ...systemAssigned, encryption: { keyVaultKms: kms } },
    ],
    ["OidcIssuer", "oidcIssuer", { oidcIssuer: "true" }],
    ["OidcIssuer", "workloadIdentity", { oidcIssuer: true, workloadIdentity: 1 }],
    ["WorkloadIdentityNeedsOidcIssuer", "workloadIdentity", { workloadIdentity: true }],
    ["WorkloadIdentityNeedsOidcIssuer", "workloadIdentity", { workloadIdentity: true, oidcIssuer: false }],
    ["RegionWithoutUserAssignedIdentity", "location", { location: "USGov Iowa" }],
    ["RegionWithoutOwnKubeletIdentity", "location", { location: "chinanorth" }],
    ["UpgradeChannel", "autoUpgrade.upgradeChannel", { autoUpgrade: { upgradeChannel: "Stable" } }],
    [
        "NodeOSUpgradeChannel",
        "autoUpgrade.nodeOSUpgradeChannel",
        { autoUpgrade: { nodeOSUpgradeChannel: "nodeImage" } },
    ],
    ["Tier", "tier", { tier: 2 }],
    ["Sku", "sku", { sku: "automatic" }],
    ["PlainInput", "sku", { sku: pulumi.output("Automatic") }],
    ["AutomaticTier", "tier", { ...automatic, tier: "Premium" }],
    ["AutomaticSettles", "oidcIssuer", { ...automatic, oidcIssuer: false }],
    ["AutomaticSettles", "entra.azureRBAC", { ...automatic, entra: { azureRBAC: false } }],
    [
        "AutomaticSettles",
        "apiServer.vnetIntegration",
        { ...automatic, systemNodePool: { vmSize: VM }, apiServer: { vnetIntegration: false } },
    ],
    ["AutomaticSettles", "network.networkPlugin", { ...automatic, ...kubenet }],
    ["AutomaticSettles", "network.networkPolicy", { ...automatic, network: { ...network, networkPolicy: "calico" } }],
    ["AutomaticTakesNoServicePrincipal", "controlPlaneIdentity.type", { ...automatic, ...servicePrincipal() }],
    ["AutomaticSubnetNeedsUserAssignedControlPlane", "systemNodePool.subnetId", { ...automatic, ...systemAssigned }],
    ["AutomaticSubnetNeedsApiServerSubnet", "systemNodePool.subnetId", { sku: "Automatic" }],
    [
        "AutomaticTakesNoWindows",
        "nodePools[0].osType",
        { ...automatic, nodePools: [{ ...work, name: "win", osType: "Windows" }] },
    ],
];
