import type { Principal } from "../identity/directory";
import { stringAt } from "../kernel/json";
import type { Reply } from "../services/service";
import { type GraphCall, type GraphRoute, listReply, objectReply, patched } from "./call";
import { badRequest, missingProperty, notFound, sameKey } from "./errors";
import { servicePrincipalView } from "./views";

const set = "servicePrincipals";

export const servicePrincipalRoutes: GraphRoute[] = [
    { method: "GET", path: "servicePrincipals", handle: list },
    { method: "POST", path: "servicePrincipals", handle: create },
    { method: "GET", path: "servicePrincipals/:id", handle: get },
    { method: "PATCH", path: "servicePrincipals/:id", handle: patch },
    { method: "DELETE", path: "servicePrincipals/:id", handle: remove },
    { method: "GET", path: "servicePrincipals/:id/owners", handle: owners },
];

function list(call: GraphCall): Reply {
    const { directory } = call.azure;
    const visible = directory.all().filter((each) => isServicePrincipal(each) && directory.isVisible(each));
    return listReply(
        call,
        set,
        visible.map((principal) => servicePrincipalView(call.azure, principal)),
    );
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, servicePrincipalView(call.azure, existing(call)));
}

function create(call: GraphCall): Reply {
    const { azure, body } = call;
    const appId = stringAt(body, "appId");
    if (!appId) throw missingProperty("appId");
    const application = azure.applications.ofClient(appId);
    if (!application || !azure.directory.isVisible(application)) {
        throw badRequest(
            `The appId '${appId}' of the service principal does not reference a valid application object.`,
        );
    }
    if (azure.directory.ofClient(appId)) {
        throw sameKey(
            `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
        );
    }
    const { appId: _, ...properties } = body;
    const principal = azure.directory.create({
        clientId: application.appId,
        type: "ServicePrincipal",
        properties,
    });
    return objectReply(call, 201, set, servicePrincipalView(azure, principal));
}

function patch(call: GraphCall): Reply {
    const principal = existing(call);
    call.azure.directory.add({ ...principal, properties: patched(principal.properties ?? {}, call.body) });
    return { status: 204 };
}

/** The principal of a managed identity goes with its resource and no other way. */
function remove(call: GraphCall): Reply {
    const principal = existing(call);
    if (principal.resourceId) {
        throw badRequest("Unable to delete: the service principal of a managed identity is managed by its resource.");
    }
    call.azure.directory.remove(principal.objectId);
    return { status: 204 };
}

function owners(call: GraphCall): Reply {
    existing(call);
    return listReply(call, "directoryObjects", []);
}

/** By object id, or by `appId='…'` as an alternate key. */
function existing({ azure, params }: GraphCall): Principal {
    const { id = "" } = params;
    const appId = /^appId='([^']*)'$/i.exec(id)?.[1];
    const found = appId === undefined ? azure.directory.get(id) : azure.directory.ofClient(appId);
    if (!found || !isServicePrincipal(found) || !azure.directory.isVisible(found)) throw notFound(appId ?? id);
    return found;
}

function isServicePrincipal({ type }: Principal): boolean {
    return type === "ServicePrincipal";
}
