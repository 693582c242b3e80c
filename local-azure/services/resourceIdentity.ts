import { badRequest } from "../kernel/errors";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import type { Entry } from "../kernel/resourceStore";
import { assignIdentity } from "../kernel/typeNames";
import type { Azure } from "./azure";
import { identityOf } from "./managedidentity/state";
import type { PlainResource } from "./plainResource";
import type { Call } from "./service";

/**
 * The `identity` of a resource that may have one, as the answer shows it: a system-assigned one gets a principal, which
 * stays the same from PUT to PUT; a user-assigned one must exist, and the caller needs `assign/action` on it. A body
 * without `identity` keeps what there is.
 */
export function identityFor(call: Call, type: string, before: JsonObject | undefined): JsonObject | undefined {
    const wanted = objectAt(call.body, "identity");
    if (!wanted) return before;
    const kinds = (stringAt(wanted, "type") ?? "None").toLowerCase();
    const userAssigned = kinds.includes("userassigned") ? userAssignedOf(call, type, wanted) : undefined;
    // Last, for what is refused leaves no principal behind.
    const principalId = kinds.includes("systemassigned") ? systemAssigned(call, before) : undefined;
    if (!principalId) dropSystemAssigned(call.azure, before);
    return {
        type: stringAt(wanted, "type") ?? "None",
        ...(principalId && { principalId, tenantId: call.azure.settings.tenantId }),
        ...(userAssigned && { userAssignedIdentities: userAssigned }),
    };
}

function systemAssigned({ azure, path }: Call, before: JsonObject | undefined): string {
    return stringAt(before, "principalId") ?? azure.directory.createFor(path.id).objectId;
}

function dropSystemAssigned(azure: Azure, before: JsonObject | undefined): void {
    const principalId = stringAt(before, "principalId");
    if (principalId) azure.directory.remove(principalId);
}

/** An id with a null is one that a PATCH takes away. */
function userAssignedOf({ azure, caller, path }: Call, type: string, wanted: JsonObject): JsonObject {
    const listed = objectAt(wanted, "userAssignedIdentities") ?? {};
    const ids = Object.keys(listed).filter((id) => listed[id] !== null);
    return Object.fromEntries(
        ids.map((id) => {
            azure.access.requireLinked(caller, { action: `${type}/write`, scope: path.id }, assignIdentity, id);
            const identity = identityOf(azure, id);
            if (!identity) throw identityOperationFailed(path.id, id);
            const { principalId, clientId } = identity;
            return [id, { principalId, clientId }];
        }),
    );
}

/** A system-assigned principal goes with its resource. */
export function removeIdentity(azure: Azure, { data }: Entry): void {
    dropSystemAssigned(azure, objectAt((data as PlainResource).members, "identity"));
}

/** In the form of recording 16, exchange 2, with a status and an inner text that are unverified: ARM's for any resource. */
export const identityOperationFailed = (id: string, identityId: string) =>
    badRequest(
        "FailedIdentityOperation",
        `Identity operation for resource '${id}' failed with error 'Failed to perform resource identity operation. ` +
            `Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${identityId}' was not ` +
            `found."}}'.'.`,
    );
