import { type ArmError, notModelled } from "../../../kernel/errors";
import { derived, documented, type Evidence, page } from "../../../kernel/evidence";
import { isObject, type JsonObject, objectAt, stringAt } from "../../../kernel/json";
import { isOfType, sameId } from "../../../kernel/resourceId";
import { gatewayType } from "../../../kernel/typeNames";
import { parseCidr } from "../../network/cidr";
import * as errors from "../errors";
import { addonOf, isEnabled } from "../state/addons";
import { errorCodes, type Proposal } from "./proposal";

interface AddonRule extends Evidence {
    refuse: (config: JsonObject, proposal: Proposal) => ArmError | undefined;
}

/** What AKS refuses of an add-on's configuration, by its key in lower case. */
export const addonRules: Record<string, AddonRule> = {
    azurepolicy: { refuse: () => undefined, ...documented(page("aks/integrations")) },
    azurekeyvaultsecretsprovider: { refuse: () => undefined, ...documented(page("aks/integrations")) },
    ingressapplicationgateway: { refuse: refusedGateway, ...derived(errorCodes) },
    omsagent: { refuse: refusedWorkspace, ...derived(errorCodes) },
    aciconnectorlinux: { refuse: refusedVirtualNode, ...documented(page("aks/concepts-scale")) },
    httpapplicationrouting: {
        refuse: (_config, { before }) =>
            before && isEnabled(addonOf(before.properties, "httpapplicationrouting"))
                ? undefined
                : errors.httpRoutingRetired(),
        ...documented("https://github.com/Azure/AKS/blob/master/CHANGELOG.md"),
    },
};

/** An add-on that nothing is known of is refused, unless it is only being switched off. */
export function refusedAddon(proposal: Proposal): ArmError | undefined {
    for (const [key, addon] of Object.entries(objectAt(proposal.request.properties, "addonProfiles") ?? {})) {
        if (!isObject(addon) || !isEnabled(addon)) continue;
        const rule = addonRules[key.toLowerCase()];
        if (!rule) return notModelled(`the add-on '${key}' of managed clusters`);
        const refused = rule.refuse(objectAt(addon, "config") ?? {}, proposal);
        if (refused) return refused;
    }
    return undefined;
}

/** One of an own gateway, and a name with a subnet or a range for one (facts §2). */
function refusedGateway(config: JsonObject): ArmError | undefined {
    const [gateway, subnet, range] = ["applicationGatewayId", "subnetId", "subnetCIDR"].map((key) =>
        stringAt(config, key),
    );
    if (gateway && !isOfType(gateway, gatewayType)) return errors.gatewayIdInvalid(gateway);
    if (gateway && (subnet || range)) return errors.gatewayOrSubnet();
    if (gateway && stringAt(config, "applicationGatewayName")) return errors.gatewayIdOrName();
    if (subnet && range) return errors.gatewaySubnetOrRange();
    if (range && parseCidr(range) === undefined) return errors.gatewayRangeInvalid(range);
    return gateway || subnet || range ? undefined : errors.gatewayOrSubnet();
}

function refusedWorkspace(config: JsonObject): ArmError | undefined {
    const entra = stringAt(config, "useAADAuth")?.toLowerCase();
    if (entra !== undefined && entra !== "true" && entra !== "false") return errors.entraInputInvalid(entra);
    return stringAt(config, "logAnalyticsWorkspaceResourceID") ? undefined : errors.workspaceNotSet();
}

function refusedVirtualNode(config: JsonObject, { request, before }: Proposal): ArmError | undefined {
    const plugin =
        stringAt(request.properties, "networkProfile", "networkPlugin") ??
        stringAt(before?.properties, "networkProfile", "networkPlugin");
    if (plugin !== "azure") return errors.virtualNodeNeedsAzureNetworking();
    const subnet = stringAt(config, "SubnetName") ?? "";
    if (!/^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/.test(subnet)) return errors.virtualNodeSubnetInvalid();
    const addon = addonOf(before?.properties ?? {}, "aciconnectorlinux");
    const former = isEnabled(addon) ? stringAt(addon, "config", "SubnetName") : undefined;
    // The Azure CLI refuses it (azure-cli, acs/custom.py, _update_addons); what AKS itself answers is not documented.
    return former === undefined || sameId(former, subnet)
        ? undefined
        : notModelled("another subnet of the add-on 'aciConnectorLinux' while it is on");
}
