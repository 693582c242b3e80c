import { createHash } from "node:crypto";
import { guidOfName } from "./guid";
import { lastSegment } from "./resourceId";

/** Namespace of this package's role assignment names: a GUID made once, never to change. */
const ROLE_ASSIGNMENT_NAMESPACE = "6f0f4f5a-3d0e-4d0b-9d53-0f3a4e6f6c11";

/**
 * Name (a GUID) of a role assignment, derived from what identifies it in Azure: scope, principal and role. The same
 * grant always has the same name, and another grant has another name. So a change of the program causes neither
 * `RoleAssignmentExists` nor `RoleAssignmentUpdateNotPermitted`.
 */
export function roleAssignmentName(scope: string, principalId: string, roleDefinitionId: string): string {
    // The same role has one id for each subscription; only its GUID identifies it.
    const role = lastSegment(roleDefinitionId);
    return guidOfName([scope, principalId, role].join("|").toLowerCase(), ROLE_ASSIGNMENT_NAMESPACE);
}

/**
 * DNS prefix for a cluster of this name: letters, digits and hyphens, a letter or digit at both ends, at most
 * 54 characters (https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/welcome-azure-kubernetes).
 */
export function dnsPrefixFor(name: string): string {
    const cleaned = name
        .replace(/[^a-zA-Z0-9-]+/g, "-")
        .slice(0, 54)
        .replace(/^-+|-+$/g, "");
    return cleaned === "" ? "aks" : cleaned;
}

const LONGEST_CREDENTIAL_NAME = 120;

/**
 * Name of the federated credential of a service account in Azure: letters, digits, `-` and `_`, at
 * most 120 (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules). No name in
 * Kubernetes has a `_`, so two accounts never share one. What does not fit ends with a hash of the whole.
 */
export function credentialName(component: string, namespace: string, serviceAccount: string): string {
    const whole = `${component}-${namespace}_${serviceAccount}`;
    if (/^[a-zA-Z0-9][a-zA-Z0-9_-]*$/.test(whole) && whole.length <= LONGEST_CREDENTIAL_NAME) {
        return whole;
    }
    const hash = createHash("sha256").update(whole).digest("hex").slice(0, 16);
    const cleaned = whole.replace(/[^a-zA-Z0-9_-]+/g, "-").replace(/^[-_]+/, "");
    return `${cleaned.slice(0, LONGEST_CREDENTIAL_NAME - hash.length - 2)}__${hash}`;
}
