import { ArmError, notModelled } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { subscriptionOf } from "../../kernel/resourceId";
import { providerType } from "../../kernel/typeNames";
import type { Call } from "../service";

type State = "Registered" | "Unregistered";

/** Registrations as kept. Everything that is modelled counts as registered until it is unregistered. */
interface Registration {
    state: State;
}

export function getProvider(call: Call): Reply {
    const wanted = call.path.name.toLowerCase();
    const provider = providersOf(call).find(({ namespace }) => namespace.toLowerCase() === wanted);
    if (!provider) throw call.path.name.includes(".") ? notModelled(`the provider '${call.path.name}'`) : invalid(call);
    return { status: 200, body: provider };
}

export function listProviders(call: Call): Reply {
    return { status: 200, body: { value: providersOf(call) } };
}

/** Both answer with the provider in its new state, at once: Azure takes minutes, and nothing here waits for it. */
export const registerProvider = (call: Call): Reply => become(call, "Registered");
export const unregisterProvider = (call: Call): Reply => become(call, "Unregistered");

function become(call: Call, state: State): Reply {
    getProvider(call);
    call.azure.store.table<Registration>(providerType).put(call.path.id, { state });
    return getProvider(call);
}

function providersOf({ azure, path }: Call) {
    const kept = azure.store.table<Registration>(providerType);
    return azure.services.map(({ namespace, routes }) => {
        const id = `${subscriptionOf(path.id)}/providers/${namespace}`;
        const types = routes.map(({ type }) => type).filter((type) => type.startsWith(`${namespace}/`));
        return {
            id,
            namespace,
            registrationPolicy: "RegistrationRequired",
            registrationState: kept.get(id)?.data.state ?? "Registered",
            resourceTypes: [...new Set(types)].map((type) => ({
                resourceType: type.slice(namespace.length + 1),
                locations: [],
                apiVersions: [],
            })),
        };
    });
}

const invalid = ({ path }: Call) =>
    new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${path.name}' is invalid.`);
