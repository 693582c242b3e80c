import { randomBytes, randomUUID } from "node:crypto";
import { type Application, type Password, secretHash } from "../identity/applications";
import { tenantDomain } from "../identity/tenant";
import type { Reply } from "../kernel/http";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import { type GraphCall, type GraphRoute, graphTime, patched, settable, unset } from "./call";
import { invalidProperty, invalidRequest, missingProperty } from "./errors";
import { existingObject, type ObjectSet } from "./objectSet";

const readOnly = ["id", "appId", "createdDateTime", "publisherDomain", "passwordCredentials", "keyCredentials"];

export const applications: ObjectSet<Application> = {
    set: "applications",
    all: (tenant) => tenant.applications.all(),
    find: (tenant, id) => tenant.applications.get(id),
    findByAppId: (tenant, appId) => tenant.applications.ofClient(appId),
    view: (_tenant, application) => view(application),
    create: ({ tenant, body }) =>
        tenant.applications.add({
            objectId: randomUUID(),
            appId: randomUUID(),
            properties: named(settable(body, readOnly)),
            passwords: [],
            removedHashes: [],
            createdOn: tenant.clock.now(),
            visibleFrom: tenant.directory.replicatedFrom(),
        }),
    patch: ({ tenant, body }, application) => {
        const properties = named(patched(application.properties, settable(body, readOnly)));
        tenant.applications.add({ ...application, properties });
    },
    /** Its service principal goes too; the roles it held stay behind. */
    remove: (tenant, application) => {
        const principal = tenant.directory.ofClient(application.appId);
        if (principal) tenant.directory.remove(principal.objectId);
        tenant.applications.remove(application);
    },
};

export const passwordRoutes: GraphRoute[] = [
    { method: "POST", path: "applications/:id/addPassword", handle: addPassword },
    { method: "POST", path: "applications/:id/removePassword", handle: removePassword },
];

function named(properties: JsonObject): JsonObject {
    if (!stringAt(properties, "displayName")) throw missingProperty("displayName");
    return properties;
}

/** The text of a secret is told once and not kept. */
function addPassword(call: GraphCall): Reply {
    const application = existingObject(applications, call);
    const wanted = objectAt(call.body, "passwordCredential") ?? {};
    const startsOn = timeAt(wanted, "startDateTime") ?? call.tenant.clock.now();
    const secretText = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(25).toString("base64url")}`;
    const password: Password = {
        keyId: randomUUID(),
        hash: secretHash(secretText),
        displayName: stringAt(wanted, "displayName") ?? null,
        hint: secretText.slice(0, 3),
        startsOn,
        endsOn: timeAt(wanted, "endDateTime") ?? startsOn + twoYears,
    };
    call.tenant.applications.add({ ...application, passwords: [...application.passwords, password] });
    const context = `${call.root}/$metadata#microsoft.graph.passwordCredential`;
    return { status: 200, body: { "@odata.context": context, ...passwordView(password), secretText } };
}

/** Graph's default for a secret's life. */
const twoYears = 2 * 365 * 24 * 3600 * 1000;

function timeAt(object: JsonObject, name: string): number | undefined {
    const text = stringAt(object, name);
    if (text === undefined) return undefined;
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw invalidProperty(name);
    return time;
}

function removePassword(call: GraphCall): Reply {
    const application = existingObject(applications, call);
    const keyId = stringAt(call.body, "keyId");
    const removed = application.passwords.find((each) => each.keyId === keyId);
    if (!removed) throw invalidRequest("No password credential found with keyId.");
    const passwords = application.passwords.filter((each) => each !== removed);
    const removedHashes = [...application.removedHashes, removed.hash];
    call.tenant.applications.add({ ...application, passwords, removedHashes });
    return { status: 204 };
}

/** What Graph always shows, then what was set. */
function view({ objectId, appId, properties, passwords, createdOn }: Application): JsonObject {
    return {
        id: objectId,
        appId,
        createdDateTime: graphTime(createdOn),
        publisherDomain: tenantDomain,
        signInAudience: "AzureADMyOrg",
        ...unset(`deletedDateTime applicationTemplateId disabledByMicrosoftStatus description groupMembershipClaims
            isDeviceOnlyAuthSupported isFallbackPublicClient notes serviceManagementReference optionalClaims`),
        identifierUris: [],
        tags: [],
        addIns: [],
        appRoles: [],
        keyCredentials: [],
        requiredResourceAccess: [],
        api: { knownClientApplications: [], oauth2PermissionScopes: [], preAuthorizedApplications: [] },
        info: {},
        publicClient: { redirectUris: [] },
        spa: { redirectUris: [] },
        web: { redirectUris: [], implicitGrantSettings: {} },
        ...properties,
        passwordCredentials: passwords.map(passwordView),
    };
}

function passwordView({ keyId, displayName, hint, startsOn, endsOn }: Password): JsonObject {
    return {
        customKeyIdentifier: null,
        displayName,
        endDateTime: graphTime(endsOn),
        hint,
        keyId,
        secretText: null,
        startDateTime: graphTime(startsOn),
    };
}
