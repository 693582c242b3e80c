import {
    BootstrapArtifactSource,
    ControlPlaneIdentityType,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    OutboundType,
} from "../args";
import { given } from "./places";
import type { Rule } from "./rule";

const ISOLATED = "https://learn.microsoft.com/azure/aks/network-isolated";
const CONCEPT = "https://learn.microsoft.com/azure/aks/concepts-network-isolated";

/** Where nodes are set up from; that a registry of one's own is named by its id stands in `access.ts`. */
export const BOOTSTRAP_RULES: readonly Rule[] = [
    {
        code: "DirectTakesNoBootstrapRegistry",
        asksOutputs: true,
        places: (args) =>
            given(
                ["bootstrapArtifactSource"],
                args.bootstrapArtifactSource,
                args.bootstrapRegistryId !== undefined,
            ),
        broken: (value, hasRegistry) => value === BootstrapArtifactSource.Direct && hasRegistry === true,
        rule: "with Direct nodes are set up from Microsoft's public registry, and bootstrapRegistryId names another",
        fix: "Remove one of the two.",
        source: ISOLATED,
    },
    {
        code: "BootstrapCacheTakesNoServicePrincipal",
        azureCode: "BootstrapArtifactSourceNotAllowed",
        asksOutputs: true,
        places: (args) => [
            ...given(["bootstrapRegistryId"], args.bootstrapRegistryId, args.controlPlaneIdentity?.type),
            ...given(
                ["bootstrapArtifactSource"],
                args.bootstrapArtifactSource,
                args.controlPlaneIdentity?.type,
            ),
        ],
        broken: (value, type) =>
            type === ControlPlaneIdentityType.ServicePrincipal && value !== BootstrapArtifactSource.Direct,
        rule: "AKS sets up nodes from a private registry with managed identities only",
        fix: "Move the cluster to a managed identity first, or remove this.",
        source: "https://github.com/Azure/AKS/issues/5821",
    },
    {
        code: "BootstrapRegistryNeedsOwnKubeletIdentity",
        asksOutputs: true,
        places: (args) => given(["bootstrapRegistryId"], args.bootstrapRegistryId, kubeletIsAksManaged(args)),
        broken: (_, aksManaged) => aksManaged === true,
        rule: "the nodes pull from this registry while the cluster is made, when a kubelet identity of AKS's own has no role yet",
        fix: "Use a user-assigned control plane and kubelet identity, or remove bootstrapRegistryId.",
        source: ISOLATED,
    },
    {
        code: "NoEgressNeedsBootstrapCache",
        azureCode: "InvalidNetworkIsolatedClusterConfiguration",
        places: (args) =>
            given(["network", "outboundType"], args.network?.outboundType, artifactSource(args)),
        broken: (value, source) =>
            value === OutboundType.None &&
            (source === undefined || source === BootstrapArtifactSource.Direct),
        rule: 'without egress nodes can be set up from a private registry only, and bootstrapArtifactSource is not "Cache"',
        fix: 'Set bootstrapArtifactSource to "Cache", or bootstrapRegistryId; or choose another outboundType.',
        source: CONCEPT,
    },
];

function kubeletIsAksManaged({
    controlPlaneIdentity,
    kubeletIdentity,
}: ManagedIdentityAksClusterArgs): boolean {
    return (
        controlPlaneIdentity?.type === ControlPlaneIdentityType.SystemAssigned ||
        kubeletIdentity?.type === KubeletIdentityType.AksManaged
    );
}

function artifactSource(args: ManagedIdentityAksClusterArgs): unknown {
    return args.bootstrapRegistryId === undefined
        ? args.bootstrapArtifactSource
        : (args.bootstrapArtifactSource ?? BootstrapArtifactSource.Cache);
}
