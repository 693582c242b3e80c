import type { AksClusterIdentitiesArgs, AksWorkloadIdentityArgs, ManagedIdentityAksClusterArgs } from "../args";
import type { Rule } from "../validation/rule";
import { defineRuleSet } from "../validation/violations";
import { ACCESS_RULES, EXTRA_ROLE_RULES, REGISTRY_RULES } from "./access";
import { ADDON_RULES } from "./addons";
import { ADDRESS_RULES } from "./addressRanges";
import { ADOPT_RULES } from "./adopt";
import { API_SERVER_RULES } from "./apiServer";
import { APPLICATION_GATEWAY_RULES } from "./applicationGateway";
import { APPLICATION_ROUTING_RULES } from "./applicationRouting";
import { AUTOMATIC_RULES } from "./automatic";
import { BOOTSTRAP_RULES } from "./bootstrap";
import { CLUSTER_RULES } from "./cluster";
import { CLUSTER_IDENTITIES_RULES } from "./clusterIdentities";
import { COMMON_RULES } from "./common";
import { DECIDING } from "./deciding";
import { DECLARED_TYPE_RULES } from "./declaredTypes";
import { EGRESS_RULES } from "./egress";
import { ENCRYPTION_RULES } from "./encryption";
import { ENTRA_RULES } from "./entra";
import { EXISTING_IDENTITY_RULES, IDENTITY_RULES } from "./identities";
import { MONITORING_RULES } from "./monitoring";
import { NETWORK_RULES } from "./networkSettings";
import { NODE_POOL_RULES } from "./nodePools";
import { OPEN_VALUE_RULES } from "./openValues";
import { POD_IDENTITY_RULES } from "./podIdentity";
import { PROPERTY_RULES } from "./properties";
import { RESOURCE_ID_RULES } from "./resourceIds";
import { RETIRED_IMAGE_RULES } from "./retiredImages";
import { SERVICE_PRINCIPAL_RULES } from "./servicePrincipal";
import { silenceRules } from "./silenceWarnings";
import { SUBNET_RULES } from "./subnets";
import { WORKLOAD_IDENTITY_RULES } from "./workloadIdentity";

const OF_CLUSTERS: readonly Rule[] = [
    ...COMMON_RULES,
    ...DECLARED_TYPE_RULES,
    ...OPEN_VALUE_RULES,
    ...RESOURCE_ID_RULES,
    ...CLUSTER_RULES,
    ...AUTOMATIC_RULES,
    ...EXISTING_IDENTITY_RULES,
    ...IDENTITY_RULES,
    ...SERVICE_PRINCIPAL_RULES,
    ...NODE_POOL_RULES,
    ...RETIRED_IMAGE_RULES,
    ...SUBNET_RULES,
    ...NETWORK_RULES,
    ...ADDRESS_RULES,
    ...EGRESS_RULES,
    ...API_SERVER_RULES,
    ...REGISTRY_RULES,
    ...EXTRA_ROLE_RULES,
    ...ACCESS_RULES,
    ...BOOTSTRAP_RULES,
    ...ENCRYPTION_RULES,
    ...ADDON_RULES,
    ...APPLICATION_GATEWAY_RULES,
    ...APPLICATION_ROUTING_RULES,
    ...MONITORING_RULES,
    ...POD_IDENTITY_RULES,
    ...ENTRA_RULES,
    ...ADOPT_RULES,
    ...PROPERTY_RULES,
];

const OF_ALL = [...OF_CLUSTERS, ...WORKLOAD_IDENTITY_RULES, ...CLUSTER_IDENTITIES_RULES, ...silenceRules(OF_CLUSTERS)];

/** Everything that is rejected, or warned about, before the first resource is registered. */
export const CLUSTERS = defineRuleSet<ManagedIdentityAksClusterArgs>(
    "ManagedIdentityAksCluster",
    OF_ALL,
    DECIDING,
    OF_CLUSTERS,
);

export const CLUSTER_IDENTITIES = defineRuleSet<AksClusterIdentitiesArgs>("AksClusterIdentities", OF_ALL, DECIDING, [
    ...EXISTING_IDENTITY_RULES,
    ...CLUSTER_IDENTITIES_RULES,
    ...REGISTRY_RULES,
    ...EXTRA_ROLE_RULES,
    ...ACCESS_RULES,
]);

export const WORKLOAD_IDENTITIES = defineRuleSet<AksWorkloadIdentityArgs>("AksWorkloadIdentity", OF_ALL, DECIDING, [
    ...WORKLOAD_IDENTITY_RULES,
    ...ACCESS_RULES,
]);
