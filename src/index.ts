export { AksClusterIdentities } from "./aksClusterIdentities";
export { AksWorkloadIdentity } from "./aksWorkloadIdentity";
export * from "./args";
export { ManagedIdentityAksCluster } from "./managedIdentityAksCluster";
export * from "./outputs";
export { ArgumentsError } from "./validation/argumentsError";
