import { setMaxListeners } from "node:events";
import { parsed } from "./armAnswer";
import type { ArmClient, Patience } from "./armClient";
import { isMap, type PropertyMap } from "./propertyValues";

/** What one configured provider of one engine run knows: the real plugin is a process of its own for each. */
export interface Session {
    /** Signed in as the identity of `azure-native:clientId`, without one as the deployer. */
    arm: ArmClient;
    subscriptionId: string;
    locations: LocationSources;
    /** `azure-native:skipReadOnUpdate`. Its environment variable never reaches a provider that is attached to. */
    skipReadOnUpdate: boolean;
    cancel: AbortController;
}

export interface LocationSources {
    /** `azure-native:location` of the provider's configuration. */
    configured?: string;
    /** Asks ARM; undefined where the group cannot be read. */
    ofResourceGroup(name: string): Promise<string | undefined>;
}

/** Sessions by the client's connection: the engine dials once for each provider, and all dial the same port. */
export interface Sessions {
    configure(peer: string, configuration: PropertyMap): void;
    of(peer: string): Session;
    cancel(peer: string): void;
}

export function sessions(deployer: ArmClient, fallbackSubscription: string): Sessions {
    const byPeer = new Map<string, Session>();
    const start = (configuration: PropertyMap): Session => {
        const subscriptionId = text(configuration.subscriptionId) ?? fallbackSubscription;
        const location = text(configuration.location);
        const clientId = text(configuration.clientId);
        const arm = clientId === undefined ? deployer : deployer.signedInAs(clientId);
        const cancel = new AbortController();
        // Every request and every wait of an engine run listens, as many as go on side by side.
        setMaxListeners(0, cancel.signal);
        const patience = { deadline: Number.POSITIVE_INFINITY, signal: cancel.signal };
        const ofResourceGroup = cached((name) => groupLocation(arm, subscriptionId, name, patience));
        return {
            arm,
            subscriptionId,
            skipReadOnUpdate: text(configuration.skipReadOnUpdate) === "true",
            locations: { ...(location ? { configured: location } : {}), ofResourceGroup },
            cancel,
        };
    };
    let latest = start({});
    return {
        configure(peer, configuration) {
            latest = start(configuration);
            byPeer.set(peer, latest);
        },
        // A connection that broke comes back under another name.
        of: (peer) => byPeer.get(peer) ?? latest,
        cancel(peer) {
            const session = byPeer.get(peer);
            session?.cancel.abort(new Error("operation was cancelled"));
            byPeer.delete(peer);
            if (session === latest) latest = start({});
        },
    };
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

async function groupLocation(
    arm: ArmClient,
    subscriptionId: string,
    name: string,
    patience: Patience,
): Promise<string | undefined> {
    const url = `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(name)}`;
    const response = await arm.send({ method: "GET", url, apiVersion: "2020-10-01" }, patience);
    const body = response.status === 200 ? parsed(response.body) : undefined;
    return isMap(body) ? text(body.location) : undefined;
}

/** Keeps what was found; a group that is not there yet is asked for again. */
function cached(look: (name: string) => Promise<string | undefined>): (name: string) => Promise<string | undefined> {
    const found = new Map<string, string>();
    return async (name) => {
        const key = name.toLowerCase();
        const location = found.get(key) ?? (await look(name));
        if (location !== undefined) found.set(key, location);
        return location;
    };
}
