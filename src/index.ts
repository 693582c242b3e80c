export {
    type ControlPlaneIdentityArgs,
    ControlPlaneIdentityType,
    type KubeletIdentityArgs,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    type NetworkArgs,
    type NodePoolArgs,
    NodePoolOsType,
    RoleAssignmentMode,
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
