import { given } from "./places";
import type { Rule } from "./rule";
import { ROLE } from "./verdicts";

const NETWORK = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";

/** Network settings, and the role on networks. */
export const NETWORK_RULES: readonly Rule[] = [
    {
        code: "Network",
        asksOutputs: true,
        places: (args) => given(["network"], args.network),
        broken: (value) => typeof value !== "object" || value === null || Array.isArray(value),
        rule: "network settings are an object",
        fix: 'Pass at least { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" }.',
        source: NETWORK,
    },
    {
        code: "KubenetRetires",
        warning: true,
        places: (args) => given(["network", "networkPlugin"], args.network?.networkPlugin),
        broken: (value) => value === "kubenet",
        rule: "kubenet retires on 2028-03-31",
        fix: 'In a new cluster use networkPlugin "azure" with networkPluginMode "overlay". Pulumi would replace a living one for that: first run `az aks update --network-plugin azure --network-plugin-mode overlay` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        source: "https://learn.microsoft.com/azure/aks/configure-kubenet",
    },
    {
        code: "AzureNetworkPolicyEnds",
        warning: true,
        places: (args) => given(["network", "networkPolicy"], args.network?.networkPolicy),
        broken: (value) => value === "azure",
        rule: "Azure network policy manager ends on Windows nodes on 2026-09-30 and on Linux nodes on 2028-09-30",
        fix: 'In a new cluster use networkPolicy "cilium" with networkDataplane "cilium". Pulumi would replace a living one for that: first run `az aks update --network-dataplane cilium` on it, then change the program until `pulumi preview --refresh` shows no replacement.',
        source: "https://learn.microsoft.com/azure/aks/use-network-policies",
    },
    { ...ROLE, places: (args) => given(["networkAccess", "role"], args.networkAccess?.role) },
];
