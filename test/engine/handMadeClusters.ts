import { objectAt } from "../../local-azure/kernel/json";
import type { TestAzure } from "../local-azure/harness";
import type { GroundIds } from "./handMadeGround";

/** Clusters and what belongs to them, made by raw requests. */

const AKS_VERSION = "2025-09-01";

/** A role that somebody has assigned by hand, under a random name. */
export interface HandMade {
    role: keyof typeof ROLES;
    scope: string;
    principalId: string;
    description?: string;
}

const ROLES = {
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "DNS Zone Contributor": "befefa01-2a29-4197-83a8-272ff33ce314",
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
} as const;

interface OwnIdentity {
    id: string;
    principalId: string;
    clientId: string;
}

/** What a cluster's request is made of. */
export interface Builder {
    ids: GroundIds;
    identity(name: string): Promise<OwnIdentity>;
    assign(...assignments: HandMade[]): Promise<void>;
}

/** Object ids of what a cluster runs as; empty where it has none. */
type Principals = Record<"controlPlane" | "kubelet" | "routing" | "gateway", string>;

export interface ClusterRequest {
    body: Record<string, unknown>;
    /** Role assignments that follow the cluster. */
    after?(live: Principals): HandMade[];
}

export const userAssigned = ({ id }: OwnIdentity) => ({ type: "UserAssigned", userAssignedIdentities: { [id]: {} } });

export function builderOf(arm: TestAzure, ids: GroundIds): Builder {
    let assigned = 0;
    return {
        ids,
        identity: async (name) => {
            const id = `${ids.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
            const answer = await arm.put(id, { location: "westeurope" });
            expect(answer).toMatchObject({ status: 201 });
            const { principalId, clientId } = answer.body.properties;
            return { id, principalId, clientId };
        },
        assign: async (...assignments) => {
            for (const { role, scope, principalId, description } of assignments) {
                assigned += 1;
                const name = `00000000-0000-4000-8000-${String(assigned).padStart(12, "0")}`;
                const roleDefinitionId = `${arm.subscription}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
                const properties = { principalId, principalType: "ServicePrincipal", roleDefinitionId, description };
                const answer = await arm.put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
                    properties,
                });
                expect(answer).toMatchObject({ status: 201 });
            }
        },
    };
}

/** Creates a cluster and then its role assignments; returns its id. */
export async function createCluster(
    arm: TestAzure,
    { ids, assign }: Builder,
    name: string,
    { body, after }: ClusterRequest,
): Promise<string> {
    const id = `${ids.group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
    const properties = { dnsPrefix: name, ...Object(body.properties) };
    if ("fqdnSubdomain" in properties) {
        Reflect.deleteProperty(properties, "dnsPrefix");
    }
    const answer = await arm.put(id, { location: "westeurope", ...body, properties }, { apiVersion: AKS_VERSION });
    expect({ name, status: answer.status, error: answer.body.error }).toEqual({ name, status: 201 });
    const live = (await arm.get(id, { apiVersion: AKS_VERSION })).body;
    const [ownIdentity] = Object.values(live.identity?.userAssignedIdentities ?? {});
    const shown = (...path: string[]) => String(objectAt(live.properties, ...path)?.objectId ?? "");
    const principals: Principals = {
        controlPlane: ownIdentity?.principalId ?? live.identity?.principalId ?? "",
        kubelet: shown("identityProfile", "kubeletidentity"),
        routing: shown("ingressProfile", "webAppRouting", "identity"),
        gateway: shown("addonProfiles", "ingressApplicationGateway", "identity"),
    };
    await assign(...(after?.(principals) ?? []));
    return id;
}

/** A cluster with its pools and all role assignments of the subscription, as Azure shows them. */
export async function showOf(arm: TestAzure, id: string) {
    const read = async (path: string, apiVersion: string) => (await arm.get(path, { apiVersion })).body;
    return {
        cluster: await read(id, AKS_VERSION),
        pools: (await read(`${id}/agentPools`, AKS_VERSION)).value,
        roleAssignments: (
            await read(`${arm.subscription}/providers/Microsoft.Authorization/roleAssignments`, "2022-04-01")
        ).value,
    };
}
