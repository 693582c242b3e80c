import type { Principal } from "../identity/directory";
import type { JsonObject } from "../kernel/json";
import type { Reply } from "../services/service";
import { type GraphCall, type GraphRoute, graphTime, listReply, objectReply, patched } from "./call";
import { badRequest, missingProperty, notFound } from "./errors";
import { added, bound, referenced, without } from "./references";
import { directoryObjectView, groupView } from "./views";

const set = "groups";

export const groupRoutes: GraphRoute[] = [
    { method: "GET", path: "groups", handle: list },
    { method: "POST", path: "groups", handle: create },
    { method: "GET", path: "groups/:id", handle: get },
    { method: "PATCH", path: "groups/:id", handle: patch },
    { method: "DELETE", path: "groups/:id", handle: remove },
    { method: "GET", path: "groups/:id/members", handle: listOf("members") },
    { method: "POST", path: "groups/:id/members/$ref", handle: addTo("members") },
    { method: "DELETE", path: "groups/:id/members/:object/$ref", handle: takeFrom("members") },
    { method: "GET", path: "groups/:id/owners", handle: listOf("owners") },
    { method: "POST", path: "groups/:id/owners/$ref", handle: addTo("owners") },
    { method: "DELETE", path: "groups/:id/owners/:object/$ref", handle: takeFrom("owners") },
    { method: "GET", path: "groups/:id/transitiveMembers", handle: transitiveMembers },
];

function list(call: GraphCall): Reply {
    const { directory } = call.azure;
    const visible = directory.all().filter((each) => each.type === "Group" && directory.isVisible(each));
    return listReply(call, set, visible.map(groupView));
}

function get(call: GraphCall): Reply {
    return objectReply(call, 200, set, groupView(existing(call)));
}

/** Display names need not be unique; these four are what Graph insists on. */
function create(call: GraphCall): Reply {
    const { azure, body } = call;
    const properties = settable(body);
    for (const name of ["displayName", "mailEnabled", "mailNickname", "securityEnabled"]) {
        if (properties[name] === undefined || properties[name] === "") throw missingProperty(name);
    }
    const group = azure.directory.create({
        clientId: "",
        type: "Group",
        properties: { ...properties, createdDateTime: graphTime(azure.clock.now()) },
        members: bound(azure, body, "members"),
        owners: bound(azure, body, "owners"),
    });
    return objectReply(call, 201, set, groupView(group));
}

function patch(call: GraphCall): Reply {
    const group = existing(call);
    let { members = [] } = group;
    for (const id of bound(call.azure, call.body, "members")) members = added(members, id, "members");
    const properties = patched(group.properties ?? {}, settable(call.body));
    call.azure.directory.add({ ...group, properties, members });
    return { status: 204 };
}

function remove(call: GraphCall): Reply {
    call.azure.directory.remove(existing(call).objectId);
    return { status: 204 };
}

type Relation = "members" | "owners";

function listOf(relation: Relation) {
    return (call: GraphCall): Reply => {
        const found = (existing(call)[relation] ?? []).flatMap((id) => call.azure.directory.lookUp(id) ?? []);
        return listReply(
            call,
            "directoryObjects",
            found.map((each) => directoryObjectView(call.azure, each)),
        );
    };
}

function addTo(relation: Relation) {
    return (call: GraphCall): Reply => {
        const group = existing(call);
        const id = referenced(call.azure, call.body);
        if (id === group.objectId) throw badRequest("A group cannot be a member of itself.");
        call.azure.directory.add({ ...group, [relation]: added(group[relation] ?? [], id, relation) });
        return { status: 204 };
    };
}

function takeFrom(relation: Relation) {
    return (call: GraphCall): Reply => {
        const group = existing(call);
        const left = without(group[relation] ?? [], call.params.object ?? "");
        call.azure.directory.add({ ...group, [relation]: left });
        return { status: 204 };
    };
}

function transitiveMembers(call: GraphCall): Reply {
    const { directory } = call.azure;
    const found = new Map<string, Principal>();
    const follow = ({ members = [] }: Principal) => {
        for (const member of members.flatMap((id) => directory.lookUp(id) ?? [])) {
            if (found.has(member.objectId)) continue;
            found.set(member.objectId, member);
            follow(member);
        }
    };
    follow(existing(call));
    return listReply(
        call,
        "directoryObjects",
        [...found.values()].map((each) => directoryObjectView(call.azure, each)),
    );
}

function existing({ azure, params }: GraphCall): Principal {
    const { id = "" } = params;
    const found = azure.directory.lookUp(id);
    if (found?.type !== "Group") throw notFound(id);
    return found;
}

function settable(body: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(body).filter(([name]) => name !== "id" && !name.includes("@odata.")));
}
