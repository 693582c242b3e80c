import { notModelled } from "../../kernel/errors";
import { type JsonObject, stringAt, stringsAt, valueAt } from "../../kernel/json";
import { sameId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { networkType, peeringType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { requireIdle } from "../longRunning";
import { type PlainResource, tableOf } from "../plainResource";
import type { About, PlainType } from "../plainRoutes";
import type { Call } from "../service";
import { overlaps } from "./cidr";
import * as errors from "./errors";
import { networksOf } from "./state";

type Peering = Entry<PlainResource>;

/**
 * One side of two networks that reach each other: `Initiated` until the other network has its own peering, then both are
 * `Connected`. If one of them goes, the other one is `Disconnected`
 * (https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering).
 */
export const peering: PlainType = {
    type: peeringType,
    kind: "child",
    etag: true,
    patch: "none",
    // https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering#permissions
    links: [{ at: "remoteVirtualNetwork.id", action: `${networkType}/peer/action` }],
    properties: (sent, about) => ({ ...sent, peeringState: initialState(sent, about) }),
    computed: (azure, entry) => ({
        peeringState: stateOf(azure, entry),
        peeringSyncLevel: "FullyInSync",
        remoteAddressSpace: addressSpaceOf(azure, remoteOf(entry)),
        remoteVirtualNetworkAddressSpace: addressSpaceOf(azure, remoteOf(entry)),
    }),
    written: connect,
    check: checkPeering,
    busy: { of: "operation", refuse: (call) => errors.referencedNotProvisioned(call.path.parent, call.path.id) },
};

function checkPeering(call: Call): void {
    const { azure, path, body } = call;
    if (valueAt(body, "properties", "useRemoteGateways") === true) {
        throw notModelled("a peering with useRemoteGateways");
    }
    if (valueAt(body, "properties", "peerCompleteVnets") === false) {
        throw notModelled("a peering of subnets");
    }
    const remote = stringAt(body, "properties", "remoteVirtualNetwork", "id") ?? "";
    requireApart(azure, path.parent, remote);
    requireIdle(azure, remote, () => errors.referencedNotProvisioned(remote, path.id));
    const back = peeringOf(azure, remote, path.parent);
    if (back && stateOf(azure, back) === "Disconnected") {
        throw errors.remotePeeringIsDisconnected(path.id, back.id, path.parent);
    }
}

/** A network reaches every address once: neither its peer nor what the peer reaches already may have one of its own. */
function requireApart(azure: Azure, local: string, remote: string): void {
    const others = peeringsOf(azure, remote)
        .map(remoteOf)
        .filter((id) => !sameId(id, local));
    for (const [position, id] of [remote, ...others].entries()) {
        const shared = prefixesOf(azure, local).filter((prefix) =>
            prefixesOf(azure, id).some((other) => overlaps(prefix, other)),
        );
        if (shared.length > 0) {
            throw errors.peersOverlap(local, remote, position === 0 ? undefined : id, shared);
        }
    }
}

/** What is kept says whether the two were connected when one of them was last written. */
function initialState(sent: JsonObject, { azure, id }: About): string {
    return peeringOf(azure, stringAt(sent, "remoteVirtualNetwork", "id") ?? "", networkOf(id))
        ? "Connected"
        : "Initiated";
}

function connect(azure: Azure, entry: Peering): void {
    const back = peeringOf(azure, remoteOf(entry), networkOf(entry.id));
    if (back) {
        const properties = { ...back.data.properties, peeringState: "Connected" };
        tableOf(azure, peeringType).put(back.id, { ...back.data, properties });
    }
}

function stateOf(azure: Azure, entry: Peering): string {
    const kept = stringAt(entry.data.properties, "peeringState") ?? "Initiated";
    const isAlone = !peeringOf(azure, remoteOf(entry), networkOf(entry.id));
    return kept === "Connected" && isAlone ? "Disconnected" : kept;
}

/** The addresses of a peered network stay: how a change of them is told to its peers is not modelled. */
export function requireSameAddresses({ azure, path, body }: Call): void {
    const isPeered = peeringsOf(azure, path.id).length > 0;
    const wanted = stringsAt(body, "properties.addressSpace.addressPrefixes.*");
    if (isPeered && String(wanted) !== String(prefixesOf(azure, path.id))) {
        throw notModelled("another address space of a network with peerings");
    }
}

function peeringsOf(azure: Azure, network: string): Peering[] {
    return tableOf(azure, peeringType).list(network);
}

function peeringOf(azure: Azure, network: string, remote: string): Peering | undefined {
    return peeringsOf(azure, network).find((entry) => sameId(remoteOf(entry), remote));
}

const remoteOf = ({ data }: Peering) => stringAt(data.properties, "remoteVirtualNetwork", "id") ?? "";
const networkOf = (peeringId: string) => peeringId.split("/").slice(0, -2).join("/");
const addressSpaceOf = (azure: Azure, network: string) => networksOf(azure).get(network)?.data.properties.addressSpace;
const prefixesOf = (azure: Azure, network: string) => stringsAt(addressSpaceOf(azure, network), "addressPrefixes.*");
