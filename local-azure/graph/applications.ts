import { randomUUID } from "node:crypto";
import { type Application, newSecret, type Password } from "../identity/applications";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import type { Reply } from "../services/service";
import { type GraphCall, type GraphRoute, graphTime, listReply, objectReply, patched } from "./call";
import { badRequest, invalidProperty, missingProperty } from "./errors";
import { federatedCredentialRoutes } from "./federatedCredentials";
import { added, bound, existingApplication, referenced, without } from "./references";
import { displayNameOf } from "./views";

const set = "applications";

export const applicationRoutes: GraphRoute[] = [
    { method: "GET", path: "applications", handle: list },
    { method: "POST", path: "applications", handle: create },
    { method: "GET", path: "applications/:id", handle: get },
    { method: "PATCH", path: "applications/:id", handle: patch },
    { method: "DELETE", path: "applications/:id", handle: remove },
    { method: "POST", path: "applications/:id/addPassword", handle: addPassword },
    { method: "POST", path: "applications/:id/removePassword", handle: removePassword },
    { method: "GET", path: "applications/:id/owners", handle: owners },
    { method: "POST", path: "applications/:id/owners/$ref", handle: addOwner },
    { method: "DELETE", path: "applications/:id/owners/:owner/$ref", handle: removeOwner },
    ...federatedCredentialRoutes,
];

function list(call: GraphCall): Reply {
    const visible = call.azure.applications.all().filter((each) => call.azure.directory.isVisible(each));
    return listReply(call, set, visible.map(applicationView));
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, applicationView(existingApplication(call)));
}

function create(call: GraphCall): Reply {
    const { azure, body, caller } = call;
    const properties = settable(body);
    const displayName = stringAt(properties, "displayName");
    if (!displayName) throw missingProperty("displayName");
    const now = azure.clock.now();
    const owners = bound(azure, body, "owners");
    const application = azure.applications.add({
        objectId: randomUUID(),
        appId: randomUUID(),
        properties,
        passwords: [],
        federatedCredentials: [],
        // Whoever makes an application owns it.
        owners: owners.length > 0 ? owners : [caller.objectId],
        createdOn: now,
        visibleFrom: azure.directory.replicatedFrom(),
    });
    return objectReply(call, 201, set, applicationView(application));
}

function patch(call: GraphCall): Reply {
    const application = existingApplication(call);
    const properties = patched(application.properties, settable(call.body));
    if (!stringAt(properties, "displayName")) throw missingProperty("displayName");
    call.azure.applications.add({ ...application, properties });
    return { status: 204 };
}

/** Its service principal goes too; the roles it held stay behind. */
function remove(call: GraphCall): Reply {
    const application = existingApplication(call);
    const principal = call.azure.directory.ofClient(application.appId);
    if (principal) call.azure.directory.remove(principal.objectId);
    call.azure.applications.remove(application);
    return { status: 204 };
}

function addPassword(call: GraphCall): Reply {
    const application = existingApplication(call);
    const wanted = objectAt(call.body, "passwordCredential") ?? {};
    const now = call.azure.clock.now();
    const startsOn = timeAt(wanted, "startDateTime") ?? now;
    const { text, ...kept } = newSecret();
    const password: Password = {
        ...kept,
        keyId: randomUUID(),
        displayName: stringAt(wanted, "displayName") ?? null,
        startsOn,
        endsOn: timeAt(wanted, "endDateTime") ?? startsOn + twoYears,
    };
    call.azure.applications.add({ ...application, passwords: [...application.passwords, password] });
    const context = `${call.root}/$metadata#microsoft.graph.passwordCredential`;
    return { status: 200, body: { "@odata.context": context, ...passwordView(password), secretText: text } };
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
    const application = existingApplication(call);
    const keyId = stringAt(call.body, "keyId");
    const passwords = application.passwords.filter((each) => each.keyId !== keyId);
    if (passwords.length === application.passwords.length) {
        throw badRequest("No password credential found with keyId.");
    }
    call.azure.applications.add({ ...application, passwords });
    return { status: 204 };
}

function owners(call: GraphCall): Reply {
    const { directory } = call.azure;
    const found = existingApplication(call).owners.flatMap((id) => directory.lookUp(id) ?? []);
    return listReply(
        call,
        "directoryObjects",
        found.map((principal) => ({
            id: principal.objectId,
            displayName: displayNameOf(call.azure, principal),
        })),
    );
}

function addOwner(call: GraphCall): Reply {
    const application = existingApplication(call);
    const owners = added(application.owners, referenced(call.azure, call.body), "owners");
    call.azure.applications.add({ ...application, owners });
    return { status: 204 };
}

function removeOwner(call: GraphCall): Reply {
    const application = existingApplication(call);
    const owners = without(application.owners, call.params.owner ?? "");
    call.azure.applications.add({ ...application, owners });
    return { status: 204 };
}

/** What of a body is kept: secrets and what Graph itself fills in are not. */
function settable(body: JsonObject): JsonObject {
    for (const name of ["passwordCredentials", "keyCredentials"]) {
        const sent = body[name];
        if (Array.isArray(sent) && sent.length > 0) {
            throw badRequest(`local-azure takes '${name}' only through addPassword.`);
        }
    }
    return Object.fromEntries(Object.entries(body).filter(([name]) => !fixed.has(name) && !name.includes("@odata.")));
}

const fixed = new Set(["id", "appId", "createdDateTime", "publisherDomain", "passwordCredentials", "keyCredentials"]);

function applicationView({ objectId, appId, properties, passwords, createdOn }: Application): JsonObject {
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
        publisherDomain: "local-azure.onmicrosoft.com",
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
