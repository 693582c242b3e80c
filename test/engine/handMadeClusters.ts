import { objectAt } from "../../local-azure/kernel/json";
import { ADDON_IDENTITIES, type GrantedIdentity } from "../../src/grants/grant";
import { roleGuidOrId } from "../../src/grants/roles";
import type { LiveContext } from "../../src/migration/live/argsFromLive";
import type { ArmBody, TestAzure } from "../local-azure/harness";
import { type GroundIds, makeServicePrincipalByHand, type ServicePrincipal } from "./handMadeGround";

/** Clusters and what belongs to them, made by raw requests. */

const AKS_VERSION = "2025-09-01";

/** A role that somebody has assigned by hand, under a random name. */
export interface HandMade {
    /** Name or GUID of a built-in role. */
    role: string;
    scope: string;
    principalId: string;
    description?: string;
}

interface OwnIdentity {
    id: string;
    principalId: string;
    clientId: string;
}

/** What a cluster's request is made of. */
export interface Builder {
    ids: GroundIds;
    servicePrincipal(name: string): Promise<ServicePrincipal>;
    identity(name: string): Promise<OwnIdentity>;
    assign(...assignments: HandMade[]): Promise<void>;
}

/** Object ids of what a cluster runs as; empty where it has none. */
export type Principals = Record<GrantedIdentity, string>;

export interface ClusterRequest {
    body: Record<string, unknown>;
    /** That of `body`. */
    servicePrincipal?: ServicePrincipal;
    /** Role assignments that follow the cluster. */
    after?(live: Principals): HandMade[];
}

export const userAssigned = ({ id }: Pick<OwnIdentity, "id">) => ({
    type: "UserAssigned",
    userAssignedIdentities: { [id]: {} },
});

export function builderOf(arm: TestAzure, ids: GroundIds): Builder {
    const assigned = new Set<string>();
    return {
        ids,
        servicePrincipal: (name) => makeServicePrincipalByHand(arm, name),
        identity: async (name) => {
            const id = `${ids.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
            const answer = await arm.put(id, { location: "westeurope" });
            expect(answer).toMatchObject({ status: 201 });
            const { principalId, clientId } = answer.body.properties;
            return { id, principalId, clientId };
        },
        assign: async (...assignments) => {
            for (const { role, scope, principalId, description } of assignments) {
                const key = [role, scope, principalId].join();
                if (assigned.has(key)) {
                    continue;
                }
                assigned.add(key);
                const name = `00000000-0000-4000-8000-${String(assigned.size).padStart(12, "0")}`;
                const roleDefinitionId = `${arm.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleGuidOrId(role)}`;
                const properties = { principalId, principalType: "ServicePrincipal", roleDefinitionId, description };
                const answer = await arm.put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
                    properties,
                });
                expect(answer).toMatchObject({ status: 201 });
            }
        },
    };
}

/** A cluster that exists, and what is known of it besides what it shows. */
export interface HandMadeCluster {
    /** As AKS spells it. */
    id: string;
    context: Pick<LiveContext, "servicePrincipalObjectId">;
}

/** Creates a cluster and then its role assignments. */
export async function createCluster(
    arm: TestAzure,
    { ids, assign }: Builder,
    name: string,
    { body, servicePrincipal, after }: ClusterRequest,
): Promise<HandMadeCluster> {
    const id = `${ids.group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
    const properties = { dnsPrefix: name, ...Object(body.properties) };
    if ("fqdnSubdomain" in properties) {
        Reflect.deleteProperty(properties, "dnsPrefix");
    }
    const answer = await arm.put(id, { location: "westeurope", ...body, properties }, { apiVersion: AKS_VERSION });
    expect({ name, status: answer.status, error: answer.body.error }).toEqual({ name, status: 201 });
    const read = async () => (await arm.get(id, { apiVersion: AKS_VERSION })).body;
    let live = await read();
    if (live.properties.provisioningState === "Creating") {
        // However long the operation takes, it is done by then.
        arm.advance(3600);
        live = await read();
    }
    expect([name, live.properties.provisioningState]).toEqual([name, "Succeeded"]);
    await assign(...(after?.(principalsOfCluster(live, servicePrincipal?.objectId)) ?? []));
    return {
        id: String(live.id),
        context: servicePrincipal ? { servicePrincipalObjectId: servicePrincipal.objectId } : {},
    };
}

/** `az aks update --assign-identity`: the whole cluster again, with another identity. */
export async function assignIdentity(arm: TestAzure, id: string, identity: string): Promise<void> {
    const { body } = await arm.get(id, { apiVersion: AKS_VERSION });
    const changed = { ...body, identity: userAssigned({ id: identity }) };
    expect((await arm.put(id, changed, { apiVersion: AKS_VERSION })).status).toBe(200);
}

/** Add-ons of a cluster with a service principal act as it, like the cluster itself. */
export function principalsOfCluster({ identity, properties }: ArmBody, servicePrincipal = ""): Principals {
    const isManaged = objectAt(properties, "servicePrincipalProfile")?.clientId === "msi";
    const [ownIdentity] = Object.values(identity?.userAssignedIdentities ?? {});
    const shown = (...path: string[]) =>
        isManaged ? String(objectAt(properties, ...path)?.objectId ?? "") : servicePrincipal;
    const addons = ADDON_IDENTITIES.map((addon) => [addon, shown("addonProfiles", addon, "identity")] as const);
    return {
        ...(Object.fromEntries(addons) as Principals),
        webAppRouting: shown("ingressProfile", "webAppRouting", "identity"),
        controlPlane: ownIdentity?.principalId ?? identity?.principalId ?? shown(),
        kubelet: shown("identityProfile", "kubeletidentity"),
    };
}

/** A cluster with its pools and all role assignments of the subscription, as ARM shows them. */
export type ShownByArm = Record<"pools" | "roleAssignments", ArmBody[]> & { cluster: ArmBody };

export async function showOf(arm: TestAzure, id: string): Promise<ShownByArm> {
    return {
        cluster: (await arm.get(id, { apiVersion: AKS_VERSION })).body,
        pools: (await arm.get(`${id}/agentPools`, { apiVersion: AKS_VERSION })).body.value,
        roleAssignments: await roleAssignmentsOf(arm),
    };
}

export async function roleAssignmentsOf(arm: TestAzure): Promise<ArmBody[]> {
    return (await arm.get("providers/Microsoft.Authorization/roleAssignments")).body.value;
}
