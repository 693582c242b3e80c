import { ofPools } from "./pools";

/**
 * Inputs that may be outputs although it matters whether they are given: what is created and granted depends on it, which
 * has to be known when the program runs. Such an output must hold a value.
 */
export const DECIDING: readonly string[] = [
    "controlPlaneIdentity.servicePrincipal.clientSecret",
    ...inputsOf("controlPlaneIdentity", "resourceId", "clientId", "principalId"),
    ...inputsOf("controlPlaneIdentity", "formerServicePrincipalClientId", "formerPrincipalId"),
    ...inputsOf("kubeletIdentity", "resourceId", "clientId", "principalId"),
    ...["identities", "identityResourceId", "clusterName", "dnsPrefix", "kubernetesVersion", "bootstrapRegistryId"],
    ...ofPools("kubernetesVersion", "count", "minCount", "maxCount", "subnetId", "podSubnetId"),
    ...inputsOf("networkAccess", "routeTableId", "natGatewayId", "role"),
    "networkRole",
    ...inputsOf("apiServer", "privateDNSZone", "subnetId"),
    "encryption.diskEncryptionSetId",
    ...inputsOf("addons.applicationGateway", "gatewayId", "subnetId", "subnetCidr"),
];

function inputsOf(owner: string, ...names: string[]): string[] {
    return names.map((name) => `${owner}.${name}`);
}
