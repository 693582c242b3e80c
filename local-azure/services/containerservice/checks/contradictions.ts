import type { ArmError } from "../../../kernel/errors";
import { documented, type Evidence, issue, page, recorded } from "../../../kernel/evidence";
import { arrayAt, type JsonObject, objectAt, stringAt } from "../../../kernel/json";
import { overlaps, parseCidr } from "../../network/cidr";
import { badRequest } from "../errorsOfAks";
import { addressesByDefault } from "../request/defaults";
import type { PoolRequest } from "../request/request";
import type { Check } from "./proposal";

/**
 * Settings that AKS does not accept together. The codes are AKS's (where its code is a general one, the subcode); what
 * follows them in `says` is local-azure's own wording.
 */

/** A cluster as the request leaves it. */
interface Settings {
    plugin: string;
    mode: string;
    policy: string;
    dataplane: string;
    outboundType: string;
    serviceCidr: string;
    dnsServiceIP: string;
    podCidr: string;
    artifactSource: string;
    isServicePrincipal: boolean;
    hasOwnSubnet: boolean;
    pools: PoolRequest[];
}

interface Contradiction extends Evidence {
    code: string;
    says: string;
    when(settings: Settings): boolean;
    /** The whole message in Azure's words, where they are known. */
    azureSays?: (settings: Settings) => string;
}

const planning = page("aks/concepts-network-ip-address-planning");

export const contradictions: readonly Contradiction[] = [
    {
        code: "NetworkPolicyAzureNotSupportedForKubenet",
        says: "network policy 'azure' is not supported with network plugin 'kubenet'",
        ...documented(page("aks/use-network-policies")),
        when: ({ policy, plugin }) => policy === "azure" && plugin === "kubenet",
    },
    {
        code: "NetworkPolicyNotSupportedForNone",
        says: "no network policy is supported with network plugin 'none'",
        ...documented(page("aks/use-byo-cni")),
        when: ({ policy, plugin }) => !["", "none"].includes(policy) && plugin === "none",
    },
    {
        code: "NetworkPolicyCiliumRequiresCiliumDataplane",
        says: "network policy 'cilium' requires network dataplane 'cilium'",
        ...documented(page("aks/azure-cni-powered-by-cilium")),
        when: ({ policy, dataplane }) => policy === "cilium" && dataplane !== "cilium",
    },
    {
        code: "CiliumDataplaneRequiresNetworkPolicyCilium",
        says: "network dataplane 'cilium' requires network policy 'cilium'",
        ...documented(page("aks/azure-cni-powered-by-cilium")),
        when: ({ policy, dataplane }) => dataplane === "cilium" && !["", "cilium"].includes(policy),
    },
    {
        code: "UnsupportedNetworkPluginModeWithNetworkPlugin",
        says: "network plugin mode 'overlay' requires network plugin 'azure'",
        ...documented(page("aks/concepts-network-azure-cni-overlay")),
        when: ({ mode, plugin }) => mode === "overlay" && plugin === "kubenet",
    },
    {
        code: "AzureCNIOnlyForWindows",
        says: "Windows agent pools require network plugin 'azure'",
        ...documented(page("aks/configure-kubenet")),
        when: ({ plugin, pools }) => plugin === "kubenet" && pools.some(isWindows),
    },
    {
        code: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
        says: "outbound type 'userAssignedNATGateway' requires a subnet of the user's own",
        ...documented(page("aks/egress-outboundtype")),
        when: ({ outboundType, hasOwnSubnet }) => outboundType === "userassignednatgateway" && !hasOwnSubnet,
        // A hosted system pool, which no request names, is called so.
        azureSays: ({ pools: [{ name } = { name: "hostedpool" }] }) =>
            `Outbound type is userAssignedNATGateway but agent pool \`${name}\` is not using custom VNet, which is not allowed.`,
    },
    {
        code: "ManagedNATGatewayWithCustomVNetNotAllowed",
        says: "outbound type 'managedNATGateway' is not allowed in a subnet of the user's own",
        ...documented(page("aks/egress-outboundtype")),
        when: ({ outboundType, hasOwnSubnet }) => outboundType === "managednatgateway" && hasOwnSubnet,
    },
    {
        code: "InvalidNetworkIsolatedClusterConfiguration",
        says: "outbound type 'none' requires the bootstrap artifact source 'Cache'",
        ...documented(page("aks/concepts-network-isolated")),
        when: ({ outboundType, artifactSource }) => outboundType === "none" && artifactSource !== "cache",
    },
    {
        code: "BootstrapArtifactSourceNotAllowed",
        says: "the bootstrap artifact source 'Cache' requires a managed identity",
        ...recorded(issue("Azure/AKS#5821")),
        when: ({ artifactSource, isServicePrincipal }) => artifactSource === "cache" && isServicePrincipal,
    },
    {
        code: "PodCidrOverlapServiceCidr",
        says: "podCidr and serviceCidr overlap",
        ...documented(page("aks/concepts-network-azure-cni-overlay")),
        when: ({ podCidr, serviceCidr }) => overlaps(podCidr, serviceCidr),
    },
    {
        code: "DnsServiceIpOutOfServiceCidr",
        says: "dnsServiceIP is not within serviceCidr",
        ...documented(
            "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/dnsserviceipoutofservicecidr-error",
        ),
        azureSays: ({ dnsServiceIP, serviceCidr }) =>
            `The DNS service IP ${dnsServiceIP} is out of the range defined by service CIDR ${serviceCidr}.`,
        when: dnsServiceIs((address, first, last) => address < first || address > last),
    },
    {
        code: "DnsServiceIpConflicting",
        says: "dnsServiceIP is the first address of serviceCidr, which is the API server's",
        ...documented(planning),
        when: dnsServiceIs((address, first) => address === first + 1),
    },
    {
        code: "DnsBroadcastAddressConflicting",
        says: "dnsServiceIP is the broadcast address of serviceCidr",
        ...documented(planning),
        when: dnsServiceIs((address, _, last) => address === last),
    },
    {
        code: "SystemPoolMustBeLinux",
        says: "system pools run Linux",
        ...documented(page("aks/use-system-pools")),
        when: ({ pools }) => pools.some((pool) => isSystem(pool) && isWindows(pool)),
    },
    {
        code: "SystemPoolHasRestrictedTaint",
        says: "of taints with NoSchedule or NoExecute a system pool takes only CriticalAddonsOnly",
        ...documented(page("aks/use-system-pools")),
        when: ({ pools }) => pools.some((pool) => isSystem(pool) && taintsOf(pool).some(isRestricted)),
    },
    {
        code: "InvalidParameter",
        says: "maxPods is a number from 10 to 250",
        ...documented(planning),
        when: ({ pools }) =>
            pools.some(({ properties: { maxPods } }) => typeof maxPods === "number" && (maxPods < 10 || maxPods > 250)),
    },
];

