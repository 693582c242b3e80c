import { randomUUID } from "node:crypto";
import { ArmError, badRequest, conflict } from "../kernel/errors";
import type { Reply } from "../kernel/http";

/** The envelope of recording 02, exchange 25. */
export function graphErrorReply({ status, code, message, headers }: ArmError, now: number): Reply {
    const requestId = randomUUID();
    const date = new Date(now).toISOString().slice(0, 19);
    const innerError = { date, "request-id": requestId, "client-request-id": requestId };
    return { status, headers, body: { error: { code, message, innerError } } };
}

/** Recording 02, exchange 25. */
export const requestDenied = () =>
    new ArmError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

export const graphInvalidToken = (why: string) =>
    new ArmError(401, "InvalidAuthenticationToken", why, { "www-authenticate": "Bearer" });

export const notFound = (id: string) =>
    new ArmError(
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );

export const invalidRequest = (message: string) => badRequest("Request_BadRequest", message);

/** microsoftgraph/msgraph-sdk-dotnet#2254. */
export const expiredPageToken = () =>
    badRequest(
        "Directory_ExpiredPageToken",
        "The specified page token value has expired and can no longer be included in your request.",
    );

export const malformed = () =>
    badRequest(
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );

export const missingProperty = (name: string) =>
    invalidRequest(`A value is required for property '${name}' of resource.`);

export const invalidProperty = (name: string) =>
    invalidRequest(`Invalid value specified for property '${name}' of resource.`);

export const sameKey = (message: string) => conflict("Request_MultipleObjectsWithSameKeyValue", message);

export const unsupportedQuery = (what: string) =>
    badRequest("Request_UnsupportedQuery", `Unsupported or invalid query filter clause specified: ${what}.`);

export const graphMethodNotAllowed = (method: string, path: string, allowed: string[]) =>
    new ArmError(405, "Request_BadRequest", `Specified HTTP method '${method}' is not allowed for '${path}'.`, {
        allow: allowed.join(", "),
    });

/** Not Graph's: local-azure's own refusal to pretend. */
export const graphNotModelled = (what: string) =>
    new ArmError(501, "NotModelled", `local-azure does not model ${what} of Microsoft Graph. Nothing was changed.`);
