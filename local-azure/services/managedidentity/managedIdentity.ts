import { resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, tagsOf } from "../../kernel/json";
import { nameOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { identityType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { locationFor } from "../location";
import type { Call, Service } from "../service";
import { credentialRoutes } from "./federatedCredentials";
import { createIdentity, identitiesOf, type UserAssignedIdentity } from "./state";

/** Microsoft.ManagedIdentity: user-assigned identities, each with a service principal in the directory, and whom they trust. */
export const managedIdentity: Service = {
    namespace: "Microsoft.ManagedIdentity",
    routes: [
        { method: "PUT", type: identityType, on: "resource", handle: put },
        { method: "GET", type: identityType, on: "resource", handle: get },
        { method: "PATCH", type: identityType, on: "resource", handle: patch },
        { method: "DELETE", type: identityType, on: "resource", handle: remove },
        { method: "GET", type: identityType, on: "collection", handle: list },
        ...credentialRoutes,
    ],
    removed: {
        // The role assignments of the principal stay behind, as "identity not found".
        [identityType]: (azure, { data }) => azure.directory.remove((data as UserAssignedIdentity).principalId),
    },
};

/** 201 with a Location header the first time (recording 02, exchange 1), 200 afterwards; never long-running. */
function put(call: Call): Reply {
    const before = identitiesOf(call.azure).get(call.path.id);
    const location = locationFor(call, before);
    const entry = before
        ? identitiesOf(call.azure).put(before.id, { ...before.data, tags: tagsOf(call.body) ?? {} })
        : createIdentity(call.azure, call.path.id, location, tagsOf(call.body) ?? {});
    const body = view(call.azure, entry);
    return before ? { status: 200, body } : { status: 201, headers: { location: entry.id }, body };
}

function get(call: Call): Reply {
    return { status: 200, body: view(call.azure, existing(call)) };
}

function patch(call: Call): Reply {
    const entry = existing(call);
    const tags = tagsOf(call.body) ?? entry.data.tags;
    return {
        status: 200,
        body: view(call.azure, identitiesOf(call.azure).put(entry.id, { ...entry.data, tags })),
    };
}

function remove(call: Call): Reply {
    const entry = identitiesOf(call.azure).get(call.path.id);
    if (!entry) return { status: 204 };
    call.azure.remove(entry.id);
    return { status: 200 };
}

function list({ azure, path }: Call): Reply {
    const value = identitiesOf(azure)
        .list(path.parent)
        .map((entry) => view(azure, entry));
    return { status: 200, body: { value } };
}

function existing(call: Call): Entry<UserAssignedIdentity> {
    const entry = identitiesOf(call.azure).get(call.path.id);
    if (!entry) throw resourceNotFound(identityType, call.path.names, call.path.resourceGroup);
    return entry;
}

function view(azure: Azure, { id, data }: Entry<UserAssignedIdentity>): JsonObject {
    const { location, tags, principalId, clientId } = data;
    return {
        location,
        tags,
        id,
        name: nameOf(id),
        type: identityType,
        properties: { tenantId: azure.settings.tenantId, principalId, clientId },
    };
}
