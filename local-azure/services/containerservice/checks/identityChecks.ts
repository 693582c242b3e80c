import type { ArmError } from "../../../kernel/errors";
import { derived, documented, issue, page, recorded, unverified } from "../../../kernel/evidence";
import { isObject } from "../../../kernel/json";
import { isOfType } from "../../../kernel/resourceId";
import { assignIdentity, identityType } from "../../../kernel/typeNames";
import { identityOf } from "../../managedidentity/state";
import * as errors from "../errors";
import type { ClusterIdentity } from "../state/state";
import { type CheckRow, errorCodes, type Proposal } from "./proposal";

const identities = "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update#managedclusteridentity";

/** What is refused about whom a cluster runs as, in the order in which ARM and then AKS would find it. */
export const identityChecks: readonly CheckRow[] = [
    // ARM's own: before AKS hears of the request.
    {
        refuse: ({ request, before }) => {
            const ids = Object.entries(request.identity?.userAssignedIdentities ?? {});
            const wrong = ids.filter(([id, value]) => !isEmpty(value) && !isAsShown(id, value, before?.identity));
            return wrong.length > 0 ? errors.invalidIdentityValues(wrong.map(([id]) => id)) : undefined;
        },
        ...recorded(issue("Azure/azure-rest-api-specs#13631")),
    },
    {
        refuse: ({ request }) => {
            const { type, userAssignedIdentities = {} } = request.identity ?? {};
            const ids = Object.keys(userAssignedIdentities);
            return type === "UserAssigned" && ids.length === 0 ? errors.missingIdentityIds() : undefined;
        },
        ...unverified(identities),
    },
    {
        refuse: ({ request, clusterId, azure }) => {
            const ids = Object.keys(request.identity?.userAssignedIdentities ?? {});
            const missing = ids.find((id) => !identityOf(azure, id));
            return missing === undefined ? undefined : errors.identityOperationFailed(clusterId, missing);
        },
        ...derived("16-role-assignment-errors.json"),
    },
    // AKS's.
    {
        refuse: ({ request }) => {
            const { type } = request.identity ?? {};
            const known = ["SystemAssigned", "UserAssigned", "None"];
            if (type === undefined || known.includes(type)) return undefined;
            return errors.unsupportedIdentity(
                `The identity type '${type}' is not supported. Supported: ${known.join(", ")}.`,
            );
        },
        ...documented(identities),
    },
    {
        refuse: ({ request }) =>
            Object.keys(request.identity?.userAssignedIdentities ?? {}).length > 1
                ? errors.unsupportedIdentity("Only one user assigned identity is allowed.")
                : undefined,
        ...documented(identities),
    },
    {
        refuse: ({ request, before }) => {
            const wantsPrincipal = request.servicePrincipal && (!request.identity || request.identity.type === "None");
            return before?.identity && wantsPrincipal ? errors.servicePrincipalOnMsiCluster() : undefined;
        },
        ...documented(page("aks/system-assigned-managed-identity#limitations")),
    },
    {
        refuse: ({ request, before }) => {
            const hasIdentity = request.identity && request.identity.type !== "None";
            if (hasIdentity || before) return undefined;
            if (!request.servicePrincipal) return errors.requiredParameter("servicePrincipalProfile");
            return request.servicePrincipal.secretHash
                ? undefined
                : errors.requiredParameter("servicePrincipalProfile.secret");
        },
        ...unverified(identities),
    },
    { refuse: kubeletProfile, ...documented(identities) },
    { refuse: kubeletOnUserAssigned, ...derived(page("aks/pre-created-kubelet-managed-identity#prerequisites")) },
    { refuse: kubeletExists, ...unverified(errorCodes) },
    // Recorded for two identities; that one for both needs the role on itself is concluded from it.
    { refuse: controlPlaneMayAssignKubelet, ...derived(issue("aztfmod/terraform-azurerm-caf#928")) },
];

const isEmpty = (value: unknown) => value === null || (isObject(value) && Object.keys(value).length === 0);

/**
 * "The resource's existing property": what a GET shows beside the id, and the id spelt as it shows it. In another case such
 * values have been refused (Azure-Terraform/terraform-azurerm-kubernetes#54).
 */
function isAsShown(id: string, value: unknown, existing: ClusterIdentity | undefined): boolean {
    if (existing?.type !== "UserAssigned" || existing.id !== id || !isObject(value)) return false;
    const { clientId, principalId, ...others } = value;
    return clientId === existing.clientId && principalId === existing.principalId && Object.keys(others).length === 0;
}

function kubeletProfile({ request }: Proposal): ArmError | undefined {
    const keys = Object.keys(request.identityProfile);
    const wrong = keys.some((key) => key !== "kubeletidentity") || (keys.length > 0 && !request.kubeletId);
    return wrong ? errors.kubeletProfileInvalid(keys) : undefined;
}

function kubeletOnUserAssigned({ ownKubeletId, controlPlane }: Proposal): ArmError | undefined {
    return ownKubeletId && controlPlane.type !== "UserAssigned" ? errors.kubeletNeedsUserAssigned() : undefined;
}

function kubeletExists({ azure, ownKubeletId }: Proposal): ArmError | undefined {
    if (!ownKubeletId) return undefined;
    const exists = isOfType(ownKubeletId, identityType) && identityOf(azure, ownKubeletId);
    return exists ? undefined : errors.kubeletNotFound(ownKubeletId);
}

/** Also where both are one identity: it then needs the role on itself. Evaluated with what has propagated by now. */
function controlPlaneMayAssignKubelet({ azure, ownKubeletId, controlPlane }: Proposal): ArmError | undefined {
    if (!ownKubeletId) return undefined;
    const allowed = azure.access.allows(controlPlane.principalId, assignIdentity, ownKubeletId);
    return allowed ? undefined : errors.kubeletNeedsManagedIdentityOperator();
}
