import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import { ControlPlaneIdentityType } from "../../src";
import { addFaults, type Engine, MANY_RUNS, steps } from "./engine";
import { type LivingCluster, withClusters } from "./livingClusters";
import {
    type Args,
    aksManaged,
    CLUSTER,
    codes,
    GRANT,
    IDENTITY,
    inOrderOfKind,
    leftServicePrincipal,
    type Moments,
    managed,
    quiet,
    REVOCATION,
    said,
    servicePrincipal,
} from "./transition";

const { SystemAssigned } = ControlPlaneIdentityType;
const systemAssigned: Args = () => ({ controlPlaneIdentity: { type: SystemAssigned } });

/** What a cluster says until its control plane goes on as the identity it had no more. */
const leftSystemAssigned = ({ controlPlaneIdentity }: OutputMap): ReturnType<Args> => ({
    controlPlaneIdentity: { formerPrincipalId: controlPlaneIdentity?.value.principalId },
});

/** A system-assigned identity exists only once the cluster has switched to it. */
const denied = [
    "controlPlane: Microsoft.Network/virtualNetworks/subnets/join/action",
    "controlPlane: Microsoft.Network/virtualNetworks/subnets/read",
];
const untilGranted = { ...quiet, "during an operation": denied, "after the update": denied };

const HOURS = 4 * 3600;

interface Row {
    from: Args;
    to(ground: Parameters<Args>[0], before: OutputMap): ReturnType<Args>;
    /** What the preview shows of the cluster's grants and identities, sorted; the cluster itself is always an update. */
    shows: string[];
    /** What the preview warns of, by code. */
    warns: string[];
    /** Writes of the update, in the order in which Azure took them. */
    writes: string[];
    /** Jobs that are denied meanwhile. */
    denied: Moments;
}

const rows: Record<string, Row> = {
    "service principal to user-assigned": {
        from: servicePrincipal,
        to: leftServicePrincipal,
        shows: [
            "create aks-control-plane",
            "create aks-kubelet",
            "create aks-kubelet-managed-identity-operator",
            "create aks-registry-acr-pull",
            "create aks-system-subnet-network-contributor",
            "delete aks-service-principal-system-subnet-network-contributor",
        ],
        warns: ["NodesKeepServicePrincipal"],
        writes: [IDENTITY, IDENTITY, GRANT, GRANT, GRANT, CLUSTER, REVOCATION],
        denied: quiet,
    },
    "service principal to system-assigned": {
        from: servicePrincipal,
        to: ({ clientId }) => ({
            controlPlaneIdentity: { type: SystemAssigned, formerServicePrincipalClientId: clientId },
        }),
        shows: [
            "create aks-aks-managed-registry-acr-pull",
            "create aks-system-assigned-system-subnet-network-contributor",
            "delete aks-service-principal-system-subnet-network-contributor",
        ],
        warns: ["NodesKeepServicePrincipal", "SystemAssignedGetsRolesLater"],
        writes: [CLUSTER, GRANT, GRANT, REVOCATION],
        denied: untilGranted,
    },
    "system-assigned to user-assigned": {
        from: systemAssigned,
        to: (ground, before) => ({ ...aksManaged(ground), ...leftSystemAssigned(before) }),
        shows: ["create aks-control-plane", "create aks-system-subnet-network-contributor"],
        warns: [],
        writes: [IDENTITY, GRANT, CLUSTER],
        denied: quiet,
    },
    "system-assigned and AKS-made to user-assigned and own, at once": {
        from: systemAssigned,
        to: (_, before) => leftSystemAssigned(before),
        shows: [
            "create aks-control-plane",
            "create aks-kubelet",
            "create aks-kubelet-managed-identity-operator",
            "create aks-registry-acr-pull",
            "create aks-system-subnet-network-contributor",
            "delete aks-aks-managed-registry-acr-pull",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, IDENTITY, GRANT, GRANT, GRANT, CLUSTER, REVOCATION],
        denied: quiet,
    },
    "AKS-made kubelet identity to own": {
        from: aksManaged,
        to: managed,
        shows: [
            "create aks-kubelet",
            "create aks-kubelet-managed-identity-operator",
            "create aks-registry-acr-pull",
            "delete aks-aks-managed-registry-acr-pull",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, GRANT, GRANT, CLUSTER, REVOCATION],
        denied: quiet,
    },
    "own kubelet identity to another": {
        from: managed,
        to: ({ group, parent }) => ({
            kubeletIdentity: {
                resourceId: new UserAssignedIdentity("nodes", { resourceGroupName: group.name }, { parent }).id,
            },
        }),
        shows: [
            "create aks-nodes-kubelet-managed-identity-operator",
            "create aks-nodes-registry-acr-pull",
            "create nodes",
            "delete aks-kubelet",
            "delete aks-kubelet-managed-identity-operator",
            "delete aks-registry-acr-pull",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, GRANT, GRANT, CLUSTER, REVOCATION, REVOCATION, "DELETE userAssignedIdentities"],
        denied: quiet,
    },
};

