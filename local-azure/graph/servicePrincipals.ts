import type { Principal } from "../identity/directory";
import type { Reply } from "../kernel/http";
import { stringAt } from "../kernel/json";
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
];

function list(call: GraphCall): Reply {
    const { directory } = call.tenant;
    const visible = directory.all().filter((each) => each.type === "ServicePrincipal" && directory.isVisible(each));
    return listReply(
        call,
        set,
        visible.map((principal) => servicePrincipalView(call.tenant, principal)),
    );
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, servicePrincipalView(call.tenant, existing(call)));
}

function create(call: GraphCall): Reply {
    const { tenant, body } = call;
    const appId = stringAt(body, "appId");
    if (!appId) throw missingProperty("appId");
    const application = tenant.applications.ofClient(appId);
    if (!application || !tenant.directory.isVisible(application)) {
        throw badRequest(
            `The appId '${appId}' of the service principal does not reference a valid application object.`,
        );
    }
    if (tenant.directory.ofClient(appId)) {
        throw sameKey(
            `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
        );
    }
    const { appId: _, ...properties } = body;
    const principal = tenant.directory.create({
        clientId: application.appId,
        type: "ServicePrincipal",
        properties,
    });
    return objectReply(call, 201, set, servicePrincipalView(tenant, principal));
}

function patch(call: GraphCall): Reply {
    const principal = existing(call);
    call.tenant.directory.add({ ...principal, properties: patched(principal.properties ?? {}, call.body) });
    return { status: 204 };
}

/** The principal of a managed identity goes with its resource and no other way. */
function remove(call: GraphCall): Reply {
    const principal = existing(call);
    if (principal.resourceId) {
        throw badRequest("Unable to delete: the service principal of a managed identity is managed by its resource.");
    }
    call.tenant.directory.remove(principal.objectId);
    return { status: 204 };
}

function existing({ tenant, params }: GraphCall): Principal {
    const { id = "" } = params;
    const found = tenant.directory.lookUp(id);
    if (found?.type !== "ServicePrincipal") throw notFound(id);
    return found;
}
