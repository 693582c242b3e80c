import { randomUUID } from "node:crypto";
import type { Application, FederatedCredential } from "../identity/applications";
import { arrayAt, type JsonObject, stringAt } from "../kernel/json";
import type { Reply } from "../services/service";
import { type GraphCall, type GraphRoute, listReply, objectReply } from "./call";
import { badRequest, invalidProperty, missingProperty, notFound, sameKey } from "./errors";
import { existingApplication } from "./references";

const path = "applications/:id/federatedIdentityCredentials";

export const federatedCredentialRoutes: GraphRoute[] = [
    { method: "GET", path, handle: list },
    { method: "POST", path, handle: create },
    { method: "GET", path: `${path}/:credential`, handle: get },
    { method: "PATCH", path: `${path}/:credential`, handle: patch },
    { method: "DELETE", path: `${path}/:credential`, handle: remove },
];

/** Entra's limit for one application, the same as for one managed identity (facts §3). */
const most = 20;

function list(call: GraphCall): Reply {
    const { objectId, federatedCredentials } = existingApplication(call);
    return listReply(call, setOf(objectId), federatedCredentials.map(view));
}

function get(call: GraphCall): Reply {
    const application = existingApplication(call);
    return objectReply(call, 200, setOf(application.objectId), view(existing(call, application)));
}

function create(call: GraphCall): Reply {
    const application = existingApplication(call);
    const { federatedCredentials: before } = application;
    if (before.length >= most) {
        throw badRequest(`The application cannot have more than ${most} federated identity credentials.`);
    }
    const credential = wanted(call.body, { id: randomUUID() });
    requireUnique(before, credential);
    store(call, application, [...before, credential]);
    return objectReply(call, 201, setOf(application.objectId), view(credential));
}

function patch(call: GraphCall): Reply {
    const application = existingApplication(call);
    const before = existing(call, application);
    const { name, ...changes } = call.body;
    if (name !== undefined && name !== before.name) throw invalidProperty("name");
    const credential = wanted({ ...before, ...changes }, before);
    const others = application.federatedCredentials.filter(({ id }) => id !== before.id);
    requireUnique(others, credential);
    store(call, application, [...others, credential]);
    return { status: 204 };
}

function remove(call: GraphCall): Reply {
    const application = existingApplication(call);
    const { id } = existing(call, application);
    store(
        call,
        application,
        application.federatedCredentials.filter((each) => each.id !== id),
    );
    return { status: 204 };
}

function store(call: GraphCall, application: Application, federatedCredentials: FederatedCredential[]): void {
    call.azure.applications.add({ ...application, federatedCredentials });
}

/** By id or by name: both are keys in Graph. */
function existing({ params }: GraphCall, { federatedCredentials }: Application): FederatedCredential {
    const { credential = "" } = params;
    const found = federatedCredentials.find(({ id, name }) => id === credential || name === credential);
    if (!found) throw notFound(credential);
    return found;
}

function wanted(body: JsonObject, { id }: { id: string }): FederatedCredential {
    const required = (name: string): string => {
        const value = stringAt(body, name);
        if (!value) throw missingProperty(name);
        return value;
    };
    const audiences = arrayAt(body, "audiences") ?? [];
    if (audiences.length !== 1 || typeof audiences[0] !== "string") throw invalidProperty("audiences");
    return {
        id,
        name: required("name"),
        issuer: required("issuer"),
        subject: required("subject"),
        audiences: audiences.map(String),
        description: stringAt(body, "description") ?? null,
    };
}

function requireUnique(others: FederatedCredential[], { name, issuer, subject }: FederatedCredential): void {
    if (others.some((each) => each.name.toLowerCase() === name.toLowerCase())) {
        throw sameKey(`FederatedIdentityCredential with name ${name} already exists.`);
    }
    if (others.some((each) => each.issuer === issuer && each.subject === subject)) {
        throw sameKey("FederatedIdentityCredential with the same issuer and subject already exists.");
    }
}

function setOf(objectId: string): string {
    return `applications('${objectId}')/federatedIdentityCredentials`;
}

function view(credential: FederatedCredential): JsonObject {
    return { ...credential };
}
