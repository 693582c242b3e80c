import { type ArmError, notModelled } from "../../../kernel/errors";
import { derived, type Evidence, issue, page, recorded, refused } from "../../../kernel/evidence";
import { type JsonObject, objectAt, stringAt, stringsAt } from "../../../kernel/json";
import { childId, isOfType, nameOf, parseArmPath, sameId, subscriptionOf } from "../../../kernel/resourceId";
import {
    addressType,
    encryptionSetType,
    gatewayType,
    privateZoneType,
    registryType,
    subnetType,
    workspaceType,
} from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { networksOf, subnetsOf } from "../../network/state";
import { tableOf } from "../../plainResource";
import * as errors from "../referenceErrors";
import type { PoolRequest } from "../request/request";
import { addonOf, isEnabled } from "../state/addons";
import { subnetsOfPool } from "../state/clusterUses";
import { type Check, type CheckRow, type CheckTable, errorCodes, firstRefusal, type Proposal } from "./proposal";

// What a cluster points at has to be there, in the cluster's region; its pools are in one network.

export const poolPlaces: Check = ({ azure, location, request, before }) => {
    const others = [...(before?.pools ?? []), ...request.pools];
    return firstRefusal(request.pools, (pool) => refusedPlace({ azure, location, others }, pool));
};

/** A pool's surroundings: its cluster's region, and all pools of the cluster. */
export interface Surroundings {
    azure: Azure;
    location: string;
    others: readonly Pick<PoolRequest, "name" | "properties">[];
}

/** What is refused about where a pool's nodes and pods are to be. */
export function refusedPlace(around: Surroundings, pool: PoolRequest): ArmError | undefined {
    return (
        firstRefusal(subnetsOfPool(pool), (id) => missingSubnet(around.azure, id)) ??
        firstRefusal(subnetsOfPool(pool), (id) => subnetElsewhere(around, pool.name, id)) ??
        otherNetwork(around, pool) ??
        firstRefusal(notModelledTypes, (key) =>
            stringAt(pool.properties, ...key.split("."))
                ? notModelled(`what the property '${key}' of an agent pool points at`)
                : undefined,
        )
    );
}

/** Properties with the id of something that there is not even a type for. */
const notModelledTypes = [
    "proximityPlacementGroupID",
    "capacityReservationGroupID",
    "hostGroupID",
    "nodePublicIPPrefixID",
    "creationData.sourceResourceId",
];

function missingSubnet(azure: Azure, id: string): ArmError | undefined {
    if (!isOfType(id, subnetType)) return errors.subnetIdInvalid();
    return subnetsOf(azure).get(id) ? undefined : errors.subnetNotFound(id);
}

function subnetElsewhere({ azure, location }: Surroundings, pool: string, subnet: string): ArmError | undefined {
    const network = networksOf(azure).get(networkOf(subnet));
    return network && network.data.location !== location
        ? errors.networkElsewhere(pool, nameOf(network.id), network.data.location ?? "", location)
        : undefined;
}

const networkOf = (subnet: string) => parseArmPath(subnet)?.parent ?? "";

/** All pools are in networks that AKS makes, or all in one of the user's (https://learn.microsoft.com/azure/aks/create-node-pools). */
function otherNetwork({ others }: Surroundings, { name, properties }: PoolRequest): ArmError | undefined {
    const own = stringAt(properties, "vnetSubnetID") || undefined;
    for (const other of others) {
        const subnet = stringAt(other.properties, "vnetSubnetID") || undefined;
        if (own && !subnet) return errors.customSubnetBesideManaged(other.name);
        // A pool that exists keeps its subnet, named again or not.
        const existing = others.find((each) => each.name === name && stringAt(each.properties, "vnetSubnetID"));
        if (!own && subnet && !existing) {
            return notModelled(`an agent pool without a subnet, '${name}', beside one with a subnet, '${other.name}'`);
        }
        if (own && subnet && !sameId(networkOf(own), networkOf(subnet))) {
            return notModelled(`agent pools in different virtual networks, '${name}' and '${other.name}'`);
        }
    }
    return undefined;
}

function apiServerSubnet({ azure, location, request }: Proposal): ArmError | undefined {
    const id = stringAt(request.properties, "apiServerAccessProfile", "subnetId");
    if (!id) return undefined;
    if (!subnetsOf(azure).get(id)) return errors.subnetNotFound(id);
    const network = networksOf(azure).get(networkOf(id));
    return network?.data.location === location
        ? undefined
        : notModelled("a subnet of the API server in another region than the cluster's");
}

/** It is named, not pointed at: a subnet of the network that the nodes are in. */
function virtualNodeSubnet({ azure, request, before }: Proposal): ArmError | undefined {
    const addon = addonOf(request.properties, "aciconnectorlinux");
    const name = isEnabled(addon) ? stringAt(addon, "config", "SubnetName") : undefined;
    const networks = [...(before?.pools ?? []), ...request.pools].flatMap(({ properties }) =>
        stringsAt(properties, "vnetSubnetID").map(networkOf),
    );
    const [network] = networks;
    if (!name || !network) return undefined;
    const id = childId(network, subnetType, name);
    return subnetsOf(azure).get(id) ? undefined : errors.namedSubnetNotFound(id);
}

