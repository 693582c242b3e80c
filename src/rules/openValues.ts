import {
    BootstrapArtifactSource,
    ClusterSku,
    ClusterTier,
    NetworkDataplane,
    NetworkPlugin,
    NetworkPluginMode,
    NetworkPolicy,
    NodeOsUpgradeChannel,
    OutboundType,
    UpgradeChannel,
} from "../args";
import { matches } from "../values";
import { ofPools } from "./formats";
import { meant } from "./nearest";
import type { Format } from "./rule";

/** A setting whose values are Azure's own, which may know more of them than this version of the package does. */
interface OpenSetting {
    /** Of the rejection; the code of the warning is the same after `Unknown`. */
    code: string;
    azureCode?: string;
    inputs: string[];
    /** How messages name it. */
    what: string;
    known: readonly string[];
    /** What any value looks like; a word, unless said otherwise. */
    pattern?: RegExp;
    fix: string;
    source: string;
}

const WORD = /^[A-Za-z][A-Za-z0-9-]*$/;

const CNI = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";
const OR_LEFT_OUT = "Use one of these, or leave it out for Azure's default.";

export const OPEN_SETTINGS: readonly OpenSetting[] = [
    {
        code: "NetworkPlugin",
        inputs: ["network.networkPlugin"],
        what: "the network plugin",
        known: Object.values(NetworkPlugin),
        fix: 'Use "azure", with networkPluginMode "overlay" where subnets are small.',
        source: CNI,
    },
    {
        code: "NetworkPluginMode",
        inputs: ["network.networkPluginMode"],
        what: "the mode of the network plugin",
        known: Object.values(NetworkPluginMode),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "NetworkPolicy",
        inputs: ["network.networkPolicy"],
        what: "the network policy",
        known: Object.values(NetworkPolicy),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "NetworkDataplane",
        inputs: ["network.networkDataplane"],
        what: "the data plane",
        known: Object.values(NetworkDataplane),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "OutboundType",
        azureCode: "UnsupportedOutboundType",
        inputs: ["network.outboundType"],
        what: "the outbound type",
        known: Object.values(OutboundType),
        fix: "Use one of these, or leave it out for loadBalancer.",
        source: "https://learn.microsoft.com/azure/aks/egress-outboundtype",
    },
    {
        code: "UpgradeChannel",
        inputs: ["autoUpgrade.upgradeChannel"],
        what: "the upgrade channel",
        known: Object.values(UpgradeChannel),
        fix: "Use one of these, or leave it out for none.",
        source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    },
    {
        code: "NodeOsUpgradeChannel",
        inputs: ["autoUpgrade.nodeOsUpgradeChannel"],
        what: "the node OS upgrade channel",
        known: Object.values(NodeOsUpgradeChannel),
        fix: "Use one of these, or leave it out for NodeImage.",
        source: "https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image",
    },
    {
        code: "BootstrapArtifactSource",
        inputs: ["bootstrapArtifactSource"],
        what: "where nodes are set up from, a private registry (Cache) or Microsoft's public one (Direct),",
        known: Object.values(BootstrapArtifactSource),
        fix: "Use one of the two, or leave it out.",
        source: "https://learn.microsoft.com/azure/aks/network-isolated",
    },
    {
        code: "Sku",
        inputs: ["sku"],
        what: "the kind of the cluster, AKS Standard (Base) or AKS Automatic,",
        known: Object.values(ClusterSku),
        fix: "Use one of the two, or leave it out for Base.",
        source: "https://learn.microsoft.com/azure/aks/intro-aks-automatic",
    },
    {
        code: "Tier",
        inputs: ["tier"],
        what: "the pricing tier",
        known: Object.values(ClusterTier),
        fix: "Use one of these, or leave it out for Free.",
        source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    },
    {
        code: "AvailabilityZones",
        inputs: ofPools("availabilityZones[]"),
        what: "an availability zone, as a text,",
        known: ["1", "2", "3"],
        pattern: /^[1-9][0-9]?$/,
        fix: 'Pass a list such as ["1", "2", "3"], or leave it out for none.',
        source: "https://learn.microsoft.com/azure/aks/availability-zones",
    },
];

/** What cannot be a value is rejected; what this version does not know is warned about, and sent. */
export const OPEN_VALUE_FORMATS: readonly Format[] = OPEN_SETTINGS.flatMap(
    ({ what, known, pattern = WORD, ...text }): Format[] => [
        {
            ...text,
            // A known value in another letter case is a mistake: rules that look for it would not find it.
            accepts: (value) =>
                matches(pattern, value) && (isAmong(known, value) || !isAmong(known.map(lower), lower(value))),
            message: `${what} is ${known.join(", ")}, in this case of letters, or another such word that Azure has come to know`,
        },
        {
            ...text,
            code: `Unknown${text.code}`,
            warning: true,
            accepts: (value) => !matches(pattern, value) || isAmong(known.map(lower), lower(value)),
            message: `this version of the package does not know this value of ${what.replace(/,.*/, "")}, and leaves it to Azure`,
            hint: (value) => meant(String(value), known),
            fix: "Check the spelling; if Azure knows it, go on.",
        },
    ],
);

function isAmong(known: readonly string[], value: unknown): boolean {
    return known.some((each) => each === value);
}

function lower(value: unknown): string {
    return String(value).toLowerCase();
}
