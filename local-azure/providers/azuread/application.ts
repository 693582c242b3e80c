import { isMap, type PropertyMap } from "../host/propertyValues";
import type { AzureadType, Property } from "./azureadType";
import { fromGraph, list, objectIdOf, text, toGraph } from "./values";

const properties: Record<string, Property> = {
    displayName: { graph: "displayName", required: true },
    description: { graph: "description" },
    deviceOnlyAuthEnabled: { graph: "isDeviceOnlyAuthSupported", default: false },
    fallbackPublicClientEnabled: { graph: "isFallbackPublicClient", default: false },
    identifierUris: { graph: "identifierUris", set: true },
    notes: { graph: "notes" },
    serviceManagementReference: { graph: "serviceManagementReference" },
    signInAudience: { graph: "signInAudience", default: "AzureADMyOrg" },
    tags: { graph: "tags", set: true, computed: true },
};

/** `owners`, `preventDuplicateNames` and blocks such as `api`, `appRoles`, `web` and `password` are not modelled, and refused by name. */
export const azureadApplication: AzureadType = {
    token: "azuread:index/application:Application",
    properties,
    outputs: [
        "appRoleIds",
        "clientId",
        "disabledByMicrosoft",
        "logoUrl",
        "oauth2PermissionScopeIds",
        "objectId",
        "publisherDomain",
    ],
    async create(graph, inputs) {
        const made = await graph.post("applications", toGraph(properties, inputs));
        const object = await graph.appeared(`applications/${text(made.id)}`);
        return { id: `/applications/${text(made.id)}`, properties: outputs(object) };
    },
    async read(graph, id) {
        const object = await graph.find(`applications/${objectIdOf(id)}`);
        return object && outputs(object);
    },
    update: (graph, id, olds, news) => graph.patch(`applications/${objectIdOf(id)}`, toGraph(properties, news, olds)),
    remove: (graph, id) => graph.remove(`applications/${objectIdOf(id)}`),
};

function outputs(object: PropertyMap): PropertyMap {
    return {
        ...fromGraph(properties, object),
        deviceOnlyAuthEnabled: object.isDeviceOnlyAuthSupported === true,
        fallbackPublicClientEnabled: object.isFallbackPublicClient === true,
        appRoleIds: {},
        clientId: text(object.appId),
        disabledByMicrosoft: text(object.disabledByMicrosoftStatus),
        logoUrl: "",
        oauth2PermissionScopeIds: {},
        objectId: text(object.id),
        publisherDomain: text(object.publisherDomain),
    };
}

/** An application's `id`, not its client id nor its object id: since v6 it is a path (facts §9). */
const applicationId: Property = {
    required: true,
    forceNew: true,
    refusal: (value) =>
        /^\/applications\/[^/]+$/.test(value)
            ? undefined
            : `parsing "${value}": expected the id of an application in the form "/applications/{applicationId}"`,
};

/** The secret's text comes with its creation and never again (facts §9): a refresh keeps what the state has. */
export const azureadApplicationPassword: AzureadType = {
    token: "azuread:index/applicationPassword:ApplicationPassword",
    properties: {
        applicationId,
        displayName: { forceNew: true, computed: true },
        endDate: { forceNew: true, computed: true },
        endDateRelative: { forceNew: true },
        rotateWhenChanged: { forceNew: true },
        startDate: { forceNew: true, computed: true },
    },
    outputs: ["keyId", "value"],
    secrets: ["value"],
    async create(graph, inputs) {
        const objectId = objectIdOf(text(inputs.applicationId));
        const endDate = inputs.endDate ?? relativeEnd(text(inputs.endDateRelative), graph.now());
        const passwordCredential = withoutUndefined({
            displayName: inputs.displayName,
            startDateTime: inputs.startDate,
            endDateTime: endDate,
        });
        const made = await graph.post(`applications/${objectId}/addPassword`, { passwordCredential });
        const properties = { ...inputs, ...passwordOutputs(made), value: text(made.secretText) };
        return { id: `${objectId}/password/${text(made.keyId)}`, properties };
    },
    async read(graph, id, state) {
        const [objectId = "", , keyId] = id.split("/");
        const application = await graph.find(`applications/${objectId}`);
        const credentials = list(application?.passwordCredentials);
        const found = credentials.filter(isMap).find((credential) => credential.keyId === keyId);
        const ofApplication = { applicationId: `/applications/${objectId}` };
        return found && { ...state, ...ofApplication, ...passwordOutputs(found) };
    },
    async remove(graph, id) {
        const [objectId = "", , keyId = ""] = id.split("/");
        const application = await graph.find(`applications/${objectId}`);
        const known = JSON.stringify(application?.passwordCredentials ?? []).includes(keyId);
        if (known) await graph.post(`applications/${objectId}/removePassword`, { keyId });
    },
};

function passwordOutputs(credential: PropertyMap): PropertyMap {
    return {
        displayName: text(credential.displayName),
        endDate: text(credential.endDateTime),
        keyId: text(credential.keyId),
        startDate: text(credential.startDateTime),
    };
}

/** A Go duration in hours, as the argument's documentation has it: `240h`. */
function relativeEnd(duration: string, now: number): string | undefined {
    if (duration === "") return undefined;
    const hours = /^(\d+)h$/.exec(duration)?.[1];
    if (!hours) throw new Error(`unable to parse "end_date_relative" (${duration}) as a duration in hours`);
    return new Date(now + Number(hours) * 3600_000).toISOString();
}

function withoutUndefined(map: Record<string, PropertyMap[string] | undefined>): PropertyMap {
    return Object.fromEntries(
        Object.entries(map).flatMap(([key, value]): [string, PropertyMap[string]][] =>
            value === undefined ? [] : [[key, value]],
        ),
    );
}
