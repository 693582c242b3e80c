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
            message:
                'Cilium network policies require the Cilium data plane, and network.networkDataplane is not "cilium"',
            fix: 'Set networkDataplane to "cilium", or choose another network policy.',
        },
        CiliumDataplaneNeedsCiliumPolicy: {
            azureCode: "CiliumDataplaneRequiresNetworkPolicyCilium",
            when: {
                "network.networkPolicy": ["azure", "calico", "none"],
                "network.networkDataplane": "cilium",
                ...STANDARD,
            },
            message: "the Cilium data plane supports only Cilium network policies",
            fix: 'Remove networkPolicy or set it to "cilium".',
        },
        CiliumDataplaneNeedsAzureCni: {
            when: { "network.networkDataplane": "cilium", "network.networkPlugin": ["kubenet", "none"], ...STANDARD },
            message: "the Cilium data plane requires Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkDataplane.',
        },
        CiliumDataplaneTakesNoWindows: {
            when: { "network.networkDataplane": "cilium", "nodePools[].osType": "Windows", ...STANDARD },
            message: "the Cilium data plane supports Linux nodes only, and a pool has Windows nodes",
            fix: "Remove the Windows pool, or networkDataplane.",
            source: "aks/azure-cni-powered-by-cilium#limitations",
        },
    }),
    ...rules("aks/configure-kubenet", {
        KubenetTakesNoWindows: {
            azureCode: "AzureCNIOnlyForWindows",
            when: { "network.networkPlugin": "kubenet", "nodePools[].osType": "Windows", ...STANDARD },
            message: "Windows nodes require Azure CNI, and a pool has Windows nodes",
            fix: 'Set networkPlugin to "azure", or remove the Windows pool.',
        },
        OverlayNeedsAzureCni: {
            azureCode: "UnsupportedNetworkPluginModeWithNetworkPlugin",
            when: { "network.networkPluginMode": "overlay", ...KUBENET, ...STANDARD },
            message: "the overlay mode requires Azure CNI",
            fix: 'Set networkPlugin to "azure", or remove networkPluginMode.',
            source: "aks/concepts-network-azure-cni-overlay",
        },
        KubenetRetires: {
            warning: true,
            when: { "network.networkPlugin": "kubenet" },
            message: "kubenet retires on 2028-03-31",
            fix: 'In a new cluster use networkPlugin "azure" with networkPluginMode "overlay". For an existing cluster Pulumi would replace the cluster. To avoid that, first run `az aks update --network-plugin azure --network-plugin-mode overlay` on the cluster, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules("aks/use-network-policies", {
        AzurePolicyNeedsAzureCni: {
            azureCode: "NetworkPolicyAzureNotSupportedForKubenet",
            when: { "network.networkPolicy": "azure", ...KUBENET, ...STANDARD },
            message: "Azure network policy manager does not support kubenet",
            fix: 'Use networkPolicy "calico", or networkPlugin "azure".',
        },
        NetworkPolicyNeedsPlugin: {
            azureCode: "NetworkPolicyNotSupportedForNone",
            when: {
                "network.networkPolicy": ["azure", "calico", "cilium"],
                "network.networkPlugin": "none",
                ...STANDARD,
            },
            message: 'with networkPlugin "none" you install the network plugin and its policies yourself',
            fix: "Remove networkPolicy, or choose another network plugin.",
            source: "aks/use-byo-cni",
        },
        AzureNetworkPolicyEnds: {
            warning: true,
            when: { "network.networkPolicy": "azure" },
            message:
                "Azure network policy manager retires on 2026-09-30 for Windows nodes and on 2028-09-30 for Linux nodes",
            fix: 'In a new cluster use networkPolicy "cilium" with networkDataplane "cilium". For an existing cluster Pulumi would replace the cluster. To avoid that, first run `az aks update --network-dataplane cilium` on the cluster, then change the program until `pulumi preview --refresh` shows no replacement.',
        },
    }),
    ...rules("aks/concepts-network-isolated#limitations", {
        IsolationTakesNoKubenet: {
            when: { "network.outboundType": "none", ...KUBENET, ...STANDARD },
            message: "network-isolated clusters (outbound type none) do not support kubenet",
            fix: 'Set networkPlugin to "azure", or choose another outboundType.',
        },
        IsolationTakesNoWindows: {
            when: { "network.outboundType": "none", "nodePools[].osType": "Windows", ...STANDARD },
            message:
                "network-isolated clusters (outbound type none) support Linux nodes only, and a pool has Windows nodes",
            fix: "Remove the Windows pool, or choose another outboundType.",
        },
    }),
];
