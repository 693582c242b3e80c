import type { AksWorkloadIdentityArgs } from "../args";
import { isObject } from "../values";
import { KUBERNETES_NAME, RESOURCE_GROUP_NAME } from "./common";
import { textFormat } from "./formats";
import { isSameInNamespace } from "./podIdentity";
import { repeated } from "./pools";
import { type Format, type Rule, when } from "./rule";
import { together } from "./together";

const FEDERATION = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations";
const MOST_CREDENTIALS = 20;

const SERVICE_ACCOUNTS: Format = {
    code: "ServiceAccounts",
    inputs: ["serviceAccounts"],
    accepts: (list) => Array.isArray(list) && list.length > 0 && Array.from(list).every(isObject),
    message: "a workload identity is for one or more service accounts, a list of objects",
    fix: 'Pass a list such as [{ namespace: "shop", name: "orders" }].',
    source: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
};

export const WORKLOAD_IDENTITY_FORMATS: readonly Format[] = [
    textFormat(/^https:\/\/[^\s/]+(?:\/\S*)?$/, {
        code: "OidcIssuerUrl",
        inputs: ["oidcIssuerUrl"],
        message:
            "the issuer of the service accounts' tokens is an https URL; a cluster without an OIDC issuer has none",
        fix: "Set oidcIssuer on the cluster and pass its output oidcIssuerUrl.",
        source: "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
    }),
    textFormat(/^\S{1,600}$/, {
        code: "Audience",
        inputs: ["audience"],
        message: "a federated credential has one audience, of 1 to 600 characters without spaces",
        fix: "Leave it out for api://AzureADTokenExchange.",
        source: FEDERATION,
    }),
    SERVICE_ACCOUNTS,
    {
        ...KUBERNETES_NAME,
        code: "ServiceAccountName",
        inputs: ["serviceAccounts[].name"],
        fix: "Pass the service account as Kubernetes names it, without its namespace.",
    },
];

/** Apps that sign in as an identity of their own. */
export const WORKLOAD_IDENTITY_RULES: readonly Rule<AksWorkloadIdentityArgs>[] = [
    {
        ...RESOURCE_GROUP_NAME,
        validate: together({ resourceGroupName: undefined, identityResourceId: undefined }),
    },
    {
        code: "TooManyServiceAccounts",
        validate: ({ serviceAccounts = [] }) => when(serviceAccounts.length > MOST_CREDENTIALS, "serviceAccounts"),
        message: `an identity takes at most ${MOST_CREDENTIALS} federated credentials`,
        fix: "Divide the service accounts between several identities.",
        source: FEDERATION,
    },
    {
        code: "ServiceAccountTwice",
        azureCode: "Conflict",
        validate: ({ serviceAccounts = [] }) =>
            repeated(serviceAccounts, isSameInNamespace).map((index) => ({
                path: ["serviceAccounts", index],
            })),
        message:
            "an earlier entry of the list is this service account, and an identity trusts an issuer and a subject once",
        fix: "Remove one of the two.",
        source: FEDERATION,
    },
];
