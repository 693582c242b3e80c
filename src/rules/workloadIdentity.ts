import type { AksWorkloadIdentityArgs } from "../args";
import { isObject, matches } from "../values";
import { EXISTING_ROLE_ASSIGNMENT_RULES } from "./existingRoleAssignments";
import { WORKLOAD_IDENTITY_INPUTS } from "./inputs";
import { each, entriesByKey, extraRoleAssignments, given, sameInNamespace, twice } from "./places";
import type { Place, Rule } from "./rule";
import { shapeRules } from "./shape";
import { silenceRule } from "./silence";
import { RULES } from "./table";
import {
    EXTRA_ROLE_ASSIGNMENTS,
    GRANT_NAME,
    GRANT_NAME_TWICE,
    IDENTITY_RESOURCE_ID,
    KUBERNETES_NAME,
    LOCATION,
    NAMESPACE,
    RESOURCE_GROUP_NAME,
    ROLE,
    ROLE_ASSIGNMENT_MODE,
    SCOPE,
    TAGS,
} from "./verdicts";

const WORKLOAD_IDENTITY = "https://learn.microsoft.com/azure/aks/workload-identity-overview";
const FEDERATION =
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations";

const MOST_CREDENTIALS = 20;
const LONGEST_AUDIENCE = 600;

/** Everything that is refused of a workload identity before the first resource is registered. */
export const WORKLOAD_IDENTITY_RULES: readonly Rule<AksWorkloadIdentityArgs>[] = [
    ...shapeRules<AksWorkloadIdentityArgs>(WORKLOAD_IDENTITY_INPUTS),
    {
        ...RESOURCE_GROUP_NAME,
        places: (args) =>
            args.identityResourceId === undefined
                ? [{ path: ["resourceGroupName"], value: args.resourceGroupName }]
                : given(["resourceGroupName"], args.resourceGroupName),
    },
    { ...LOCATION, places: (args) => given(["location"], args.location) },
    {
        ...IDENTITY_RESOURCE_ID,
        places: (args) => given(["identityResourceId"], args.identityResourceId),
    },
    {
        code: "OidcIssuerUrl",
        places: (args) => [{ path: ["oidcIssuerUrl"], value: args.oidcIssuerUrl }],
        broken: (value) => !matches(/^https:\/\/[^\s/]+(?:\/\S*)?$/, value),
        rule: "the issuer of the service accounts' tokens is an https URL; a cluster without an OIDC issuer has none",
        fix: "Set oidcIssuer on the cluster and pass its output oidcIssuerUrl.",
        source: "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
    },
    {
        code: "Audience",
        places: (args) => given(["audience"], args.audience),
        broken: (value) => !matches(/^\S+$/, value) || String(value).length > LONGEST_AUDIENCE,
        rule: `a federated credential has one audience, of 1 to ${LONGEST_AUDIENCE} characters without spaces`,
        fix: "Leave it out for api://AzureADTokenExchange.",
        source: FEDERATION,
    },
    {
        code: "ServiceAccounts",
        asksOutputs: true,
        places: (args) => [{ path: ["serviceAccounts"], value: args.serviceAccounts }],
        broken: (value) => !Array.isArray(value) || value.length === 0 || !value.every(isObject),
        rule: "a workload identity is for one or more service accounts, a list of objects",
        fix: 'Pass a list such as [{ namespace: "shop", name: "orders" }].',
        source: WORKLOAD_IDENTITY,
    },
    {
        code: "TooManyServiceAccounts",
        asksOutputs: true,
        places: (args) => given(["serviceAccounts"], args.serviceAccounts),
        broken: (value) => Array.isArray(value) && value.length > MOST_CREDENTIALS,
        rule: `an identity takes at most ${MOST_CREDENTIALS} federated credentials`,
        fix: "Divide the service accounts between several identities.",
        source: FEDERATION,
    },
    { ...NAMESPACE, places: (args) => accounts(args, "namespace") },
    {
        ...KUBERNETES_NAME,
        code: "ServiceAccountName",
        places: (args) => accounts(args, "name"),
        fix: "Pass the service account as Kubernetes names it, without its namespace.",
    },
    {
        code: "ServiceAccountTwice",
        azureCode: "Conflict",
        places: (args) =>
            twice(each(args.serviceAccounts, "serviceAccounts", (value, path) => [{ path, value }])),
        broken: (value, before) =>
            Array.isArray(before) && before.some((earlier) => sameInNamespace(earlier, value)),
        rule: "an earlier entry of the list is this service account, and an identity trusts an issuer and a subject once",
        fix: "Remove one of the two.",
        source: FEDERATION,
    },
    {
        ...EXTRA_ROLE_ASSIGNMENTS,
        places: (args) => given(["extraRoleAssignments"], args.extraRoleAssignments),
    },
    { ...GRANT_NAME, places: (args) => extraRoleAssignments(args, "name") },
    { ...GRANT_NAME_TWICE, places: (args) => twice(extraRoleAssignments(args, "name")) },
    { ...ROLE, places: (args) => extraRoleAssignments(args, "role") },
    { ...SCOPE, places: (args) => extraRoleAssignments(args, "scope") },
    {
        ...ROLE_ASSIGNMENT_MODE,
        places: (args) => given(["roleAssignments"], args.roleAssignments),
    },
    silenceRule(RULES),
    ...EXISTING_ROLE_ASSIGNMENT_RULES,
    { ...TAGS, places: (args) => entriesByKey(["tags"], args.tags) },
];

function accounts(args: AksWorkloadIdentityArgs, part: "namespace" | "name"): Place[] {
    return each(args.serviceAccounts, "serviceAccounts", (account, path) => [
        { path: [...path, part], value: account[part] },
    ]);
}
