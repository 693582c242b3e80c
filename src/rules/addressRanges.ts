import { ClusterSku, type ManagedIdentityAksClusterArgs } from "../args";
import { type AddressRange, addressOf, overlap, rangeOf } from "../azure/addresses";
import { isObject } from "../values";
import { given, inNetwork } from "./places";
import type { Place, Rule } from "./rule";

const NETWORK = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";
const PLANNING = "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning";

/** What AKS uses itself. */
const RESERVED = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];
/** The pods' range where the plugin has one and none is given. */
const PODS_BY_DEFAULT = "10.244.0.0/16";
const SHORTEST_SERVICE_PREFIX = 12;

/** Addresses of services and pods. */
export const ADDRESS_RULES: readonly Rule[] = [
    {
        code: "ServiceCidr",
        places: (args) => inNetwork(args, "serviceCidr"),
        broken: (value) => rangeOf(value) === undefined,
        rule: "the services' address range is an IPv4 range",
        fix: 'Write it like "10.96.0.0/16"; it must not overlap the virtual network.',
        source: NETWORK,
    },
    {
        code: "ServiceCidrSize",
        places: (args) => given(["network", "serviceCidr"], args.network?.serviceCidr),
        broken: (value) => (rangeOf(value)?.prefix ?? 32) < SHORTEST_SERVICE_PREFIX,
        rule: `the services' address range is no larger than a /${SHORTEST_SERVICE_PREFIX}`,
        fix: 'Choose a smaller one such as "10.96.0.0/16".',
        source: PLANNING,
    },
    {
        code: "PodCidr",
        places: (args) => given(["network", "podCidr"], args.network?.podCidr),
        broken: (value) => rangeOf(value) === undefined,
        rule: "the pods' address range is an IPv4 range",
        fix: 'Write it like "10.244.0.0/16".',
        source: NETWORK,
    },
    {
        code: "ReservedRange",
        places: (args) => [
            ...given(["network", "serviceCidr"], args.network?.serviceCidr),
            ...given(["network", "podCidr"], args.network?.podCidr),
        ],
        broken: (value) => RESERVED.some((reserved) => overlapping(value, reserved)),
        rule: `the addresses of services and pods are not in ${RESERVED.join(", ")}, which AKS uses itself`,
        fix: 'Choose another range such as "10.96.0.0/16" for services and "10.244.0.0/16" for pods.',
        source: `${NETWORK}#aks-cni-networking-prerequisites`,
    },
    {
        code: "ServiceCidrApartFromPods",
        azureCode: "PodCidrOverlapServiceCidr",
        places: ({ network, sku }) =>
            isObject(network)
                ? given(["network", "serviceCidr"], network.serviceCidr, [
                      network.podCidr,
                      network.networkPlugin,
                      sku === ClusterSku.Automatic ? "overlay" : network.networkPluginMode,
                  ])
                : [],
        broken: (value, beside) => overlapping(value, podCidr(beside as unknown[])),
        rule: `services and pods have address ranges apart from each other, and network.podCidr (${PODS_BY_DEFAULT} where it is left out) overlaps this one`,
        fix: "Change one of the two.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay",
    },
    {
        code: "DnsServiceIP",
        azureCode: "DnsServiceIpOutOfServiceCidr",
        places: (args) => inNetwork(args, "dnsServiceIP", args.network?.serviceCidr),
        broken: (value, cidr) => !isInside(addressOf(value), rangeOf(cidr)),
        rule: "the DNS service's address is inside network.serviceCidr",
        fix: 'Use for example the tenth address: "10.96.0.10" in "10.96.0.0/16".',
        source: PLANNING,
    },
    {
        code: "DnsServiceIPIsTaken",
        azureCode: "DnsServiceIpConflicting",
        places: dnsServiceIP,
        broken: (value, cidr) => addressOf(value) === (rangeOf(cidr)?.first ?? Number.NaN) + 1,
        rule: "the first address of network.serviceCidr is that of the API server, and so not the DNS service's",
        fix: 'Use for example the tenth address: "10.96.0.10" in "10.96.0.0/16".',
        source: PLANNING,
    },
    {
        code: "DnsServiceIPIsBroadcast",
        azureCode: "DnsBroadcastAddressConflicting",
        places: dnsServiceIP,
        broken: (value, cidr) => addressOf(value) === (rangeOf(cidr)?.last ?? Number.NaN),
        rule: "the last address of network.serviceCidr is the broadcast address, and so not the DNS service's",
        fix: 'Use for example the tenth address: "10.96.0.10" in "10.96.0.0/16".',
        source: PLANNING,
    },
];

function dnsServiceIP({ network }: ManagedIdentityAksClusterArgs): Place[] {
    return given(["network", "dnsServiceIP"], network?.dnsServiceIP, network?.serviceCidr);
}

/** The range that pods are in apart from the nodes' subnet. A plugin that AKS does not bring has one only if told. */
function podCidr([cidr, plugin, mode]: unknown[]): unknown {
    const byDefault = plugin === "kubenet" || mode === "overlay";
    return byDefault ? (cidr ?? PODS_BY_DEFAULT) : plugin === "none" ? cidr : undefined;
}

function overlapping(one: unknown, other: unknown): boolean {
    const ranges = [rangeOf(one), rangeOf(other)];
    return ranges[0] !== undefined && ranges[1] !== undefined && overlap(ranges[0], ranges[1]);
}

/** Of a range that is none another rule speaks. */
function isInside(address: number | undefined, range: AddressRange | undefined): boolean {
    return (
        address !== undefined && (range === undefined || (address >= range.first && address <= range.last))
    );
}
