/** Pages of Azure's documentation that several messages name. */

export const MANAGED_IDENTITY_PAGE = "https://learn.microsoft.com/azure/aks/managed-identity-overview";
export const KUBELET_IDENTITY_PAGE = "https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity";

const USER_ASSIGNED_PAGE = "https://learn.microsoft.com/azure/aks/user-assigned-managed-identity";

/** What a managed identity of a cluster cannot do, and where. */
export const IDENTITY_LIMITS_PAGE = `${USER_ASSIGNED_PAGE}#limitations`;
/** From a service principal to managed identities. */
export const SWITCH_PAGE = `${USER_ASSIGNED_PAGE}#update-an-existing-cluster-to-use-a-user-assigned-managed-identity`;
/** The page that says, unlike the one above, that this change reimages all nodes at once. */
export const REIMAGES_PAGE = "https://learn.microsoft.com/azure/aks/system-assigned-managed-identity";
/** How long a role assignment takes to take effect. */
export const PROPAGATION_PAGE = `${USER_ASSIGNED_PAGE}#assign-an-azure-rbac-role-to-the-user-assigned-managed-identity`;
