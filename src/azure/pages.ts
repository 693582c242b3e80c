/** Pages of Azure's documentation that several messages name. */

export const MANAGED_IDENTITY_PAGE = "https://learn.microsoft.com/azure/aks/use-managed-identity";
export const KUBELET_IDENTITY_PAGE = `${MANAGED_IDENTITY_PAGE}#use-a-pre-created-kubelet-managed-identity`;
