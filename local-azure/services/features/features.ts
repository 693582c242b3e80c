import { resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, objectAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { idIn, parseArmPath, subscriptionOf } from "../../kernel/resourceId";
import type { Entry, Table } from "../../kernel/resourceStore";
import { featureRegistrationType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import type { Call, Service } from "../service";

const featureType = "Microsoft.Features/providers/features";

/** A feature somebody asked for; one nobody asked for is not kept. Both APIs show the same. */
interface Feature {
    provider: string;
    name: string;
    /** Milliseconds since the epoch, in the model's time. */
    askedAt: number;
    /** From when on it is registered: an hour or so in Azure, here an operation's length. */
    registeredFrom: number;
    properties: JsonObject;
}

/** Microsoft.Features: preview features. Every name counts as one: which exist is not modelled, nor what they change. */
export const features: Service = {
    namespace: "Microsoft.Features",
    routes: [
        { method: "GET", type: featureType, on: "resource", handle: getFeature },
        { method: "GET", type: featureType, on: "collection", handle: listFeatures },
        { method: "GET", type: "Microsoft.Features/features", on: "collection", handle: listFeatures },
        { method: "POST", type: featureType, on: { action: "register" }, handle: register },
        { method: "POST", type: featureType, on: { action: "unregister" }, handle: unregister },
        { method: "PUT", type: featureRegistrationType, on: "resource", handle: putRegistration },
        { method: "GET", type: featureRegistrationType, on: "resource", handle: getRegistration },
        { method: "DELETE", type: featureRegistrationType, on: "resource", handle: deleteRegistration },
        { method: "GET", type: featureRegistrationType, on: "collection", handle: listRegistrations },
    ],
};

function register(call: Call): Reply {
    const entry = ask(call, {});
    return { status: 200, body: featureView(call.azure, entry) };
}

function unregister(call: Call): Reply {
    const [provider, name] = nameOf(call);
    featuresOf(call.azure).delete(idOf(call));
    return { status: 200, body: featureBody(subscriptionOf(call.path.id), provider, name, "Unregistered") };
}

function getFeature(call: Call): Reply {
    const [provider, name] = nameOf(call);
    const feature = featuresOf(call.azure).get(idOf(call));
    const body = feature
        ? featureView(call.azure, feature)
        : featureBody(subscriptionOf(call.path.id), provider, name, "NotRegistered");
    return { status: 200, body };
}

function listFeatures({ azure, path }: Call): Reply {
    const provider = path.names[0]?.toLowerCase();
    const value = featuresOf(azure)
        .list(subscriptionOf(path.id))
        .filter(({ data }) => !provider || data.provider.toLowerCase() === provider)
        .map((entry) => featureView(azure, entry));
    return { status: 200, body: { value } };
}

function putRegistration(call: Call): Reply {
    const before = featuresOf(call.azure).get(idOf(call));
    const entry = ask(call, objectAt(call.body, "properties") ?? {});
    return { status: before ? 200 : 201, body: registrationView(call.azure, entry) };
}

function getRegistration(call: Call): Reply {
    const entry = featuresOf(call.azure).get(idOf(call));
    if (!entry) throw resourceNotFound(featureRegistrationType, call.path.names, undefined);
    return { status: 200, body: registrationView(call.azure, entry) };
}

function deleteRegistration(call: Call): Reply {
    const entry = featuresOf(call.azure).get(idOf(call));
    featuresOf(call.azure).delete(idOf(call));
    return { status: entry ? 200 : 204 };
}

function listRegistrations({ azure, path }: Call): Reply {
    const provider = path.names[0]?.toLowerCase();
    const value = featuresOf(azure)
        .list(subscriptionOf(path.id))
        .filter(({ data }) => !provider || data.provider.toLowerCase() === provider)
        .map((entry) => registrationView(azure, entry));
    return { status: 200, body: { value } };
}

/** Asking again changes nothing of when. */
function ask(call: Call, properties: JsonObject): Entry<Feature> {
    const { azure } = call;
    const [provider, name] = nameOf(call);
    const now = azure.clock.now();
    const before = featuresOf(azure).get(idOf(call))?.data;
    return featuresOf(azure).put(idOf(call), {
        provider: before?.provider ?? provider,
        name: before?.name ?? name,
        askedAt: before?.askedAt ?? now,
        registeredFrom: before?.registeredFrom ?? now + call.seconds.operation * 1000,
        properties: { ...before?.properties, ...properties },
    });
}

function featuresOf(azure: Azure): Table<Feature> {
    return azure.store.table<Feature>(featureRegistrationType);
}

/** Provider and feature of either path. */
function nameOf({ path }: Call): [string, string] {
    return [path.names[0] ?? "", path.names[1] ?? ""];
}

function idOf(call: Call): string {
    const [provider, name] = nameOf(call);
    return idIn(subscriptionOf(call.path.id), featureRegistrationType, provider, name);
}

function stateOf(azure: Azure, { registeredFrom }: Feature): string {
    return azure.clock.now() < registeredFrom ? "Registering" : "Registered";
}

function featureView(azure: Azure, { id, data }: Entry<Feature>): JsonObject {
    return featureBody(subscriptionOf(id), data.provider, data.name, stateOf(azure, data));
}

function featureBody(subscription: string, provider: string, name: string, state: string): JsonObject {
    return {
        id: idIn(subscription, featureType, provider, name),
        name: `${provider}/${name}`,
        type: featureType,
        properties: { state },
    };
}

function registrationView(azure: Azure, { id, data }: Entry<Feature>): JsonObject {
    return {
        id,
        name: data.name,
        type: featureRegistrationType,
        properties: {
            shouldFeatureDisplayInPortal: false,
            ...data.properties,
            subscriptionId: parseArmPath(id)?.subscriptionId,
            tenantId: azure.settings.tenantId,
            providerNamespace: data.provider,
            featureName: data.name,
            displayName: data.name,
            approvalType: "AutoApproval",
            state: stateOf(azure, data),
            registrationDate: azureTime(data.askedAt),
        },
    };
}
