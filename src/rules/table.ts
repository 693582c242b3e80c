import type { ManagedIdentityAksClusterArgs } from "../args";
import { ACCESS_RULES } from "./access";
import { ADDON_RULES } from "./addons";
import { ADDRESS_RULES } from "./addressRanges";
import { API_SERVER_RULES } from "./apiServer";
import { APPLICATION_GATEWAY_RULES } from "./applicationGateway";
import { APPLICATION_ROUTING_RULES } from "./applicationRouting";
import { AUTOMATIC_RULES } from "./automatic";
import { BOOTSTRAP_RULES } from "./bootstrap";
import { CLUSTER_RULES } from "./cluster";
import { COST_ANALYSIS_RULES } from "./costAnalysis";
import { EGRESS_RULES } from "./egress";
import { ENCRYPTION_RULES } from "./encryption";
import { ENTRA_RULES } from "./entra";
import { EXISTING_ROLE_ASSIGNMENT_RULES } from "./existingRoleAssignments";
import { IDENTITY_RULES } from "./identities";
import { CLUSTER_INPUTS } from "./inputs";
import { MONITORING_RULES } from "./monitoring";
import { NETWORK_RULES } from "./network";
import { NETWORK_SETTING_RULES } from "./networkSettings";
import { NODE_POOL_RULES } from "./nodePools";
import { OIDC_ISSUER_RULES } from "./oidcIssuer";
import { OPEN_VALUE_RULES } from "./openValues";
import { POD_IDENTITY_RULES } from "./podIdentity";
import { PROPERTY_RULES } from "./properties";
import type { Rule } from "./rule";
import { SERVICE_PRINCIPAL_RULES } from "./servicePrincipal";
import { shapeRules } from "./shape";
import { silenceRule } from "./silence";
import { SUBNET_RULES } from "./subnets";
import { VIRTUAL_NODE_RULES } from "./virtualNode";

const OF_ARGUMENTS: readonly Rule[] = [
    ...shapeRules<ManagedIdentityAksClusterArgs>(CLUSTER_INPUTS),
    ...OPEN_VALUE_RULES,
    ...CLUSTER_RULES,
    ...AUTOMATIC_RULES,
    ...IDENTITY_RULES,
    ...SERVICE_PRINCIPAL_RULES,
    ...NODE_POOL_RULES,
    ...SUBNET_RULES,
    ...NETWORK_RULES,
    ...NETWORK_SETTING_RULES,
    ...ADDRESS_RULES,
    ...EGRESS_RULES,
    ...API_SERVER_RULES,
    ...ACCESS_RULES,
    ...EXISTING_ROLE_ASSIGNMENT_RULES,
    ...BOOTSTRAP_RULES,
    ...ENCRYPTION_RULES,
    ...OIDC_ISSUER_RULES,
    ...ADDON_RULES,
    ...APPLICATION_GATEWAY_RULES,
    ...VIRTUAL_NODE_RULES,
    ...APPLICATION_ROUTING_RULES,
    ...COST_ANALYSIS_RULES,
    ...MONITORING_RULES,
    ...POD_IDENTITY_RULES,
    ...ENTRA_RULES,
    ...PROPERTY_RULES,
];

/** Everything that is refused, or warned of, before the first resource is registered. */
export const RULES: readonly Rule[] = [...OF_ARGUMENTS, silenceRule(OF_ARGUMENTS)];
