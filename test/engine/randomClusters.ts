import fc from "fast-check";
import { isObject, type JsonObject } from "../../local-azure/kernel/json";
import { argsFromLive, type LiveContext } from "../../src/migration/live/argsFromLive";
import type { TestAzure } from "../local-azure/harness";
import {
    type Builder,
    type ClusterRequest,
    createCluster,
    principalsOfCluster,
    roleAssignmentsOf,
    type ShownByArm,
    showOf,
    userAssigned,
} from "./handMadeClusters";
import type { ServicePrincipal } from "./handMadeGround";
import { VM_SIZE } from "./program";
import {
    type Drawn,
    type DrawnPool,
    IDENTITIES,
    type Ids,
    NETWORKS,
    type Network,
    networkOf,
    POOL_SETTINGS,
    type Properties,
    ROLES,
    type RoleAt,
    rowOf,
    SETTINGS,
} from "./randomSettings";
import { type Shown, SPELLINGS } from "./spellings";

/** A cluster that AKS takes. */
export const randomCluster: fc.Arbitrary<Drawn> = fc
    .record({
        identity: fc.constantFrom(...Object.keys(IDENTITIES)),
        network: fc.constantFrom(...Object.keys(NETWORKS)),
        names: fc.shuffledSubarray(["zeta", "infra", "apps"], { minLength: 1 }),
        pools: fc.array(
            fc.record({
                isSystem: fc.boolean(),
                settings: fc.subarray(Object.keys(POOL_SETTINGS), { maxLength: 6 }),
            }),
            { minLength: 3, maxLength: 3 },
        ),
        settings: fc.subarray(Object.keys(SETTINGS), { maxLength: 16 }),
        roles: fc.constantFrom(...Object.keys(ROLES)),
        spelling: fc.constantFrom(...Object.keys(SPELLINGS)),
    })
    .map(({ names, pools, ...drawn }) =>
        accepted({
            ...drawn,
            pools: names.map((name, index) => {
                const { isSystem = true, settings = [] } = pools[index] ?? {};
                return { name, isSystem: index === 0 || isSystem, settings };
            }),
        }),
    );

/** Without what AKS refuses. */
function accepted(drawn: Drawn): Drawn {
    const identity = networkOf(drawn).allows?.(drawn) === false ? "aksKubelet" : drawn.identity;
    const all = { ...drawn, identity };
    const cluster = { ...all, settings: chosen(SETTINGS, drawn.settings, ({ allows }) => allows?.(all) !== false) };
    const acceptedPool = (pool: DrawnPool) => ({
        ...pool,
        settings: chosen(POOL_SETTINGS, pool.settings, ({ allows }) => allows?.(pool, cluster) !== false),
    });
    return { ...cluster, pools: drawn.pools.map(acceptedPool) };
}

/** Those that are allowed, of each kind the first. */
function chosen<Row extends { kind?: string }>(
    table: Record<string, Row>,
    names: readonly string[],
    isAllowed: (row: Row) => boolean,
): string[] {
    const allowed = names.filter((name) => isAllowed(rowOf(table, name)));
    const kinds = allowed.map((name) => rowOf(table, name).kind);
    return allowed.filter((_, index) => kinds[index] === undefined || kinds.indexOf(kinds[index]) === index);
}

/** A cluster that exists. */
export interface RandomCluster {
    id: string;
    /** In its spelling. */
    shown: Shown;
    shownByArm: ShownByArm;
    /** What was read in addition to the cluster. */
    context: LiveContext;
}

