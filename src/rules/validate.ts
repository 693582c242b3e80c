import { validatorOf } from "../validation/validator";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "./ruleSets";

export const validateClusterArgs = validatorOf(CLUSTERS);
export const validateClusterIdentitiesArgs = validatorOf(CLUSTER_IDENTITIES);
export const validateWorkloadIdentityArgs = validatorOf(WORKLOAD_IDENTITIES);
