import { RoleAssignment } from "@pulumi/azure-native/authorization";
import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { builtInRoleGuid } from "../../../src/grants/roles";
import type { ServicePrincipal } from "../handMadeGround";
import { VM_SIZE } from "../program";
import { KINDS, type Kind } from "./kinds";

/** What the programs build on: made by hand, and not theirs. */
export interface Place {
    group: string;
    subnetId: string;
    servicePrincipal: ServicePrincipal;
    /** Object id of the identity that the cluster has had before, once it has one. */
    formerPrincipalId?: string;
}

/** A call that a fault can strike. */
interface Call {
    method: string;
    path: string;
    /** Whether it begins a long-running operation. */
    isOperation?: true;
}

const cluster = { path: "managedClusters/*", isOperation: true } as const;
const pool = { path: "agentPools/*", isOperation: true } as const;
const IDENTITY = { method: "PUT", path: "userAssignedIdentities/*" };
const GRANT = { method: "PUT", path: "**/roleAssignments/*" };
const CLUSTER = { method: "PUT", ...cluster };
const POOL = { method: "PUT", ...pool };
const POLL = { method: "GET", path: "**/operations/*" };
const READ = { method: "GET", path: "managedClusters/*" };

/** What a run does to a cluster, with its calls; `quota` is how many cases the full matrix has of it. */
export interface Operation {
    calls: Record<string, Call>;
    quota: number;
}

export const OPERATIONS: Record<string, Operation> = {
    "first up": {
        calls: { cluster: CLUSTER, pool: POOL, identity: IDENTITY, "role assignment": GRANT, poll: POLL, read: READ },
        quota: 60,
    },
    update: { calls: { cluster: CLUSTER, pool: POOL, poll: POLL, read: READ }, quota: 42 },
    "off a system-assigned identity": {
        calls: { cluster: CLUSTER, identity: IDENTITY, "role assignment": GRANT, poll: POLL },
        quota: 28,
    },
    "off a service principal": {
        calls: { cluster: CLUSTER, identity: IDENTITY, "role assignment": GRANT, poll: POLL },
        quota: 28,
    },
    adoption: { calls: { cluster: CLUSTER, pool: POOL, "role assignment": GRANT, read: READ }, quota: 28 },
    destroy: {
        calls: {
            cluster: { method: "DELETE", ...cluster },
            pool: { method: "DELETE", ...pool },
            "role assignment": { method: "DELETE", path: "**/roleAssignments/*" },
            poll: POLL,
        },
        quota: 36,
    },
};

/** One fault in one call of one operation. */
export interface Case {
    operation: string;
    call: string;
    kind: string;
}

/** All cases of an operation: kinds by calls. */
function casesOf(operation: string): Case[] {
    const { calls } = OPERATIONS[operation] as Operation;
    const fits = ({ on }: Kind, { method, isOperation }: Call) =>
        on === "any" || (on === "write" ? method !== "GET" : isOperation === true);
    return Object.entries(calls).flatMap(([call, of]) =>
        Object.entries(KINDS).flatMap(([kind, one]) => (fits(one, of) ? [{ operation, call, kind }] : [])),
    );
}

/** As many of them as the matrix has, drawn evenly: each kind meets several calls. */
export function drawnCases(operation: string): Case[] {
    const all = casesOf(operation);
    const { quota } = OPERATIONS[operation] as Operation;
    return Array.from({ length: Math.min(quota, all.length) }, (_, index) => {
        const at = Math.floor((index * all.length) / quota);
        return all[at] as Case;
    });
}

/** What a cluster goes through, one operation after the other. */
export const LIVES: Record<string, string[]> = {
    managed: ["first up", "update", "destroy"],
    system: ["first up", "off a system-assigned identity", "destroy"],
    principal: ["first up", "off a service principal", "destroy"],
    adopted: ["adoption", "update", "destroy"],
};

/** A life with a fault in each of its operations, where one is left to draw. */
export interface Life {
    name: string;
    cases: (Case | undefined)[];
}

/** Deals the cases out to as many lives as they need. */
export function plannedLives(): Life[] {
    const left = Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, drawnCases(name)]));
    const lives: Life[] = [];
    while (Object.values(left).some((cases) => cases.length > 0)) {
        for (const [name, operations] of Object.entries(LIVES)) {
            const cases = operations.map((operation) => left[operation]?.shift());
            if (cases.some((one) => one !== undefined)) lives.push({ name, cases });
        }
    }
    return lives;
}

