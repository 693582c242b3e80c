import type { FederatedCredential } from "../../identity/assertions";
import { ArmError, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, type JsonObject, stringAt } from "../../kernel/json";
import { nameOf, withLowerCaseGroups } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { credentialType, identityType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { occupy, requireIdle } from "../longRunning";
import type { Call, Route } from "../service";
import { credentialsOf, identitiesOf, type UserAssignedIdentity } from "./state";

export const credentialRoutes: Route[] = [
    { method: "PUT", type: credentialType, on: "resource", handle: put },
    { method: "GET", type: credentialType, on: "resource", handle: get },
    { method: "DELETE", type: credentialType, on: "resource", handle: remove },
    { method: "GET", type: credentialType, on: "collection", handle: list },
];

/** Facts aks-identity.md §2: at most 20 for one identity. */
const limit = 20;

function put(call: Call): Reply {
    const identity = identityOf(call);
    const credentials = credentialsOf(call.azure);
    const before = credentials.get(call.path.id);
    if (!/^[a-zA-Z0-9][a-zA-Z0-9-_]{2,119}$/.test(call.path.name)) throw invalidName(call.path.name);
    const wanted = wantedCredential(call);
    const siblings = credentials.list(identity.id).filter(({ id }) => id !== before?.id);
    if (siblings.some(({ data }) => data.issuer === wanted.issuer && data.subject === wanted.subject)) {
        throw sameIssuerAndSubject();
    }
    if (siblings.length >= limit) throw tooMany(identity.id);
    requireIdleIdentity(call.azure, identity);
    const entry = credentials.put(withLowerCaseGroups(call.path.id), wanted);
    occupy(call, entry.id, identity.data.location, call.seconds.answer);
    return before
        ? { status: 200, body: view(entry) }
        : { status: 201, headers: { location: entry.id }, body: view(entry) };
}

function wantedCredential({ body }: Call): FederatedCredential {
    const issuer = stringAt(body, "properties", "issuer");
    const subject = stringAt(body, "properties", "subject");
    const audiences = arrayAt(body, "properties", "audiences")?.map(String) ?? [];
    if (!issuer) throw missing("issuer");
    if (!subject) throw missing("subject");
    if (audiences.length !== 1) throw oneAudience(audiences.length);
    return { issuer, subject, audiences };
}

function get(call: Call): Reply {
    const entry = credentialsOf(call.azure).get(call.path.id);
    if (!entry) throw resourceNotFound(credentialType, call.path.names, call.path.resourceGroup);
    return { status: 200, body: view(entry) };
}

function remove(call: Call): Reply {
    const entry = credentialsOf(call.azure).get(call.path.id);
    if (!entry) return { status: 204 };
    const identity = identityOf(call);
    requireIdleIdentity(call.azure, identity);
    call.azure.remove(entry.id);
    occupy(call, entry.id, identity.data.location, call.seconds.answer);
    return { status: 200 };
}

function list(call: Call): Reply {
    return { status: 200, body: { value: credentialsOf(call.azure).list(identityOf(call).id).map(view) } };
}

/** A credential lies in an identity. */
function identityOf({ azure, path }: Call): Entry<UserAssignedIdentity> {
    const identity = identitiesOf(azure).get(path.parent);
    if (!identity) throw resourceNotFound(identityType, path.names.slice(0, 1), path.resourceGroup);
    return identity;
}

/** The identity takes no other write until this one is answered. */
function requireIdleIdentity(azure: Azure, { id }: Entry): void {
    requireIdle(azure, id, () => concurrentWrites(id));
}

function view({ id, data }: Entry<FederatedCredential>): JsonObject {
    return { id, name: nameOf(id), type: credentialType, properties: data };
}

/** Facts azure-native-provider.md §7 (bicep-types-az#2054). */
const sameIssuerAndSubject = () =>
    new ArmError(409, "Conflict", "Issuer and subject combination already exists for this Managed Identity.");

/** Message as reported (Azure/bicep-registry-modules#1447): there the whole id is in lower case. */
const concurrentWrites = (identity: string) =>
    new ArmError(
        409,
        "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        "Too many Federated Identity Credentials are written concurrently for the managed identity " +
            `'${identity.toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
    );

// The limit and the checks of the body are documented, their codes and messages are not.

const tooMany = (identity: string) =>
    new ArmError(
        400,
        "BadRequest",
        `The managed identity '${identity}' already has ${limit} federated identity credentials, the most it can have.`,
    );

const missing = (property: string) =>
    new ArmError(400, "BadRequest", `The property '${property}' of a federated identity credential is required.`);

const oneAudience = (found: number) =>
    new ArmError(
        400,
        "BadRequest",
        `A federated identity credential has one audience, but 'audiences' holds ${found}.`,
    );

const invalidName = (name: string) =>
    new ArmError(
        400,
        "BadRequest",
        `The name '${name}' of a federated identity credential is invalid: 3 to 120 letters, digits, '-' and '_'.`,
    );
