import { isMap, type PropertyMap } from "../host/propertyValues";
import { type DirectoryObject, directoryType } from "./directoryType";
import { equals, list, text, textAt } from "./values";

const idsByValue = (name: string) => (object: PropertyMap) =>
    Object.fromEntries(
        list(object[name])
            .filter(isMap)
            .map((item) => [text(item.value), text(item.id)]),
    );

/** `owners`, `useExisting`, `features`, `featureTags` and `samlSingleSignOn` are not modelled, and refused by name. */
export const servicePrincipal: DirectoryObject = {
    token: "azuread:index/servicePrincipal:ServicePrincipal",
    set: "servicePrincipals",
    properties: {
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
    },
    outputs: {
        appRoleIds: idsByValue("appRoles"),
        appRoles: (object) => list(object.appRoles).filter(isMap),
        applicationTenantId: textAt("appOwnerOrganizationId"),
        clientId: textAt("appId"),
        displayName: textAt("displayName"),
        homepageUrl: textAt("homepage"),
        logoutUrl: textAt("logoutUrl"),
        oauth2PermissionScopeIds: idsByValue("oauth2PermissionScopes"),
        oauth2PermissionScopes: (object) => list(object.oauth2PermissionScopes).filter(isMap),
        objectId: textAt("id"),
        redirectUris: (object) => list(object.replyUrls),
        samlMetadataUrl: () => "",
        servicePrincipalNames: (object) => list(object.servicePrincipalNames),
        signInAudience: textAt("signInAudience"),
        type: textAt("servicePrincipalType"),
    },
    async besides(inputs, graph) {
        const appId = text(inputs.clientId);
        const [existing] = await graph.list("servicePrincipals", { $filter: equals("appId", appId) });
        if (existing) throw mustBeImported(text(existing.id));
        return { appId };
    },
};

export const azureadServicePrincipal = directoryType(servicePrincipal);

function mustBeImported(id: string): Error {
    return new Error(
        `A resource with the ID "/servicePrincipals/${id}" already exists - to be managed via Terraform this resource needs to be ` +
            'imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.',
    );
}
