import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { ControlPlaneIdentityType, KubeletIdentityType } from "../../src";
import type { ArmBody } from "../local-azure/harness";
import { type Args, type LivingCluster, withCluster, writes } from "./transition";

const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;
const aksManaged = { kubeletIdentity: { type: KubeletIdentityType.AksManaged } };
const servicePrincipal: Args = ({ clientId, clientSecret }) => ({
    controlPlaneIdentity: { type: ServicePrincipal, servicePrincipal: { clientId, clientSecret } },
});
const systemAssigned: Args = () => ({ controlPlaneIdentity: { type: SystemAssigned } });
/** What a migrated cluster says until its nodes are upgraded. */
const leftServicePrincipal: Args = ({ clientId }) => ({
    controlPlaneIdentity: { servicePrincipal: { clientId } },
});

const IDENTITY = "PUT userAssignedIdentities";
const GRANT = "PUT roleAssignments";
const CLUSTER = "PUT managedClusters";
const REVOCATION = "DELETE roleAssignments";

const quiet = {
    "with the new grants, before the update": [],
    "during an operation": [],
    "after the update": [],
};
/** A system-assigned identity exists only once the cluster has switched to it. */
const denied = [
    "controlPlane: Microsoft.Network/virtualNetworks/subnets/join/action",
    "controlPlane: Microsoft.Network/virtualNetworks/subnets/read",
];
const untilGranted = { ...quiet, "during an operation": denied, "after the update": denied };

interface Row {
    from: Args;
    to: Args;
    /** What the preview shows of the cluster's grants and identities, sorted; the cluster itself is always an update. */
    shows: string[];
    /** What the preview warns of, by code. */
    warns: string[];
    /** Writes of the update, in the order in which Azure took them. */
    writes: string[];
    /** Jobs that are denied meanwhile. */
    denied: Record<string, string[]>;
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
            controlPlaneIdentity: { type: SystemAssigned, servicePrincipal: { clientId } },
        }),
        shows: [
            "create aks-registry-acr-pull",
            "create aks-system-subnet-network-contributor",
            "delete aks-service-principal-system-subnet-network-contributor",
        ],
        warns: ["NodesKeepServicePrincipal", "SystemAssignedGetsRolesLater"],
        writes: [CLUSTER, GRANT, GRANT, REVOCATION],
        denied: untilGranted,
    },
    "system-assigned to user-assigned": {
        from: systemAssigned,
        to: () => aksManaged,
        shows: [
            "create aks-control-plane",
            // Any update makes the identity that AKS made unknown in the preview; the update finds it the same.
            "replace aks-registry-acr-pull",
            "replace aks-system-subnet-network-contributor",
        ],
        warns: [],
        writes: [IDENTITY, GRANT, CLUSTER, REVOCATION],
        denied: quiet,
    },
    "system-assigned and AKS-made to user-assigned and own, at once": {
        from: systemAssigned,
        to: () => ({}),
        shows: [
            "create aks-control-plane",
            "create aks-kubelet",
            "create aks-kubelet-managed-identity-operator",
            "replace aks-registry-acr-pull",
            "replace aks-system-subnet-network-contributor",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, IDENTITY, GRANT, GRANT, GRANT, CLUSTER, REVOCATION, REVOCATION],
        denied: quiet,
    },
    "AKS-made kubelet identity to own": {
        from: () => aksManaged,
        to: () => ({}),
        shows: [
            "create aks-kubelet",
            "create aks-kubelet-managed-identity-operator",
            "replace aks-registry-acr-pull",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, GRANT, GRANT, CLUSTER, REVOCATION],
        denied: quiet,
    },
    "own kubelet identity to another": {
        from: () => ({}),
        to: ({ group }) => ({
            kubeletIdentity: {
                resourceId: new UserAssignedIdentity("nodes", { resourceGroupName: group.name }).id,
            },
        }),
        shows: [
            "create nodes",
            "delete aks-kubelet",
            "replace aks-kubelet-managed-identity-operator",
            "replace aks-registry-acr-pull",
        ],
        warns: ["KubeletIdentityUpgradesNodes"],
        writes: [IDENTITY, GRANT, GRANT, CLUSTER, REVOCATION, REVOCATION, "DELETE userAssignedIdentities"],
        denied: quiet,
    },
};

