import { randomUUID } from "node:crypto";
import type { Reply } from "../kernel/http";

/** What the token endpoint refuses, in the words of Microsoft Entra ID: a number, and OAuth's error for it. */
export interface AadError {
    number: number;
    status: 400 | 401;
    error: "invalid_request" | "invalid_client" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope";
    message: string;
}

const invalidRequest = (number: number, message: string): AadError => ({
    number,
    status: 400,
    error: "invalid_request",
    message,
});
const invalidClient = (number: number, message: string): AadError => ({
    number,
    status: 401,
    error: "invalid_client",
    message,
});

export const tenantNotFound = (tenant: string) =>
    invalidRequest(
        90002,
        `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    );

export const missingParameter = (name: string) =>
    invalidRequest(900144, `The request body must contain the following parameter: '${name}'.`);

export const unsupportedGrant = (grant: string): AadError => ({
    ...invalidRequest(70003, `The app requested an unsupported grant type '${grant}'.`),
    error: "unsupported_grant_type",
});

export const invalidScope = (scope: string): AadError => ({
    ...invalidRequest(
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
    error: "invalid_scope",
});

export const applicationNotFound = (clientId: string, tenant: string): AadError => ({
    ...invalidRequest(
        700016,
        `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
    error: "unauthorized_client",
});

export const missingCredential = () =>
    invalidClient(
        7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );

/** dotnet/sign#849. */
export const expiredSecret = (clientId: string) =>
    invalidClient(
        7000222,
        `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    );

/** https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000215-invalid-client-secret */
export const invalidSecret = (clientId: string) =>
    invalidClient(
        7000215,
        `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );

export const malformedAssertion = () => invalidClient(50027, "JWT token is invalid or malformed.");

export const noMatchingCredential = (what: "issuer" | "subject" | "audience", value: string) =>
    invalidClient(
        { issuer: 700211, audience: 700212, subject: 700213 }[what],
        `No matching federated identity record found for presented assertion ${what} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    );

/** Entra fetches the issuer's keys; local-azure reaches nobody, so an issuer has to be made known to it. */
export const issuerUnreachable = (issuer: string) =>
    invalidClient(
        50166,
        `Request to External OIDC endpoint failed. (local-azure: the keys of '${issuer}' are not known; tell them with POST /local-azure/issuers.)`,
    );

export const assertionSignature = () => invalidClient(700027, "Client assertion failed signature validation.");

export const assertionTime = () => invalidClient(700024, "Client assertion is not within its valid time range.");

export const aadText = ({ number, message }: AadError) => `AADSTS${number}: ${message}`;

/** The answer's body; MSAL shows `error_description` to the user. */
export function aadReply(refusal: AadError, now: number): Reply {
    const { number, status, error } = refusal;
    const traceId = randomUUID();
    const correlationId = randomUUID();
    const timestamp = new Date(now).toISOString().replace("T", " ").replace(/\.\d+/, "");
    return {
        status,
        body: {
            error,
            error_description: `${aadText(refusal)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
            error_codes: [number],
            timestamp,
            trace_id: traceId,
            correlation_id: correlationId,
            error_uri: `https://login.microsoftonline.com/error?code=${number}`,
        },
    };
}
