import { rangeOf } from "../azure/addresses";
import { rules } from "../validation/rule";
import { isSet } from "../validation/settings";

/** The Application Gateway ingress controller, in one of its three forms. */
export const APPLICATION_GATEWAY_RULES = rules("application-gateway/ingress-controller-overview", {
    GatewaySubnetCidr: {
        azureCode: "IngressAppGwAddonConfigInvalidSubnetCIDR",
        inputs: ["addons.applicationGateway.subnetCidr"],
        accepts: (range) => rangeOf(range) !== undefined,
        message: "the subnet that AKS creates for the gateway has an IPv4 address range",
        fix: 'Write it like "10.225.0.0/24", inside the nodes\' virtual network and apart from its subnets.',
    },
    GatewayIdOrName: {
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrApplicationGatewayName",
        when: { "addons.applicationGateway.gatewayName": isSet, "addons.applicationGateway.gatewayId": isSet },
        message: "an existing gateway has its name already, and gatewayId is set",
        fix: "Remove gatewayName, or gatewayId for a gateway that AKS creates.",
    },
    GatewaySubnetOrRange: {
        azureCode: "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
        when: { "addons.applicationGateway.subnetCidr": isSet, "addons.applicationGateway.subnetId": isSet },
        message: "the gateway is in an existing subnet or in a new one of this range, and subnetId is set",
        fix: "Remove one of the two.",
    },
    GatewayForm: {
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet",
        validate: ({ addons }) => {
            const { gatewayId, gatewayIdentityIds, subnetCidr, subnetId } = addons?.applicationGateway ?? {};
            const isExisting = isSet(gatewayId);
            const hasSubnet = isSet(subnetId) || (!isExisting && isSet(subnetCidr));
            const isForm = hasSubnet && (isExisting || !isSet(gatewayIdentityIds));
            return isSet(addons?.applicationGateway) && !isForm && "addons.applicationGateway";
        },
        message:
            "the ingress controller has an existing gateway (gatewayId and its subnetId), a subnet for a new one (subnetId), or an address range for a new subnet (subnetCidr)",
        fix: "Give exactly one of the three forms; gatewayIdentityIds go with an existing gateway.",
    },
});
