import type { AksWorkloadIdentityArgs } from "../args";
import { rules } from "../validation/rule";
import { isListOfObjects, OF_KUBERNETES_NAMES, RESOURCE_GROUP } from "./common";
import { isSameInNamespace } from "./podIdentity";
import { repeated } from "./pools";

const MOST_CREDENTIALS = 20;

/** Apps that sign in as an identity of their own. */
export const WORKLOAD_IDENTITY_RULES = rules<AksWorkloadIdentityArgs>(
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    {
        ResourceGroupName: {
            ...RESOURCE_GROUP,
            when: { resourceGroupName: undefined, identityResourceId: undefined },
        },
        OidcIssuerUrl: {
            inputs: ["oidcIssuerUrl"],
            accepts: /^https:\/\/[^\s/]+(?:\/\S*)?$/,
            message: "this must be an https URL; a cluster has one only with oidcIssuer",
            fix: "Set oidcIssuer on the cluster and pass its output oidcIssuerUrl.",
            source: "aks/use-oidc-issuer",
        },
        Audience: {
            inputs: ["audience"],
            accepts: /^\S{1,600}$/,
            message: "this must be one audience of 1 to 600 characters without spaces",
            fix: "Leave it out for api://AzureADTokenExchange.",
        },
        ServiceAccounts: {
            inputs: ["serviceAccounts"],
            accepts: (list) => isListOfObjects(list) && (list as []).length > 0,
            message: "this must be a list of at least one service account, each one an object",
            fix: 'Pass a list such as [{ namespace: "shop", name: "orders" }].',
            source: "aks/workload-identity-overview",
        },
        ServiceAccountName: {
            ...OF_KUBERNETES_NAMES,
            inputs: ["serviceAccounts[].name"],
            fix: "Pass the name of the service account, without its namespace.",
        },
        TooManyServiceAccounts: {
            validate: ({ serviceAccounts = [] }) => serviceAccounts.length > MOST_CREDENTIALS && "serviceAccounts",
            message: `an identity can have at most ${MOST_CREDENTIALS} federated credentials`,
            fix: "Create several identities, each for some of the service accounts.",
        },
        ServiceAccountTwice: {
            azureCode: "Conflict",
            validate: ({ serviceAccounts = [] }) =>
                repeated(serviceAccounts, isSameInNamespace).map((index) => ["serviceAccounts", index]),
            message: "an earlier entry of the list is the same service account",
            fix: "Remove one of the two.",
        },
    },
);
