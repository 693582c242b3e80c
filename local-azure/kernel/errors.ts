import type { Reply } from "./http";
import { type JsonObject, stringAt } from "./json";
import { typedPath } from "./resourceId";
/** Everything ARM itself refuses, by code. A service's own errors stand in that service's folder. */
export class ArmError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        readonly headers: Record<string, string> = {},
        /** Its reasons one by one, as Microsoft.Network gives them. */
        private readonly details?: { code: string; message: string }[],
    ) {
        super(message);
        this.name = "ArmError";
    }

    /** As an answer. */
    get reply(): Reply {
        return { status: this.status, body: this.body, headers: this.headers };
    }

    get body(): JsonObject {
        const { code, message, details } = this;
        return { error: { code, message, ...(details && { details }) } };
    }
}

/** By far the most of what is refused. */
export const badRequest = (code: string, message: string) => new ArmError(400, code, message);

export const invalidParameter = (message: string) => badRequest("InvalidParameter", message);

export const conflict = (code: string, message: string) => new ArmError(409, code, message);

/** ARM answers 404 for a provider it never asked: `x-ms-failure-cause: gateway` (recording 01, exchange 0). */
const byGateway = { "x-ms-failure-cause": "gateway" };

export function resourceNotFound(type: string, names: string[], resourceGroup: string | undefined): ArmError {
    const where = resourceGroup ? ` under resource group '${resourceGroup}'` : "";
    return new ArmError(
        404,
        "ResourceNotFound",
        `The Resource '${typedPath(type, names)}'${where} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        byGateway,
    );
}

export const parentResourceNotFound = (type: string, parent: string, verb: "read" | "write" = "write") =>
    new ArmError(
        404,
        "ParentResourceNotFound",
        `Failed to perform '${verb}' on resource(s) of type '${type.slice(type.indexOf("/") + 1)}', because the parent ` +
            `resource '${parent}' could not be found.`,
        byGateway,
    );

export const resourceGroupNotFound = (name: string) =>
    new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`, byGateway);

/** Azure/azure-cli#28679. */
export const resourceGroupBeingDeleted = (name: string) =>
    conflict(
        "ResourceGroupBeingDeleted",
        `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
    );

/** nforgeio/neonKUBE#1670, dotnet/core#3276. */
export const missingSubscriptionRegistration = (namespace: string) =>
    conflict(
        "MissingSubscriptionRegistration",
        `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to ` +
            "register subscriptions.",
    );

/** Azure-Player/azure.datafactory.devops#183. */
export const scopeLocked = (scope: string, verb: "write" | "delete", locked: string[]) =>
    conflict(
        "ScopeLocked",
        `The scope '${scope}' cannot perform ${verb} operation because following scope(s) are locked: ` +
            `'${locked.join(",")}'. Please remove the lock and try again.`,
    );

export const subscriptionNotFound = (id: string) =>
    new ArmError(404, "SubscriptionNotFound", `The subscription '${id}' could not be found.`, byGateway);

export const missingApiVersion = () =>
    badRequest(
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
    );

export const invalidApiVersion = (apiVersion: string) =>
    badRequest("InvalidApiVersionParameter", `The api-version '${apiVersion}' is invalid.`);

export const invalidRequestContent = (why: string) =>
    badRequest("InvalidRequestContent", `The request content was invalid and could not be deserialized: '${why}'.`);

export const requestContentTooLarge = (limit: number) =>
    new ArmError(
        413,
        "RequestContentTooLarge",
        `The request content size exceeds the maximum size of '${limit / 1024 / 1024} MB'.`,
    );

export const locationRequired = () =>
    badRequest("LocationRequired", "The location property is required for this definition.");

export const locationNotAvailable = (asked: string, type: string, places: string) =>
    badRequest(
        "LocationNotAvailableForResourceType",
        `The provided location '${asked}' is not available for resource type '${type}'. List of available regions for the ` +
            `resource type is '${places}'.`,
    );

/** MicrosoftDocs/executable-docs#74. */
export const locationNotAvailableForGroup = (asked: string, places: string) =>
    badRequest(
        "LocationNotAvailableForResourceGroup",
        `The provided location '${asked}' is not available for resource group. List of available regions is '${places}'.`,
    );

export const invalidResourceLocation = (name: string, existing: string, resourceGroup: string, asked: string) =>
    conflict(
        "InvalidResourceLocation",
        `The resource '${name}' already exists in location '${existing}' in resource group '${resourceGroup}'. A resource ` +
            `with the same name cannot be created in location '${asked}'. Please select a new resource name.`,
    );

export const methodNotAllowed = (method: string, type: string, allowed: string[]) =>
    new ArmError(405, "MethodNotAllowed", `The HTTP method '${method}' is not supported on '${type}'.`, {
        allow: allowed.join(", "),
    });

/** Not Azure's: local-azure's own refusal to pretend. */
export const notModelled = (what: string) =>
    new ArmError(501, "NotModelled", `local-azure does not model ${what}. Nothing was changed.`);

export const authenticationFailed = (why: string, endpoint: string) =>
    new ArmError(
        401,
        "AuthenticationFailed",
        `Authentication failed. ${why}`,
        challenge(endpoint, "invalid_request", why),
    );

export const invalidToken = (
    code: "InvalidAuthenticationToken" | "ExpiredAuthenticationToken" | "InvalidAuthenticationTokenAudience",
    why: string,
    endpoint: string,
) => new ArmError(401, code, why, challenge(endpoint, "invalid_token", why));

function challenge(endpoint: string, error: string, why: string) {
    const text = why.replace(/"/g, "'");
    return {
        "www-authenticate": `Bearer authorization_uri="${endpoint}", error="${error}", error_description="${text}"`,
    };
}

export const internalError = (message: string) => new ArmError(500, "InternalServerError", message);

/** What an error says, wherever it comes from. */
export function messageOf(error: unknown): string {
    return stringAt(error, "message") ?? String(error);
}

/** For an error that no request should cause. */
export const ownFault = (error: unknown) => `This is a fault of local-azure, not of the request: ${messageOf(error)}`;
