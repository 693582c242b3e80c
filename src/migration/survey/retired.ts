import { RETIRED_IMAGES } from "../../rules/retiredImages";
import { CLUSTERS } from "../../rules/ruleSets";
import { page, type RuleText } from "../../validation/rule";
import { isRecord, type Values } from "../../values";
import type { LiveCluster } from "../live/liveCluster";
import { Remaining } from "../live/remaining";

/** An add-on or a feature that has retired, or that will. */
export interface RetiredFeature {
    text: Pick<RuleText, "code" | "message" | "fix" | "source">;
    isUsed(cluster: LiveCluster): boolean;
}

/** What the rules say of it in a program. */
function ofRule(code: string): RetiredFeature["text"] {
    const text = CLUSTERS.texts.find((each) => each.code === code);
    if (text === undefined) {
        throw new Error(`There is no rule ${code}.`);
    }
    return text;
}

const read = ({ values }: LiveCluster, path: string) => new Remaining(values).read(path);
const isOn = (addon: string) => (cluster: LiveCluster) => read(cluster, `addonProfiles.${addon}.enabled`) === true;
const hasPool = (setting: string, value: string) => (cluster: LiveCluster) =>
    cluster.pools.some((pool) => isText(pool[setting], value));
const isText = (found: unknown, value: string) =>
    typeof found === "string" && found.toLowerCase() === value.toLowerCase();

export const RETIRED_FEATURES: readonly RetiredFeature[] = [
    { text: ofRule("HttpApplicationRoutingRetired"), isUsed: isOn("httpApplicationRouting") },
    { text: ofRule("KubeDashboardRetired"), isUsed: isOn("kubeDashboard") },
    {
        text: ofRule("ApplicationRoutingEnds"),
        isUsed: (cluster) => read(cluster, "ingressProfile.webAppRouting.enabled") === true,
    },
    { text: ofRule("PodIdentityEnded"), isUsed: (cluster) => read(cluster, "podIdentityProfile.enabled") === true },
    {
        text: ofRule("LegacyContainerInsightsEnds"),
        isUsed: (cluster) =>
            isOn("omsagent")(cluster) && !isText(read(cluster, "addonProfiles.omsagent.config.useAADAuth"), "true"),
    },
    {
        text: ofRule("KubenetRetires"),
        isUsed: (cluster) => isText(read(cluster, "networkProfile.networkPlugin"), "kubenet"),
    },
    {
        text: ofRule("AzureNetworkPolicyEnds"),
        isUsed: (cluster) => isText(read(cluster, "networkProfile.networkPolicy"), "azure"),
    },
    {
        text: {
            code: "LegacyEntraIntegrationRetired",
            message: "the legacy integration of Microsoft Entra ID with your own applications is retired",
            fix: "Run `az aks update --enable-aad`.",
            source: page("aks/entra-id-control-plane-authentication#migrate-legacy-cluster-to-integration"),
        },
        isUsed: (cluster) => {
            const profile = read(cluster, "aadProfile");
            return isRecord(profile) && (profile as Values).managed !== true;
        },
    },
    {
        text: {
            code: "BasicLoadBalancerRetired",
            message: "AKS has not supported Basic SKU load balancers since 2025-09-30",
            fix: "Upgrade it to Standard.",
            source: page("aks/upgrade-basic-load-balancer-on-aks"),
        },
        isUsed: (cluster) => isText(read(cluster, "networkProfile.loadBalancerSku"), "basic"),
    },
    {
        text: {
            code: "AvailabilitySetsRetired",
            message:
                "node pools in availability sets are deprecated, and AKS migrates them automatically from 2026-09-30 on",
            fix: "Run `az aks update --migrate-vmas-to-vms`.",
            source: "https://github.com/Azure/AKS/releases/tag/2026-09-04",
        },
        isUsed: hasPool("type", "AvailabilitySet"),
    },
    {
        text: {
            code: "OpenServiceMeshRetires",
            message: "AKS supports the Open Service Mesh add-on until 2027-09-30",
            fix: "Move to the Istio add-on.",
            source: page("aks/open-service-mesh-istio-migration-guidance"),
        },
        isUsed: isOn("openServiceMesh"),
    },
    {
        text: {
            code: "AzureLinux2Retired",
            message:
                "AKS has not supported Azure Linux 2.0 since 2025-11-30, and has removed its images, so that pools do not scale",
            fix: "Upgrade the pool to Kubernetes 1.32 or later, or change its osSKU to AzureLinux3.",
            source: "https://github.com/Azure/AKS/issues/4988",
        },
        // AKSAzureLinux-V2gen2-202502.26.0, AKSCBLMariner-V2gen2-…
        isUsed: ({ pools }) =>
            pools.some(({ nodeImageVersion }) => /^AKS(?:AzureLinux|CBLMariner)-V2/.test(String(nodeImageVersion))),
    },
    ...Object.entries(RETIRED_IMAGES).map(([osSKU, { code }]) => ({
        text: ofRule(code),
        isUsed: hasPool("osSKU", osSKU),
    })),
];
