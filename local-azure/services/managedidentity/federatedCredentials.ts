import { badRequest, conflict } from "../../kernel/errors";
import { sameId } from "../../kernel/resourceId";
import { credentialType } from "../../kernel/typeNames";
import { tableOf } from "../plainResource";
import type { PlainType } from "../plainRoutes";
import type { Call } from "../service";
import { credentialOf } from "./state";

export const federatedCredential: PlainType = {
    type: credentialType,
    kind: "child",
    stateless: true,
    removedAtOnce: true,
    patch: "none",
    located: true,
    properties: (sent) => ({ ...credentialOf(sent) }),
    check,
    // The identity takes no other write until this one is answered.
    busy: { of: "answer", refuse: ({ path }) => concurrentWrites(path.parent) },
};

/** Facts aks-identity.md §2: at most 20 for one identity. */
const limit = 20;

function check({ azure, path, body }: Call): void {
    if (!/^[a-zA-Z0-9][a-zA-Z0-9-_]{2,119}$/.test(path.name)) throw invalidName(path.name);
    const { issuer, subject, audiences } = credentialOf(body.properties);
    if (!issuer) throw missing("issuer");
    if (!subject) throw missing("subject");
    if (audiences.length !== 1) throw oneAudience(audiences.length);
    const siblings = tableOf(azure, credentialType)
        .list(path.parent)
        .filter(({ id }) => !sameId(id, path.id))
        .map(({ data }) => credentialOf(data.properties));
    if (siblings.some((other) => other.issuer === issuer && other.subject === subject)) throw sameIssuerAndSubject();
    if (siblings.length >= limit) throw tooMany(path.parent);
}

/** Facts azure-native-provider.md §7 (bicep-types-az#2054). */
const sameIssuerAndSubject = () =>
    conflict("Conflict", "Issuer and subject combination already exists for this Managed Identity.");

/** Message as reported (Azure/bicep-registry-modules#1447): there the whole id is in lower case. */
const concurrentWrites = (identity: string) =>
    conflict(
        "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        "Too many Federated Identity Credentials are written concurrently for the managed identity " +
            `'${identity.toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
    );

// The limit and the checks of the body are documented, their codes and messages are not.

const tooMany = (identity: string) =>
    badRequest(
        "BadRequest",
        `The managed identity '${identity}' already has ${limit} federated identity credentials, the most it can have.`,
    );

const missing = (property: string) =>
    badRequest("BadRequest", `The property '${property}' of a federated identity credential is required.`);

const oneAudience = (found: number) =>
    badRequest("BadRequest", `A federated identity credential has one audience, but 'audiences' holds ${found}.`);

const invalidName = (name: string) =>
    badRequest(
        "BadRequest",
        `The name '${name}' of a federated identity credential is invalid: 3 to 120 letters, digits, '-' and '_'.`,
    );
