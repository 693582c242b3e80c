import { Registry } from "@pulumi/azure-native/containerregistry";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { LoggedRequest } from "../../local-azure/contract";
import {
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../src";
import { observed, remaining, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

type Args = Partial<ManagedIdentityAksClusterArgs>;

/** What stands in the program at the moment: clusters by name, and an app with the kubelets' identity. */
interface Plan {
    clusters: Record<string, Args>;
    app?: boolean;
}

const plan: { now: Plan } = { now: { clusters: {} } };

/** Clusters on one pair of existing identities, in one subnet, with one registry. */
async function program() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const network = new VirtualNetwork("network", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const nodes = new Subnet("nodes", {
        ...inGroup,
        virtualNetworkName: network.name,
        addressPrefix: "10.10.0.0/20",
    });
    const registry = new Registry("registry", { ...inGroup, sku: { name: "Premium" } });
    const controlPlane = new UserAssignedIdentity("control-plane", inGroup);
    const kubelet = new UserAssignedIdentity("kubelet", inGroup);
    const { clusters, app } = plan.now;
    const outputs = Object.entries(clusters).map(([name, args]) => {
        const aks = new ManagedIdentityAksCluster(name, {
            ...inGroup,
            systemNodePool: { vmSize: VM_SIZE, name, subnetId: nodes.id },
            controlPlaneIdentity: { resourceId: controlPlane.id },
            kubeletIdentity: { resourceId: kubelet.id },
            registries: [{ id: registry.id, name }],
            ...args,
        });
        return [name, { clusterName: aks.clusterName, roleAssignments: aks.roleAssignments }] as const;
    });
    if (app) {
        new AksWorkloadIdentity("app", {
            identityResourceId: kubelet.id,
            oidcIssuerUrl: "https://issuer.example/tenant/cluster/",
            serviceAccounts: [{ namespace: "shop", name: "orders" }],
            // AcrPull, which the clusters' kubelets have.
            access: [
                {
                    name: "pull",
                    role: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
                    scope: registry.id,
                },
                { name: "read", role: READER, scope: registry.id },
            ],
            shareRoleAssignmentsAs: "platform",
        });
    }
    return { ...Object.fromEntries(outputs), registryId: registry.id };
}

const shared: Args = { shareRoleAssignmentsAs: "platform" };

const assignmentWrites = (requests: readonly LoggedRequest[]) =>
    requests
        .filter(({ method, path }) => method !== "GET" && path.includes("/roleAssignments/"))
        .map(({ method, status }) => `${method} ${status}`);

test("old and new cluster share identities and role assignments, and the old one can go", async () => {
    plan.now = { clusters: { blue: {} } };
    await withEngine(program, {}, async ({ stack, newRequests, azure, ...engine }) => {
        const deniedOf = async (clusterName: string) =>
            (await engine.jobs(clusterName)).filter(({ allowed }) => !allowed);
        await stack.up();
        expect(assignmentWrites(newRequests())).toEqual(["PUT 201", "PUT 201", "PUT 201"]);

        plan.now = { clusters: { blue: shared } };
        await stack.up();
        expect(assignmentWrites(newRequests())).toEqual([]);

        plan.now = { clusters: { blue: shared, green: shared }, app: true };
        const both = (await stack.up()).outputs;
        // The app's own role, and nothing that is there already.
        expect(assignmentWrites(newRequests())).toEqual(["PUT 201"]);
        expect(both.green?.value.roleAssignments.map(({ id }: { id: string }) => id).sort()).toEqual(
            both.blue?.value.roleAssignments.map(({ id }: { id: string }) => id).sort(),
        );
        await engine.declareWorkload(both.green?.value.clusterName, {
            registries: [both.registryId?.value],
        });
        expect(await deniedOf(both.green?.value.clusterName)).toEqual([]);

        plan.now = { clusters: { green: shared } };
        const { events } = await observed((options) => stack.up(options));
        expect(steps(events).filter((step) => !step.startsWith("delete "))).toEqual([
            // What it is for reads as the remaining cluster says it.
            expect.stringMatching(/^update platform-network-contributor-[0-9a-f]{8}$/),
        ]);
        expect(assignmentWrites(newRequests())).toEqual(["PUT 200", "DELETE 200"]);
        expect(await deniedOf(both.green?.value.clusterName)).toEqual([]);

        expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
});
