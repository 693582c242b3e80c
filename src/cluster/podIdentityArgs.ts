import type { PodIdentityArgs, PodIdentityExceptionArgs } from "../args";
import type { UserAssignedIdentity } from "../identities/userAssigned";

/**
 * Pods that AKS itself runs: they have identities of their own, which the add-on would keep from them
 * (https://learn.microsoft.com/azure/aks/user-assigned-managed-identity#limitations).
 */
export const SYSTEM_PODS: PodIdentityExceptionArgs = {
    name: "aks-system-pods",
    namespace: "kube-system",
    podLabels: { "kubernetes.azure.com/managedby": "aks" },
};

/** Pod-managed identities as Azure takes them; `resolved` are the identities of `podIdentity.identities`, in order. */
export function podIdentityArgs(
    { allowNetworkPluginKubenet, identities = [], exceptions = [] }: PodIdentityArgs,
    resolved: UserAssignedIdentity[],
) {
    return {
        enabled: true,
        allowNetworkPluginKubenet,
        userAssignedIdentities: identities.map(({ name, namespace, bindingSelector }, index) => ({
            name,
            namespace,
            bindingSelector,
            identity: {
                resourceId: resolved[index]?.resourceId,
                clientId: resolved[index]?.clientId,
                objectId: resolved[index]?.principalId,
            },
        })),
        userAssignedIdentityExceptions: [SYSTEM_PODS, ...exceptions],
    };
}
