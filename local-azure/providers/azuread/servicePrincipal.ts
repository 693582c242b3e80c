import { isMap, type PropertyMap } from "../host/propertyValues";
import type { AzureadType, Property } from "./azureadType";
import { equals, fromGraph, list, objectIdOf, text, toGraph } from "./values";

const properties: Record<string, Property> = {
    accountEnabled: { graph: "accountEnabled", default: true },
    alternativeNames: { graph: "alternativeNames", set: true },
    appRoleAssignmentRequired: { graph: "appRoleAssignmentRequired", default: false },
    clientId: { required: true, forceNew: true },
    description: { graph: "description" },
    loginUrl: { graph: "loginUrl" },
    notes: { graph: "notes" },
    notificationEmailAddresses: { graph: "notificationEmailAddresses", set: true },
    preferredSingleSignOnMode: { graph: "preferredSingleSignOnMode" },
    tags: { graph: "tags", set: true, computed: true },
    useExisting: {},
};

/** `owners`, `features`, `featureTags` and `samlSingleSignOn` are not modelled, and refused by name. */
export const azureadServicePrincipal: AzureadType = {
    token: "azuread:index/servicePrincipal:ServicePrincipal",
    properties,
    outputs: [
        "appRoleIds",
        "appRoles",
        "applicationTenantId",
        "displayName",
        "homepageUrl",
        "logoutUrl",
        "oauth2PermissionScopeIds",
        "oauth2PermissionScopes",
        "objectId",
        "redirectUris",
        "samlMetadataUrl",
        "servicePrincipalNames",
        "signInAudience",
        "type",
    ],
    async create(graph, inputs) {
        const clientId = text(inputs.clientId);
        const [existing] = await graph.list("servicePrincipals", { $filter: equals("appId", clientId) });
        if (existing && inputs.useExisting !== true) throw mustBeImported(text(existing.id));
        const body = toGraph(properties, inputs);
        if (existing) await graph.patch(`servicePrincipals/${text(existing.id)}`, body);
        const { id } = existing ?? (await graph.post("servicePrincipals", { appId: clientId, ...body }));
        const object = await graph.appeared(`servicePrincipals/${text(id)}`);
        return {
            id: `/servicePrincipals/${text(id)}`,
            properties: { ...servicePrincipalOutputs(object), ...useExisting(inputs) },
        };
    },
    async read(graph, id, state) {
        const object = await graph.find(`servicePrincipals/${objectIdOf(id)}`);
        return object && { ...servicePrincipalOutputs(object), ...useExisting(state) };
    },
    update: (graph, id, olds, news) =>
        graph.patch(`servicePrincipals/${objectIdOf(id)}`, toGraph(properties, news, olds)),
    async remove(graph, id, state) {
        // What was there before is left there.
        if (state.useExisting !== true) await graph.remove(`servicePrincipals/${objectIdOf(id)}`);
    },
};

function useExisting({ useExisting }: PropertyMap): PropertyMap {
    return useExisting === undefined ? {} : { useExisting };
}

function mustBeImported(id: string): Error {
    return new Error(
        `A resource with the ID "/servicePrincipals/${id}" already exists - to be managed via Terraform this resource needs to be ` +
            'imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.',
    );
}

/** Of the resource and of the function alike. */
export function servicePrincipalOutputs(object: PropertyMap): PropertyMap {
    const roles = list(object.appRoles).filter(isMap);
    const scopes = list(object.oauth2PermissionScopes).filter(isMap);
    const idsByValue = (items: PropertyMap[]) =>
        Object.fromEntries(items.map((item) => [text(item.value), text(item.id)]));
    return {
        ...fromGraph(properties, object),
        appRoleIds: idsByValue(roles),
        appRoles: roles,
        applicationTenantId: text(object.appOwnerOrganizationId),
        clientId: text(object.appId),
        displayName: text(object.displayName),
        homepageUrl: text(object.homepage),
        logoutUrl: text(object.logoutUrl),
        oauth2PermissionScopeIds: idsByValue(scopes),
        oauth2PermissionScopes: scopes,
        objectId: text(object.id),
        redirectUris: list(object.replyUrls),
        samlMetadataUrl: "",
        servicePrincipalNames: list(object.servicePrincipalNames),
        signInAudience: text(object.signInAudience),
        type: text(object.servicePrincipalType),
    };
}
