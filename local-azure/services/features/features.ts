import { resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, objectAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { idIn, parseArmPath, sameId, subscriptionOf } from "../../kernel/resourceId";
import type { Entry, Table } from "../../kernel/resourceStore";
import { featureRegistrationType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { type Call, route, type Service } from "../service";

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
        route("GET", featureType, "resource", (call) => getFeature(call)),
        route("GET", featureType, "collection", listAs(featureView)),
        route("GET", "Microsoft.Features/features", "collection", listAs(featureView)),
        route("POST", featureType, { action: "register" }, register),
        route("POST", featureType, { action: "unregister" }, unregister),
        route("PUT", featureRegistrationType, "resource", putRegistration),
        route("GET", featureRegistrationType, "resource", getRegistration),
        route("DELETE", featureRegistrationType, "resource", deleteRegistration),
        route("GET", featureRegistrationType, "collection", listAs(registrationView)),
    ],
};

function register(call: Call): Reply {
    return { status: 200, body: featureView(call.azure, ask(call, {})) };
}

function unregister(call: Call): Reply {
    featuresOf(call.azure).delete(idOf(call));
    return getFeature(call, "Unregistered");
}

function getFeature(call: Call, otherwise = "NotRegistered"): Reply {
    const entry = featuresOf(call.azure).get(idOf(call));
    const [provider = "", name = ""] = call.path.names;
    const body = entry
        ? featureView(call.azure, entry)
        : featureBody(subscriptionOf(call.path.id), provider, name, otherwise);
    return { status: 200, body };
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

/** Of one provider, or of all. */
function listAs(view: (azure: Azure, entry: Entry<Feature>) => JsonObject) {
    return ({ azure, path }: Call): Reply => {
        const [provider] = path.names;
        const value = featuresOf(azure)
            .list(subscriptionOf(path.id))
            .filter(({ data }) => !provider || sameId(data.provider, provider))
            .map((entry) => view(azure, entry));
        return { status: 200, body: { value } };
    };
}

/** Asking again changes nothing of when. */
function ask(call: Call, properties: JsonObject): Entry<Feature> {
    const { azure } = call;
    const [provider = "", name = ""] = call.path.names;
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

/** Provider and feature are named alike in either path. */
function idOf({ path }: Call): string {
    return idIn(subscriptionOf(path.id), featureRegistrationType, ...path.names);
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