describe("a living cluster changes in place, its new grants before, its old ones after", () => {
    test.each(Object.entries(rows))("%s", async (_, { from, to, ...expected }) => {
        await withCluster(from, { operationSeconds: 60 }, async (living) => {
            const { stack, outputs } = living;
            expect(await living.denied()).toEqual([]);

            living.say(to);
            const preview = await living.preview();
            expect(preview.steps.filter((step) => step.endsWith(" aks-cluster"))).toEqual([
                "update aks-cluster",
            ]);
            expect(
                preview.steps
                    .filter((step) => !/ aks-cluster$|^(create-replacement|delete-replaced) /.test(step))
                    .sort(),
            ).toEqual(expected.shows);
            expect(codes(preview.said)).toEqual(expected.warns);

            await slowGrants(living);
            living.newRequests();
            const events: EngineEvent[] = [];
            const onEvent = (event: EngineEvent) => events.push(event);
            const { result: updated, meanwhile } = await living.watched(() => stack.up({ onEvent }));
            expect(grantsBefore(events)).toBe(
                expected.writes.slice(0, expected.writes.indexOf(CLUSTER)).filter((write) => write === GRANT)
                    .length,
            );
            expect(updated.outputs.clusterId?.value).toBe(outputs.clusterId?.value);
            expect(updated.outputs.servicePrincipalClientId?.value).toBe("msi");
            expect(inOrderOfKind(writes(living.newRequests()))).toEqual(expected.writes);
            expect(meanwhile).toEqual(expected.denied);
            expect(await living.denied()).toEqual([]);

            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
            expect(writes(living.newRequests())).toEqual([]);
            await stack.destroy();
            expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
        });
    });
});

test("nodes that still run as the service principal keep pulling until they are upgraded; then it can go", async () => {
    await withCluster(servicePrincipal, {}, async (living) => {
        const { stack, arm, outputs, newRequests } = living;
        living.say(leftServicePrincipal);
        await stack.up();
        expect(await pullers(living)).toEqual(["legacy"]);

        const name = String(outputs.clusterName?.value);
        await arm.post(`/local-azure/clusters/${name}/nodeImage`, { token: null, apiVersion: null });
        const pool = `${outputs.clusterId?.value}/agentPools/system`;
        expect((await arm.post(`${pool}/upgradeNodeImageVersion`)).status).toBe(202);
        expect(await pullers(living)).toEqual(["own"]);

        living.say(() => ({}));
        newRequests();
        await stack.up();
        expect(writes(newRequests())).toEqual([REVOCATION]);
        expect(await living.denied()).toEqual([]);
    });

    async function pullers(living: LivingCluster): Promise<string[]> {
        const { outputs } = await living.stack.up();
        const pulls = (await living.jobs(String(outputs.clusterName?.value))).filter(
            ({ identity, allowed }) => identity === "kubelet" && allowed,
        );
        const own = outputs.kubeletIdentity?.value.principalId;
        return [...new Set(pulls.map(({ principalId }) => (principalId === own ? "own" : "legacy")))];
    }
});

test("an update waits for its new grants as a creation does", async () => {
    await withCluster(servicePrincipal, { propagationDelaySeconds: 60 }, async (living) => {
        living.clock.advance(60_000);
        living.say(leftServicePrincipal);
        living.waits.splice(0);
        const { meanwhile } = await living.watched(() => living.stack.up());
        expect(living.waits).toEqual([2, 4, 8, 16, 32]);
        expect(meanwhile).toEqual(quiet);
        expect(await living.denied()).toEqual([]);
    });
});

