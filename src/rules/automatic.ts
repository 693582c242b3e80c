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
        message: "AKS Automatic has the tier Standard only",
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
            "AKS Automatic sets this itself: it uses Azure CNI overlay with Cilium and API Server VNet Integration, and turns on the OIDC issuer, workload identity and Azure RBAC",
        fix: "Remove this input.",
    },
    AutomaticTakesNoServicePrincipal: {
        when: { "controlPlaneIdentity.type": "ServicePrincipal", ...AUTOMATIC },
        message: "AKS Automatic requires managed identities",
        fix: "Move the cluster to a managed identity first.",
    },
    AutomaticSubnetNeedsUserAssignedControlPlane: {
        when: { "systemNodePool.subnetId": isSet, ...SYSTEM_ASSIGNED, ...AUTOMATIC },
        message:
            "AKS joins the subnet while it creates the cluster, and a system-assigned identity has no role assignments at that time",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned".',
        source: "aks/automatic/quick-automatic-custom-network",
    },
    AutomaticSubnetNeedsApiServerSubnet: {
        when: { "systemNodePool.subnetId": isSet, "apiServer.subnetId": undefined, ...AUTOMATIC },
        message:
            "AKS Automatic puts the API server into the virtual network of the nodes, which requires apiServer.subnetId",
        fix: "Set apiServer.subnetId to a subnet that is delegated to Microsoft.ContainerService/managedClusters.",
        source: "aks/automatic/quick-automatic-custom-network",
    },
    AutomaticTakesNoWindows: {
        when: ofPools("osType").map((input) => ({ [input]: "Windows", sku: "Automatic" })),
        message: "all nodes of AKS Automatic run Azure Linux",
        fix: "Remove the Windows pool, or remove sku.",
    },
});
