import * as pulumi from "@pulumi/pulumi";
import { RETIRED_IMAGES } from "../../../src/rules/retiredImages";
import { automatic, insights, kubenet, type Loose, network, pods, REGISTRY, spot, VM, work } from "./arguments";

const vault = REGISTRY.replace("ContainerRegistry/registries", "KeyVault/vaults");

/** Rule that warns, input that it warns of as the message names it, arguments beside the good ones. */
export const WARNED: [code: string, path: string, args: Loose][] = [
    ["KubenetRetires", "network.networkPlugin", kubenet],
    ["AzureNetworkPolicyEnds", "network.networkPolicy", { network: { ...network, networkPolicy: "azure" } }],
    [
        "LegacyContainerInsightsEnds",
        "addons.containerInsights.authentication",
        { addons: { containerInsights: { workspaceId: insights.workspaceId, authentication: "Legacy" } } },
    ],
    ["PodIdentityEnded", "addons.podIdentity", pods({})],
    ["ApplicationRoutingEnds", "addons.applicationRouting", { addons: { applicationRouting: {} } }],
    [
        "ApplicationRoutingEnds",
        "addons.applicationRouting",
        { ...automatic, addons: { applicationRouting: { keyVaultIds: [vault] } } },
    ],
    ...Object.entries(RETIRED_IMAGES).map(([osSKU, { code }]): [string, string, Loose] => [
        code,
        "nodePools[0].osSKU",
        { nodePools: [{ ...work, osSKU }] },
    ]),
    ["UnknownNetworkPlugin", "network.networkPlugin", { network: { ...network, networkPlugin: "cilium" } }],
    ["UnknownNetworkPluginMode", "network.networkPluginMode", { network: { ...network, networkPluginMode: "routed" } }],
    ["UnknownNetworkPolicy", "network.networkPolicy", { network: { ...network, networkPolicy: "npm" } }],
    ["UnknownNetworkDataplane", "network.networkDataplane", { network: { ...network, networkDataplane: "ebpf" } }],
    ["UnknownOutboundType", "network.outboundType", { network: { ...network, outboundType: "managedNATGatewayV2" } }],
    ["UnknownUpgradeChannel", "autoUpgrade.upgradeChannel", { autoUpgrade: { upgradeChannel: "slow" } }],
    [
        "UnknownNodeOSUpgradeChannel",
        "autoUpgrade.nodeOSUpgradeChannel",
        { autoUpgrade: { nodeOSUpgradeChannel: "LivePatch" } },
    ],
    ["UnknownBootstrapArtifactSource", "bootstrapArtifactSource", { bootstrapArtifactSource: "Mirror" }],
    ["UnknownSku", "sku", { sku: "Serverless" }],
    ["UnknownTier", "tier", { tier: "Ultimate" }],
    ...(
        [
            ["UnknownNodePoolMode", "mode", "Edge"],
            ["UnknownOsDiskType", "osDiskType", "Mirrored"],
            ["UnknownScaleSetPriority", "scaleSetPriority", "Low"],
            ["UnknownScaleSetEvictionPolicy", "scaleSetEvictionPolicy", "Hibernate"],
        ] as const
    ).map(([code, input, value]): [string, string, Loose] => [
        code,
        `nodePools[0].${input}`,
        { nodePools: [{ ...(input === "scaleSetEvictionPolicy" ? spot : work), [input]: value }] },
    ]),
    [
        "UnknownUndrainableNodeBehavior",
        "systemNodePool.upgradeSettings.undrainableNodeBehavior",
        { systemNodePool: { vmSize: VM, upgradeSettings: { undrainableNodeBehavior: "Wait" } } },
    ],
    [
        "UnknownAvailabilityZones",
        "systemNodePool.availabilityZones[1]",
        { systemNodePool: { vmSize: VM, availabilityZones: ["1", "4"] } },
    ],
    ["UnknownProperty", "properties.nodeResourcegroup", { properties: { nodeResourcegroup: "nodes" } }],
];

/** Refused when the run knows the values: only outputs can hold nothing. */
export const CHECKED_LATER: [code: string, path: string, args: Loose][] = [
    ["OutputWithoutValue", "systemNodePool.subnetId", { systemNodePool: { subnetId: pulumi.output(undefined) } }],
    ["OutputWithoutValue", "networkAccess.routeTableId", { networkAccess: { routeTableId: pulumi.output(undefined) } }],
];
