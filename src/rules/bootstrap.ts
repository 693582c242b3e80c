import { isSet, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const ISOLATED = "https://learn.microsoft.com/azure/aks/network-isolated";

/** Where nodes are set up from. */
export const BOOTSTRAP_RULES: readonly Rule[] = [
    {
        code: "DirectTakesNoBootstrapRegistry",
        validate: together({ bootstrapArtifactSource: "Direct", bootstrapRegistryId: GIVEN }),
        message: "with Direct nodes are set up from Microsoft's public registry, and bootstrapRegistryId names another",
        fix: "Remove one of the two.",
        source: ISOLATED,
    },
    {
        code: "BootstrapCacheTakesNoServicePrincipal",
        azureCode: "BootstrapArtifactSourceNotAllowed",
        validate: ({ bootstrapArtifactSource, bootstrapRegistryId, controlPlaneIdentity }) =>
            controlPlaneIdentity?.type === "ServicePrincipal"
                ? [
                      ...when(isSet(bootstrapRegistryId), "bootstrapRegistryId"),
                      ...when(
                          isSet(bootstrapArtifactSource) && bootstrapArtifactSource !== "Direct",
                          "bootstrapArtifactSource",
                      ),
                  ]
                : [],
        message: "AKS sets up nodes from a private registry with managed identities only",
        fix: "Move the cluster to a managed identity first, or remove this.",
        source: "https://github.com/Azure/AKS/issues/5821",
    },
    {
        code: "BootstrapRegistryNeedsOwnKubeletIdentity",
        validate: ({ bootstrapRegistryId, controlPlaneIdentity, kubeletIdentity }) =>
            when(
                isSet(bootstrapRegistryId) &&
                    (controlPlaneIdentity?.type === "SystemAssigned" || kubeletIdentity?.type === "AksManaged"),
                "bootstrapRegistryId",
            ),
        message:
            "the nodes pull from this registry while AKS creates the cluster, when a kubelet identity of AKS's own has no role yet",
        fix: "Use a user-assigned control plane and kubelet identity, or remove bootstrapRegistryId.",
        source: ISOLATED,
    },
    {
        code: "NoEgressNeedsBootstrapCache",
        azureCode: "InvalidNetworkIsolatedClusterConfiguration",
        validate: ({ bootstrapArtifactSource, bootstrapRegistryId, network }) => {
            const isCached = isSet(bootstrapRegistryId) && !isSet(bootstrapArtifactSource);
            const isDirect = bootstrapArtifactSource === "Direct" || !isSet(bootstrapArtifactSource);
            return when(network?.outboundType === "none" && isDirect && !isCached, "network.outboundType");
        },
        message:
            'without egress nodes can be set up from a private registry only, and bootstrapArtifactSource is not "Cache"',
        fix: 'Set bootstrapArtifactSource to "Cache", or bootstrapRegistryId; or choose another outboundType.',
        source: "https://learn.microsoft.com/azure/aks/concepts-network-isolated",
    },
];
