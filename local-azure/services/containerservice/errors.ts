import * as arm from "../../kernel/errors";
import { azureTime } from "../../kernel/operations";
import { badRequest, conflict, invalidParameter } from "./errorsOfAks";

export { identityOperationFailed } from "../resourceIdentity";

// What the AKS provider refuses. A comment says where an answer is not one that was recorded or is quoted in Azure's
// issue trackers: "unverified" is Azure's wording as known from use, "not documented" is local-azure's own wording.

export const kubeletNeedsManagedIdentityOperator = () =>
    badRequest(
        "CustomKubeletIdentityMissingPermissionError",
        "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign " +
            "kubelet identity. You can run 'az role assignment create --assignee <control-plane-identity-principal-id> " +
            "--role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission. See " +
            "https://learn.microsoft.com/en-us/azure/aks/use-managed-identity#add-role-assignment",
    );

// ARM's own, who looks at identities before AKS hears of the request.

/** The spelling is Azure's. */
export const invalidIdentityValues = (ids: string[]) =>
    arm.badRequest(
        "InvalidIdentityValues",
        `Invalid value for the identities '${ids.join(",")}'. The 'UserAssignedIdentities' property keys should only be ` +
            "empty json objects, null or the resource exisiting property.",
    );

/** Unverified. */
export const missingIdentityIds = () =>
    arm.badRequest(
        "MissingIdentityIds",
        "The identity ids must not be null or empty for 'UserAssigned' identity type.",
    );

// AKS's.

/** AKS knows three types and one identity; how it says so is not documented. */
export const unsupportedIdentity = (why: string) => invalidParameter(why);

/** The message is Azure's; its code is not documented. */
export const servicePrincipalOnMsiCluster = () =>
    badRequest("BadRequest", "Updating service principal profile is not allowed on MSI cluster.");

export const routeTableNeedsUserAssigned = () =>
    badRequest(
        "CustomRouteTableWithUnsupportedMSIType",
        "Clusters using managed identity type SystemAssigned do not support bringing your own route table. Please see " +
            "https://aka.ms/aks/customrt for more information",
    );

export const routeTableMissingPermission = (id: string) =>
    badRequest(
        "CustomRouteTableMissingPermission",
        "Managed identity or service principle must be given permission to read and write to custom route table " +
            `${id}. Please see https://aka.ms/aks/customrt for more information`,
    );

export const privateZoneMissingPermission = (id: string) =>
    badRequest(
        "CustomPrivateDNSZoneMissingPermissionError",
        "Service principal or user-assigned identity must be given permission to read and write to custom private dns " +
            `zone ${id}. Check access result not allowed for action Microsoft.Network/privateDnsZones/write.`,
    );

/** The code is Azure's; the message is unverified. */
export const propertyChangeNotAllowed = (property: string) =>
    badRequest("PropertyChangeNotAllowed", `Changing property '${property}' is not allowed.`);

/** The beginning is Azure's (pulumi-azure-native#2719); code and rest are unverified. */
export const newPoolIntroduced = () =>
    badRequest(
        "BadRequest",
        "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed " +
            "cluster operations. For agent pool specific change, please use per agent pool operations: " +
            "https://aka.ms/agent-pool-rest-api",
    );

/** The code is Azure's; the message is unverified. */
export const operationInProgress = (kind: string, what: string, started: number) =>
    conflict(
        "OperationNotAllowed",
        `Operation is not allowed because there's an in progress ${kind} ${what} operation on the managed cluster ` +
            `started at ${azureTime(started)}. Please wait for it to finish before starting a new operation. See ` +
            "https://aka.ms/aks-pending-operation for more details",
    );

/** The message is Azure's (Azure/AKS#3291); code and status are unverified. */
export const nodeGroupLocked = (group: string, subscription: string) =>
    conflict(
        "ResourceGroupLocked",
        `Resource group '${group}' under subscription: '${subscription}' is locked, please remove lock and retry. Please see ` +
            "http://aka.ms/azure-lock-resources",
    );

/** Azure's for `properties.count` (pulumi-azure-native#2943); unverified for other parameters. */
export const requiredParameter = (name: string) => invalidParameter(`Required parameter ${name} is missing (null).`);

/** Linux pools: 1 to 12 lower-case letters and digits. The wording is not documented. */
export const poolNameInvalid = (name: string, rule: string) =>
    invalidParameter(
        `The value of parameter agentPoolProfile.name is invalid: '${name}'. Agent pool names ${rule}. ` +
            "Please see https://aka.ms/aks-naming-rules for more details.",
    );

/** The wording is not documented. */
export const systemPoolRequired = () => invalidParameter("There has to be at least one system agent pool.");

/** Unverified. */
export const staticCredentialNotAllowed = () =>
    badRequest(
        "BadRequest",
        "Getting static credential is not allowed because this cluster is set to disable local accounts.",
    );

