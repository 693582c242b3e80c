import { ClusterSku, NetworkPlugin, NetworkPluginMode } from "../args";
import {
    type AddressRange,
    addressOf,
    DNS_BY_DEFAULT,
    overlap,
    rangeOf,
    SERVICES_BY_DEFAULT,
} from "../azure/addresses";
import { type Rule, rules } from "../validation/rule";

/** What AKS uses itself. */
const RESERVED = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];
/** The pods' range where the plugin has one and none is given. */
const PODS_BY_DEFAULT = "10.244.0.0/16";
const SHORTEST_SERVICE_PREFIX = 12;

const DNS_SERVICE = {
    message: `the address of the DNS service (default: ${DNS_BY_DEFAULT}) must be inside network.serviceCidr (default: ${SERVICES_BY_DEFAULT})`,
    fix: 'Set both, for example "10.96.0.10" in "10.96.0.0/16", or none of the two.',
};

/** Addresses of services and pods. */
export const ADDRESS_RULES = rules("aks/concepts-network-ip-address-planning", {
    ServiceCidr: {
        inputs: ["network.serviceCidr"],
        accepts: isRange,
        message: "the address range of services must be an IPv4 range",
        fix: 'Write it like "10.96.0.0/16". It must not overlap the virtual network.',
        source: "aks/concepts-network-cni-overview",
    },
    ServiceCidrSize: {
        inputs: ["network.serviceCidr"],
        accepts: (range) => (rangeOf(range)?.prefix ?? SHORTEST_SERVICE_PREFIX) >= SHORTEST_SERVICE_PREFIX,
        message: `the address range of services must not be larger than a /${SHORTEST_SERVICE_PREFIX}`,
        fix: 'Choose a smaller range, such as "10.96.0.0/16".',
    },
    PodCidr: {
        inputs: ["network.podCidr"],
        accepts: isRange,
        message: "the address range of pods must be an IPv4 range",
        fix: 'Write it like "10.244.0.0/16".',
        source: "aks/concepts-network-cni-overview",
    },
    ReservedRange: {
        inputs: ["network.serviceCidr", "network.podCidr"],
        accepts: (range) => !RESERVED.some((reserved) => overlapping(range, reserved)),
        message: `the address ranges of services and pods must not overlap ${RESERVED.join(", ")}, which AKS uses itself`,
        fix: 'Choose another range, such as "10.96.0.0/16" for services and "10.244.0.0/16" for pods.',
        source: `aks/concepts-network-cni-overview#aks-cni-networking-prerequisites`,
    },
    ServiceCidrApartFromPods: {
        azureCode: "PodCidrOverlapServiceCidr",
        validate: ({ network, sku }) => {
            const mode = sku === ClusterSku.Automatic ? NetworkPluginMode.Overlay : network?.networkPluginMode;
            const pods = podRange(network?.podCidr, network?.networkPlugin, mode);
            return overlapping(network?.serviceCidr ?? SERVICES_BY_DEFAULT, pods) && "network.serviceCidr";
        },
        message: `the address range of services (default: ${SERVICES_BY_DEFAULT}) must not overlap network.podCidr (default: ${PODS_BY_DEFAULT})`,
        fix: "Set network.serviceCidr and network.podCidr to ranges that do not overlap.",
        source: "aks/concepts-network-azure-cni-overlay",
    },
    DnsServiceIP: {
        ...DNS_SERVICE,
        azureCode: "DnsServiceIpOutOfServiceCidr",
        inputs: ["network.dnsServiceIP"],
        accepts: (address) => addressOf(address) !== undefined,
        validate: dnsServiceIs((address, { first, last }) => address < first || address > last),
        source: "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/dnsserviceipoutofservicecidr-error",
    },
    DnsServiceIPIsTaken: {
        ...DNS_SERVICE,
        azureCode: "DnsServiceIpConflicting",
        validate: dnsServiceIs((address, { first }) => address === first + 1),
        message: "the first address of network.serviceCidr belongs to the API server, so the DNS service cannot use it",
    },
    DnsServiceIPIsBroadcast: {
        ...DNS_SERVICE,
        azureCode: "DnsBroadcastAddressConflicting",
        validate: dnsServiceIs((address, { last }) => address === last),
        message: "the last address of network.serviceCidr is the broadcast address, so the DNS service cannot use it",
    },
});

/** Validates the address of the DNS service in the address range of services. */
function dnsServiceIs(isWrong: (address: number, range: AddressRange) => boolean): Rule["validate"] {
    return ({ network }) => {
        const address = addressOf(network?.dnsServiceIP ?? DNS_BY_DEFAULT);
        const range = rangeOf(network?.serviceCidr ?? SERVICES_BY_DEFAULT);
        return address !== undefined && range !== undefined && isWrong(address, range) && "network.dnsServiceIP";
    };
}

/** The range that pods are in apart from the nodes' subnet. A plugin that AKS does not bring has one only if told. */
function podRange(cidr: unknown, plugin: unknown, mode: unknown): unknown {
    const byDefault = plugin === NetworkPlugin.Kubenet || mode === NetworkPluginMode.Overlay;
    return byDefault ? (cidr ?? PODS_BY_DEFAULT) : plugin === NetworkPlugin.None ? cidr : undefined;
}

function isRange(value: unknown): boolean {
    return rangeOf(value) !== undefined;
}

function overlapping(one: unknown, other: unknown): boolean {
    const ranges = [rangeOf(one), rangeOf(other)];
    return ranges[0] !== undefined && ranges[1] !== undefined && overlap(ranges[0], ranges[1]);
}
