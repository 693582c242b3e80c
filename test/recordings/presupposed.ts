import { parseArmPath } from "../../local-azure/kernel/resourceId";
import type { TestAzure } from "../local-azure/harness";
import { type Exchange, isArm, isPoll, pathOf, type Recording, timeOf } from "./recording";
import type { Play } from "./replay";

/** What a resource that a recording only points at is made of here: enough to be pointed at. */
const bodies: Record<string, (location: string) => object> = {
    "microsoft.containerregistry/registries": (location) => ({ location, sku: { name: "Premium" } }),
    "microsoft.keyvault/vaults": (location) => ({
        location,
        properties: {
            tenantId: "72f988bf-86f1-41af-91ab-2d7cd011db47",
            sku: { family: "A", name: "standard" },
            accessPolicies: [],
        },
    }),
    "microsoft.managedidentity/userassignedidentities": (location) => ({ location }),
    "microsoft.network/applicationgateways": (location) => ({ location, properties: {} }),
    "microsoft.network/dnszones": () => ({ location: "global" }),
    "microsoft.network/privatednszones": () => ({ location: "global" }),
    "microsoft.network/publicipaddresses": (location) => ({
        location,
        sku: { name: "Standard" },
        properties: { publicIPAllocationMethod: "Static" },
    }),
    "microsoft.operationalinsights/workspaces": (location) => ({ location, properties: {} }),
};

const subnetType = "microsoft.network/virtualnetworks/subnets";

/** A play for a recording that is not known by name: what was there before it follows from the ids in its requests. */
export function derivedPlay({ exchanges: all, options, presupposed = [] }: Recording): Play {
    const exchanges = all.filter(isArm);
    return {
        options: { operationSeconds: shortestOperation(exchanges), ...options },
        setUp: async (azure) => {
            await makePresupposed(azure, exchanges);
            for (const each of presupposed) {
                const { status, body } = await azure.put(pathOf(each), each.request);
                if (status >= 300) throw new Error(JSON.stringify(body));
            }
            // What was there already was not just being made.
            if (presupposed.length > 0) azure.advance(600);
        },
        body: (exchange, azure) => withKnownPrincipal(exchange, exchanges, azure),
    };
}

/** In seconds: no operation may take longer than the one that was soonest seen to have ended. */
function shortestOperation(exchanges: Exchange[]): number {
    let start = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (const exchange of exchanges) {
        if (exchange.responseHeaders?.["azure-asyncoperation"]) start = timeOf(exchange);
        const { status } = (exchange.response ?? {}) as { status?: string };
        if (isPoll(exchange) && status === "Succeeded") shortest = Math.min(shortest, timeOf(exchange) - start);
    }
    return Number.isFinite(shortest) ? Math.max(1, shortest / 1000) : 120;
}

async function makePresupposed(azure: TestAzure, exchanges: Exchange[]): Promise<void> {
    const location = exchanges.map(({ request }) => locationOf(request)).find(Boolean) ?? "westus2";
    const groups = new Set(exchanges.flatMap(({ url }) => groupsIn(url)));
    for (const group of groups) await azure.put(`resourceGroups/${group}`, { location });
    const made = new Set(
        exchanges.filter(({ method, status }) => method === "PUT" || status === 404).map(({ url }) => idOf(url)),
    );
    await makeResources(azure, pointedAt(exchanges), location, made);
}

/** Makes the resources of these ids, with their groups and networks, but for those that somebody else makes. */
export async function makeResources(
    azure: TestAzure,
    ids: string[],
    location: string,
    made: ReadonlySet<string> = new Set(),
): Promise<void> {
    const groups = ids.filter((id) => groupsIn(id).length > 0).map((id) => id.split("/").slice(0, 5).join("/"));
    for (const group of new Set(groups)) await azure.put(group, { location });
    for (const [network, subnets] of networksOf(ids)) {
        if (made.has(network.toLowerCase())) continue;
        await azure.put(network, {
            location,
            properties: {
                addressSpace: { addressPrefixes: ["10.0.0.0/8"] },
                subnets: subnets.map((name, index) => ({
                    name,
                    properties: { addressPrefix: `10.${240 + index}.0.0/16` },
                })),
            },
        });
    }
    for (const id of ids) {
        const body = bodies[parseArmPath(id)?.type.toLowerCase() ?? ""];
        if (body && !made.has(id.toLowerCase())) await azure.put(id, body(location));
    }
}

/** The ids in what was sent, each once, without those that AKS makes itself. */
function pointedAt(exchanges: Exchange[]): string[] {
    const sent = exchanges.map(({ request }) => JSON.stringify(request ?? "")).join("\n");
    const scopes = exchanges.map(
        ({ url }) => /^https:\/\/[^/]+(\/.+?)\/providers\/Microsoft\.Authorization\//i.exec(url)?.[1],
    );
    const read = exchanges.flatMap(({ method, status, url }) =>
        method === "GET" && status === 200 ? [new URL(url).pathname] : [],
    );
    const ids = [...read, ...(sent.match(/\/subscriptions\/[^"\\?\s]+\/providers\/[^"\\?\s]+/gi) ?? []), ...scopes];
    const unique = new Map(
        ids.flatMap((id) => (id && !/\/resourceGroups\/MC_/i.test(id) ? [[id.toLowerCase(), id]] : [])),
    );
    return [...unique.values()];
}

function networksOf(ids: string[]): Map<string, string[]> {
    const networks = new Map<string, string[]>();
    for (const id of ids) {
        const path = parseArmPath(id);
        if (path?.type.toLowerCase() !== subnetType) continue;
        networks.set(path.parent, [...(networks.get(path.parent) ?? []), path.name]);
    }
    return networks;
}

/** All principals are one scrubbed GUID in a recording: it stands for whichever identity was made last. */
async function withKnownPrincipal(exchange: Exchange, exchanges: Exchange[], azure: TestAzure): Promise<unknown> {
    if (exchange.method !== "PUT" || !exchange.url.includes("/roleAssignments/")) return undefined;
    const holders = exchanges
        .slice(0, exchanges.indexOf(exchange))
        .filter(({ method, url }) => method === "PUT" && /userAssignedIdentities|managedClusters/.test(url));
    const last = holders.at(-1);
    if (!last) return undefined;
    const { body } = await azure.get(idOf(last.url));
    const principalId =
        body.properties.principalId ??
        body.identity?.principalId ??
        Object.values(body.identity?.userAssignedIdentities ?? {})[0]?.principalId;
    return { properties: { ...(exchange.request as { properties: object }).properties, principalId } };
}

const idOf = (url: string) => new URL(url).pathname.toLowerCase();

function groupsIn(id: string): string[] {
    const [, group] = /\/resourceGroups\/([^/?]+)/i.exec(id) ?? [];
    return group && !group.startsWith("MC_") ? [group] : [];
}

function locationOf(request: unknown): string | undefined {
    const { location } = (request ?? {}) as { location?: string };
    return location === "global" ? undefined : location;
}
