import { rules } from "../validation/rule";
import { isSet, otherThan, SERVICE_PRINCIPAL, SYSTEM_ASSIGNED } from "../validation/settings";

/** Where nodes are set up from. */
export const BOOTSTRAP_RULES = rules("aks/network-isolated", {
    DirectTakesNoBootstrapRegistry: {
        when: { bootstrapArtifactSource: "Direct", bootstrapRegistryId: isSet },
        message:
            "with Direct, nodes start from Microsoft's public registry, and bootstrapRegistryId names another registry",
        fix: "Remove bootstrapArtifactSource or bootstrapRegistryId.",
    },
    BootstrapCacheTakesNoServicePrincipal: {
        azureCode: "BootstrapArtifactSourceNotAllowed",
        when: [
            { bootstrapRegistryId: isSet, ...SERVICE_PRINCIPAL },
            { bootstrapArtifactSource: otherThan(undefined, "Direct"), ...SERVICE_PRINCIPAL },
        ],
        message: "a private bootstrap registry requires managed identities",
        fix: "Move the cluster to a managed identity first, or remove this input.",
        source: "https://github.com/Azure/AKS/issues/5821",
    },
    BootstrapRegistryNeedsOwnKubeletIdentity: {
        when: [
            { bootstrapRegistryId: isSet, ...SYSTEM_ASSIGNED },
            { bootstrapRegistryId: isSet, "kubeletIdentity.type": "AksManaged" },
        ],
        message:
            "nodes pull from this registry while AKS creates the cluster, and a kubelet identity that AKS creates has no role assignments at that time",
        fix: "Use user-assigned identities for the control plane and the kubelets, or remove bootstrapRegistryId.",
    },
    NoEgressNeedsBootstrapCache: {
        azureCode: "InvalidNetworkIsolatedClusterConfiguration",
        when: [
            { "network.outboundType": "none", bootstrapArtifactSource: "Direct" },
            { "network.outboundType": "none", bootstrapArtifactSource: undefined, bootstrapRegistryId: undefined },
        ],
        message: 'without egress, nodes require a private registry, and bootstrapArtifactSource is not "Cache"',
        fix: 'Set bootstrapArtifactSource to "Cache", set bootstrapRegistryId, or choose another outboundType.',
        source: "aks/concepts-network-isolated",
    },
});