describe("what cannot be done in place is refused in the preview, with the way around", () => {
    const refusals: [what: string, from: Args, to: Args, code: string, wayAround: string][] = [
        [
            "managed identity to service principal",
            () => ({}),
            servicePrincipal,
            "BackToServicePrincipal, Azure: Updating service principal profile is not allowed on MSI cluster.",
            'Set controlPlaneIdentity.type to "UserAssigned" again; only a new cluster, under another component name,',
        ],
        [
            "own kubelet identity to AKS-made",
            () => ({}),
            () => aksManaged,
            "BackToAksManagedKubelet",
            "Leave kubeletIdentity as it was.",
        ],
        [
            "service principal that nodes still need to nothing",
            servicePrincipal,
            () => ({}),
            "NodesLoseServicePrincipal",
            'Keep controlPlaneIdentity.servicePrincipal: { clientId: "',
        ],
    ];

    test.each(refusals)("%s", async (_, from, to, code, wayAround) => {
        await withCluster(from, {}, async (living) => {
            living.say(to);
            const { said } = await living.preview();
            expect(said).toContain(`(${code}`);
            expect(said).toContain(wayAround);
            expect(said).toContain("preview failed");

            living.newRequests();
            await expect(living.stack.up()).rejects.toThrow(code);
            expect(writes(living.newRequests()).filter((write) => write === CLUSTER)).toEqual([]);
            expect(await living.denied()).toEqual([]);

            living.say(from);
            await living.stack.up();
            expect(await living.denied()).toEqual([]);
            expect(Object.keys((await living.stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        });
    });
});

test("another user-assigned control plane identity: warned of, stopped before the PATCH, done by way of az", async () => {
    const other: Args = ({ group }) => ({
        controlPlaneIdentity: {
            resourceId: new UserAssignedIdentity("other", { resourceGroupName: group.name }).id,
        },
    });
    await withCluster(
        () => ({}),
        {},
        async (living) => {
            const { stack, arm, outputs } = living;
            const clusterId = String(outputs.clusterId?.value);
            living.say(other);
            const preview = await living.preview();
            expect(preview.steps).toContain("update aks-cluster");
            expect(codes(preview.said)).toEqual(["OtherUserAssignedIdentity"]);

            living.newRequests();
            const stopped = await stack.up().then(
                () => "done",
                (error: Error) => error.message,
            );
            const [, identity = ""] = /--assign-identity (\S+) --yes/.exec(stopped) ?? [];
            expect(identity).toMatch(/\/userAssignedIdentities\/other\w+$/);
            expect(stopped).toContain(
                `az aks update --resource-group ${clusterId.split("/")[4]} --name ${outputs.clusterName?.value} --enable-managed-identity`,
            );
            // The new identity has its roles, the old one still has its own, and the cluster was left alone.
            expect(writes(living.newRequests())).toEqual([IDENTITY, GRANT, GRANT]);
            expect(await living.denied()).toEqual([]);

            await azUpdate(living, clusterId, identity);
            expect(await living.denied()).toEqual([]);

            await stack.up({ refresh: true });
            expect(inOrderOfKind(writes(living.newRequests()))).toEqual([
                CLUSTER,
                REVOCATION,
                REVOCATION,
                "DELETE userAssignedIdentities",
            ]);
            expect(await living.denied()).toEqual([]);
            const { body } = await arm.get(clusterId);
            expect(Object.keys(body.identity.userAssignedIdentities).map((id) => id.toLowerCase())).toEqual([
                identity.toLowerCase(),
            ]);
            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
            await stack.destroy();
        },
    );

    /** `az aks update --assign-identity`: the whole cluster again, with another identity. */
    async function azUpdate({ arm }: LivingCluster, clusterId: string, identity: string): Promise<void> {
        const { body }: { body: ArmBody } = await arm.get(clusterId);
        const changed = { type: "UserAssigned", userAssignedIdentities: { [identity]: {} } };
        expect((await arm.put(clusterId, { ...body, identity: changed })).status).toBe(200);
    }
});

test("Entra comes to a living cluster in place, its kubeconfig starts kubelogin, and it cannot go again", async () => {
    const entra: Args = () => ({ entra: { azureRbac: true, disableLocalAccounts: true } });
    await withCluster(
        () => ({}),
        {},
        async (living) => {
            expect(living.outputs.kubeconfig?.value).toContain("client-key-data");
            living.say(entra);
            expect((await living.preview()).steps).toEqual(["update aks-cluster"]);
            const { outputs } = await living.stack.up();
            expect(outputs.clusterId?.value).toBe(living.outputs.clusterId?.value);
            expect(outputs.kubeconfig).toEqual({
                value: expect.stringContaining("command: kubelogin"),
                secret: true,
            });
            expect(outputs.kubeconfig?.value).not.toContain("client-key-data");
            expect(await living.denied()).toEqual([]);

            living.say(() => ({}));
            expect((await living.preview()).said).toContain("(EntraStaysOn;");
        },
    );
});

/** How many role assignments were made, to the end, when the cluster's update began. */
function grantsBefore(events: EngineEvent[]): number {
    const cluster = events.findIndex(({ resourcePreEvent }) =>
        resourcePreEvent?.metadata.urn.endsWith("::aks-cluster"),
    );
    return events
        .slice(0, cluster)
        .filter(
            ({ resOutputsEvent }) =>
                /^create/.test(resOutputsEvent?.metadata.op ?? "") &&
                resOutputsEvent?.metadata.type.endsWith(":RoleAssignment"),
        ).length;
}

/** Role assignments take a while: an update that did not wait for them would overtake them. */
async function slowGrants({ arm }: LivingCluster): Promise<void> {
    const slow = { method: "PUT", path: "**/roleAssignments/*", kind: "slow", seconds: 5, times: "always" };
    const { status } = await arm.post("/local-azure/faults", { body: [slow], token: null, apiVersion: null });
    expect(status).toBeLessThan(300);
}

/** The codes at the ends of warnings and errors. */
function codes(text: string): string[] {
    return [...text.matchAll(/\(([A-Z]\w+)(?:, Azure: [^;]+)?; https:/g)].map(([, code]) => String(code));
}

/** Pulumi deletes in parallel: deletions at the end come in no order of their own. */
function inOrderOfKind(all: string[]): string[] {
    const cluster = all.lastIndexOf(CLUSTER);
    return [...all.slice(0, cluster + 1), ...all.slice(cluster + 1).sort(byKind)];
}

const KINDS = [GRANT, REVOCATION, "DELETE userAssignedIdentities"];
const byKind = (a: string, b: string) => KINDS.indexOf(a) - KINDS.indexOf(b);
