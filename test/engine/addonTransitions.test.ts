import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Workspace } from "@pulumi/azure-native/operationalinsights";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { LoggedRequest } from "../../local-azure/contract";
import { type AddonsArgs, ContainerInsightsAuthentication } from "../../src";
import { type Engine, withEngine } from "./engine";
import { clusterProgram } from "./program";

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

        // A program that says no more of add-ons would leave them on, without their grants.
        addons = () => undefined;
        expect(await saidByPreview(engine)).toContain(
            "has add-ons (omsagent, podIdentity). Without addons, AKS would leave them on",
        );

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

        addons = () => ({});
        engine.newRequests();
        const off = await engine.stack.up();
        expect(writes(engine.newRequests())).toEqual(["PUT managedClusters", "DELETE roleAssignments"]);
        expect(await jobs()).toEqual([]);
        expect(off.outputs.roleAssignments?.value).toHaveLength(2);
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
