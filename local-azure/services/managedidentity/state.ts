import type { FederatedCredential } from "../../identity/assertions";
import { withLowerCaseGroups } from "../../kernel/resourceId";
import type { Entry, Table } from "../../kernel/resourceStore";
import type { Azure } from "../azure";

export const identityType = "Microsoft.ManagedIdentity/userAssignedIdentities";

export interface UserAssignedIdentity {
    location: string;
    tags: Record<string, string>;
    principalId: string;
    clientId: string;
}

export function identitiesOf(azure: Azure): Table<UserAssignedIdentity> {
    return azure.store.table<UserAssignedIdentity>(identityType);
}

export function createIdentity(
    azure: Azure,
    id: string,
    location: string,
    tags: Record<string, string> = {},
): Entry<UserAssignedIdentity> {
    const ownId = withLowerCaseGroups(id);
    const { objectId, clientId } = azure.directory.createFor(ownId);
    return identitiesOf(azure).put(ownId, { location, tags, principalId: objectId, clientId });
}

export const credentialType = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";

export function credentialsOf(azure: Azure): Table<FederatedCredential> {
    return azure.store.table<FederatedCredential>(credentialType);
}
