import { validatorOf } from "../validation/validator";

/** Loaded when the first component is created: a program that imports the package does not wait for the rules. */
const ruleSets = () => require("./ruleSets") as typeof import("./ruleSets");

export const validateClusterArgs = validatorOf(() => ruleSets().CLUSTERS);
export const validateClusterIdentitiesArgs = validatorOf(() => ruleSets().CLUSTER_IDENTITIES);
export const validateWorkloadIdentityArgs = validatorOf(() => ruleSets().WORKLOAD_IDENTITIES);
