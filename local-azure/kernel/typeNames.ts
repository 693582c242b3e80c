// Azure's names for the resource types that more than one file speaks of, and for the actions that others need on them.

export const subscriptionType = "Microsoft.Resources/subscriptions";
export const groupType = `${subscriptionType}/resourceGroups`;
export const providerType = "Microsoft.Resources/providers";
export const featureRegistrationType = "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations";

export const roleAssignmentType = "Microsoft.Authorization/roleAssignments";
export const roleDefinitionType = "Microsoft.Authorization/roleDefinitions";
export const lockType = "Microsoft.Authorization/locks";
export const identityType = "Microsoft.ManagedIdentity/userAssignedIdentities";
export const credentialType = `${identityType}/federatedIdentityCredentials`;

export const clusterType = "Microsoft.ContainerService/managedClusters";
export const poolType = `${clusterType}/agentPools`;
export const scaleSetType = "Microsoft.Compute/virtualMachineScaleSets";
export const instanceType = `${scaleSetType}/virtualMachines`;
export const encryptionSetType = "Microsoft.Compute/diskEncryptionSets";

export const networkType = "Microsoft.Network/virtualNetworks";
export const subnetType = `${networkType}/subnets`;
export const peeringType = `${networkType}/virtualNetworkPeerings`;
export const routeTableType = "Microsoft.Network/routeTables";
export const natGatewayType = "Microsoft.Network/natGateways";
export const securityGroupType = "Microsoft.Network/networkSecurityGroups";
export const addressType = "Microsoft.Network/publicIPAddresses";
export const gatewayType = "Microsoft.Network/applicationGateways";
export const privateZoneType = "Microsoft.Network/privateDnsZones";
export const publicZoneType = "Microsoft.Network/dnsZones";

export const registryType = "Microsoft.ContainerRegistry/registries";
export const vaultType = "Microsoft.KeyVault/vaults";
export const deletedVaultType = "Microsoft.KeyVault/locations/deletedVaults";
export const keyType = `${vaultType}/keys`;
export const workspaceType = "Microsoft.OperationalInsights/workspaces";
export const monitorAccountType = "Microsoft.Monitor/accounts";
export const dataCollectionRuleType = "Microsoft.Insights/dataCollectionRules";
export const dataCollectionEndpointType = "Microsoft.Insights/dataCollectionEndpoints";

export const assignIdentity = `${identityType}/assign/action`;
export const joinSubnet = `${subnetType}/join/action`;
export const joinAddress = `${addressType}/join/action`;
