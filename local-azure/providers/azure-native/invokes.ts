import { decodeJwt } from "jose";
import { ArmAnswerError } from "../host/armAnswer";
import { type ArmClient, type ArmRequest, bodyOf, type Patience } from "../host/armClient";
import type { PropertyMap } from "../host/propertyValues";
import { resourceId } from "./armPath";
import { outputsOf } from "./outputs";
import { resourceTypes, versionedTypes } from "./resourceTypes";
import type { ResourceType } from "./row";

export interface InvokeContext {
    arm: ArmClient;
    armEndpoint: string;
    subscriptionId: string;
    tenantId: string;
    patience: Patience;
}

/** A function of the SDK; none of them marks its result secret (facts §1.6). */
type Invoke = (args: PropertyMap, context: InvokeContext) => Promise<PropertyMap>;

/** Every resource of the table has a `get…` beside it: a GET of its path; so has each other API version. */
const gets = [...resourceTypes.values(), ...versionedTypes()].map((type): [string, Invoke] => [
    type.token.replace(/:(?=\w+$)/, ":get"),
    get(type),
]);

/**
 * Functions of another API version than the resource's own, and what that version shows besides. The real provider has one
 * of each version that the SDK's page of a function lists, and calls any other `Invoke type … not found` (PAN:provider.go, Invoke).
 */
const versioned: Record<string, [resource: string, apiVersion: string, outputs: Record<string, string>]> = {
    "containerregistry/v20251101:getRegistry": [
        "containerregistry:Registry",
        "2025-11-01",
        { roleAssignmentMode: "string" },
    ],
};

/** Functions that are a POST to a resource: of which, and which action. */
const posts: Record<string, [resource: string, action: string]> = {
    "containerservice:listManagedClusterUserCredentials": [
        "containerservice:ManagedCluster",
        "listClusterUserCredential",
    ],
    "containerservice:listManagedClusterAdminCredentials": [
        "containerservice:ManagedCluster",
        "listClusterAdminCredential",
    ],
    "operationalinsights:getSharedKeys": ["operationalinsights:Workspace", "sharedKeys"],
    "operationalinsights:getWorkspaceSharedKeys": ["operationalinsights:Workspace", "sharedKeys"],
};

/** Keyed by token. */
export const azureNativeFunctions: ReadonlyMap<string, Invoke> = new Map<string, Invoke>([
    ...gets,
    ...Object.entries(versioned).map(([name, [resource, apiVersion, outputs]]): [string, Invoke] => [
        `azure-native:${name}`,
        get({ ...row(resource), apiVersion, outputs: { ...row(resource).outputs, ...outputs } }),
    ]),
    ...Object.entries(posts).map(([name, [resource, action]]): [string, Invoke] => [
        `azure-native:${name}`,
        post(row(resource), action),
    ]),
    ["azure-native:authorization:getClientConfig", getClientConfig],
    ["azure-native:authorization:getClientToken", getClientToken],
]);

function row(name: string): ResourceType {
    const type = resourceTypes.get(`azure-native:${name}`);
    if (!type) throw new Error(`no row for ${name}`);
    return type;
}

function get(type: ResourceType): Invoke {
    return (args, context) =>
        call(type, args, context, { method: "GET", query: strings({ $expand: args.expand }) }).then((body) =>
            outputsOf(type, body),
        );
}

function post(type: ResourceType, action: string): Invoke {
    return (args, context) => {
        const query = strings({ format: args.format, "server-fqdn": args.serverFqdn });
        return call(type, args, context, { method: "POST", query, body: {} }, `/${action}`);
    };
}

async function call(
    { path, apiVersion }: ResourceType,
    args: PropertyMap,
    { arm, subscriptionId, patience }: InvokeContext,
    request: Pick<ArmRequest, "method" | "query" | "body">,
    action = "",
): Promise<PropertyMap> {
    const url = resourceId(path, args, subscriptionId) + action;
    try {
        return bodyOf(await arm.send({ ...request, url, apiVersion }, patience));
    } catch (error) {
        if (error instanceof ArmAnswerError) throw new Error(`request failed ${url}: ${error.message}`);
        throw error;
    }
}

/** Who the provider is: read from its token, no request to ARM. */
async function getClientConfig(_: PropertyMap, context: InvokeContext): Promise<PropertyMap> {
    const claims = decodeJwt(await context.arm.credential.token(context.armEndpoint));
    return {
        clientId: String(claims.appid ?? claims.azp ?? ""),
        objectId: String(claims.oid ?? ""),
        subscriptionId: context.subscriptionId,
        tenantId: String(claims.tid ?? context.tenantId),
    };
}

async function getClientToken({ endpoint }: PropertyMap, context: InvokeContext): Promise<PropertyMap> {
    const resource = typeof endpoint === "string" && endpoint !== "" ? endpoint : context.armEndpoint;
    return { token: await context.arm.credential.token(resource) };
}

function strings(values: Record<string, unknown>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(values).flatMap(([name, value]): [string, string][] =>
            typeof value === "string" ? [[name, value]] : [],
        ),
    );
}
