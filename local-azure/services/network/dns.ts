import { invalidParameter } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, stringAt, valueAt } from "../../kernel/json";
import { nameOf, sameId } from "../../kernel/resourceId";
import { networkType, privateZoneType, publicZoneType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { guidOf, hexOf } from "../hashes";
import { tableOf } from "../plainResource";
import { type PlainType, view } from "../plainRoutes";
import { type Call, type Route, route } from "../service";
import * as errors from "./errors";

const linkType = `${privateZoneType}/virtualNetworkLinks`;

const privateRecords = ["A", "AAAA", "CNAME", "MX", "PTR", "SRV", "TXT"];
const publicRecords = [...privateRecords, "CAA", "NS"];

/** A record set is one name with one kind of record; its kind is part of its type, and so of its RBAC action. */
function recordSets(zone: string, kinds: string[]): PlainType[] {
    return kinds.map((kind) => ({
        type: `${zone}/${kind}`,
        kind: "child",
        etag: true,
        stateless: true,
        patch: "merge",
        removedAtOnce: true,
        computed: (_azure, { id }) => ({ fqdn: fqdnOf(id) }),
        check: ({ body }) => {
            // Public zones call it TTL, private ones ttl.
            const ttl = valueAt(body, "properties", "TTL") ?? valueAt(body, "properties", "ttl");
            if (typeof ttl !== "number") throw invalidParameter("A record set needs a 'ttl'.");
        },
    }));
}

export const dnsTypes: PlainType[] = [
    {
        type: privateZoneType,
        location: "global",
        etag: true,
        check: ({ path }) => requireZoneName(path.name),
        checkRemoval: refuseIfLinked,
        computed: (azure, { id }) => privateCounts(azure, id),
    },
    {
        type: linkType,
        kind: "child",
        etag: true,
        location: "global",
        links: [{ at: "virtualNetwork.id", action: `${networkType}/join/action` }],
        check: refuseSecondLink,
        properties: (sent) => ({ registrationEnabled: false, ...sent, virtualNetworkLinkState: "Completed" }),
    },
    ...recordSets(privateZoneType, privateRecords),
    {
        type: publicZoneType,
        location: "global",
        etag: true,
        stateless: true,
        check: ({ path }) => requireZoneName(path.name),
        properties: (sent) => ({ zoneType: "Public", ...sent }),
        computed: (azure, { id }) => ({
            maxNumberOfRecordSets: 10_000,
            // The zone's own SOA and NS sets are counted and not kept.
            numberOfRecordSets: 2 + recordsOf(azure, id, publicZoneType, publicRecords).length,
            nameServers: nameServersOf(id),
        }),
    },
    ...recordSets(publicZoneType, publicRecords),
];

/** All record sets of a zone, whatever their kind; each provider has its own word for it. */
export const dnsRoutes: Route[] = [
    route("GET", `${privateZoneType}/ALL`, "collection", listOf(privateZoneType, privateRecords)),
    route("GET", `${publicZoneType}/all`, "collection", listOf(publicZoneType, publicRecords)),
    route("GET", `${publicZoneType}/recordsets`, "collection", listOf(publicZoneType, publicRecords)),
];

function listOf(zone: string, kinds: string[]) {
    const plain = new Map(recordSets(zone, kinds).map((type) => [type.type, type]));
    return ({ azure, path }: Call): Reply => {
        const value = recordsOf(azure, path.parent, zone, kinds).flatMap((entry) => {
            const type = plain.get(entry.type);
            return type ? [view(azure, entry, type)] : [];
        });
        return { status: 200, body: { value } };
    };
}

function recordsOf(azure: Azure, zoneId: string, zone: string, kinds: string[]) {
    return kinds.flatMap((kind) => tableOf(azure, `${zone}/${kind}`).list(zoneId));
}

function privateCounts(azure: Azure, id: string): JsonObject {
    const links = tableOf(azure, linkType).list(id);
    return {
        internalId: Buffer.from(`ImmutableZoneIdentity;${guidOf(id)};0`).toString("base64"),
        maxNumberOfRecordSets: 25_000,
        maxNumberOfVirtualNetworkLinks: 1_000,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
        // The zone's own SOA set is counted and not kept.
        numberOfRecordSets: 1 + recordsOf(azure, id, privateZoneType, privateRecords).length,
        numberOfVirtualNetworkLinks: links.length,
        numberOfVirtualNetworkLinksWithRegistration: links.filter(({ data }) => data.properties.registrationEnabled)
            .length,
    };
}

function refuseIfLinked({ azure }: Call, id: string): void {
    const links = tableOf(azure, linkType).list(id);
    if (links.length === 0) return;
    throw errors.nestedResources(links.map((link) => nestedName(link.id)));
}

/** `Microsoft.Network/privateDnsZones/{zone}/virtualNetworkLinks/{link}`, as the message has it. */
function nestedName(id: string): string {
    return id.slice(id.toLowerCase().indexOf("/providers/") + "/providers/".length);
}

/** One network sees one zone of a name, and a zone once. */
function refuseSecondLink({ azure, path, body }: Call): void {
    const wanted = stringAt(body, "properties", "virtualNetwork", "id") ?? "";
    const zone = nameOf(path.parent);
    const other = tableOf(azure, linkType)
        .list()
        .filter(({ id }) => !sameId(id, path.id))
        .find(
            ({ id, data }) =>
                sameId(stringAt(data.properties, "virtualNetwork", "id") ?? "", wanted) &&
                zoneOf(id).toLowerCase() === zone.toLowerCase(),
        );
    if (other) throw errors.overlappingNamespaces(zone, zoneOf(other.id));
}

const zoneOf = (linkId: string) => linkId.split("/").at(-3) ?? "";

/** Azure's own code for a bad name is not documented. */
function requireZoneName(name: string): void {
    const labels = name.split(".");
    if (labels.length < 2 || name.length > 253 || !labels.every((label) => /^[\w-]{1,63}$/.test(label))) {
        throw invalidParameter(`The zone name '${name}' is not valid: at least two labels of letters, digits and '-'.`);
    }
}

/** `www` in `example.com` is `www.example.com.`; `@` is the zone itself. */
function fqdnOf(id: string): string {
    const [zone = "", , name = ""] = id.split("/").slice(-3);
    return name === "@" ? `${zone}.` : `${name}.${zone}.`;
}

function nameServersOf(id: string): string[] {
    const number = (Number.parseInt(hexOf(id).slice(0, 4), 16) % 99) + 1;
    const shard = String(number).padStart(2, "0");
    return ["com", "net", "org", "info"].map((end, i) => `ns${i + 1}-${shard}.azure-dns.${end}.`);
}
