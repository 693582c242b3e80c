import { AzureMonitorWorkspace } from "@pulumi/azure-native/monitor";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { objectAt } from "../../local-azure/kernel/json";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import { observed, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** Everything that takes tags. */
const TAGGED = [
    "aks-cluster",
    "aks-container-insights",
    "aks-control-plane",
    "aks-kubelet",
    "aks-pool-work",
    "aks-prometheus",
    "aks-prometheus",
    "app-identity",
];

test("another tag previews, and makes, updates in place of what takes tags, and of nothing else", async () => {
    let tags: Record<string, string> = { team: "shop" };
    const program = async () => {
        const group = new ResourceGroup("group");
        const inGroup = { resourceGroupName: group.name };
        const logs = new Workspace("logs", inGroup);
        const metrics = new AzureMonitorWorkspace("metrics", inGroup);
        const aks = new ManagedIdentityAksCluster("aks", {
            ...inGroup,
            systemNodePool: { vmSize: VM_SIZE },
            nodePools: [{ name: "work", vmSize: VM_SIZE, tags: { ...tags, pool: "work" } }],
            addons: {
                azurePolicy: true,
                containerInsights: { workspaceId: logs.id, workspaceLocation: logs.location },
                managedPrometheus: { workspaceId: metrics.id, workspaceLocation: metrics.location },
            },
            extraRoleAssignments: [{ name: "own-group", role: READER, scope: group.id }],
            oidcIssuer: true,
            workloadIdentity: true,
            tags,
        });
        const app = new AksWorkloadIdentity("app", {
            ...inGroup,
            oidcIssuerUrl: aks.oidcIssuerUrl,
            serviceAccounts: [{ namespace: "shop", name: "orders" }],
            extraRoleAssignments: [{ name: "own-group", role: READER, scope: group.id }],
            tags,
        });
        // Whatever hangs on an identity hangs on its ids.
        new ResourceGroup("uses", { tags: { kubelet: aks.kubeletIdentity.principalId, app: app.clientId } });
        return { poolId: aks.clusterId.apply((id) => `${id}/agentPools/work`), clusterId: aks.clusterId };
    };
    await withEngine(program, { watchJobs: true }, async ({ stack, arm }) => {
        const { outputs } = await stack.up();
        const tagsOf = async (id: string) => {
            const { body } = await arm.get(id);
            return { ...objectAt(body, "tags"), ...objectAt(body, "properties", "tags") };
        };
        expect(await tagsOf(outputs.clusterId?.value)).toEqual({ team: "shop" });
        expect(await tagsOf(outputs.poolId?.value)).toEqual({ team: "shop", pool: "work" });

        const changes: Record<string, string>[] = [{ team: "shop", stage: "test" }, { team: "platform" }, {}];
        for (const changed of changes) {
            tags = changed;
            const preview = await observed((options) => stack.preview(options));
            expect(steps(preview.events).sort()).toEqual(TAGGED.map((name) => `update ${name}`));
            const update = await observed((options) => stack.up(options));
            expect(steps(update.events).sort()).toEqual(TAGGED.map((name) => `update ${name}`));
            expect(await tagsOf(outputs.clusterId?.value)).toEqual(changed);
            expect(await tagsOf(outputs.poolId?.value)).toEqual({ ...changed, pool: "work" });
        }
    });
});
