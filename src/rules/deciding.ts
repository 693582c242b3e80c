import { ofPools } from "./pools";

/**
 * Inputs that can be outputs, although the program creates other resources if they are set. Whether they are set must
 * be known when the program runs, so such an output must have a value.
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
