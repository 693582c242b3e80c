import {
    BootstrapArtifactSource,
    ClusterSku,
    ClusterTier,
    type ManagedIdentityAksClusterArgs,
    NetworkDataplane,
    NetworkPlugin,
    NetworkPluginMode,
    NetworkPolicy,
    NodeOsUpgradeChannel,
    OutboundType,
    UpgradeChannel,
} from "../args";
import { meant } from "./nearest";
import { eachPool, entries, given, inNetwork, listed } from "./places";
import type { Place, Rule } from "./rule";

/** A setting whose values are Azure's own, which may come to know more of them than this version of the package does. */
interface OpenSetting {
    /** Of the refusal; the warning's is the same after `Unknown`. */
    code: string;
    azureCode?: string;
    places(args: ManagedIdentityAksClusterArgs): Place[];
    /** A place holds an entry of a list, or behind an output the list. */
    entries?: boolean;
    /** How messages name it. */
    what: string;
    known: readonly string[];
    /** What any value looks like; a word, unless said otherwise. */
    form?: RegExp;
    fix: string;
    source: string;
}

const WORD = /^[A-Za-z][A-Za-z0-9-]*$/;

const CNI = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";
const OR_LEFT_OUT = "Use one of these, or leave it out for Azure's default.";

export const OPEN_SETTINGS: readonly OpenSetting[] = [
    {
        code: "NetworkPlugin",
        places: (args) => inNetwork(args, "networkPlugin"),
        what: "the network plugin",
        known: Object.values(NetworkPlugin),
        fix: 'Use "azure", with networkPluginMode "overlay" where subnets are small.',
        source: CNI,
    },
    {
        code: "NetworkPluginMode",
        places: ({ network }) => given(["network", "networkPluginMode"], network?.networkPluginMode),
        what: "the mode of the network plugin",
        known: Object.values(NetworkPluginMode),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "NetworkPolicy",
        places: ({ network }) => given(["network", "networkPolicy"], network?.networkPolicy),
        what: "the network policy",
        known: Object.values(NetworkPolicy),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "NetworkDataplane",
        places: ({ network }) => given(["network", "networkDataplane"], network?.networkDataplane),
        what: "the data plane",
        known: Object.values(NetworkDataplane),
        fix: OR_LEFT_OUT,
        source: CNI,
    },
    {
        code: "OutboundType",
        azureCode: "UnsupportedOutboundType",
        places: ({ network }) => given(["network", "outboundType"], network?.outboundType),
        what: "the outbound type",
        known: Object.values(OutboundType),
        fix: "Use one of these, or leave it out for loadBalancer.",
        source: "https://learn.microsoft.com/azure/aks/egress-outboundtype",
    },
    {
        code: "UpgradeChannel",
        places: ({ autoUpgrade }) => given(["autoUpgrade", "upgradeChannel"], autoUpgrade?.upgradeChannel),
        what: "the upgrade channel",
        known: Object.values(UpgradeChannel),
        fix: "Use one of these, or leave it out for none.",
        source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    },
    {
        code: "NodeOsUpgradeChannel",
        places: ({ autoUpgrade }) =>
            given(["autoUpgrade", "nodeOsUpgradeChannel"], autoUpgrade?.nodeOsUpgradeChannel),
        what: "the node OS upgrade channel",
        known: Object.values(NodeOsUpgradeChannel),
        fix: "Use one of these, or leave it out for NodeImage.",
        source: "https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image",
    },
    {
        code: "BootstrapArtifactSource",
        places: ({ bootstrapArtifactSource }) => given(["bootstrapArtifactSource"], bootstrapArtifactSource),
        what: "where nodes are set up from, a private registry (Cache) or Microsoft's public one (Direct),",
        known: Object.values(BootstrapArtifactSource),
        fix: "Use one of the two, or leave it out.",
        source: "https://learn.microsoft.com/azure/aks/network-isolated",
    },
    {
        code: "Sku",
        places: ({ sku }) => given(["sku"], sku),
        what: "the kind of the cluster, AKS Standard (Base) or AKS Automatic,",
        known: Object.values(ClusterSku),
        fix: "Use one of the two, or leave it out for Base.",
        source: "https://learn.microsoft.com/azure/aks/intro-aks-automatic",
    },
    {
        code: "Tier",
        places: ({ tier }) => given(["tier"], tier),
        what: "the pricing tier",
        known: Object.values(ClusterTier),
        fix: "Use one of these, or leave it out for Free.",
        source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    },
    {
        code: "AvailabilityZones",
        places: (args) =>
            eachPool(args, (pool, path) => entries([...path, "availabilityZones"], pool.availabilityZones)),
        entries: true,
        what: "an availability zone, as a text,",
        known: ["1", "2", "3"],
        form: /^[1-9][0-9]?$/,
        fix: 'Pass a list such as ["1", "2", "3"], or leave it out for none.',
        source: "https://learn.microsoft.com/azure/aks/availability-zones",
    },
];

/** What no value can be is refused; what is none that is known here is warned of, and sent. */
export const OPEN_VALUE_RULES: readonly Rule[] = OPEN_SETTINGS.flatMap((setting): Rule[] => {
    const { code, known, what, fix, azureCode, source, places } = setting;
    const valuesAt = (value: unknown) => (setting.entries ? listed(value) : [value]);
    return [
        {
            code,
            azureCode,
            places,
            broken: (value) => valuesAt(value).some((each) => verdictOn(setting, each) === "impossible"),
            rule: `${what} is ${known.join(", ")}, in this case of letters, or another such word that Azure has come to know`,
            fix,
            source,
        },
        {
            code: `Unknown${code}`,
            azureCode,
            warning: true,
            places,
            broken: (value) =>
                valuesAt(value).every((each) => verdictOn(setting, each) !== "impossible") &&
                valuesAt(value).some((each) => verdictOn(setting, each) === "unknown"),
            rule: `this version of the package does not know this value of ${what.replace(/,.*/, "")}, and leaves it to Azure`,
            hint: (_, __, value) =>
                meant(String(valuesAt(value).find((each) => !known.includes(String(each)))), known),
            fix: "Check the spelling; if Azure knows it, go on.",
            source,
        },
    ];
});

/** A known value in another case of letters is a slip: rules that look for it would not find it. */
function verdictOn({ known, form = WORD }: OpenSetting, value: unknown): "known" | "unknown" | "impossible" {
    if (typeof value !== "string" || !form.test(value)) {
        return "impossible";
    }
    const same = known.find((each) => each.toLowerCase() === value.toLowerCase());
    if (same === undefined) {
        return "unknown";
    }
    return same === value ? "known" : "impossible";
}
