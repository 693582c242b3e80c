import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

const identities = `${inGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;

/** Resource groups, preview features, identities and what they may do. */
export const groupAndAccessRows: Row[] = [
    {
        token: "azure-native:resources:ResourceGroup",
        apiVersion: "2024-03-01",
        path: inGroup,
        inputs: { string: words("location managedBy"), object: ["tags"] },
        required: ["location"],
        forceNew: ["location"],
        name: { minLength: 1, maxLength: 90 },
        outputs: words("name properties type"),
        shape: shapes.flat,
    },
    {
        token: "azure-native:features:SubscriptionFeatureRegistration",
        apiVersion: "2021-07-01",
        path: "/subscriptions/{subscriptionId}/providers/Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}",
        inputs: {
            object: ["properties"],
        },
        readOnly: words(`properties.tenantId properties.subscriptionId properties.featureName
                properties.displayName properties.providerNamespace properties.registrationDate
                properties.releaseDate properties.approvalType properties.documentationLink
                properties.featureVersion`),
        outputs: words("name type"),
        shape: shapes.flat,
    },
    {
        token: "azure-native:managedidentity:UserAssignedIdentity",
        apiVersion: "2023-01-31",
        path: identities,
        inputs: { string: ["location"], object: ["tags"] },
        required: ["location"],
        forceNew: ["location"],
        outputs: words("clientId name principalId systemData tenantId type"),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:managedidentity:FederatedIdentityCredential",
        apiVersion: "2023-01-31",
        path: `${identities}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
        inputs: { string: words("issuer subject"), array: ["audiences"] },
        required: words("audiences issuer subject"),
        name: { minLength: 3, maxLength: 120, pattern: /^[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}$/ },
        outputs: words("name systemData type"),
        shape: shapes.proxy,
    },
    {
        token: "azure-native:authorization:RoleAssignment",
        apiVersion: "2022-04-01",
        path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        inputs: {
            string: words(`condition conditionVersion delegatedManagedIdentityResourceId description principalId
                principalType roleDefinitionId`),
        },
        required: words("principalId roleDefinitionId"),
        // Not roleDefinitionId: that is an in-place PUT, which ARM refuses (facts §4).
        forceNew: ["principalId"],
        defaults: { principalType: "User" },
        outputs: words("createdBy createdOn name scope systemData type updatedBy updatedOn"),
        shape: shapes.proxy,
    },
    {
        token: "azure-native:authorization:RoleDefinition",
        apiVersion: "2022-05-01-preview",
        path: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        inputs: {
            string: words("description roleName roleType"),
            array: words("assignableScopes permissions"),
        },
        outputs: words("createdBy createdOn name systemData type updatedBy updatedOn"),
        readOnly: words("permissions.*.condition permissions.*.conditionVersion"),
        shape: { ...shapes.proxy, renames: { roleType: "type" } },
    },
];
