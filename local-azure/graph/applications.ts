import { randomBytes, randomUUID } from "node:crypto";
import type { Application, Password } from "../identity/applications";
import { tenantDomain } from "../identity/tenant";
import type { Reply } from "../kernel/http";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import { type GraphCall, type GraphRoute, graphTime, objectReply, patched, settable } from "./call";
import { badRequest, invalidProperty, missingProperty, notFound } from "./errors";

const set = "applications";

export const applicationRoutes: GraphRoute[] = [
    { method: "POST", path: "applications", handle: create },
    { method: "GET", path: "applications/:id", handle: get },
    { method: "PATCH", path: "applications/:id", handle: patch },
    { method: "DELETE", path: "applications/:id", handle: remove },
    { method: "POST", path: "applications/:id/addPassword", handle: addPassword },
    { method: "POST", path: "applications/:id/removePassword", handle: removePassword },
];

const readOnly = ["id", "appId", "createdDateTime", "publisherDomain", "passwordCredentials", "keyCredentials"];

function create(call: GraphCall): Reply {
    const { applications, clock, directory } = call.tenant;
    const application = applications.add({
        objectId: randomUUID(),
        appId: randomUUID(),
        properties: named(settable(call.body, readOnly)),
        passwords: [],
        createdOn: clock.now(),
        visibleFrom: directory.replicatedFrom(),
    });
    return objectReply(call, 201, set, view(application));
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, view(existing(call)));
}

function patch(call: GraphCall): Reply {
    const application = existing(call);
    const properties = named(patched(application.properties, settable(call.body, readOnly)));
    call.tenant.applications.add({ ...application, properties });
    return { status: 204 };
}

function named(properties: JsonObject): JsonObject {
    if (!stringAt(properties, "displayName")) throw missingProperty("displayName");
    return properties;
}

/** Its service principal goes too; the roles it held stay behind. */
function remove(call: GraphCall): Reply {
    const { applications, directory } = call.tenant;
    const application = existing(call);
    const principal = directory.ofClient(application.appId);
    if (principal) directory.remove(principal.objectId);
    applications.remove(application);
    return { status: 204 };
}

/** The text of a secret is told once and not kept: nobody signs in with it here. */
function addPassword(call: GraphCall): Reply {
    const application = existing(call);
    const wanted = objectAt(call.body, "passwordCredential") ?? {};
    const startsOn = timeAt(wanted, "startDateTime") ?? call.tenant.clock.now();
    const secretText = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(25).toString("base64url")}`;
    const password: Password = {
        keyId: randomUUID(),
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
    const application = existing(call);
    const keyId = stringAt(call.body, "keyId");
    const passwords = application.passwords.filter((each) => each.keyId !== keyId);
    if (passwords.length === application.passwords.length) {
        throw badRequest("No password credential found with keyId.");
    }
    call.tenant.applications.add({ ...application, passwords });
    return { status: 204 };
}

function existing({ tenant, params }: GraphCall): Application {
    const { id = "" } = params;
    const found = tenant.applications.get(id);
    if (!found || !tenant.directory.isVisible(found)) throw notFound(id);
    return found;
}

function view({ objectId, appId, properties, passwords, createdOn }: Application): JsonObject {
    return {
        id: objectId,
        deletedDateTime: null,
        appId,
        applicationTemplateId: null,
        disabledByMicrosoftStatus: null,
        createdDateTime: graphTime(createdOn),
        description: null,
        groupMembershipClaims: null,
        identifierUris: [],
        isDeviceOnlyAuthSupported: null,
        isFallbackPublicClient: null,
        notes: null,
        publisherDomain: tenantDomain,
        serviceManagementReference: null,
        signInAudience: "AzureADMyOrg",
        tags: [],
        addIns: [],
        appRoles: [],
        keyCredentials: [],
        requiredResourceAccess: [],
        api: { knownClientApplications: [], oauth2PermissionScopes: [], preAuthorizedApplications: [] },
        info: {},
        optionalClaims: null,
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
