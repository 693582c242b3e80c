import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROPAGATION_ERRORS } from "../../../src/grants/propagation";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../../src/transitions/table";

const SERVICES = join(__dirname, "../../../local-azure/services");

/** What the package says that Azure answers, with who says so. */
const claimed: [code: string, azure: string][] = [
    ...[CLUSTERS, CLUSTER_IDENTITIES, WORKLOAD_IDENTITIES]
        .flatMap(({ texts }) => texts)
        .map(({ code, azureCode }) => [code, azureCode] as const),
    ...[...TRANSITIONS, ...POOL_TRANSITIONS].map(({ code, azureSays }) => [code, azureSays] as const),
].flatMap(([code, azure]) => (azure === undefined ? [] : [[code, azure] satisfies [string, string]]));

const NO_ROUTES = "it takes any network settings: nothing there routes packets or gives out addresses";

/** Codes of AKS that the model never answers with, and why not. */
const NOT_IN_THE_MODEL: Record<string, string> = {
    AzureCNIOnlyForWindows: NO_ROUTES,
    BootstrapArtifactSourceNotAllowed: "it takes any source: no nodes are set up there",
    CiliumDataplaneRequiresNetworkPolicyCilium: NO_ROUTES,
    DnsBroadcastAddressConflicting: NO_ROUTES,
    DnsServiceIpConflicting: NO_ROUTES,
    DnsServiceIpOutOfServiceCidr: NO_ROUTES,
    InvalidNetworkIsolatedClusterConfiguration: NO_ROUTES,
    NetworkPolicyAzureNotSupportedForKubenet: NO_ROUTES,
    NetworkPolicyCiliumRequiresCiliumDataplane: NO_ROUTES,
    NetworkPolicyNotSupportedForNone: NO_ROUTES,
    PodCidrOverlapServiceCidr: NO_ROUTES,
    UnsupportedNetworkPluginModeWithNetworkPlugin: NO_ROUTES,
    UnsupportedOutboundType: "it takes any outbound type: nothing there routes packets",
    UserAssignedNATGatewayWithManagedVNetNotAllowed: "it does not ask what an outbound type needs",
    ManagedNATGatewayWithCustomVNetNotAllowed: "it does not ask what an outbound type excludes",
    IngressAppGwAddonConfigInvalidSubnetCIDR: "it makes no subnets, so it reads no ranges",
    SystemPoolHasRestrictedTaint: "it runs no pods, so no system pods",
    SystemPoolMustBeLinux: "it runs no pods, so no system pods",
};

/** Codes of the model's AKS that no arguments cause, and why not. What goes away by waiting is retried instead. */
const NOT_BY_ARGUMENTS: Record<string, string> = {
    BadRequest: "it stands for several refusals, which have rules without a code of Azure's",
    CustomKubeletIdentityPropertyError: "the component writes identityProfile itself, and refuses it in properties",
    FailedIdentityOperation: "an identity that is not there; it is looked up in preview",
    GetUserAssignedIdentityResourceError: "the same, of the kubelets",
    InvalidIdentityValues: "azure-native sends the ids of identities with nothing beside them",
    MissingIdentityIds: "the component sends an id with every user-assigned type",
    OmsagentInvalidAADAuthInput: "the component writes useAADAuth itself, and refuses it in properties",
    NodePoolMcVersionIncompatible: "a pool's version beside the control plane's, which both may be outputs",
    NodeResourceGroupAlreadyExists: "only Azure knows which groups there are",
    NodeResourceGroupSameAsResourceGroup: "the names of both groups may be outputs",
    NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged:
        "the component changes no pool's version in an update of the cluster",
};

const sources = (folder: string): string =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
        .join("\n");

const model = sources(SERVICES);
/** Second argument of `new ArmError(status, code, message)`. */
const codesOfAks = ["errors.ts", "updateErrors.ts"]
    .map((file) => readFileSync(join(SERVICES, "containerservice", file), "utf8"))
    .flatMap((source) => [...source.matchAll(/new ArmError\(\s*\d+,\s*"(\w+)"/g)])
    .map(([, code]) => String(code));

test.each(claimed)("%s: the model says %s, too, or is known not to", (_, azure) => {
    // A refusal without a code of its own is known by how its message begins.
    const said = azure.includes(" ") ? `"${azure}` : `"${azure}"`;
    expect(model.includes(said)).toBe(!(azure in NOT_IN_THE_MODEL));
});

test("no code is excused that no rule has", () => {
    const codes = claimed.map(([, azure]) => azure);
    expect(Object.keys(NOT_IN_THE_MODEL).filter((code) => !codes.includes(code))).toEqual([]);
});

test("every code with which the model's AKS refuses a cluster has a rule, goes away by waiting, or has no argument to blame", () => {
    const accounted = [
        ...claimed.map(([, azure]) => azure),
        ...PROPAGATION_ERRORS.map(({ code }) => code),
        ...Object.keys(NOT_BY_ARGUMENTS),
    ];
    expect(codesOfAks.filter((code) => !accounted.includes(code))).toEqual([]);
    expect(codesOfAks).toEqual(expect.arrayContaining(Object.keys(NOT_BY_ARGUMENTS)));
});
