import * as azure from "@pulumi/azure-native/types/enums/containerservice";
import * as pulumi from "@pulumi/pulumi";
import * as args from "../../../src";
import { OPEN_SETTINGS, OPEN_VALUE_RULES } from "../../../src/rules/openValues";
import { validateClusterArgs } from "../../../src/rules/validate";
import { accepts } from "../../../src/validation/rule";
import { valueIn } from "../mocks";
import { good, type Loose, network, VM } from "./arguments";

/** The package's values and azure-native's own. */
test.each<[string, Record<string, string>, Record<string, string>]>([
    ["NetworkPlugin", args.NetworkPlugin, azure.NetworkPlugin],
    ["NetworkPluginMode", args.NetworkPluginMode, azure.NetworkPluginMode],
    ["NetworkPolicy", args.NetworkPolicy, azure.NetworkPolicy],
    ["NetworkDataplane", args.NetworkDataplane, azure.NetworkDataplane],
    ["OutboundType", args.OutboundType, azure.OutboundType],
    ["UpgradeChannel", args.UpgradeChannel, azure.UpgradeChannel],
    ["NodeOSUpgradeChannel", args.NodeOSUpgradeChannel, azure.NodeOSUpgradeChannel],
    ["BootstrapArtifactSource", args.BootstrapArtifactSource, azure.ArtifactSource],
    ["ClusterSku", args.ClusterSku, azure.ManagedClusterSKUName],
    ["NodePoolMode", args.NodePoolMode, azure.AgentPoolMode],
    ["OSDiskType", args.OSDiskType, azure.OSDiskType],
    ["ScaleSetPriority", args.ScaleSetPriority, azure.ScaleSetPriority],
    ["ScaleSetEvictionPolicy", args.ScaleSetEvictionPolicy, azure.ScaleSetEvictionPolicy],
    ["UndrainableNodeBehavior", args.UndrainableNodeBehavior, azure.UndrainableNodeBehavior],
    ["ClusterTier", args.ClusterTier, azure.ManagedClusterSKUTier],
])("%s has the values that azure-native has", (_, own, theirs) => {
    expect(Object.values(own).sort()).toEqual(Object.values(theirs).sort());
});

const warnings = async (given: Loose): Promise<string[]> => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    try {
        await valueIn(validateClusterArgs("aks", { ...good, ...given } as args.ManagedIdentityAksClusterArgs));
        return warn.mock.calls.map(([text]) => String(text));
    } finally {
        warn.mockRestore();
    }
};
const egress = (outboundType: unknown) => ({ network: { ...network, outboundType } });

test("an unknown value passes with one warning that names similar values", async () => {
    expect(await warnings(egress("loadBalancr"))).toEqual([
        'ManagedIdentityAksCluster "aks": network.outboundType is "loadBalancr": this version of the package does not know this value of the outbound type, and passes the value to Azure. Did you mean loadBalancer? Check the spelling. If Azure accepts the value, add the code of this warning to silenceWarnings. (UnknownOutboundType, Azure: UnsupportedOutboundType; https://learn.microsoft.com/azure/aks/egress-outboundtype)',
    ]);
    expect(await warnings({ tier: "Ultimate" })).toEqual([
        expect.stringContaining("Known: Free, Standard, Premium. Check the spelling"),
    ]);
});

test("so is one behind an output, when it is known; a secret one is not told", async () => {
    expect(await warnings(egress(pulumi.output("loadBalancr")))).toEqual([
        expect.stringContaining('network.outboundType is "loadBalancr"'),
    ]);
    const [secret] = await warnings(egress(pulumi.secret("loadBalancr")));
    expect(secret).toContain("network.outboundType is a secret value");
    expect(secret).not.toMatch(/loadBalancr\b|Did you mean/);
    const zones = { systemNodePool: { vmSize: VM, availabilityZones: pulumi.output(["1", "4"]) } };
    expect(await warnings(zones)).toEqual([
        expect.stringContaining('availabilityZones[1] is "4": this version of the package does not know'),
    ]);
});

test.each(["LoadBalancer", "", " ", "two words", "a\nb", 5, null, {}, ["none"]])(
    "%j is no outbound type, whatever Azure comes to know",
    async (value) => {
        await expect(warnings(egress(value))).rejects.toThrow(args.ArgumentsError);
        await expect(warnings(egress(pulumi.output(value as string)))).rejects.toThrow("(OutboundType");
    },
);

test("every known value passes without a warning", () => {
    for (const { input, known } of OPEN_SETTINGS) {
        const ofInput = OPEN_VALUE_RULES.filter(({ inputs }) => inputs?.includes(input));
        expect(ofInput).toHaveLength(2);
        for (const value of known) {
            const isAccepted = ofInput.every((rule) => accepts(rule, value, { path: [], pattern: input, owner: {} }));
            expect([input, value, isAccepted]).toEqual([input, value, true]);
        }
    }
});
