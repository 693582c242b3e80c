import type { PropertyMap } from "../host/propertyValues";
import { stateOf } from "./directoryType";
import type { GraphClient } from "./graphClient";
import { group } from "./group";
import { servicePrincipal } from "./servicePrincipal";
import { equals, text } from "./values";

/** A function of the SDK. The texts of "not found" are the provider's in sense, not letter by letter. */
type Invoke = (graph: GraphClient, args: PropertyMap) => Promise<PropertyMap>;

/** Keyed by token. */
export const azureadFunctions: ReadonlyMap<string, Invoke> = new Map<string, Invoke>([
    ["azuread:index/getServicePrincipal:getServicePrincipal", getServicePrincipal],
    ["azuread:index/getGroup:getGroup", getGroup],
]);

async function getServicePrincipal(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const object = await theOne(graph, "servicePrincipals", "service principal", args, {
        clientId: "appId",
        displayName: "displayName",
    });
    return {
        ...stateOf(servicePrincipal, object),
        features: [],
        featureTags: [],
        samlSingleSignOns: [],
        id: `/servicePrincipals/${text(object.id)}`,
    };
}

async function getGroup(graph: GraphClient, args: PropertyMap): Promise<PropertyMap> {
    const object = await theOne(graph, "groups", "group", args, {
        displayName: "displayName",
        mailNickname: "mailNickname",
        mailEnabled: "mailEnabled",
        securityEnabled: "securityEnabled",
    });
    return { ...stateOf(group, object), id: `/groups/${text(object.id)}` };
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
