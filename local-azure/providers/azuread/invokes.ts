import { claimsOf } from "../host/credential";
import type { PropertyMap } from "../host/propertyValues";
import type { GraphClient } from "./graphClient";
import { groupOutputs } from "./groupTypes";
import { servicePrincipalOutputs } from "./servicePrincipalType";
import { equals, list, text } from "./values";

/** A function of the SDK. The texts of "not found" are the provider's in sense, not letter by letter. */
type Invoke = (graph: GraphClient, args: PropertyMap) => Promise<PropertyMap>;

/** Keyed by token. */
export const invokes: ReadonlyMap<string, Invoke> = new Map<string, Invoke>([
    ["azuread:index/getClientConfig:getClientConfig", getClientConfig],
    ["azuread:index/getServicePrincipal:getServicePrincipal", getServicePrincipal],
    ["azuread:index/getApplication:getApplication", getApplication],
    ["azuread:index/getGroup:getGroup", getGroup],
    ["azuread:index/getGroups:getGroups", getGroups],
]);

/** Who the provider is: read off its own token. */
async function getClientConfig(graph: GraphClient): Promise<PropertyMap> {
    const { appid, oid, tid } = claimsOf(await graph.token());
    const [clientId, objectId, tenantId] = [String(appid), String(oid), String(tid)];
    return { clientId, objectId, tenantId, id: `${tenantId}-${clientId}-${objectId}` };
}

async function getServicePrincipal(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const object = await theOne(graph, "servicePrincipals", "service principal", args, {
        clientId: "appId",
        displayName: "displayName",
    });
    return {
        ...servicePrincipalOutputs(object),
        features: [],
        featureTags: [],
        samlSingleSignOns: [],
        id: `/servicePrincipals/${text(object.id)}`,
    };
}

async function getApplication(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const object = await theOne(graph, "applications", "application", args, {
        clientId: "appId",
        displayName: "displayName",
    });
    const owners = await graph.list(`applications/${text(object.id)}/owners`);
    return {
        id: `/applications/${text(object.id)}`,
        clientId: text(object.appId),
        objectId: text(object.id),
        displayName: text(object.displayName),
        description: text(object.description),
        identifierUris: list(object.identifierUris),
        notes: text(object.notes),
        owners: owners.map((each) => text(each.id)),
        publisherDomain: text(object.publisherDomain),
        signInAudience: text(object.signInAudience),
        tags: list(object.tags),
    };
}

async function getGroup(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const object = await theOne(graph, "groups", "group", args, {
        displayName: "displayName",
        mailNickname: "mailNickname",
        mailEnabled: "mailEnabled",
        securityEnabled: "securityEnabled",
    });
    const outputs = await groupOutputs(graph, object);
    return { ...outputs, id: `/groups/${text(object.id)}` };
}

async function getGroups(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const flags = ["mailEnabled", "securityEnabled"].flatMap((name) =>
        args[name] === undefined ? [] : [`${name} eq ${String(args[name])}`],
    );
    const found = (terms: string[]) => {
        const filter = [...terms, ...flags].join(" and ");
        return graph.list("groups", filter === "" ? {} : { $filter: filter });
    };
    const groups = await chosenGroups(graph, args, found);
    const objectIds = groups.map((group) => text(group.id));
    return {
        displayNamePrefix: text(args.displayNamePrefix),
        displayNames: groups.map((group) => text(group.displayName)),
        id: `groups#${objectIds.join("-")}`,
        ignoreMissing: args.ignoreMissing === true,
        mailEnabled: args.mailEnabled === true,
        objectIds,
        returnAll: args.returnAll === true,
        securityEnabled: args.securityEnabled === true,
    };
}

/** By names, by object ids, by a prefix, or all; what is missing is an error unless it is to be ignored. */
async function chosenGroups(
    graph: GraphClient,
    args: PropertyMap,
    found: (terms: string[]) => Promise<PropertyMap[]>,
): Promise<PropertyMap[]> {
    const missing = (what: string): PropertyMap[] => {
        if (args.ignoreMissing === true) return [];
        throw new Error(`No group found with ${what}`);
    };
    const groups: PropertyMap[] = [];
    if (args.returnAll === true) groups.push(...(await found([])));
    if (args.displayNamePrefix !== undefined) {
        const prefix = text(args.displayNamePrefix).replaceAll("'", "''");
        groups.push(...(await found([`startswith(displayName, '${prefix}')`])));
    }
    for (const name of list(args.displayNames).map(text)) {
        const [group, other] = await found([equals("displayName", name)]);
        if (other) throw new Error(`More than one group found with display name: "${name}"`);
        groups.push(...(group ? [group] : missing(`display name: "${name}"`)));
    }
    for (const id of list(args.objectIds).map(text)) {
        const group = await graph.find(`groups/${id}`);
        groups.push(...(group ? [group] : missing(`object ID: "${id}"`)));
    }
    return groups;
}

/** One object by its object id, or the only one that fits the arguments. */
async function theOne(
    graph: GraphClient,
    set: string,
    kind: string,
    args: PropertyMap,
    names: Record<string, string>,
): Promise<PropertyMap> {
    if (args.objectId !== undefined) {
        const object = await graph.find(`${set}/${text(args.objectId)}`);
        if (object) return object;
        throw new Error(`${capital(kind)} with object ID "${text(args.objectId)}" was not found`);
    }
    const terms = Object.entries(names).flatMap(([name, property]) => {
        const value = args[name];
        if (typeof value === "boolean") return [`${property} eq ${String(value)}`];
        return value === undefined ? [] : [equals(property, text(value))];
    });
    if (terms.length === 0) throw new Error(`one of ${Object.keys(names).join(", ")} or objectId must be specified`);
    const filter = terms.join(" and ");
    const [object, other] = await graph.list(set, { $filter: filter });
    if (other) throw new Error(`More than one ${kind} found matching specified filter (${filter})`);
    if (!object) throw new Error(`No ${kind} found matching specified filter (${filter})`);
    return object;
}

function capital(word: string): string {
    return word.charAt(0).toUpperCase() + word.slice(1);
}
