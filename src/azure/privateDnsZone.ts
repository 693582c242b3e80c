import { isIdOf, PRIVATE_DNS_ZONE, parseResourceId } from "./resourceId";

/** The end is the cloud's: of Azure's public one, of US Government, of China. */
const ZONE_NAME =
    /^(?:[a-z0-9-]+\.)?(private(?:link)?)\.([a-z0-9]+)\.(?:azmk8s\.io|cx\.aks\.containerservice\.azure\.us|cx\.prod\.service\.azk8s\.cn)$/i;

/** What the name of a private DNS zone for API servers says; undefined where `id` is the id of no such zone. */
export function zoneParts(id: unknown): { kind: string; region: string } | undefined {
    const zone = typeof id === "string" && isIdOf(PRIVATE_DNS_ZONE, id) ? parseResourceId(id)?.names[0] : "";
    const [, kind, region] = ZONE_NAME.exec(zone ?? "") ?? [];
    return kind && region ? { kind: kind.toLowerCase(), region: region.toLowerCase() } : undefined;
}

/** Whether an API server's private DNS zone is one of the user's own. An output cannot be one of the two words. */
export function isOwnZone(zone: unknown): boolean {
    return zone !== undefined && zone !== "system" && zone !== "none";
}
