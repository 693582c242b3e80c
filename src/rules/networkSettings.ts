import { rules } from "./rule";

const CILIUM = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const POLICIES = "https://learn.microsoft.com/azure/aks/use-network-policies";
const ISOLATED = "https://learn.microsoft.com/azure/aks/concepts-network-isolated#limitations";

/** AKS Automatic decides the network itself, and has rules of its own. */
const sku = [undefined, "Base"];

/**
 * Which network settings go together, and which retire. Azure's code is AKS's subcode where the code is a general one
 * (BadRequest, NetworkPolicyNotSupported).
 */
export const NETWORK_RULES = [
    ...rules(CILIUM, {
        CiliumPolicyNeedsCiliumDataplane: {
            azureCode: "NetworkPolicyCiliumRequiresCiliumDataplane",
            when: { "network.networkPolicy": "cilium", "network.networkDataplane": ["azure", undefined], sku },
            message:
                'network policies of Cilium are enforced by its data plane, and network.networkDataplane is not "cilium"',
            fix: 'Set networkDataplane to "cilium", or choose another policy.',
        },
        CiliumDataplaneNeedsCiliumPolicy: {
            azureCode: "CiliumDataplaneRequiresNetworkPolicyCilium",
            when: {
                "network.networkPolicy": ["azure", "calico", "none"],
                "network.networkDataplane": "cilium",
                sku,
            },
            message: "the data plane of Cilium enforces network policies itself",
            fix: 'Remove networkPolicy or set it to "cilium".',
        },
        CiliumDataplaneNeedsAzureCni: {
            when: { "network.networkDataplane": "cilium", "network.networkPlugin": ["kubenet", "none"], sku },
            message: "the data plane of Cilium is one of Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkDataplane.',
        },
        CiliumDataplaneTakesNoWindows: {
            when: { "network.networkDataplane": "cilium", "nodePools[].osType": "Windows", sku },
            message: "the data plane of Cilium runs on Linux only, and a pool is of Windows",
            fix: "Remove the pool, or networkDataplane.",
            source: `${CILIUM}#limitations`,
        },
    }),
    ...rules(KUBENET, {
        KubenetTakesNoWindows: {
            azureCode: "AzureCNIOnlyForWindows",
            when: { "network.networkPlugin": "kubenet", "nodePools[].osType": "Windows", sku },
            message: "Windows nodes need Azure CNI, and a pool is of Windows",
            fix: 'Set networkPlugin to "azure", or remove the pool.',
        },
        OverlayNeedsAzureCni: {
            azureCode: "UnsupportedNetworkPluginModeWithNetworkPlugin",
            when: { "network.networkPluginMode": "overlay", "network.networkPlugin": "kubenet", sku },
            message: "overlay is a mode of Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkPluginMode.',
            source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay",
        },
        KubenetRetires: {
            warning: true,
            when: { "network.networkPlugin": "kubenet" },
            message: "kubenet retires on 2028-03-31",
            fix: 'In a new cluster use networkPlugin "azure" with networkPluginMode "overlay". Pulumi would replace a living one for that: first run `az aks update --network-plugin azure --network-plugin-mode overlay` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules(POLICIES, {
        AzurePolicyNeedsAzureCni: {
            azureCode: "NetworkPolicyAzureNotSupportedForKubenet",
            when: { "network.networkPolicy": "azure", "network.networkPlugin": "kubenet", sku },
            message: "Azure network policy manager does not run on kubenet",
            fix: 'Use networkPolicy "calico", or networkPlugin "azure".',
        },
        NetworkPolicyNeedsPlugin: {
            azureCode: "NetworkPolicyNotSupportedForNone",
            when: { "network.networkPolicy": ["azure", "calico", "cilium"], "network.networkPlugin": "none", sku },
            message: 'with networkPlugin "none" policies are what you install, not AKS',
            fix: "Remove networkPolicy, or choose another plugin.",
            source: "https://learn.microsoft.com/azure/aks/use-byo-cni",
        },
        AzureNetworkPolicyEnds: {
            warning: true,
            when: { "network.networkPolicy": "azure" },
            message:
                "Azure network policy manager ends on Windows nodes on 2026-09-30 and on Linux nodes on 2028-09-30",
            fix: 'In a new cluster use networkPolicy "cilium" with networkDataplane "cilium". Pulumi would replace a living one for that: first run `az aks update --network-dataplane cilium` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules(ISOLATED, {
        IsolationTakesNoKubenet: {
            when: { "network.outboundType": "none", "network.networkPlugin": "kubenet", sku },
            message: "network-isolated clusters, the only ones without egress, do not run on kubenet",
            fix: 'Set networkPlugin to "azure", or choose another outboundType.',
        },
        IsolationTakesNoWindows: {
            when: { "network.outboundType": "none", "nodePools[].osType": "Windows", sku },
            message:
                "network-isolated clusters, the only ones without egress, have Linux nodes only, and a pool is of Windows",
            fix: "Remove the pool, or choose another outboundType.",
        },
    }),
];
