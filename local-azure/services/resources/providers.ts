import { ArmError, notModelled } from "../../arm/errors";
import type { Call, Reply } from "../service";

/** Registrations: everything that is modelled counts as registered, so registering it again changes nothing. */
export function getProvider(call: Call): Reply {
    const wanted = call.path.name.toLowerCase();
    const provider = providersOf(call).find(({ namespace }) => namespace.toLowerCase() === wanted);
    if (!provider)
        throw call.path.name.includes(".") ? notModelled(`the provider '${call.path.name}'`) : invalid(call);
    return { status: 200, body: provider };
}

export function listProviders(call: Call): Reply {
    return { status: 200, body: { value: providersOf(call) } };
}

function providersOf({ azure }: Call) {
    const { subscriptionId } = azure.settings;
    return azure.services.map(({ namespace, routes }) => ({
        id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
        namespace,
        registrationPolicy: "RegistrationRequired",
        registrationState: "Registered",
        resourceTypes: [...new Set(routes.map(({ type }) => type.slice(namespace.length + 1)))].map(
            (resourceType) => ({
                resourceType,
                locations: [],
                apiVersions: [],
            }),
        ),
    }));
}

const invalid = ({ path }: Call) =>
    new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${path.name}' is invalid.`);
