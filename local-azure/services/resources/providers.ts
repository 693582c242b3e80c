import { ArmError, missingSubscriptionRegistration, notModelled } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type ArmPath, namespaceOf, subscriptionOf } from "../../kernel/resourceId";
import { providerType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
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

/** ARM's own need no registration. */
const isFree = (namespace: string) => /^Microsoft\.(Resources|Authorization|Features|ResourceGraph)$/i.test(namespace);

/** A subscription writes nothing with a provider that it is not registered for. Reads are answered. */
export function requireRegistered({ store }: Azure, { id }: ArmPath, type: string): void {
    const namespace = namespaceOf(type);
    const provider = `${subscriptionOf(id)}/providers/${namespace}`;
    const kept = isFree(namespace) ? undefined : store.table<Registration>(providerType).get(provider);
    if (kept?.data.state === "Unregistered") throw missingSubscriptionRegistration(namespace);
}

function become(call: Call, state: State): Reply {
    getProvider(call);
    const { azure, path } = call;
    const isUsed = azure.store
        .within(subscriptionOf(path.id))
        .some(({ type }) => namespaceOf(type).toLowerCase() === path.name.toLowerCase());
    if (state === "Unregistered" && (isUsed || isFree(path.name))) {
        throw notModelled(`how Azure refuses to unregister '${path.name}', which is in use`);
    }
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
            registrationPolicy: isFree(namespace) ? "RegistrationFree" : "RegistrationRequired",
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
