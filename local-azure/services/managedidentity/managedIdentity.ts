import { objectAt, stringAt } from "../../kernel/json";
import { withLowerCaseGroups } from "../../kernel/resourceId";
import { identityType } from "../../kernel/typeNames";
import type { PlainType } from "../plainRoutes";
import { plainService } from "../plainService";
import { federatedCredential } from "./federatedCredentials";
import { newPrincipal } from "./state";

/** 201 with a Location header the first time (recording 02, exchange 1), 200 afterwards; never long-running. */
const userAssignedIdentity: PlainType = {
    type: identityType,
    idOf: withLowerCaseGroups,
    tagged: true,
    located: true,
    stateless: true,
    removedAtOnce: true,
    properties: (_sent, { azure, id, before }) => before ?? newPrincipal(azure, id),
};

/** Microsoft.ManagedIdentity: user-assigned identities, each with a service principal in the directory, and whom they trust. */
export const managedIdentity = plainService("Microsoft.ManagedIdentity", [userAssignedIdentity, federatedCredential], {
    removed: {
        // The role assignments of the principal stay behind, as "identity not found".
        [identityType]: (azure, { data }) =>
            azure.directory.remove(stringAt(objectAt(data, "properties"), "principalId") ?? ""),
    },
});
