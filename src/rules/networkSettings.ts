import { ClusterSku, type ManagedIdentityAksClusterArgs, type NetworkArgs, NodePoolOsType } from "../args";
import { isObject } from "../values";
import { given, userPools } from "./places";
import type { Place, Rule } from "./rule";

type Setting = keyof NetworkArgs;

/** Two settings that AKS does not take together. */
interface Contradiction extends Omit<Rule, "places" | "broken"> {
    /** The setting that the message names, and values of it. */
    of: Setting;
    is: readonly string[];
    /** What stands beside it, another setting or the systems of further pools, and values; undefined is left out. */
    with: Setting | "osType";
    being: readonly (string | undefined)[];
}

const CILIUM = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const BYO_CNI = "https://learn.microsoft.com/azure/aks/use-byo-cni";
const OVERLAY = "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay";
const POLICIES = "https://learn.microsoft.com/azure/aks/use-network-policies";
const ISOLATED = "https://learn.microsoft.com/azure/aks/concepts-network-isolated#limitations";
const WINDOWS = [NodePoolOsType.Windows];

/** Azure's code is AKS's subcode where the code is a general one (BadRequest, NetworkPolicyNotSupported). */
const CONTRADICTIONS: readonly Contradiction[] = [
    {
        code: "AzurePolicyNeedsAzureCni",
        azureCode: "NetworkPolicyAzureNotSupportedForKubenet",
        of: "networkPolicy",
        is: ["azure"],
        with: "networkPlugin",
        being: ["kubenet"],
        rule: "Azure network policy manager does not run on kubenet",
        fix: 'Use networkPolicy "calico", or networkPlugin "azure".',
        source: POLICIES,
    },
    {
        code: "NetworkPolicyNeedsPlugin",
        azureCode: "NetworkPolicyNotSupportedForNone",
        of: "networkPolicy",
        is: ["azure", "calico", "cilium"],
        with: "networkPlugin",
        being: ["none"],
        rule: 'with networkPlugin "none" policies are what you install, not AKS',
        fix: "Remove networkPolicy, or choose another plugin.",
        source: BYO_CNI,
    },
    {
        code: "CiliumPolicyNeedsCiliumDataplane",
        azureCode: "NetworkPolicyCiliumRequiresCiliumDataplane",
        of: "networkPolicy",
        is: ["cilium"],
        with: "networkDataplane",
        being: ["azure", undefined],
        rule: 'network policies of Cilium are enforced by its data plane, and network.networkDataplane is not "cilium"',
        fix: 'Set networkDataplane to "cilium", or choose another policy.',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneNeedsCiliumPolicy",
        azureCode: "CiliumDataplaneRequiresNetworkPolicyCilium",
        of: "networkPolicy",
        is: ["azure", "calico", "none"],
        with: "networkDataplane",
        being: ["cilium"],
        rule: "the data plane of Cilium enforces network policies itself",
        fix: 'Remove networkPolicy or set it to "cilium".',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneNeedsAzureCni",
        of: "networkDataplane",
        is: ["cilium"],
        with: "networkPlugin",
        being: ["kubenet", "none"],
        rule: "the data plane of Cilium is one of Azure CNI",
        fix: 'Set networkPlugin to "azure", or remove networkDataplane.',
        source: CILIUM,
    },
    {
        code: "CiliumDataplaneTakesNoWindows",
        of: "networkDataplane",
        is: ["cilium"],
        with: "osType",
        being: WINDOWS,
        rule: "the data plane of Cilium runs on Linux only, and a pool is of Windows",
        fix: "Remove the pool, or networkDataplane.",
        source: `${CILIUM}#limitations`,
    },
    {
        code: "OverlayNeedsAzureCni",
        azureCode: "UnsupportedNetworkPluginModeWithNetworkPlugin",
        of: "networkPluginMode",
        is: ["overlay"],
        with: "networkPlugin",
        being: ["kubenet"],
        rule: "overlay is a mode of Azure CNI",
        fix: 'Set networkPlugin to "azure", or remove networkPluginMode.',
        source: OVERLAY,
    },
    {
        code: "KubenetTakesNoWindows",
        azureCode: "AzureCNIOnlyForWindows",
        of: "networkPlugin",
        is: ["kubenet"],
        with: "osType",
        being: WINDOWS,
        rule: "Windows nodes need Azure CNI, and a pool is of Windows",
        fix: 'Set networkPlugin to "azure", or remove the pool.',
        source: KUBENET,
    },
    {
        code: "IsolationTakesNoKubenet",
        of: "outboundType",
        is: ["none"],
        with: "networkPlugin",
        being: ["kubenet"],
        rule: "network-isolated clusters, the only ones without egress, do not run on kubenet",
        fix: 'Set networkPlugin to "azure", or choose another outboundType.',
        source: ISOLATED,
    },
    {
        code: "IsolationTakesNoWindows",
        of: "outboundType",
        is: ["none"],
        with: "osType",
        being: WINDOWS,
        rule: "network-isolated clusters, the only ones without egress, have Linux nodes only, and a pool is of Windows",
        fix: "Remove the pool, or choose another outboundType.",
        source: ISOLATED,
    },
];

/** Which network settings go together. */
export const NETWORK_SETTING_RULES: readonly Rule[] = CONTRADICTIONS.map(
    ({ of, is, with: other, being, ...verdict }) => ({
        ...verdict,
        places: (args) => together(args, of, other),
        broken: (value, beside) =>
            is.some((one) => one === value) && being.some((one) => (beside as unknown[]).includes(one)),
    }),
);

/** The setting, beside the values of what it is held against. AKS Automatic has a rule of its own. */
function together(args: ManagedIdentityAksClusterArgs, of: Setting, other: Setting | "osType"): Place[] {
    const { network, sku } = args;
    if (!isObject(network) || sku === ClusterSku.Automatic) {
        return [];
    }
    const beside = other === "osType" ? systems(args) : [network[other]];
    return given(["network", of], network[of], beside);
}

function systems(args: ManagedIdentityAksClusterArgs): unknown[] {
    return userPools(args, (pool, path) => given([...path, "osType"], pool.osType)).map(({ value }) => value);
}
