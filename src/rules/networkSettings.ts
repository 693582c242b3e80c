import { rules } from "../validation/rule";
import { KUBENET, STANDARD } from "../validation/settings";

/**
 * Which network settings go together, and which retire. Azure's code is AKS's subcode where the code is a general one
 * (BadRequest, NetworkPolicyNotSupported).
 */
export const NETWORK_RULES = [
    ...rules("aks/azure-cni-powered-by-cilium", {
        CiliumPolicyNeedsCiliumDataplane: {
            azureCode: "NetworkPolicyCiliumRequiresCiliumDataplane",
            when: { "network.networkPolicy": "cilium", "network.networkDataplane": ["azure", undefined], ...STANDARD },
            message: 'policies of Cilium require its data plane, and network.networkDataplane is not "cilium"',
            fix: 'Set networkDataplane to "cilium", or choose another policy.',
        },
        CiliumDataplaneNeedsCiliumPolicy: {
            azureCode: "CiliumDataplaneRequiresNetworkPolicyCilium",
            when: {
                "network.networkPolicy": ["azure", "calico", "none"],
                "network.networkDataplane": "cilium",
                ...STANDARD,
            },
            message: "the data plane of Cilium enforces network policies itself",
            fix: 'Remove networkPolicy or set it to "cilium".',
        },
        CiliumDataplaneNeedsAzureCni: {
            when: { "network.networkDataplane": "cilium", "network.networkPlugin": ["kubenet", "none"], ...STANDARD },
            message: "the data plane of Cilium is one of Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkDataplane.',
        },
        CiliumDataplaneTakesNoWindows: {
            when: { "network.networkDataplane": "cilium", "nodePools[].osType": "Windows", ...STANDARD },
            message: "the data plane of Cilium runs on Linux only, and a pool is of Windows",
            fix: "Remove the pool, or networkDataplane.",
            source: "aks/azure-cni-powered-by-cilium#limitations",
        },
    }),
    ...rules("aks/configure-kubenet", {
        KubenetTakesNoWindows: {
            azureCode: "AzureCNIOnlyForWindows",
            when: { "network.networkPlugin": "kubenet", "nodePools[].osType": "Windows", ...STANDARD },
            message: "Windows nodes need Azure CNI, and a pool is of Windows",
            fix: 'Set networkPlugin to "azure", or remove the pool.',
        },
        OverlayNeedsAzureCni: {
            azureCode: "UnsupportedNetworkPluginModeWithNetworkPlugin",
            when: { "network.networkPluginMode": "overlay", ...KUBENET, ...STANDARD },
            message: "overlay is a mode of Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkPluginMode.',
            source: "aks/concepts-network-azure-cni-overlay",
        },
        KubenetRetires: {
            warning: true,
            when: { "network.networkPlugin": "kubenet" },
            message: "kubenet retires on 2028-03-31",
            fix: 'In a new cluster use networkPlugin "azure" with networkPluginMode "overlay". Pulumi would replace an existing one for that: first run `az aks update --network-plugin azure --network-plugin-mode overlay` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules("aks/use-network-policies", {
        AzurePolicyNeedsAzureCni: {
            azureCode: "NetworkPolicyAzureNotSupportedForKubenet",
            when: { "network.networkPolicy": "azure", ...KUBENET, ...STANDARD },
            message: "Azure network policy manager does not run on kubenet",
            fix: 'Use networkPolicy "calico", or networkPlugin "azure".',
        },
        NetworkPolicyNeedsPlugin: {
            azureCode: "NetworkPolicyNotSupportedForNone",
            when: {
                "network.networkPolicy": ["azure", "calico", "cilium"],
                "network.networkPlugin": "none",
                ...STANDARD,
            },
            message: 'with networkPlugin "none" policies are what you install, not AKS',
            fix: "Remove networkPolicy, or choose another plugin.",
            source: "aks/use-byo-cni",
        },
        AzureNetworkPolicyEnds: {
            warning: true,
            when: { "network.networkPolicy": "azure" },
            message: "Azure network policy manager ends on 2026-09-30 on Windows nodes, on 2028-09-30 on Linux nodes",
            fix: 'In a new cluster use networkPolicy "cilium" with networkDataplane "cilium". Pulumi would replace an existing one for that: first run `az aks update --network-dataplane cilium` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules("aks/concepts-network-isolated#limitations", {
        IsolationTakesNoKubenet: {
            when: { "network.outboundType": "none", ...KUBENET, ...STANDARD },
            message: "network-isolated clusters (outbound type none) do not run on kubenet",
            fix: 'Set networkPlugin to "azure", or choose another outboundType.',
        },
        IsolationTakesNoWindows: {
            when: { "network.outboundType": "none", "nodePools[].osType": "Windows", ...STANDARD },
            message: "network-isolated clusters (outbound type none) have Linux nodes only, and a pool is of Windows",
            fix: "Remove the pool, or choose another outboundType.",
        },
    }),
];
