import type { FederatedCredential } from "../../identity/assertions";
import { withLowerCaseGroups } from "../../kernel/resourceId";
import type { Entry, Table } from "../../kernel/resourceStore";
import { credentialType, identityType } from "../../kernel/typeNames";
import type { Azure } from "../azure";

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

export function credentialsOf(azure: Azure): Table<FederatedCredential> {
    return azure.store.table<FederatedCredential>(credentialType);
}