/** A property that holds the id of another resource, which AKS refuses where it is not there. */
interface Reference extends Evidence {
    type: string;
    id: (properties: JsonObject) => string | undefined;
    notFound: (id: string) => ArmError;
}

/** A setting of an add-on that is on. */
export const ofAddon = (key: string, setting: string) => (properties: JsonObject) => {
    const addon = addonOf(properties, key);
    return isEnabled(addon) ? stringAt(addon, "config", setting) : undefined;
};

const references: readonly Reference[] = [
    {
        type: workspaceType,
        ...recorded(issue("Azure/AKS#1380")),
        id: ofAddon("omsagent", "logAnalyticsWorkspaceResourceID"),
        notFound: (id) => errors.workspaceNotFound("LogAnalyticsWorkspaceNotFound", id),
    },
    {
        type: workspaceType,
        ...derived(errorCodes),
        id: (properties) => stringAt(properties, "securityProfile", "defender", "logAnalyticsWorkspaceResourceId"),
        notFound: (id) => errors.workspaceNotFound("LogAnalyticsWorkspaceNotFoundForAzureDefender", id),
    },
    {
        type: gatewayType,
        ...derived(errorCodes),
        id: ofAddon("ingressapplicationgateway", "applicationGatewayId"),
        notFound: errors.gatewayNotFound,
    },
    {
        type: subnetType,
        ...derived(errorCodes),
        id: ofAddon("ingressapplicationgateway", "subnetId"),
        notFound: errors.gatewaySubnetNotFound,
    },
    {
        type: privateZoneType,
        ...derived(errorCodes),
        id: (properties) => {
            const zone = stringAt(properties, "apiServerAccessProfile", "privateDNSZone");
            return zone?.startsWith("/") ? zone : undefined;
        },
        notFound: errors.privateZoneNotFound,
    },
    {
        type: encryptionSetType,
        ...refused(page("aks/azure-disk-customer-managed-keys")),
        id: (properties) => stringAt(properties, "diskEncryptionSetID"),
        notFound: (id) => notModelled(`how AKS refuses the disk encryption set '${id}', which is not there`),
    },
    {
        type: registryType,
        ...refused(page("aks/network-isolated")),
        id: (properties) => stringAt(properties, "bootstrapProfile", "containerRegistryId"),
        notFound: (id) => notModelled(`how AKS refuses the bootstrap registry '${id}', which is not there`),
    },
];

export const referenceChecks: readonly (CheckRow | CheckTable)[] = [
    // As for the nodes' subnets, of which it is recorded.
    { refuse: apiServerSubnet, ...derived(errorCodes) },
    { refuse: virtualNodeSubnet, ...recorded(issue("MicrosoftDocs/azure-docs#66257")) },
    {
        refuse: (proposal) => firstRefusal(references, (reference) => missing(reference, proposal)),
        rows: references,
    },
    { refuse: outboundAddresses, ...derived(errorCodes) },
    { refuse: routeTableSubscription, ...derived(errorCodes) },
];

function missing({ type, id, notFound }: Reference, { azure, location, request }: Proposal): ArmError | undefined {
    const wanted = id(request.properties);
    if (!wanted) return undefined;
    const found = tableOf(azure, type).get(wanted);
    if (!found) return notFound(wanted);
    // Disks are encrypted by what is in their region (https://learn.microsoft.com/azure/virtual-machines/disk-encryption).
    return type === encryptionSetType && found.data.location !== location
        ? notModelled(`a disk encryption set in '${found.data.location}' for a cluster in '${location}'`)
        : undefined;
}

/** Of the load balancer, where the user brings them. */
function outboundAddresses({ azure, location, request }: Proposal): ArmError | undefined {
    const balancer = objectAt(request.properties, "networkProfile", "loadBalancerProfile");
    if (stringsAt(balancer, "outboundIPPrefixes.publicIPPrefixes.*.id").length > 0) {
        return notModelled("public IP prefixes ('networkProfile.loadBalancerProfile.outboundIPPrefixes')");
    }
    return firstRefusal(stringsAt(balancer, "outboundIPs.publicIPs.*.id"), (id) => {
        const address = tableOf(azure, addressType).get(id);
        if (!address) return errors.outboundAddressNotFound(id);
        if (address.data.location !== location) return errors.outboundAddressElsewhere(id);
        return stringAt(address.data.members, "sku", "name")?.toLowerCase() === "standard"
            ? undefined
            : errors.outboundAddressNotStandard(id);
    });
}

/** Kubenet writes routes into the table of its nodes' subnet, in the cluster's own subscription only. */
function routeTableSubscription({ azure, clusterId, request, before }: Proposal): ArmError | undefined {
    const plugin =
        stringAt(request.properties, "networkProfile", "networkPlugin") ??
        stringAt(before?.properties, "networkProfile", "networkPlugin");
    if (plugin !== "kubenet") return undefined;
    const tables = request.pools.flatMap(({ properties }) => {
        const subnet = subnetsOf(azure).get(stringAt(properties, "vnetSubnetID") ?? "");
        return stringsAt(subnet?.data.properties, "routeTable.id");
    });
    const foreign = tables.find((id) => !sameId(subscriptionOf(id), subscriptionOf(clusterId)));
    return foreign === undefined ? undefined : errors.routeTableInOtherSubscription(foreign);
}
