import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { LoggedRequest } from "../../local-azure/contract";
import { type AddonsArgs, ContainerInsightsAuthentication, ManagedIdentityAksCluster } from "../../src";
import { type Engine, withEngine } from "./engine";
import { clusterProgram, makeGroundOf, VM_SIZE } from "./program";

interface Ground {
    app: UserAssignedIdentity;
    workspace: Workspace;
}

const { Legacy } = ContainerInsightsAuthentication;
const podIdentity = ({ app }: Ground) => ({
    podIdentity: { identities: [{ name: "app", namespace: "shop", identityResourceId: app.id }] },
});

test("add-ons on, changed and off: each with its grants, and nothing of it stays", async () => {
    let addons: (ground: Ground) => AddonsArgs | undefined = podIdentity;
    const program = clusterProgram(({ group }) => {
        const inGroup = { resourceGroupName: group.name };
        const app = new UserAssignedIdentity("app", inGroup);
        return { addons: addons({ app, workspace: new Workspace("logs", inGroup) }) };
    });
    await withEngine(program, {}, async (engine) => {
        // Identities of pods cannot come with the cluster.
        expect(await saidByPreview(engine)).toContain("(PodIdentitiesFollowCluster, Azure: PodIdentityAddonUser");

        addons = ({ workspace }) => ({
            podIdentity: {},
            containerInsights: { workspaceId: workspace.id, authentication: Legacy },
        });
        const { outputs } = await engine.stack.up();
        const jobs = async () =>
            (await engine.jobs(outputs.clusterName?.value)).filter(({ operation }) =>
                /^(pod-managed|Container insights)/.test(operation),
            );
        expect((await jobs()).map(({ identity, allowed }) => [identity, allowed])).toEqual([["omsagent", true]]);

        addons = (ground) => ({
            ...podIdentity(ground),
            containerInsights: {
                workspaceId: ground.workspace.id,
                workspaceLocation: ground.workspace.location,
            },
        });
        engine.newRequests();
        const changed = await engine.stack.up();
        expect(writes(engine.newRequests())).toEqual([
            "PUT roleAssignments",
            "PUT managedClusters",
            "DELETE roleAssignments",
        ]);
        const [job, ...more] = await jobs();
        expect(more).toEqual([]);
        expect(job).toMatchObject({ identity: "controlPlane", allowed: true });
        const grant = changed.outputs.roleAssignments?.value.find(
            ({ scope }: { scope: string }) => scope.toLowerCase() === job?.scope.toLowerCase(),
        );
        expect(job?.allowedBy?.toLowerCase()).toBe(grant.id.toLowerCase());
        // What AKS adds to the profile of pod identities is no difference.
        expect(Object.keys((await engine.stack.refresh()).summary.resourceChanges ?? {})).toEqual(["same"]);
        expect(Object.keys((await engine.stack.preview()).changeSummary)).toEqual(["same"]);

        // A program that says no more of add-ons turns its own off.
        addons = () => undefined;
        engine.newRequests();
        const off = await engine.stack.up();
        expect(writes(engine.newRequests())).toEqual(["PUT managedClusters", "DELETE roleAssignments"]);
        expect(await jobs()).toEqual([]);
        expect(off.outputs.roleAssignments?.value).toHaveLength(2);
    });
});

test("virtual nodes are turned off and on again to move, each time with their grant", async () => {
    let aci: string | undefined = "first";
    let nodes: Record<"system" | "batch", "system" | "work"> = { system: "system", batch: "system" };
    const program = async () => {
        const { group, systemSubnet, workSubnet, more } = makeGroundOf(["first", "second"]);
        const subnets = { system: systemSubnet, work: workSubnet };
        const aks = new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: subnets[nodes.system].id },
            nodePools: [{ name: "batch", vmSize: VM_SIZE, subnetId: subnets[nodes.batch].id }],
            network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" },
            addons: aci === undefined ? {} : { virtualNode: { subnetId: more[aci]?.id ?? "" } },
        });
        return { clusterName: aks.clusterName };
    };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        const { outputs } = await engine.stack.up();
        const jobs = async () =>
            (await engine.jobs(outputs.clusterName?.value))
                .filter(({ operation }) => operation.startsWith("virtual node"))
                .map(({ scope, allowed }) => [scope.split("/").at(-1), allowed]);
        const up = async () => {
            engine.newRequests();
            await engine.stack.up();
            return writes(engine.newRequests());
        };
        // The model of Azure declares two ways in which the add-on uses the subnet.
        expect(await jobs()).toEqual([
            ["first", true],
            ["first", true],
        ]);

        // While they are on, they stay where they are: nothing is sent.
        aci = "second";
        expect(await saidByPreview(engine)).toContain("(VirtualNodeSubnetStays; https:");
        engine.newRequests();
        await expect(engine.stack.up()).rejects.toThrow("VirtualNodeSubnetStays");
        expect(writes(engine.newRequests())).toEqual([]);
        aci = undefined;
        expect(await up()).toEqual(["PUT managedClusters", "DELETE roleAssignments"]);
        expect(await jobs()).toEqual([]);
        aci = "second";
        expect(await up()).toEqual(["PUT managedClusters", "PUT roleAssignments"]);
        expect(await jobs()).toEqual([
            ["second", true],
            ["second", true],
        ]);
        expect(Object.keys((await engine.stack.refresh()).summary.resourceChanges ?? {})).toEqual(["same"]);
        expect(await up()).toEqual([]);

        // Nor do nodes move from subnet to subnet.
        nodes = { system: "work", batch: "work" };
        expect(await saidByPreview(engine)).toContain("(FixedSystemPoolInput, Azure: PropertyChangeNotAllowed");
        nodes = { system: "system", batch: "work" };
        expect(await saidByPreview(engine)).toContain("(FixedPoolInput, Azure: PropertyChangeNotAllowed");
    });
});

async function saidByPreview({ stack }: Engine): Promise<string> {
    const said: string[] = [];
    const onEvent = ({ diagnosticEvent }: EngineEvent) => said.push(diagnosticEvent?.message ?? "");
    await expect(stack.preview({ onEvent })).rejects.toThrow();
    return said.join("");
}

/** Of the cluster and its grants, in the order in which Azure took them. */
function writes(requests: readonly LoggedRequest[]): string[] {
    return requests
        .filter(({ method, status }) => ["PUT", "DELETE"].includes(method) && status < 300)
        .map(({ method, path }) => `${method} ${path.split("/").at(-2)}`)
        .filter((write) => /roleAssignments|managedClusters/.test(write));
}
