import { ClusterSku, type NetworkArgs, NodePoolOsType } from "../args";
import { type Format, type Rule, when } from "./rule";

const CNI = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";
const CILIUM = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const BYO_CNI = "https://learn.microsoft.com/azure/aks/use-byo-cni";
const OVERLAY = "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay";
const POLICIES = "https://learn.microsoft.com/azure/aks/use-network-policies";
const ISOLATED = "https://learn.microsoft.com/azure/aks/concepts-network-isolated#limitations";

type Setting = keyof NetworkArgs;

/** Two settings that AKS does not accept together. */
interface Contradiction extends Omit<Rule, "validate"> {
    /** The setting that the message names, and values of it. */
    setting: [name: Setting, ...values: string[]];
    /** Another setting, or the systems of further pools, and values of it; undefined is left out. */
    beside: [name: Setting | "osType", ...values: (string | undefined)[]];
}

/** Azure's code is AKS's subcode where the code is a general one (BadRequest, NetworkPolicyNotSupported). */
const CONTRADICTIONS: readonly Contradiction[] = [
    {
        code: "AzurePolicyNeedsAzureCni",
        azureCode: "NetworkPolicyAzureNotSupportedForKubenet",
        setting: ["networkPolicy", "azure"],
        beside: ["networkPlugin", "kubenet"],
        message: "Azure network policy manager does not run on kubenet",
        fix: 'Use networkPolicy "calico", or networkPlugin "azure".',
        source: POLICIES,
    },
    {
        code: "NetworkPolicyNeedsPlugin",
        azureCode: "NetworkPolicyNotSupportedForNone",
        setting: ["networkPolicy", "azure", "calico", "cilium"],
        beside: ["networkPlugin", "none"],
        message: 'with networkPlugin "none" policies are what you install, not AKS',
        fix: "Remove networkPolicy, or choose another plugin.",
        source: BYO_CNI,
    },
    {
        code: "CiliumPolicyNeedsCiliumDataplane",
        azureCode: "NetworkPolicyCiliumRequiresCiliumDataplane",
        setting: ["networkPolicy", "cilium"],
        beside: ["networkDataplane", "azure", undefined],
        message:
            'network policies of Cilium are enforced by its data plane, and network.networkDataplane is not "cilium"',
        fix: 'Set networkDataplane to "cilium", or choose another policy.',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneNeedsCiliumPolicy",
        azureCode: "CiliumDataplaneRequiresNetworkPolicyCilium",
        setting: ["networkPolicy", "azure", "calico", "none"],
        beside: ["networkDataplane", "cilium"],
        message: "the data plane of Cilium enforces network policies itself",
        fix: 'Remove networkPolicy or set it to "cilium".',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneNeedsAzureCni",
        setting: ["networkDataplane", "cilium"],
        beside: ["networkPlugin", "kubenet", "none"],
        message: "the data plane of Cilium is one of Azure CNI",
        fix: 'Set networkPlugin to "azure", or remove networkDataplane.',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneTakesNoWindows",
        setting: ["networkDataplane", "cilium"],
        beside: ["osType", NodePoolOsType.Windows],
        message: "the data plane of Cilium runs on Linux only, and a pool is of Windows",
        fix: "Remove the pool, or networkDataplane.",
        source: `${CILIUM}#limitations`,
    },
    {
        code: "OverlayNeedsAzureCni",
        azureCode: "UnsupportedNetworkPluginModeWithNetworkPlugin",
        setting: ["networkPluginMode", "overlay"],
        beside: ["networkPlugin", "kubenet"],
        message: "overlay is a mode of Azure CNI",
        fix: 'Set networkPlugin to "azure", or remove networkPluginMode.',
        source: OVERLAY,
    },
    {
        code: "KubenetTakesNoWindows",
        azureCode: "AzureCNIOnlyForWindows",
        setting: ["networkPlugin", "kubenet"],
        beside: ["osType", NodePoolOsType.Windows],
        message: "Windows nodes need Azure CNI, and a pool is of Windows",
        fix: 'Set networkPlugin to "azure", or remove the pool.',
        source: KUBENET,
    },
    {
        code: "IsolationTakesNoKubenet",
        setting: ["outboundType", "none"],
        beside: ["networkPlugin", "kubenet"],
        message: "network-isolated clusters, the only ones without egress, do not run on kubenet",
        fix: 'Set networkPlugin to "azure", or choose another outboundType.',
        source: ISOLATED,
    },
    {
        code: "IsolationTakesNoWindows",
        setting: ["outboundType", "none"],
        beside: ["osType", NodePoolOsType.Windows],
        message:
            "network-isolated clusters, the only ones without egress, have Linux nodes only, and a pool is of Windows",
        fix: "Remove the pool, or choose another outboundType.",
        source: ISOLATED,
    },
];

export const NETWORK_FORMATS: readonly Format[] = [
    {
        code: "Network",
        inputs: ["network"],
        message: "network settings are an object",
        fix: 'Pass at least { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" }.',
        source: CNI,
    },
];

/** Which network settings go together, and which retire. */
export const NETWORK_RULES: readonly Rule[] = [
    ...CONTRADICTIONS.map(
        ({ setting: [name, ...values], beside: [other, ...others], ...text }): Rule => ({
            ...text,
            validate: ({ network, nodePools = [], sku }) => {
                const found: unknown[] =
                    other === "osType" ? nodePools.map(({ osType }) => osType) : [network?.[other]];
                // AKS Automatic has a rule of its own.
                const applies = network !== undefined && sku !== ClusterSku.Automatic;
                return when(
                    applies && values.includes(String(network[name])) && others.some((each) => found.includes(each)),
                    ["network", name],
                );
            },
        }),
    ),
    {
        code: "KubenetRetires",
        warning: true,
        validate: ({ network }) => when(network?.networkPlugin === "kubenet", "network.networkPlugin"),
        message: "kubenet retires on 2028-03-31",
        fix: 'In a new cluster use networkPlugin "azure" with networkPluginMode "overlay". Pulumi would replace a living one for that: first run `az aks update --network-plugin azure --network-plugin-mode overlay` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        source: KUBENET,
    },
    {
        code: "AzureNetworkPolicyEnds",
        warning: true,
        validate: ({ network }) => when(network?.networkPolicy === "azure", "network.networkPolicy"),
        message: "Azure network policy manager ends on Windows nodes on 2026-09-30 and on Linux nodes on 2028-09-30",
        fix: 'In a new cluster use networkPolicy "cilium" with networkDataplane "cilium". Pulumi would replace a living one for that: first run `az aks update --network-dataplane cilium` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        source: POLICIES,
    },
];
