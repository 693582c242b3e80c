import { createHash } from "node:crypto";
import type { PropertyMap, Value } from "../host/propertyValues";
import type { GraphClient } from "./graphClient";
import type { AzureadType, Property } from "./types";
import { duplicate, equals, flag, fromGraph, list, objectIdOf, text, toGraph } from "./values";

const properties: Record<string, Property> = {
    assignableToRole: { graph: "isAssignableToRole", forceNew: true, default: false },
    description: { graph: "description" },
    displayName: { graph: "displayName", required: true },
    mailEnabled: { graph: "mailEnabled", default: false },
    mailNickname: { graph: "mailNickname", forceNew: true, computed: true },
    members: { set: true, computed: true },
    owners: { set: true, computed: true },
    preventDuplicateNames: { default: false },
    securityEnabled: { graph: "securityEnabled", default: false },
    types: { graph: "groupTypes", set: true, forceNew: true },
    visibility: { graph: "visibility", computed: true },
};

/** Dynamic membership, administrative units and what concerns mail are not modelled, and refused by name. */
export const groupType: AzureadType = {
    token: "azuread:index/group:Group",
    properties,
    outputs: [
        "mail",
        "objectId",
        "onpremisesDomainName",
        "onpremisesNetbiosName",
        "onpremisesSamAccountName",
        "onpremisesSecurityIdentifier",
        "onpremisesSyncEnabled",
        "preferredLanguage",
        "proxyAddresses",
    ],
    refusal: ({ mailEnabled, securityEnabled }) =>
        mailEnabled === undefined && securityEnabled === undefined
            ? '"mail_enabled": one of `mail_enabled,security_enabled` must be specified'
            : undefined,
    async create(graph, inputs) {
        const name = text(inputs.displayName);
        if (inputs.preventDuplicateNames === true) {
            const [namesake] = await graph.list("groups", { $filter: equals("displayName", name) });
            if (namesake) throw duplicate("group", text(namesake.id), name);
        }
        const links = (ids: Value | undefined) => list(ids).map((id) => graph.objectUrl(text(id)));
        const made = await graph.post("groups", {
            ...toGraph(properties, inputs),
            // Graph insists on a nickname; the provider makes one up.
            mailNickname: inputs.mailNickname ?? createHash("sha256").update(name).digest("hex").slice(0, 10),
            "members@odata.bind": links(inputs.members),
            "owners@odata.bind": links(inputs.owners),
        });
        const object = await graph.appeared(`groups/${text(made.id)}`);
        return { id: `/groups/${text(made.id)}`, properties: await groupOutputs(graph, object, inputs) };
    },
    async read(graph, id, state) {
        const object = await graph.find(`groups/${objectIdOf(id)}`);
        return object && groupOutputs(graph, object, state);
    },
    async update(graph, id, olds, news) {
        const path = `groups/${objectIdOf(id)}`;
        await graph.patch(path, toGraph(properties, news, olds));
        for (const relation of ["members", "owners"] as const) {
            const now = news[relation];
            if (now !== undefined) await graph.relate(`${path}/${relation}`, list(olds[relation]), list(now));
        }
    },
    remove: (graph, id) => graph.remove(`groups/${objectIdOf(id)}`),
};

/** Of the resource and of the function alike. */
export async function groupOutputs(
    graph: GraphClient,
    object: PropertyMap,
    inputs: PropertyMap = {},
): Promise<PropertyMap> {
    const id = text(object.id);
    const related = async (relation: string) =>
        (await graph.list(`groups/${id}/${relation}`)).map((each) => text(each.id));
    return {
        ...fromGraph(properties, object),
        assignableToRole: flag(object.isAssignableToRole),
        mail: text(object.mail),
        members: await related("members"),
        objectId: id,
        onpremisesDomainName: text(object.onPremisesDomainName),
        onpremisesNetbiosName: text(object.onPremisesNetBiosName),
        onpremisesSamAccountName: text(object.onPremisesSamAccountName),
        onpremisesSecurityIdentifier: text(object.onPremisesSecurityIdentifier),
        onpremisesSyncEnabled: flag(object.onPremisesSyncEnabled),
        owners: await related("owners"),
        preferredLanguage: text(object.preferredLanguage),
        preventDuplicateNames: inputs.preventDuplicateNames ?? false,
        proxyAddresses: list(object.proxyAddresses),
    };
}

export const groupMemberType: AzureadType = {
    token: "azuread:index/groupMember:GroupMember",
    properties: {
        groupObjectId: { required: true, forceNew: true },
        memberObjectId: { required: true, forceNew: true },
    },
    outputs: [],
    async create(graph, inputs) {
        const [group, member] = [text(inputs.groupObjectId), text(inputs.memberObjectId)];
        await graph.post(`groups/${group}/members/$ref`, { "@odata.id": graph.objectUrl(member) });
        return {
            id: `${group}/member/${member}`,
            properties: { groupObjectId: group, memberObjectId: member },
        };
    },
    async read(graph, id) {
        const [group = "", , member = ""] = id.split("/");
        const found = (await graph.find(`groups/${group}`)) && (await graph.list(`groups/${group}/members`));
        const isMember = found?.some((each) => text(each.id) === member);
        return isMember ? { groupObjectId: group, memberObjectId: member } : undefined;
    },
    remove(graph, id) {
        const [group = "", , member = ""] = id.split("/");
        return graph.remove(`groups/${group}/members/${member}/$ref`);
    },
};
