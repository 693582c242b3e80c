import { isMap, type PropertyMap } from "../host/propertyValues";
import type { AzureadType, Property } from "./azureadType";
import { directoryType } from "./directoryType";
import { fromGraph, list, objectIdOf, text, textAt, toGraph } from "./values";

/** `owners`, `preventDuplicateNames` and blocks such as `api`, `appRoles`, `web` and `password` are not modelled, and refused by name. */
export const azureadApplication = directoryType({
    token: "azuread:index/application:Application",
    set: "applications",
    properties: {
        displayName: { graph: "displayName", required: true },
        description: { graph: "description" },
        deviceOnlyAuthEnabled: { graph: "isDeviceOnlyAuthSupported", default: false },
        fallbackPublicClientEnabled: { graph: "isFallbackPublicClient", default: false },
        identifierUris: { graph: "identifierUris", set: true },
        notes: { graph: "notes" },
        serviceManagementReference: { graph: "serviceManagementReference" },
        signInAudience: { graph: "signInAudience", default: "AzureADMyOrg" },
        tags: { graph: "tags", set: true, computed: true },
    },
    outputs: {
        appRoleIds: () => ({}),
        clientId: textAt("appId"),
        disabledByMicrosoft: textAt("disabledByMicrosoftStatus"),
        logoUrl: () => "",
        oauth2PermissionScopeIds: () => ({}),
        objectId: textAt("id"),
        publisherDomain: textAt("publisherDomain"),
    },
});

/** An application's `id`, not its client id nor its object id: since v6 it is a path (facts §9). */
const applicationId: Property = {
    required: true,
    forceNew: true,
    refusal: (value) =>
        /^\/applications\/[^/]+$/.test(value)
            ? undefined
            : `parsing "${value}": expected the id of an application in the form "/applications/{applicationId}"`,
};

const settings: Record<string, Property> = {
    displayName: { graph: "displayName", forceNew: true, computed: true },
    endDate: { graph: "endDateTime", forceNew: true, computed: true },
    startDate: { graph: "startDateTime", forceNew: true, computed: true },
};

/** The secret's text comes with its creation and never again (facts §9): a refresh keeps what the state has. */
export const azureadApplicationPassword: AzureadType = {
    token: "azuread:index/applicationPassword:ApplicationPassword",
    properties: { applicationId, ...settings },
    outputs: ["keyId", "value"],
    secrets: ["value"],
    async create(graph, inputs) {
        const objectId = objectIdOf(text(inputs.applicationId));
        const passwordCredential = toGraph(settings, inputs);
        const made = await graph.post(`applications/${objectId}/addPassword`, { passwordCredential });
        const properties = { ...inputs, ...stateOf(made), value: text(made.secretText) };
        return { id: `${objectId}/password/${text(made.keyId)}`, properties };
    },
    async read(graph, id, state) {
        const [objectId = "", , keyId] = id.split("/");
        const application = await graph.find(`applications/${objectId}`);
        const credentials = list(application?.passwordCredentials);
        const found = credentials.filter(isMap).find((credential) => credential.keyId === keyId);
        return found && { ...state, applicationId: `/applications/${objectId}`, ...stateOf(found) };
    },
    async remove(graph, id) {
        const [objectId = "", , keyId = ""] = id.split("/");
        const application = await graph.find(`applications/${objectId}`);
        const known = JSON.stringify(application?.passwordCredentials ?? []).includes(keyId);
        if (known) await graph.post(`applications/${objectId}/removePassword`, { keyId });
    },
};

function stateOf(credential: PropertyMap): PropertyMap {
    return { ...fromGraph(settings, credential), keyId: text(credential.keyId) };
}
