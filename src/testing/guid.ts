import { guidOfName } from "../azure/guid";

/** A GUID made once, never to change: tests may have the values that come of it in snapshots. */
const NAMESPACE = "0f6f2b0e-52a2-4a0f-8f0e-6c1d2a3b4c5d";

/** The same GUID for the same words in every run, in whatever letter case. */
export function guidOf(...words: string[]): string {
    return guidOfName(words.join("|").toLowerCase(), NAMESPACE);
}

/** Client and object id of an identity: the same for a resource and a look-up of it, whatever the subscription. */
export function principalOf(id: string): { clientId: string; principalId: string } {
    const inSubscription = id.replace(/^\/subscriptions\/[^/]+/i, "");
    return { clientId: guidOf("client", inSubscription), principalId: guidOf("principal", inSubscription) };
}