// The codes of the add-ons are Azure's (facts §2 and §4, ERR); their messages are not documented.

export const gatewayIdInvalid = (id: string) =>
    badRequest(
        "IngressAppGwAddonConfigInvalidApplicationGatewayId",
        `The application gateway id '${id}' of the ingress-appgw add-on is invalid.`,
    );

export const gatewayOrSubnet = () =>
    badRequest(
        "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet",
        "The ingress-appgw add-on needs either applicationGatewayId, or subnetId or subnetCIDR, and not both.",
    );

export const gatewayIdOrName = () =>
    badRequest(
        "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrApplicationGatewayName",
        "The ingress-appgw add-on takes either applicationGatewayId or applicationGatewayName, not both.",
    );

export const gatewaySubnetOrRange = () =>
    badRequest(
        "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
        "The ingress-appgw add-on takes either subnetCIDR or subnetId, not both.",
    );

export const workspaceNotSet = () =>
    badRequest(
        "LogAnalyticsWorkspaceNotSet",
        "The omsagent add-on needs logAnalyticsWorkspaceResourceID in its config.",
    );

export const entraInputInvalid = (found: string) =>
    badRequest(
        "OmsagentInvalidAADAuthInput",
        `useAADAuth of the omsagent add-on must be 'true' or 'false', not '${found}'.`,
    );

export const virtualNodeNeedsAzureNetworking = () =>
    badRequest("ACIConnectorRequiresAzureNetworking", "The ACI connector add-on requires the network plugin 'azure'.");

export const virtualNodeSubnetInvalid = () =>
    badRequest("InvalidACIConnectorSubnetName", "The ACI connector add-on needs SubnetName in its config.");

/** New ones are blocked since 2025-03-03 (facts §2); neither code nor message is documented. */
export const httpRoutingRetired = () =>
    badRequest(
        "BadRequest",
        "The HTTP application routing add-on was retired on 2025-03-03 and cannot be enabled any more. Use the " +
            "application routing add-on instead.",
    );

// Of what needs another kind of control plane identity. Codes are Azure's where one is named so (ERR).

/** Neither code nor message is documented; that it is refused is (facts §2: "doesn't work with system-assigned"). */
export const kmsNeedsUserAssigned = () =>
    badRequest("BadRequest", "Azure Key Vault KMS is not supported with a system-assigned managed identity.");

/** The code is Azure's (azure-docs#98954); the message is unverified. */
export const kmsMissingPermission = (key: string) =>
    badRequest(
        "AzureKeyVaultKmsValidateIdentityPermissionCustomerError",
        `The control plane identity does not have keys encrypt/decrypt permission on key vault key '${key}'.`,
    );

/** Neither code nor message is documented (facts §2, CHG 2024-10-25). */
export const virtualMachinesPoolNeedsUserAssigned = () =>
    badRequest(
        "BadRequest",
        "Agent pools of type VirtualMachines in an own virtual network are not supported with a system-assigned identity.",
    );

/** The code is Azure's; the message is what it said before there was a way to consent (azure-docs#67309). */
export const podIdentityOnKubenet = () =>
    badRequest(
        "PodIdentityAddonWithKubeNetNeedsConsent",
        "Network plugin kubenet is not supported to use with PodIdentity addon.",
    );

/** What the Azure CLI says before it asks (facts §1a); AKS's own words are not documented. */
export const workloadIdentityNeedsIssuer = () =>
    badRequest("BadRequest", "Enabling workload identity requires enabling OIDC issuer.");

// Of all that follows the code is Azure's; the message is not documented.

export const kubeletNeedsUserAssigned = () =>
    badRequest(
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        "Custom kubelet identity is only supported on clusters with a user-assigned managed identity.",
    );

export const kubeletProfileInvalid = (keys: string[]) =>
    badRequest(
        "CustomKubeletIdentityPropertyError",
        `identityProfile may only hold 'kubeletidentity', and that needs a resourceId. Found: ${keys.join(", ")}.`,
    );

export const kubeletNotFound = (id: string) =>
    badRequest("GetUserAssignedIdentityResourceError", `The user-assigned identity '${id}' was not found.`);

export const issuerCannotBeDisabled = () =>
    badRequest("OIDCIssuerCannotBeDisabled", "The OIDC issuer feature cannot be disabled.");

export const gatewayRangeInvalid = (range: string) =>
    badRequest("IngressAppGwAddonConfigInvalidSubnetCIDR", `The subnet range '${range}' is not a valid CIDR.`);

export const privateZoneNeedsUserAssigned = () =>
    badRequest(
        "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
        "A custom private DNS zone is not supported with a system-assigned managed identity.",
    );

export const podIdentitiesAtCreation = () =>
    badRequest(
        "PodIdentityAddonUserAssignedIdentitiesNotAllowedInCreation",
        "podIdentityProfile.userAssignedIdentities cannot be set when the cluster is created.",
    );
