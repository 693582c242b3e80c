export {
    type ApiServerArgs,
    ClusterIdentityName,
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
    ClusterIdentity,
    ControlPlaneIdentity,
    IdentityProfile,
    IdentityProfileEntry,
    KubeletIdentity,
    RequiredRoleAssignment,
    UserAssignedIdentityValue,
} from "./outputs";
export { ArgumentsError } from "./rules/check";