type Program = (life: string, operation: string, place: Place, more: Partial<ManagedIdentityAksClusterArgs>) => void;

/** What differs between the operations of a life: tags and the size of a pool after an update. */
const settingsOf = (operation: string) =>
    operation === "update" || operation === "destroy"
        ? { tags: { tier: "gold" }, count: 2 }
        : { tags: { tier: "silver" }, count: 1 };

const ADOPTED = "found";
const { UserAssigned: USER_ASSIGNED, SystemAssigned: SYSTEM_ASSIGNED } = ControlPlaneIdentityType;

/** The programs that are compared: the component, and one that uses azure-native alone. */
export const PROGRAMS: Record<string, Program> = {
    component: (life, operation, place, more) => {
        const { tags, count } = settingsOf(operation);
        new ManagedIdentityAksCluster("aks", {
            resourceGroupName: nameOf(place.group),
            systemNodePool: { vmSize: VM_SIZE, count: 1, subnetId: place.subnetId },
            nodePools: [{ name: "work", vmSize: VM_SIZE, count }],
            tags,
            ...identityArgs(life, operation, place),
            ...(life === "adopted" && { clusterName: ADOPTED, dnsPrefix: ADOPTED }),
            ...(operation === "adoption" && { adopt: { clusterId: clusterIdOf(place, ADOPTED) } }),
            ...more,
        });
    },
    handwritten: (life, operation, { group, subnetId, servicePrincipal }) => {
        const { tags, count } = settingsOf(operation);
        const inGroup = { resourceGroupName: nameOf(group) };
        const { clientId, objectId, secret } = servicePrincipal;
        const isBefore = operation === "first up" && life !== "managed";
        const identity = isBefore ? undefined : new UserAssignedIdentity("control-plane", inGroup);
        const grant = (principalId: pulumi.Input<string>) =>
            new RoleAssignment("subnet", {
                principalId,
                principalType: "ServicePrincipal",
                roleDefinitionId: `${group.split("/").slice(0, 3).join("/")}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleGuid("Network Contributor")}`,
                scope: subnetId,
            });
        // A system-assigned identity can get its role only after the cluster.
        const isSystem = isBefore && life === "system";
        const before = isSystem ? [] : [grant(identity ? identity.principalId : objectId)];
        const user = identity && { identity: { type: USER_ASSIGNED, userAssignedIdentities: [identity.id] } };
        const legacy = isSystem
            ? { identity: { type: SYSTEM_ASSIGNED } }
            : { servicePrincipalProfile: { clientId, secret: pulumi.secret(secret) } };
        const made = new ManagedCluster(
            "aks",
            {
                ...inGroup,
                dnsPrefix: "aks",
                tags,
                ...(user ?? legacy),
                agentPoolProfiles: [
                    { name: "system", mode: "System", vmSize: VM_SIZE, count: 1, vnetSubnetID: subnetId },
                ],
            },
            { dependsOn: before },
        );
        const after = isSystem ? [grant(made.identity.apply((shown) => String(shown?.principalId)))] : [];
        new AgentPool(
            "work",
            {
                ...inGroup,
                resourceName: made.name,
                agentPoolName: "work",
                mode: "User",
                vmSize: VM_SIZE,
                count,
                vnetSubnetID: subnetId,
            },
            { dependsOn: after },
        );
    },
};

const nameOf = (id: string) => String(id.split("/").at(-1));
const clusterIdOf = ({ group }: Place, name: string) =>
    `${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;

/** The identity of a life before its change, and after it. */
function identityArgs(life: string, operation: string, place: Place): Partial<ManagedIdentityAksClusterArgs> {
    const { clientId, secret } = place.servicePrincipal;
    const aksManaged = { kubeletIdentity: { type: "AksManaged" as const } };
    if (life === "adopted") return { controlPlaneIdentity: { type: "SystemAssigned" }, ...aksManaged };
    if (life === "principal") {
        return operation === "first up"
            ? {
                  controlPlaneIdentity: {
                      type: "ServicePrincipal",
                      servicePrincipal: { clientId, clientSecret: pulumi.secret(secret) },
                  },
              }
            : { controlPlaneIdentity: { formerServicePrincipalClientId: clientId } };
    }
    if (life !== "system") return {};
    const { formerPrincipalId } = place;
    return operation === "first up"
        ? { controlPlaneIdentity: { type: "SystemAssigned" }, ...aksManaged }
        : { controlPlaneIdentity: formerPrincipalId ? { formerPrincipalId } : {}, ...aksManaged };
}
