import { type ArmError, resourceNotFound } from "../../kernel/errors";
import { parseArmPath } from "../../kernel/resourceId";
import { badRequest, invalidParameter } from "./errorsOfAks";

// What AKS refuses about the resources that a cluster points at. Codes without another source are AKS's own, by its list of
// them (facts aks-identity.md, ERR), with messages that are not documented.

const place = (subnet: string) => {
    const { names = [], resourceGroup = "", subscriptionId = "" } = parseArmPath(subnet) ?? {};
    const [network = "", name = ""] = names;
    return `Could not find subnet ${name} in vnet ${network} from resource group ${resourceGroup} of subscription ${subscriptionId}.`;
};

/** Azure's (sassoftware/viya4-iac-azure#163, Azure/AKS-Construction#584). */
export const subnetNotFound = (id: string) => badRequest("SubnetNotFound", place(id));

/** Azure's (MicrosoftDocs/azure-docs#66257). */
export const namedSubnetNotFound = (id: string) => badRequest("GetSubnetError", place(id));

/** Azure's (Azure/AKS#695). */
export const subnetIdInvalid = () =>
    invalidParameter("The value of parameter agentPoolProfile.vnetSubnetID is invalid.");

/** Code and beginning are Azure's (rancher/rancher#33517); the rest is not documented. */
export const networkElsewhere = (pool: string, network: string, there: string, here: string) =>
    invalidParameter(
        `The Agentpool ${pool}'s vnet ${network} is in the location ${there}, and the cluster in ${here}.`,
    );

/** Azure's (MicrosoftDocs/azure-docs#116169). */
export const customSubnetBesideManaged = (pool: string) =>
    invalidParameter(
        `Cannot use a custom subnet because agent pool ${pool} is using a managed subnet. Please omit the vnetSubnetID ` +
            "parameter from the request.",
    );

/** The message is Azure's (Azure/AKS#1380). */
export function workspaceNotFound(code: string, id: string): ArmError {
    const { type = "", names = [], resourceGroup } = parseArmPath(id) ?? {};
    const { message } = resourceNotFound(type, names, resourceGroup);
    return badRequest(
        code,
        `Unable to get log analytics workspace info. Resource ID: ${id}. Details: autorest/azure: Service returned an ` +
            `error. Status=404 Code="ResourceNotFound" Message="${message}". For more details about how to create and use ` +
            "log analytics workspace, please refer to: https://aka.ms/new-log-analytics",
    );
}

export const gatewayNotFound = (id: string) =>
    badRequest(
        "IngressAppGwAddonConfigApplicationGatewayNotFound",
        `The application gateway '${id}' of the ingress-appgw add-on was not found.`,
    );

export const gatewaySubnetNotFound = (id: string) =>
    badRequest(
        "IngressAppGwAddonConfigSubnetNotFound",
        `The subnet '${id}' of the ingress-appgw add-on was not found.`,
    );

export const privateZoneNotFound = (id: string) =>
    badRequest("PrivateDNSZoneResourceNotFoundError", `The private DNS zone '${id}' was not found.`);

export const outboundAddressNotFound = (id: string) =>
    badRequest("LoadBalancerProfileOutboundIPNotExist", `The outbound public IP '${id}' does not exist.`);

export const outboundAddressElsewhere = (id: string) =>
    badRequest(
        "LoadBalancerProfileOutboundIPNotInTheSameRegion",
        `The outbound public IP '${id}' is not in the same region as the cluster.`,
    );

export const outboundAddressNotStandard = (id: string) =>
    badRequest(
        "LoadBalancerProfileOutboundIPNotStandardSKU",
        `The outbound public IP '${id}' is not of the Standard SKU.`,
    );

export const routeTableInOtherSubscription = (id: string) =>
    badRequest(
        "CustomRouteTableCannotCrossSubscription",
        `The custom route table '${id}' is not in the subscription of the cluster.`,
    );
