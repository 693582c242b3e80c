import { arrayAt } from "../kernel/json";
import { tenantDomain } from "../server/login";
import type { Reply } from "../services/service";
import { type GraphCall, type GraphRoute, listReply, objectReply } from "./call";
import { GraphError, invalidProperty, notFound } from "./errors";
import { directoryObjectView } from "./views";

/** What is asked of the directory as a whole: objects of any kind, the tenant, the caller. */
export const directoryRoutes: GraphRoute[] = [
    { method: "GET", path: "directoryObjects/:id", handle: get },
    { method: "POST", path: "directoryObjects/getByIds", handle: getByIds },
    { method: "GET", path: "organization", handle: organization },
    { method: "GET", path: "me", open: true, handle: me },
    // There are no people in this tenant.
    { method: "GET", path: "users", handle: (call) => listReply(call, "users", []) },
    { method: "GET", path: "users/:id", handle: noUser },
];

function get(call: GraphCall): Reply {
    const { id = "" } = call.params;
    const found = call.azure.directory.lookUp(id);
    if (!found) throw notFound(id);
    return objectReply(call, 200, "directoryObjects", directoryObjectView(call.azure, found));
}

/** Ids that are nobody's are passed over. */
function getByIds(call: GraphCall): Reply {
    const ids = arrayAt(call.body, "ids");
    if (!ids) throw invalidProperty("ids");
    const types = (arrayAt(call.body, "types") ?? []).map((type) => String(type).toLowerCase());
    const found = ids
        .flatMap((id) => call.azure.directory.lookUp(String(id)) ?? [])
        .filter(
            ({ type }) => types.length === 0 || types.includes(type.toLowerCase()) || types.includes("directoryobject"),
        );
    return listReply(
        call,
        "directoryObjects",
        found.map((each) => directoryObjectView(call.azure, each)),
    );
}

function organization(call: GraphCall): Reply {
    const tenant = {
        id: call.azure.settings.tenantId,
        deletedDateTime: null,
        displayName: "local-azure",
        tenantType: "AAD",
        verifiedDomains: [{ capabilities: "", isDefault: true, isInitial: true, name: tenantDomain, type: "Managed" }],
    };
    return listReply(call, "organization", [tenant]);
}

/** Every caller here is a service principal, and for those Graph has no "me". */
function me(): Reply {
    throw new GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
}

function noUser({ params }: GraphCall): Reply {
    throw notFound(params.id ?? "");
}
