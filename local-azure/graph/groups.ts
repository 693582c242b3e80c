import type { Principal } from "../identity/directory";
import type { Tenant } from "../identity/tenant";
import type { Reply } from "../kernel/http";
import type { JsonObject } from "../kernel/json";
import { type GraphCall, type GraphRoute, graphTime, listReply, objectReply, patched, settable } from "./call";
import { invalidProperty, missingProperty, notFound } from "./errors";
import { groupView } from "./views";

const set = "groups";

export const groupRoutes: GraphRoute[] = [
    { method: "GET", path: "groups", handle: list },
    { method: "POST", path: "groups", handle: create },
    { method: "GET", path: "groups/:id", handle: get },
    { method: "PATCH", path: "groups/:id", handle: patch },
    { method: "DELETE", path: "groups/:id", handle: remove },
];

function list(call: GraphCall): Reply {
    const { directory } = call.tenant;
    const visible = directory.all().filter((each) => each.type === "Group" && directory.isVisible(each));
    return listReply(call, set, visible.map(groupView));
}

/** Display names need not be unique; these four are what Graph insists on. Who is in a group is settled here for good. */
function create(call: GraphCall): Reply {
    const { tenant, body } = call;
    const properties = settable(body, ["id"]);
    for (const name of ["displayName", "mailEnabled", "mailNickname", "securityEnabled"]) {
        if (properties[name] === undefined || properties[name] === "") throw missingProperty(name);
    }
    const group = tenant.directory.create({
        clientId: "",
        type: "Group",
        properties: { ...properties, createdDateTime: graphTime(tenant.clock.now()) },
        members: boundMembers(tenant, body),
    });
    return objectReply(call, 201, set, groupView(group));
}

/** `["https://…/directoryObjects/<object id>"]`; each object must be there. */
function boundMembers({ directory }: Tenant, body: JsonObject): string[] {
    const name = "members@odata.bind";
    const links = body[name] ?? [];
    if (!Array.isArray(links)) throw invalidProperty(name);
    return links.map((link) => {
        const id = /\/([\da-f-]{36})$/i.exec(String(link))?.[1];
        if (!id) throw invalidProperty(name);
        if (!directory.lookUp(id)) throw notFound(id);
        return id;
    });
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, groupView(existing(call)));
}

function patch(call: GraphCall): Reply {
    const group = existing(call);
    const properties = patched(group.properties ?? {}, settable(call.body, ["id"]));
    call.tenant.directory.add({ ...group, properties });
    return { status: 204 };
}

function remove(call: GraphCall): Reply {
    call.tenant.directory.remove(existing(call).objectId);
    return { status: 204 };
}

function existing({ tenant, params }: GraphCall): Principal {
    const { id = "" } = params;
    const found = tenant.directory.lookUp(id);
    if (found?.type !== "Group") throw notFound(id);
    return found;
}