describe("a living cluster changes in place, its new grants before, its old ones after", () => {
    let changed: Record<string, Changed>;
    beforeAll(async () => {
        changed = await changeAll();
    }, MANY_RUNS);

    test.each(Object.entries(rows))("%s", (name, expected) => {
        const { preview, update, again, ...cluster } = changed[name] as Changed;
        expect(cluster.deniedBefore).toEqual([]);

        expect(preview.steps.filter((step) => step.endsWith(" aks-cluster"))).toEqual(["update aks-cluster"]);
        expect(
            preview.steps.filter((step) => !/ aks-cluster$|^(create-replacement|delete-replaced) /.test(step)).sort(),
        ).toEqual(expected.shows);
        expect(codes(preview.said)).toEqual(expected.warns);

        const before = expected.writes.slice(0, expected.writes.indexOf(CLUSTER));
        const grantsBefore = before.filter((write) => write === GRANT).length;
        expect(update.grants).toEqual({ before: grantsBefore, neededByCluster: grantsBefore });
        expect(update.outputs.clusterId?.value).toBe(cluster.outputs.clusterId?.value);
        expect(update.outputs.servicePrincipalClientId?.value).toBe("msi");
        expect(inOrderOfKind(update.writes)).toEqual(expected.writes);
        expect(update.meanwhile).toEqual(expected.denied);
        expect(update.deniedAfter).toEqual([]);

        expect(again).toEqual({ changes: ["same"], writes: [] });
        expect(cluster.left).toEqual([]);
    });
});

/** What became of a cluster. */
interface Changed {
    outputs: OutputMap;
    deniedBefore: string[];
    preview: { steps: string[]; said: string };
    update: {
        /** Role assignments that were made: before the cluster's update began, and because it depends on them. */
        grants: { before: number; neededByCluster: number };
        outputs: OutputMap;
        writes: string[];
        meanwhile: Moments | undefined;
        deniedAfter: string[];
    };
    /** A second up: what it did to the stack, and what it wrote of the cluster. */
    again: { changes: string[]; writes: string[] };
    /** Resources of the stack after its end. */
    left: unknown[];
}

/** Deploys all clusters side by side, changes all of them in one update, and ends them. */
async function changeAll(): Promise<Record<string, Changed>> {
    const each = (args: (name: string, row: Row) => Args) =>
        Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, args(name, row)]));
    const changed: Record<string, Changed> = {};
    const first = each((_, { from }) => from);
    // Until the end of the test control planes go on as the managed identity that they have left.
    await withClusters(first, { operationSeconds: 60, identitySwitchSeconds: HOURS }, async (living) => {
        const { stack, clusters, newRequests } = living;
        const denied = await deniedIn(clusters);
        living.say(
            each(
                (name, { to }) =>
                    (ground) =>
                        to(ground, clusters[name]?.outputs ?? {}),
            ),
        );
        const previewed = await living.preview();

        await slowGrants(living);
        newRequests();
        const events: EngineEvent[] = [];
        const onEvent = (event: EngineEvent) => events.push(event);
        // As many steps at a time as there are: none waits for another but by the program's own order.
        const parallel = 1000;
        const { result: updated, meanwhile } = await living.watched(() => stack.up({ onEvent, parallel }));
        const requests = newRequests();
        const deniedAfter = await deniedIn(clusters);

        const changes = Object.keys((await stack.up()).summary.resourceChanges ?? {});
        const requestsAgain = newRequests();
        const { resources } = (await stack.exportStack()).deployment;
        await stack.destroy();
        const left = (await stack.exportStack()).deployment.resources ?? [];
        for (const [name, cluster] of Object.entries(clusters)) {
            const preview = cluster.eventsIn(previewed);
            changed[name] = {
                outputs: cluster.outputs,
                deniedBefore: denied[name] ?? [],
                preview: { steps: steps(preview), said: said(preview) },
                update: {
                    grants: grantsOf(cluster.eventsIn(events), resources),
                    outputs: cluster.outputsIn(updated.outputs),
                    writes: cluster.writesIn(requests),
                    meanwhile: meanwhile[name],
                    deniedAfter: deniedAfter[name] ?? [],
                },
                again: { changes, writes: cluster.writesIn(requestsAgain) },
                left,
            };
        }
    });
    return changed;
}

async function deniedIn(clusters: Record<string, LivingCluster>): Promise<Record<string, string[]>> {
    const denied: Record<string, string[]> = {};
    for (const [name, cluster] of Object.entries(clusters)) {
        denied[name] = await cluster.denied();
    }
    return denied;
}

/** What had happened when the cluster's update began, and what had to have: the order must not be luck. */
function grantsOf(events: EngineEvent[], resources: Exported[]): Changed["update"]["grants"] {
    const start = events.findIndex(({ resourcePreEvent }) => resourcePreEvent?.metadata.urn.endsWith("::aks-cluster"));
    const made = (some: EngineEvent[]) =>
        some.flatMap(({ resOutputsEvent }) =>
            /^create/.test(resOutputsEvent?.metadata.op ?? "") &&
            resOutputsEvent?.metadata.type.endsWith(":RoleAssignment")
                ? resOutputsEvent.metadata.urn
                : [],
        );
    const updated = events[start]?.resourcePreEvent?.metadata.urn;
    const needed = resources.find(({ urn }) => urn === updated)?.dependencies ?? [];
    return {
        before: made(events.slice(0, start)).length,
        neededByCluster: made(events).filter((urn) => needed.includes(urn)).length,
    };
}

/** What the exported state says of a resource. */
interface Exported {
    urn: string;
    dependencies?: string[];
}

/** Role assignments take a while: an update that did not wait for them would overtake them. */
function slowGrants(engine: Engine): Promise<void> {
    return addFaults(engine, {
        method: "PUT",
        path: "**/roleAssignments/*",
        kind: "slow",
        seconds: 5,
        times: "always",
    });
}