export const refusedContradiction: Check = ({ request, before, controlPlane }) => {
    const sentPools = request.pools.map(({ name }) => name);
    const kept = objectAt(before?.properties, "networkProfile");
    const others = (before?.pools ?? []).filter(({ name }) => !sentPools.includes(name));
    return contradictionIn(
        { ...before?.properties, ...request.properties },
        [...request.pools, ...others],
        controlPlane.type === "ServicePrincipal",
        // What AKS fills in itself is not compared with what an update sends. "none" is its word for no policy: Cilium
        // comes without a word about it (https://learn.microsoft.com/azure/aks/update-azure-cni).
        {
            ...kept,
            ...(stringAt(kept, "networkPolicy") === "none" && { networkPolicy: "" }),
            ...objectAt(request.properties, "networkProfile"),
        },
    );
};

/** The first contradiction in a cluster with these properties and pools. */
export function contradictionIn(
    properties: JsonObject,
    pools: PoolRequest[],
    isServicePrincipal: boolean,
    network = objectAt(properties, "networkProfile") ?? {},
): ArmError | undefined {
    const lower = (key: string) => stringAt(network, key)?.toLowerCase() ?? "";
    const hasPodRange = lower("networkPlugin") === "kubenet" || lower("networkPluginMode") === "overlay";
    const settings: Settings = {
        plugin: lower("networkPlugin"),
        mode: lower("networkPluginMode"),
        policy: lower("networkPolicy"),
        dataplane: lower("networkDataplane"),
        outboundType: lower("outboundType"),
        serviceCidr: lower("serviceCidr") || addressesByDefault.serviceCidr,
        dnsServiceIP: lower("dnsServiceIP") || addressesByDefault.dnsServiceIP,
        podCidr: lower("podCidr") || (hasPodRange ? addressesByDefault.podCidr : ""),
        artifactSource: stringAt(properties, "bootstrapProfile", "artifactSource")?.toLowerCase() ?? "",
        isServicePrincipal,
        hasOwnSubnet: pools.some((pool) => stringAt(pool.properties, "vnetSubnetID") !== undefined),
        pools,
    };
    const found = contradictions.find(({ when }) => when(settings));
    return found && badRequest(found.code, found.azureSays?.(settings) ?? `${found.says}. See ${found.source}`);
}

/** Whether the DNS service's address is wrong in the services' range. */
function dnsServiceIs(isWrong: (address: number, first: number, last: number) => boolean): Contradiction["when"] {
    return ({ serviceCidr, dnsServiceIP }) => {
        const [range, address] = [parseCidr(serviceCidr), parseCidr(`${dnsServiceIP}/32`)];
        return (
            typeof range === "object" && typeof address === "object" && isWrong(address.first, range.first, range.last)
        );
    };
}

const isWindows = ({ properties }: PoolRequest) => stringAt(properties, "osType") === "Windows";
const isSystem = ({ properties }: PoolRequest) => stringAt(properties, "mode") === "System";
const taintsOf = ({ properties }: PoolRequest) => arrayAt(properties, "nodeTaints") ?? [];
const isRestricted = (taint: unknown) =>
    /:(?:NoSchedule|NoExecute)$/.test(String(taint)) && !/^CriticalAddonsOnly[=:]/.test(String(taint));
