import { createHash } from "node:crypto";
import type { PropertyMap } from "../host/propertyValues";
import type { AzureadType, Property } from "./azureadType";
import { flag, fromGraph, list, objectIdOf, text, toGraph } from "./values";

const properties: Record<string, Property> = {
    assignableToRole: { graph: "isAssignableToRole", forceNew: true, default: false },
    description: { graph: "description" },
    displayName: { graph: "displayName", required: true },
    mailEnabled: { graph: "mailEnabled", default: false },
    mailNickname: { graph: "mailNickname", forceNew: true, computed: true },
    securityEnabled: { graph: "securityEnabled", default: false },
    types: { graph: "groupTypes", set: true, forceNew: true },
    visibility: { graph: "visibility", computed: true },
};

/** Members, owners, `preventDuplicateNames`, administrative units and what concerns mail are not modelled, and refused by name. */
export const azureadGroup: AzureadType = {
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
        const made = await graph.post("groups", {
            ...toGraph(properties, inputs),
            // Graph insists on a nickname; the provider makes one up.
            mailNickname: inputs.mailNickname ?? createHash("sha256").update(name).digest("hex").slice(0, 10),
        });
        const object = await graph.appeared(`groups/${text(made.id)}`);
        return { id: `/groups/${text(made.id)}`, properties: groupOutputs(object) };
    },
    async read(graph, id) {
        const object = await graph.find(`groups/${objectIdOf(id)}`);
        return object && groupOutputs(object);
    },
    update: (graph, id, olds, news) => graph.patch(`groups/${objectIdOf(id)}`, toGraph(properties, news, olds)),
    remove: (graph, id) => graph.remove(`groups/${objectIdOf(id)}`),
};

/** Of the resource and of the function alike. */
export function groupOutputs(object: PropertyMap): PropertyMap {
    return {
        ...fromGraph(properties, object),
        assignableToRole: flag(object.isAssignableToRole),
        mail: text(object.mail),
        objectId: text(object.id),
        onpremisesDomainName: text(object.onPremisesDomainName),
        onpremisesNetbiosName: text(object.onPremisesNetBiosName),
        onpremisesSamAccountName: text(object.onPremisesSamAccountName),
        onpremisesSecurityIdentifier: text(object.onPremisesSecurityIdentifier),
        onpremisesSyncEnabled: flag(object.onPremisesSyncEnabled),
        preferredLanguage: text(object.preferredLanguage),
        proxyAddresses: list(object.proxyAddresses),
    };
}
