import { rangeOf } from "../azure/addresses";
import { rules } from "../validation/rule";
import { isSet } from "../validation/settings";

/** The Application Gateway ingress controller, in one of its three forms. */
export const APPLICATION_GATEWAY_RULES = rules("application-gateway/ingress-controller-overview", {
    GatewaySubnetCidr: {
        azureCode: "IngressAppGwAddonConfigInvalidSubnetCIDR",
        inputs: ["addons.applicationGateway.subnetCidr"],
        accepts: (range) => rangeOf(range) !== undefined,
        message: "this must be the IPv4 address range of the subnet that AKS creates for the gateway",
        fix: 'Write it like "10.225.0.0/24", inside the virtual network of the nodes. It must not overlap other subnets.',
    },
    GatewayIdOrName: {
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrApplicationGatewayName",
        when: { "addons.applicationGateway.gatewayName": isSet, "addons.applicationGateway.gatewayId": isSet },
        message: "gatewayName names a gateway that AKS creates, and gatewayId names an existing one",
        fix: "Remove gatewayName or gatewayId.",
    },
    GatewaySubnetOrRange: {
        azureCode: "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
        when: { "addons.applicationGateway.subnetCidr": isSet, "addons.applicationGateway.subnetId": isSet },
        message: "subnetCidr creates a subnet for the gateway, and subnetId names an existing one",
        fix: "Remove subnetCidr or subnetId.",
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
            "the ingress controller requires an existing gateway (gatewayId and its subnetId), a subnet for a new gateway (subnetId), or an address range for a new subnet (subnetCidr)",
        fix: "Set the inputs of exactly one of the three. Set gatewayIdentityIds only for an existing gateway.",
    },
});
