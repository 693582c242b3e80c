import {
    ClusterSku,
    ClusterTier,
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    NodePoolOsType,
} from "../args";
import { isObject } from "../values";
import { eachPool, given } from "./places";
import type { Place, Rule } from "./rule";

const AUTOMATIC = "https://learn.microsoft.com/azure/aks/intro-aks-automatic";
const CUSTOM_NETWORK = "https://learn.microsoft.com/azure/aks/automatic/quick-automatic-custom-network";

/** What AKS Automatic settles itself: the network of pods, and how it is signed in to. */
const SETTLED: { path: [string, string?]; is: unknown }[] = [
    { path: ["oidcIssuer"], is: true },
    { path: ["workloadIdentity"], is: true },
    { path: ["entra", "azureRbac"], is: true },
    { path: ["apiServer", "vnetIntegration"], is: true },
    { path: ["network", "networkPlugin"], is: "azure" },
    { path: ["network", "networkPluginMode"], is: "overlay" },
    { path: ["network", "networkDataplane"], is: "cilium" },
    { path: ["network", "networkPolicy"], is: "cilium" },
];

/** The kind of cluster, and what AKS Automatic asks for. */
export const AUTOMATIC_RULES: readonly Rule[] = [
    {
        code: "AutomaticTier",
        places: (args) => ofAutomatic(args, given(["tier"], args.tier)),
        broken: (value) => value !== ClusterTier.Standard,
        rule: "AKS Automatic comes in tier Standard",
        fix: "Remove tier.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticSettles",
        places: (args) =>
            ofAutomatic(
                args,
                SETTLED.flatMap((row) => settledPlace(args, row)),
            ),
        broken: (value, is) => value !== is,
        rule: "AKS Automatic settles this itself: the network is Azure CNI overlay with Cilium, the API server is in it, OIDC issuer, workload identity and Azure RBAC are on",
        fix: "Remove it.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticTakesNoServicePrincipal",
        asksOutputs: true,
        places: (args) => ofAutomatic(args, given(["controlPlaneIdentity", "type"], typeOf(args))),
        broken: (value) => value === ControlPlaneIdentityType.ServicePrincipal,
        rule: "AKS Automatic runs on managed identities only",
        fix: "Move the cluster to a managed identity first.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticSubnetNeedsUserAssignedControlPlane",
        asksOutputs: true,
        places: (args) =>
            ofAutomatic(args, given(["systemNodePool", "subnetId"], subnetOf(args), typeOf(args))),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "AKS Automatic joins an own subnet while it is made, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned".',
        source: CUSTOM_NETWORK,
    },
    {
        code: "AutomaticSubnetNeedsApiServerSubnet",
        asksOutputs: true,
        places: (args) =>
            ofAutomatic(
                args,
                given(["systemNodePool", "subnetId"], subnetOf(args), args.apiServer?.subnetId !== undefined),
            ),
        broken: (_, hasOne) => hasOne === false,
        rule: "AKS Automatic puts the API server into the network of the nodes, for which it needs a subnet of its own",
        fix: "Set apiServer.subnetId to a subnet delegated to Microsoft.ContainerService/managedClusters.",
        source: CUSTOM_NETWORK,
    },
    {
        code: "AutomaticTakesNoWindows",
        places: (args) =>
            ofAutomatic(
                args,
                eachPool(args, (pool, path) => given([...path, "osType"], pool.osType)),
            ),
        broken: (value) => value === NodePoolOsType.Windows,
        rule: "the nodes of AKS Automatic run Azure Linux",
        fix: "Remove the pool, or leave sku out.",
        source: AUTOMATIC,
    },
];

function ofAutomatic({ sku }: ManagedIdentityAksClusterArgs, places: Place[]): Place[] {
    return sku === ClusterSku.Automatic ? places : [];
}

const typeOf = ({ controlPlaneIdentity }: ManagedIdentityAksClusterArgs) => controlPlaneIdentity?.type;
const subnetOf = ({ systemNodePool }: ManagedIdentityAksClusterArgs) => systemNodePool?.subnetId;

function settledPlace(args: object, { path: [first, second], is }: (typeof SETTLED)[number]): Place[] {
    const value = Reflect.get(args, first);
    if (second === undefined) {
        return given([first], value, is);
    }
    return isObject(value) ? given([first, second], Reflect.get(value, second), is) : [];
}
