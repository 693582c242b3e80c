import { ClusterSku } from "../args";
import { given } from "./places";
import type { Rule } from "./rule";

/** The issuer of the service accounts' tokens, and what builds on it. */
export const OIDC_ISSUER_RULES: readonly Rule[] = [
    {
        code: "OidcIssuer",
        places: (args) => [
            ...given(["oidcIssuer"], args.oidcIssuer),
            ...given(["workloadIdentity"], args.workloadIdentity),
        ],
        broken: (value) => typeof value !== "boolean",
        rule: "this is on (true) or off (false)",
        fix: "Use one of the two, or leave it out for AKS's default.",
        source: "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
    },
    {
        code: "WorkloadIdentityNeedsOidcIssuer",
        places: (
            args, // AKS Automatic has both.
        ) =>
            args.sku === ClusterSku.Automatic
                ? []
                : given(["workloadIdentity"], args.workloadIdentity, args.oidcIssuer),
        broken: (value, issuer) => value === true && issuer !== true,
        rule: "enabling workload identity requires enabling the OIDC issuer, whose tokens are exchanged for Entra's",
        fix: "Set oidcIssuer to true, or remove workloadIdentity.",
        source: "https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster",
    },
];
