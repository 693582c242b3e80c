import type { FederatedCredential } from "../../identity/assertions";
import { type JsonObject, stringAt, stringsAt } from "../../kernel/json";
import { withLowerCaseGroups } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { credentialType, identityType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { type PlainResource, tableOf } from "../plainResource";

/** A user-assigned identity, to those who use it. */
export interface UserAssignedIdentity {
    id: string;
    principalId: string;
    clientId: string;
}

export function identityOf(azure: Azure, id: string): UserAssignedIdentity | undefined {
    const entry = tableOf(azure, identityType).get(id);
    return entry && asIdentity(entry);
}

/** What AKS makes for itself. */
export function createIdentity(azure: Azure, id: string, location: string): UserAssignedIdentity {
    const ownId = withLowerCaseGroups(id);
    const properties = newPrincipal(azure, ownId);
    return asIdentity(tableOf(azure, identityType).put(ownId, { location, members: {}, properties }));
}

/** The service principal of a new identity, as the identity's properties. */
export function newPrincipal(azure: Azure, id: string): JsonObject {
    const { objectId, clientId } = azure.directory.createFor(id);
    return { tenantId: azure.settings.tenantId, principalId: objectId, clientId };
}

function asIdentity({ id, data: { properties } }: Entry<PlainResource>): UserAssignedIdentity {
    return {
        id,
        principalId: stringAt(properties, "principalId") ?? "",
        clientId: stringAt(properties, "clientId") ?? "",
    };
}

/** Whom an identity trusts. */
export function credentialsOf(azure: Azure, identity: string): FederatedCredential[] {
    return tableOf(azure, credentialType)
        .list(identity)
        .map(({ data: { properties } }) => credentialOf(properties));
}

export function credentialOf(properties: unknown): FederatedCredential {
    return {
        issuer: stringAt(properties, "issuer") ?? "",
        subject: stringAt(properties, "subject") ?? "",
        audiences: stringsAt(properties, "audiences.*"),
    };
}
