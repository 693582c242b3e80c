import type { Principal } from "../identity/directory";
import type { Tenant } from "../identity/tenant";
import { arrayAt, type JsonObject, stringAt, valueAt } from "../kernel/json";
import { nameOf } from "../kernel/resourceId";
import { type GraphCall, patched, unset } from "./call";
import { invalidRequest, missingProperty, sameKey } from "./errors";
import type { ObjectSet } from "./objectSet";

export const servicePrincipals: ObjectSet<Principal> = {
    set: "servicePrincipals",
    all: ({ directory }) => directory.all().filter(({ type }) => type === "ServicePrincipal"),
    find: ({ directory }, id) => {
        const found = directory.get(id);
        return found?.type === "ServicePrincipal" ? found : undefined;
    },
    findByAppId: ({ directory }, appId) => directory.ofClient(appId),
    view: servicePrincipalView,
    create,
    patch: ({ tenant, body }, principal) => {
        tenant.directory.add({ ...principal, properties: patched(principal.properties ?? {}, body) });
    },
    /** The principal of a managed identity goes with its resource and no other way. */
    remove: ({ directory }, { objectId, resourceId }) => {
        if (resourceId) {
            throw invalidRequest(
                "Unable to delete: the service principal of a managed identity is managed by its resource.",
            );
        }
        directory.remove(objectId);
    },
};

function create({ tenant, body }: GraphCall): Principal {
    const { appId: _, ...properties } = body;
    const appId = stringAt(body, "appId");
    if (!appId) throw missingProperty("appId");
    const application = tenant.applications.ofClient(appId);
    if (!application || !tenant.directory.isVisible(application)) {
        throw invalidRequest(
            `The appId '${appId}' of the service principal does not reference a valid application object.`,
        );
    }
    if (tenant.directory.ofClient(appId)) {
        throw sameKey(
            `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
        );
    }
    return tenant.directory.create({ clientId: application.appId, type: "ServicePrincipal", properties });
}

/** What Graph always shows, then what was set. */
export function servicePrincipalView(tenant: Tenant, principal: Principal): JsonObject {
    const { objectId, clientId, resourceId, properties } = principal;
    const registered = tenant.applications.ofClient(clientId)?.properties ?? {};
    const registeredName = stringAt(registered, "displayName");
    return {
        id: objectId,
        ...unset(`deletedDateTime description homepage loginUrl logoutUrl notes preferredSingleSignOnMode
            samlSingleSignOnSettings`),
        accountEnabled: true,
        alternativeNames: resourceId ? ["isExplicit=True", resourceId] : [],
        appId: clientId,
        appDisplayName: registeredName ?? null,
        appOwnerOrganizationId: resourceId ? null : tenant.settings.tenantId,
        appRoleAssignmentRequired: false,
        appRoles: registered.appRoles ?? [],
        displayName: registeredName ?? principal.displayName ?? (resourceId ? nameOf(resourceId) : clientId),
        notificationEmailAddresses: [],
        oauth2PermissionScopes: valueAt(registered, "api", "oauth2PermissionScopes") ?? [],
        replyUrls: [],
        servicePrincipalNames: [clientId, ...(arrayAt(registered, "identifierUris") ?? [])],
        servicePrincipalType: resourceId ? "ManagedIdentity" : "Application",
        signInAudience: resourceId ? null : (registered.signInAudience ?? "AzureADMyOrg"),
        tags: [],
        ...properties,
    };
}
