import type { ApplicationGatewayArgs, ManagedIdentityAksClusterArgs } from "../args";
import { rangeOf } from "../azure/addresses";
import { isObject } from "../values";
import { addonsOf, given } from "./places";
import type { Place, Rule } from "./rule";

const GATEWAY = "https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview";

/** The Application Gateway ingress controller, in one of its three forms. */
export const APPLICATION_GATEWAY_RULES: readonly Rule[] = [
    {
        code: "GatewayIdOrName",
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrApplicationGatewayName",
        asksOutputs: true,
        places: (args) => gatewayInput(args, "gatewayName", "gatewayId"),
        broken: (_, hasGateway) => hasGateway === true,
        rule: "an existing gateway has its name already, and gatewayId is set",
        fix: "Remove gatewayName, or gatewayId for a gateway that AKS makes.",
        source: GATEWAY,
    },
    {
        code: "GatewaySubnetOrRange",
        azureCode: "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
        asksOutputs: true,
        places: (args) => gatewayInput(args, "subnetCidr", "subnetId"),
        broken: (_, hasSubnet) => hasSubnet === true,
        rule: "the gateway is in an existing subnet or in a new one of this range, and subnetId is set",
        fix: "Remove one of the two.",
        source: GATEWAY,
    },
    {
        code: "GatewayForm",
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet",
        asksOutputs: true,
        places: ({ addons }) =>
            isObject(addons) ? given(["addons", "applicationGateway"], addons.applicationGateway) : [],
        broken: (value) => !isGatewayForm(value),
        rule: "the ingress controller has an existing gateway (gatewayId and its subnetId), a subnet for a new one (subnetId), or an address range for a new subnet (subnetCidr)",
        fix: "Give exactly one of the three forms; gatewayIdentityIds go with an existing gateway.",
        source: GATEWAY,
    },
    {
        code: "GatewaySubnetCidr",
        azureCode: "IngressAppGwAddonConfigInvalidSubnetCIDR",
        places: (args) => gatewayInput(args, "subnetCidr"),
        broken: (value) => rangeOf(value) === undefined,
        rule: "the subnet that is made for the gateway has an IPv4 address range",
        fix: 'Write it like "10.225.0.0/24", inside the nodes\' virtual network and apart from its subnets.',
        source: GATEWAY,
    },
];

function isGatewayForm(value: unknown): boolean {
    if (!isObject(value)) {
        return false;
    }
    const has = (key: string) => Reflect.get(value, key) !== undefined;
    const existing = has("gatewayId");
    const place = has("subnetId") || (!existing && has("subnetCidr"));
    return place && (existing || !has("gatewayIdentityIds"));
}

/** An input of the gateway, beside whether the one that it excludes is given. */
function gatewayInput(
    args: ManagedIdentityAksClusterArgs,
    input: keyof ApplicationGatewayArgs,
    excludes?: keyof ApplicationGatewayArgs,
): Place[] {
    const gateway = addonsOf(args).applicationGateway;
    return isObject(gateway)
        ? given(
              ["addons", "applicationGateway", input],
              gateway[input],
              excludes !== undefined && gateway[excludes] !== undefined,
          )
        : [];
}
