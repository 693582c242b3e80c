import type { AksClusterIdentitiesArgs, AksWorkloadIdentityArgs, ManagedIdentityAksClusterArgs } from "../args";
import { ACCESS_FORMATS, ACCESS_RULES, REGISTRY_RULES } from "./access";
import { ADDON_FORMATS, ADDON_RULES } from "./addons";
import { ADDRESS_FORMATS, ADDRESS_RULES } from "./addressRanges";
import { API_SERVER_FORMATS, API_SERVER_RULES } from "./apiServer";
import { APPLICATION_GATEWAY_FORMATS, APPLICATION_GATEWAY_RULES } from "./applicationGateway";
import { APPLICATION_ROUTING_RULES } from "./applicationRouting";
import { AUTOMATIC_RULES } from "./automatic";
import { BOOTSTRAP_RULES } from "./bootstrap";
import { CLUSTER_FORMATS, CLUSTER_RULES } from "./cluster";
import { CLUSTER_IDENTITIES_FORMATS, CLUSTER_IDENTITIES_RULES } from "./clusterIdentities";
import { COMMON_FORMATS } from "./common";
import { EGRESS_FORMATS, EGRESS_RULES } from "./egress";
import { ENCRYPTION_FORMATS, ENCRYPTION_RULES } from "./encryption";
import { ENTRA_FORMATS, ENTRA_RULES } from "./entra";
import { EXISTING_IDENTITY_RULES, IDENTITY_FORMATS, IDENTITY_RULES } from "./identities";
import { MONITORING_FORMATS, MONITORING_RULES } from "./monitoring";
import { NETWORK_FORMATS, NETWORK_RULES } from "./networkSettings";
import { NODE_POOL_FORMATS, NODE_POOL_RULES } from "./nodePools";
import { OPEN_VALUE_FORMATS } from "./openValues";
import { POD_IDENTITY_FORMATS, POD_IDENTITY_RULES } from "./podIdentity";
import { PROPERTY_FORMATS, PROPERTY_RULES } from "./properties";
import type { Format, Rule } from "./rule";
import { SERVICE_PRINCIPAL_FORMATS, SERVICE_PRINCIPAL_RULES } from "./servicePrincipal";
import { silenceFormat } from "./silence";
import { SUBNET_FORMATS, SUBNET_RULES } from "./subnets";
import { defineRules } from "./violations";
import { WORKLOAD_IDENTITY_FORMATS, WORKLOAD_IDENTITY_RULES } from "./workloadIdentity";

/** Everything that is rejected, or warned about, before the first resource is registered. */
const FORMATS: readonly Format[] = [
    ...COMMON_FORMATS,
    ...OPEN_VALUE_FORMATS,
    ...CLUSTER_FORMATS,
    ...IDENTITY_FORMATS,
    ...SERVICE_PRINCIPAL_FORMATS,
    ...NODE_POOL_FORMATS,
    ...SUBNET_FORMATS,
    ...NETWORK_FORMATS,
    ...ADDRESS_FORMATS,
    ...EGRESS_FORMATS,
    ...API_SERVER_FORMATS,
    ...ACCESS_FORMATS,
    ...ENCRYPTION_FORMATS,
    ...ADDON_FORMATS,
    ...APPLICATION_GATEWAY_FORMATS,
    ...MONITORING_FORMATS,
    ...POD_IDENTITY_FORMATS,
    ...ENTRA_FORMATS,
    ...PROPERTY_FORMATS,
    ...WORKLOAD_IDENTITY_FORMATS,
    ...CLUSTER_IDENTITIES_FORMATS,
];

const RULES: readonly Rule[] = [
    ...CLUSTER_RULES,
    ...AUTOMATIC_RULES,
    ...EXISTING_IDENTITY_RULES,
    ...IDENTITY_RULES,
    ...SERVICE_PRINCIPAL_RULES,
    ...NODE_POOL_RULES,
    ...SUBNET_RULES,
    ...NETWORK_RULES,
    ...ADDRESS_RULES,
    ...EGRESS_RULES,
    ...API_SERVER_RULES,
    ...REGISTRY_RULES,
    ...ACCESS_RULES,
    ...BOOTSTRAP_RULES,
    ...ENCRYPTION_RULES,
    ...ADDON_RULES,
    ...APPLICATION_GATEWAY_RULES,
    ...APPLICATION_ROUTING_RULES,
    ...MONITORING_RULES,
    ...POD_IDENTITY_RULES,
    ...ENTRA_RULES,
    ...PROPERTY_RULES,
];

const ALL_FORMATS = [...FORMATS, silenceFormat([...FORMATS, ...RULES])];

export const CLUSTERS = defineRules<ManagedIdentityAksClusterArgs>("ManagedIdentityAksCluster", ALL_FORMATS, RULES);

export const CLUSTER_IDENTITIES = defineRules<AksClusterIdentitiesArgs>("AksClusterIdentities", ALL_FORMATS, [
    ...EXISTING_IDENTITY_RULES,
    ...CLUSTER_IDENTITIES_RULES,
    ...REGISTRY_RULES,
    ...ACCESS_RULES,
]);

export const WORKLOAD_IDENTITIES = defineRules<AksWorkloadIdentityArgs>("AksWorkloadIdentity", ALL_FORMATS, [
    ...WORKLOAD_IDENTITY_RULES,
    ...ACCESS_RULES,
]);
