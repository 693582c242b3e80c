import { rules } from "./rule";
import { isSet, otherThan } from "./settings";

/** Where nodes are set up from. */
export const BOOTSTRAP_RULES = rules("https://learn.microsoft.com/azure/aks/network-isolated", {
    DirectTakesNoBootstrapRegistry: {
        when: { bootstrapArtifactSource: "Direct", bootstrapRegistryId: isSet },
        message: "with Direct nodes are set up from Microsoft's public registry, and bootstrapRegistryId names another",
        fix: "Remove one of the two.",
    },
    BootstrapCacheTakesNoServicePrincipal: {
        azureCode: "BootstrapArtifactSourceNotAllowed",
        when: [
            { bootstrapRegistryId: isSet, "controlPlaneIdentity.type": "ServicePrincipal" },
            {
                bootstrapArtifactSource: otherThan(undefined, "Direct"),
                "controlPlaneIdentity.type": "ServicePrincipal",
            },
        ],
        message: "AKS sets up nodes from a private registry with managed identities only",
        fix: "Move the cluster to a managed identity first, or remove this.",
        source: "https://github.com/Azure/AKS/issues/5821",
    },
    BootstrapRegistryNeedsOwnKubeletIdentity: {
        when: [
            { bootstrapRegistryId: isSet, "controlPlaneIdentity.type": "SystemAssigned" },
            { bootstrapRegistryId: isSet, "kubeletIdentity.type": "AksManaged" },
        ],
        message:
            "the nodes pull from this registry while AKS creates the cluster, when a kubelet identity of AKS's own has no role yet",
        fix: "Use a user-assigned control plane and kubelet identity, or remove bootstrapRegistryId.",
    },
    NoEgressNeedsBootstrapCache: {
        azureCode: "InvalidNetworkIsolatedClusterConfiguration",
        when: [
            { "network.outboundType": "none", bootstrapArtifactSource: "Direct" },
            {
                "network.outboundType": "none",
                bootstrapArtifactSource: undefined,
                bootstrapRegistryId: undefined,
            },
        ],
        message:
            'without egress nodes can be set up from a private registry only, and bootstrapArtifactSource is not "Cache"',
        fix: 'Set bootstrapArtifactSource to "Cache", or bootstrapRegistryId; or choose another outboundType.',
        source: "https://learn.microsoft.com/azure/aks/concepts-network-isolated",
    },
});
