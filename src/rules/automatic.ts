import { valueAt } from "../values";

import { inEachPool } from "./pools";
import { type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const AUTOMATIC = "https://learn.microsoft.com/azure/aks/intro-aks-automatic";
const CUSTOM_NETWORK = "https://learn.microsoft.com/azure/aks/automatic/quick-automatic-custom-network";

/** What AKS Automatic decides itself. */
const DECIDED: Record<string, boolean | string> = {
    oidcIssuer: true,
    workloadIdentity: true,
    "entra.azureRbac": true,
    "apiServer.vnetIntegration": true,
    "network.networkPlugin": "azure",
    "network.networkPluginMode": "overlay",
    "network.networkDataplane": "cilium",
    "network.networkPolicy": "cilium",
};

/** What AKS Automatic requires. */
export const AUTOMATIC_RULES: readonly Rule[] = [
    {
        code: "AutomaticTier",
        validate: together({ tier: ["Free", "Premium"], sku: "Automatic" }),
        message: "AKS Automatic comes in tier Standard",
        fix: "Remove tier.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticSettles",
        validate: (args) =>
            Object.entries(DECIDED).flatMap(([input, decided]) => {
                const value = valueAt(args, input.split("."));
                const isOther = typeof value === typeof decided && value !== decided;
                return when(args.sku === "Automatic" && isOther, input);
            }),
        message:
            "AKS Automatic decides this itself: the network is Azure CNI overlay with Cilium, the API server is in it, OIDC issuer, workload identity and Azure RBAC are on",
        fix: "Remove it.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticTakesNoServicePrincipal",
        validate: together({ "controlPlaneIdentity.type": "ServicePrincipal", sku: "Automatic" }),
        message: "AKS Automatic runs on managed identities only",
        fix: "Move the cluster to a managed identity first.",
        source: AUTOMATIC,
    },
    {
        code: "AutomaticSubnetNeedsUserAssignedControlPlane",
        validate: together({
            "systemNodePool.subnetId": GIVEN,
            "controlPlaneIdentity.type": "SystemAssigned",
            sku: "Automatic",
        }),
        message:
            "AKS Automatic joins an own subnet while it is created, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned".',
        source: CUSTOM_NETWORK,
    },
    {
        code: "AutomaticSubnetNeedsApiServerSubnet",
        validate: together({
            "systemNodePool.subnetId": GIVEN,
            "apiServer.subnetId": undefined,
            sku: "Automatic",
        }),
        message:
            "AKS Automatic puts the API server into the network of the nodes, for which it needs a subnet of its own",
        fix: "Set apiServer.subnetId to a subnet delegated to Microsoft.ContainerService/managedClusters.",
        source: CUSTOM_NETWORK,
    },
    {
        code: "AutomaticTakesNoWindows",
        validate: (args) =>
            inEachPool(args, ({ pool }, at) =>
                when(args.sku === "Automatic" && pool.osType === "Windows", at("osType")),
            ),
        message: "the nodes of AKS Automatic run Azure Linux",
        fix: "Remove the pool, or leave sku out.",
        source: AUTOMATIC,
    },
];
