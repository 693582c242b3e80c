import { rules } from "../validation/rule";
import { AUTOMATIC, isSet, SYSTEM_ASSIGNED } from "../validation/settings";
import { valueAt } from "../values";
import { ofPools } from "./pools";

/** What AKS Automatic decides itself. */
const DECIDED: Record<string, boolean | string> = {
    oidcIssuer: true,
    workloadIdentity: true,
    "entra.azureRBAC": true,
    "apiServer.vnetIntegration": true,
    "network.networkPlugin": "azure",
    "network.networkPluginMode": "overlay",
    "network.networkDataplane": "cilium",
    "network.networkPolicy": "cilium",
};

/** What AKS Automatic requires. */
export const AUTOMATIC_RULES = rules("aks/intro-aks-automatic", {
    AutomaticTier: {
        when: { tier: ["Free", "Premium"], ...AUTOMATIC },
        message: "AKS Automatic comes in tier Standard",
        fix: "Remove tier.",
    },
    AutomaticSettles: {
        validate: (args) =>
            Object.entries(DECIDED)
                .map(([input, decided]) => ({ path: input.split("."), decided }))
                .filter(({ path, decided }) => {
                    const value = valueAt(args, path);
                    return args.sku === "Automatic" && typeof value === typeof decided && value !== decided;
                })
                .map(({ path }) => path),
        message:
            "AKS Automatic decides this itself: the network is Azure CNI overlay with Cilium, the API server is in it, OIDC issuer, workload identity and Azure RBAC are on",
        fix: "Remove it.",
    },
    AutomaticTakesNoServicePrincipal: {
        when: { "controlPlaneIdentity.type": "ServicePrincipal", ...AUTOMATIC },
        message: "AKS Automatic runs on managed identities only",
        fix: "Move the cluster to a managed identity first.",
    },
    AutomaticSubnetNeedsUserAssignedControlPlane: {
        when: { "systemNodePool.subnetId": isSet, ...SYSTEM_ASSIGNED, ...AUTOMATIC },
        message: "AKS Automatic joins the subnet while it is created, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned".',
        source: "aks/automatic/quick-automatic-custom-network",
    },
    AutomaticSubnetNeedsApiServerSubnet: {
        when: { "systemNodePool.subnetId": isSet, "apiServer.subnetId": undefined, ...AUTOMATIC },
        message: "AKS Automatic puts the API server into the network of the nodes, which requires apiServer.subnetId",
        fix: "Set apiServer.subnetId to a subnet delegated to Microsoft.ContainerService/managedClusters.",
        source: "aks/automatic/quick-automatic-custom-network",
    },
    AutomaticTakesNoWindows: {
        when: ofPools("osType").map((input) => ({ [input]: "Windows", sku: "Automatic" })),
        message: "the nodes of AKS Automatic run Azure Linux",
        fix: "Remove the pool, or leave sku out.",
    },
});
