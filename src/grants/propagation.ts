/**
 * The wait for role assignments to take effect, as pure decisions: which errors it is, how long to wait, when to
 * give up, and what to say then.
 */

import { PROPAGATION_PAGE } from "../azure/pages";

/** An error of AKS that goes away when a role assignment takes effect. */
export interface PropagationError {
    /** Azure's code. */
    code: string;
    /** Role and scope that are missing. */
    needs: string;
    /** The page that documents it. */
    source: string;
}

/** What AKS answers while a role assignment of the cluster's own identity is missing or has not propagated. */
export const PROPAGATION_ERRORS: readonly PropagationError[] = [
    {
        code: "CustomKubeletIdentityMissingPermissionError",
        needs: "Managed Identity Operator on the kubelet identity",
        source: PROPAGATION_PAGE,
    },
    {
        code: "CustomRouteTableMissingPermission",
        needs: "Network Contributor on the route table",
        source: "https://learn.microsoft.com/azure/aks/configure-kubenet",
    },
    {
        code: "CustomPrivateDNSZoneMissingPermissionError",
        needs: "Private DNS Zone Contributor on the private DNS zone",
        source: "https://learn.microsoft.com/azure/aks/private-clusters",
    },
    {
        // Seen in MicrosoftDocs/azure-docs#98954.
        code: "AzureKeyVaultKmsValidateIdentityPermissionCustomerError",
        needs: "Key Vault Crypto User on the key vault",
        source: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
    },
];

/** The propagation error that `message` reports, if it is one. */
export function propagationError(message: string): PropagationError | undefined {
    return PROPAGATION_ERRORS.find(({ code }) => new RegExp(`\\b${code}\\b`).test(message));
}

const FIRST_DELAY_SECONDS = 2;
/** Long enough that an hour fits into the 100 attempts that the Pulumi engine allows. */
const LONGEST_DELAY_SECONDS = 45;

/** Seconds to wait after the n-th failed attempt (from 1): doubling, up to a limit. */
export function delayAfter(attempt: number): number {
    return Math.min(FIRST_DELAY_SECONDS * 2 ** (attempt - 1), LONGEST_DELAY_SECONDS);
}

/** Seconds waited once the n-th attempt fails, counted from the first failure. */
export function waitedBefore(attempt: number): number {
    let seconds = 0;
    for (let earlier = 1; earlier < attempt; earlier++) {
        seconds += delayAfter(earlier);
    }
    return seconds;
}

/** The message after the timeout, if the permission is still missing. */
export function propagationTimeoutMessage(failure: {
    cluster: string;
    error: PropagationError;
    minutes: number;
    /** One line a before-cluster role assignment: role, identity, scope. */
    assignments: string[];
    /** Whether the program creates the assignments, or somebody else has to. */
    creates: boolean;
    azureSays: string;
}): string {
    const { cluster, error, minutes, assignments, creates, azureSays } = failure;
    const remedy = creates
        ? "Check in Azure that these role assignments exist and that nothing (a deny assignment, a lock, another tool) removes or overrides them, then run `pulumi up` again."
        : 'The component does not create them (`roleAssignmentMode: "Skip"`). Have them created, then run `pulumi up` again.';
    return [
        `${cluster}: after ${minutes} minutes AKS still reports that the identity of the cluster lacks a permission: ${error.needs} (${error.code}).`,
        "The cluster needs these role assignments before it is created:",
        ...assignments.map((line) => `  - ${line}`),
        remedy,
        `See ${error.source}.`,
        `Azure's answer: ${azureSays}`,
    ].join("\n");
}
