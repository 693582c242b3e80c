import type { Principal } from "../identity/directory";
import { type Tenant, tenantDomain } from "../identity/tenant";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import { nameOf } from "../kernel/resourceId";

// Directory objects as Graph shows them: what it always has, then what was set.

export function servicePrincipalView(tenant: Tenant, principal: Principal): JsonObject {
    const { objectId, clientId, resourceId, properties } = principal;
    const application = tenant.applications.ofClient(clientId);
    const registered = application?.properties ?? {};
    return {
        id: objectId,
        deletedDateTime: null,
        accountEnabled: true,
        alternativeNames: resourceId ? ["isExplicit=True", resourceId] : [],
        appId: clientId,
        appDisplayName: stringAt(registered, "displayName") ?? null,
        appOwnerOrganizationId: resourceId ? null : tenant.settings.tenantId,
        appRoleAssignmentRequired: false,
        appRoles: registered.appRoles ?? [],
        description: null,
        displayName: displayNameOf(tenant, principal),
        homepage: null,
        loginUrl: null,
        logoutUrl: null,
        notes: null,
        notificationEmailAddresses: [],
        oauth2PermissionScopes: objectAt(registered, "api")?.oauth2PermissionScopes ?? [],
        preferredSingleSignOnMode: null,
        replyUrls: [],
        samlSingleSignOnSettings: null,
        servicePrincipalNames: [clientId, ...identifierUris(registered)],
        servicePrincipalType: resourceId ? "ManagedIdentity" : "Application",
        signInAudience: resourceId ? null : (registered.signInAudience ?? "AzureADMyOrg"),
        tags: [],
        ...properties,
    };
}

function displayNameOf(tenant: Tenant, { clientId, displayName, resourceId }: Principal): string {
    const ofApplication = tenant.applications.ofClient(clientId)?.properties.displayName;
    if (typeof ofApplication === "string") return ofApplication;
    return displayName ?? (resourceId ? nameOf(resourceId) : clientId);
}

function identifierUris(properties: JsonObject): string[] {
    return Array.isArray(properties.identifierUris) ? properties.identifierUris.map(String) : [];
}

export function groupView({ objectId, properties = {} }: Principal): JsonObject {
    const nickname = stringAt(properties, "mailNickname") ?? "";
    return {
        id: objectId,
        deletedDateTime: null,
        classification: null,
        createdDateTime: null,
        description: null,
        groupTypes: [],
        isAssignableToRole: null,
        mail: properties.mailEnabled === true ? `${nickname}@${tenantDomain}` : null,
        membershipRule: null,
        membershipRuleProcessingState: null,
        onPremisesDomainName: null,
        onPremisesNetBiosName: null,
        onPremisesSamAccountName: null,
        onPremisesSecurityIdentifier: null,
        onPremisesSyncEnabled: null,
        preferredLanguage: null,
        proxyAddresses: [],
        resourceBehaviorOptions: [],
        resourceProvisioningOptions: [],
        theme: null,
        visibility: null,
        ...properties,
    };
}