/** Creates the cluster and what it may do, and reads it. */
export async function makeRandomCluster(
    arm: TestAzure,
    builder: Builder,
    drawn: Drawn,
    name: string,
): Promise<RandomCluster> {
    const { id, context } = await createCluster(arm, builder, name, await requestOf(drawn, name, builder));
    const { contributor, isComplete, isUnread } = rowOf(ROLES, drawn.roles);
    const before = await showOf(arm, id);
    const principals = principalsOfCluster(before.cluster, context.servicePrincipalObjectId);
    if (contributor) {
        await builder.assign({
            role: "Contributor",
            scope: builder.ids.group,
            principalId: principals.controlPlane,
        });
    }
    if (isComplete) {
        const { missing } = argsFromLive(before.cluster, { ...context, ...before });
        const assigned = missing.map(({ identity, role, scope }) => ({
            role: String(role.definition),
            scope: typeof scope === "string" ? scope : id,
            principalId: principals[identity],
        }));
        await builder.assign(...assigned);
    }
    const shownByArm = { ...before, roleAssignments: await roleAssignmentsOf(arm) };
    const shown = await rowOf(SPELLINGS, drawn.spelling)(arm, id, shownByArm);
    const { pools, roleAssignments } = shown;
    return {
        id,
        shown,
        shownByArm,
        context: { component: name, ...context, pools, ...(!isUnread && { roleAssignments }) },
    };
}

/** What creates the cluster called `name`. */
async function requestOf(drawn: Drawn, name: string, builder: Builder): Promise<ClusterRequest> {
    const ids = { ...builder.ids, cluster: name };
    const settings = drawn.settings.map((each) => rowOf(SETTINGS, each));
    const network = networkOf(drawn);
    const identity = await identityOf(drawn, name, builder, [
        ...(network.roles?.(ids) ?? []),
        ...settings.flatMap(({ roles }) => roles?.(ids) ?? []),
    ]);
    const properties = merged([
        identity.properties,
        { networkProfile: network.profile, ...network.properties },
        ...settings.map((each) => each.properties?.(ids) ?? {}),
        { agentPoolProfiles: drawn.pools.map((pool) => poolOf(pool, network, ids)) },
    ]);
    return {
        ...(identity.servicePrincipal && { servicePrincipal: identity.servicePrincipal }),
        body: merged([identity.envelope, ...settings.map(({ envelope = {} }) => envelope), { properties }]),
        after: (live) => {
            return settings.flatMap(({ after }) => after?.(live, ids) ?? []);
        },
    };
}

async function identityOf(
    { identity }: Drawn,
    name: string,
    builder: Builder,
    roles: RoleAt[],
): Promise<{ envelope: Properties; properties: Properties; servicePrincipal?: ServicePrincipal }> {
    if (identity === "systemAssigned") {
        return { envelope: { identity: { type: "SystemAssigned" } }, properties: {} };
    }
    if (identity === "servicePrincipal") {
        const servicePrincipal = await builder.servicePrincipal(name);
        const { clientId, secret } = servicePrincipal;
        return { servicePrincipal, envelope: {}, properties: { servicePrincipalProfile: { clientId, secret } } };
    }
    const controlPlane = await builder.identity(`${name}-cp`);
    const { principalId } = controlPlane;
    await builder.assign(...roles.map((each) => ({ ...each, principalId })));
    const envelope = { identity: userAssigned(controlPlane) };
    if (identity === "aksKubelet") {
        return { envelope, properties: {} };
    }
    const kubelet = identity === "oneForBoth" ? controlPlane : await builder.identity(`${name}-kubelet`);
    await builder.assign({ role: "Managed Identity Operator", scope: kubelet.id, principalId });
    const { id: resourceId, clientId, principalId: objectId } = kubelet;
    return { envelope, properties: { identityProfile: { kubeletidentity: { resourceId, clientId, objectId } } } };
}

function poolOf({ name, isSystem, settings }: DrawnPool, { subnet, podSubnet }: Network, ids: Ids): Properties {
    return merged([
        { name, mode: isSystem ? "System" : "User", vmSize: VM_SIZE, count: 3, type: "VirtualMachineScaleSets" },
        { vnetSubnetID: subnet?.(ids), podSubnetID: podSubnet?.(ids) },
        ...settings.map((each) => rowOf(POOL_SETTINGS, each).properties(ids)),
    ]);
}

/** Of objects that several hold, the parts of all; lists are joined. */
function merged(all: Properties[]): JsonObject {
    return all.reduce<JsonObject>((sofar, each) => {
        for (const [key, value] of Object.entries(each)) {
            const before = sofar[key];
            const both = isObject(before) && isObject(value) ? merged([before, value]) : value;
            if (value !== undefined) {
                sofar[key] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : both;
            }
        }
        return sofar;
    }, {});
}
