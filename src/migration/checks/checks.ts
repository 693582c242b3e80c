import { EXPIRING_DAYS } from "../survey/secretExpiry";

/** The checks of `plan`, `verify` and `survey` by their codes, with what each expects. A code keeps its meaning. */
export const CHECKS = {
    NotRead: "Everything that is judged could be read.",
    PreviewIncomplete: "The preview is complete.",
    OperationUnknown: "Every operation of the preview is known.",
    StateMissing: "The preview contains the state of each resource that it changes.",
    OperationInterrupted: "No earlier operation was interrupted.",
    StateOutdated: "The state has the same identities as Azure.",
    PoolEffectUnknown: "What happens to each pool is known.",
    ClusterReplaced: "The cluster is neither replaced nor deleted.",
    PoolReplaced: "No pool is replaced or deleted.",
    ChangeRejected: "Neither the preview nor the update is rejected.",
    RoleMissing: "No identity lacks a role that it needs.",
    RoleDeletedEarly: "The update deletes no role assignment that may still be needed.",
    NodesKeepIdentity: "No node keeps a previous identity.",
    ControlPlaneKeepsIdentity: "The control plane does not keep a previous identity.",
    StepsRemain: "No other step remains after the update.",
    ClusterDiffers: "The cluster has no operation in progress, and no service principal.",
    IdentityDiffers: "The cluster uses the identities of the stack, and they exist.",
    RoleAssignmentMissing: "Each role assignment of the stack exists and is in effect.",
    PoolDiffers: "The pool has no operation in progress, and its nodes use the identity of the cluster.",
    RoleAssignmentLeft: "A previous identity has no role assignment that nothing needs.",
    ServicePrincipalUsed: "The cluster does not use a service principal.",
    SecretExpires: `The secret of the service principal is valid for ${EXPIRING_DAYS} days or more.`,
    ClusterBlocked: "No setting prevents the component from managing the cluster.",
    FeatureRetired: "The cluster uses no retired add-on or feature.",
    AcceptanceUnused: "Each accepted risk exists.",
    AcceptanceExpired: "The acceptance of no risk has expired.",
} as const;
export type CheckCode = keyof typeof CHECKS;
