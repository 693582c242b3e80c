import * as args from "../args";
import { meant } from "../validation/nearest";
import { page, type Rule } from "../validation/rule";
import { matches } from "../values";
import { ofPools } from "./pools";

/** A setting whose values are Azure's own, which may know more of them than this version of the package does. */
interface OpenSetting {
    input: string;
    /** How messages name it. */
    what: string;
    known: readonly string[];
    source: string;
    azureCode?: string;
    /** What any value looks like; a word, unless said otherwise. */
    pattern?: RegExp;
    /** Of the first rule. Default: the last part of the input. */
    code?: string;
    fix?: string;
}

const WORD = /^[A-Za-z][A-Za-z0-9-]*$/;
const CNI = "aks/concepts-network-cni-overview";
const ZONES = "aks/reliability-availability-zones-configure";
const SPOT = "aks/spot-node-pool";
const DISKS = "aks/concepts-storage";

/** Those of every pool. */
const OF_POOLS: [
    input: string,
    what: string,
    known: Record<string, string>,
    source: string,
    more?: Partial<OpenSetting>,
][] = [
    ["mode", "the mode of the pool", args.NodePoolMode, "aks/use-system-pools", { code: "NodePoolMode" }],
    ["osDiskType", "the type of the operating system's disk", args.OSDiskType, DISKS],
    ["scaleSetPriority", "the priority of the machines", args.ScaleSetPriority, SPOT],
    ["scaleSetEvictionPolicy", "the eviction policy", args.ScaleSetEvictionPolicy, SPOT],
    [
        "upgradeSettings.undrainableNodeBehavior",
        "the behaviour for nodes that pods do not leave",
        args.UndrainableNodeBehavior,
        "aks/upgrade-cluster",
    ],
];

export const OPEN_SETTINGS: readonly OpenSetting[] = [
    open("network.networkPlugin", "the network plugin", args.NetworkPlugin, CNI, {
        fix: 'Use "azure", with networkPluginMode "overlay" where subnets are small.',
    }),
    open("network.networkPluginMode", "the mode of the network plugin", args.NetworkPluginMode, CNI),
    open("network.networkPolicy", "the network policy", args.NetworkPolicy, CNI),
    open("network.networkDataplane", "the data plane", args.NetworkDataplane, CNI),
    open("network.outboundType", "the outbound type", args.OutboundType, "aks/egress-outboundtype", {
        azureCode: "UnsupportedOutboundType",
    }),
    open("autoUpgrade.upgradeChannel", "the upgrade channel", args.UpgradeChannel, "aks/auto-upgrade-cluster"),
    open(
        "autoUpgrade.nodeOSUpgradeChannel",
        "the node OS upgrade channel",
        args.NodeOSUpgradeChannel,
        "aks/auto-upgrade-node-os-image",
    ),
    open(
        "bootstrapArtifactSource",
        "the registry that nodes start from, a private one (Cache) or Microsoft's public one (Direct),",
        args.BootstrapArtifactSource,
        "aks/network-isolated",
    ),
    open(
        "sku",
        "the SKU of the cluster, AKS Standard (Base) or AKS Automatic,",
        args.ClusterSku,
        "aks/intro-aks-automatic",
    ),
    open("tier", "the pricing tier", args.ClusterTier, "aks/free-standard-pricing-tiers"),
    ...OF_POOLS.flatMap(([name, ...setting]) => ofPools(name).map((input) => open(input, ...setting))),
    ...ofPools("availabilityZones[]").map((input) =>
        open(input, "an availability zone, as a string,", ["1", "2", "3"], ZONES, {
            pattern: /^[1-9][0-9]?$/,
            fix: 'Pass a list such as ["1", "2", "3"], or leave it out for no zones.',
        }),
    ),
];

function open(
    input: string,
    what: string,
    known: Record<string, string> | string[],
    source: string,
    more: Partial<OpenSetting> = {},
): OpenSetting {
    return { input, what, known: Object.values(known), source, ...more };
}

/** What cannot be a value is rejected; what this version does not know is warned about, and sent. */
export const OPEN_VALUE_RULES: readonly Rule[] = OPEN_SETTINGS.flatMap((setting): Rule[] => {
    const {
        input,
        what,
        known,
        pattern = WORD,
        // "NetworkPlugin" of "network.networkPlugin".
        code = input.replace(/^.*\.|\[\]$/g, "").replace(/^./, (letter) => letter.toUpperCase()),
        fix = "Use one of these values, or leave the input out for the default of AKS.",
    } = setting;
    const { azureCode, source } = setting;
    const row = { inputs: [input], source: page(source), ...(azureCode !== undefined && { azureCode }) };
    return [
        {
            ...row,
            code,
            // A known value in another letter case is a mistake: rules that look for it would not find it.
            accepts: (value) =>
                matches(pattern, value) && (isAmong(known, value) || !isAmong(known.map(lower), lower(value))),
            message: `${what} must be one of ${known.join(", ")}, in exactly this letter case, or a value that is newer than this package`,
            fix,
        },
        {
            ...row,
            code: `Unknown${code}`,
            warning: true,
            accepts: (value) => !matches(pattern, value) || isAmong(known.map(lower), lower(value)),
            message: `this version of the package does not know this value of ${what.replace(/,.*/, "")}, and passes the value to Azure`,
            hint: (value) => meant(String(value), known),
            fix: "Check the spelling. If Azure accepts the value, add the code of this warning to silenceWarnings.",
        },
    ];
});

function isAmong(known: readonly string[], value: unknown): boolean {
    return known.some((each) => each === value);
}

function lower(value: unknown): string {
    return String(value).toLowerCase();
}
