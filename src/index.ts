export type {
    AddonsArgs,
    ApplicationGatewayArgs,
    ApplicationRoutingArgs,
    ContainerInsightsArgs,
    KeyVaultAccessArgs,
    KeyVaultSecretsArgs,
    VirtualNodeArgs,
} from "./addonArgs";
export { AksWorkloadIdentity } from "./aksWorkloadIdentity";
export {
    type ApiServerArgs,
    type AutoUpgradeArgs,
    ClusterIdentityName,
    ClusterTier,
    type ControlPlaneIdentityArgs,
    ControlPlaneIdentityType,
    type DelegatedAccessArgs,
    type EncryptionArgs,
    type EntraArgs,
    type KeyVaultKmsArgs,
    KeyVaultNetworkAccess,
    type KubeletIdentityArgs,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    type NetworkArgs,
    type NodePoolArgs,
    NodePoolOsType,
    type RegistryArgs,
    RegistryPermissions,
    RoleAssignmentMode,
    type ServicePrincipalArgs,
} from "./args";
export { ManagedIdentityAksCluster } from "./managedIdentityAksCluster";
export type {
    AddonIdentity,
    ClusterIdentity,
    ControlPlaneIdentity,
    IdentityProfile,
    IdentityProfileEntry,
    KubeletIdentity,
    RequiredRoleAssignment,
    UserAssignedIdentityValue,
} from "./outputs";
export { ArgumentsError } from "./rules/check";
export type { AksWorkloadIdentityArgs, ServiceAccountArgs, WorkloadAccessArgs } from "./workloadIdentityArgs";
