import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { ClusterJob } from "../../local-azure/contract";
import { ManagedIdentityAksCluster } from "../../src";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import { canonicalScope, lastSegment } from "../../src/azure/resourceId";
import { grantsOfArgs } from "../../src/migration/grantsOfArgs";
import { argsFromLive } from "../../src/migration/live/argsFromLive";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { type Engine, MANY_RUNS, steps, withEngine, without } from "./engine";
import { showOf } from "./handMadeClusters";
import { type ProvenNeed, permissionsPage } from "./permissions";
import { VM_SIZE } from "./program";
import { makeScenarioGround } from "./scenarioGround";
import { SCENARIOS } from "./scenarios";

jest.setTimeout(MANY_RUNS);

/** `UPDATE_DOCS=1 npm test -- test/engine/scenarios` writes it anew. */
const PERMISSIONS_PAGE = join(__dirname, "../../docs/permissions.md");

interface Deployed {
    clusterId: string;
    clusterName: string;
    kubeletIdentity: { resourceId?: string; principalId: string };
    roleAssignments: RequiredRoleAssignment[];
    workload: Record<string, string>;
    kubeconfig: string;
}

const LEGACY_SECRET = "legacySecret";

/** Of the clusters alone. */
let clusterTags: Record<string, string> | undefined;

/** All scenarios in one stack: a cluster each, in a resource group of its own. */
async function allScenarios(): Promise<Record<string, unknown>> {
    pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
        type === CLUSTER_TYPE && clusterTags ? { props: { ...props, tags: clusterTags }, opts } : undefined,
    );
    const ground = makeScenarioGround();
    const clusters = Object.fromEntries(
        Object.entries(SCENARIOS).map(([name, { args, workload = {} }]) => {
            const group = new ResourceGroup(name);
            const aks = new ManagedIdentityAksCluster(name, {
                resourceGroupName: group.name,
                systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id },
                exportKubeconfig: true,
                ...args(ground),
            });
            const uses = Object.fromEntries(
                Object.entries(workload).map(([kind, resource]) => [kind, resource(ground).id]),
            );
            const { clusterId, clusterName, kubeletIdentity, roleAssignments, kubeconfig } = aks;
            const shown = { clusterId, clusterName, kubeletIdentity, roleAssignments, kubeconfig };
            return [name, pulumi.output({ ...shown, workload: uses })];
        }),
    );
    return { ...clusters, [LEGACY_SECRET]: ground.legacy.clientSecret };
}

test("every scenario has the permissions it needs, needs each of them, and stays as it was deployed", async () => {
    await withEngine(allScenarios, {}, async (engine) => {
        const { outputs, stdout } = await engine.stack.up();
        const deployed = Object.entries(outputs).flatMap(([name, { value }]) =>
            name === LEGACY_SECRET ? [] : [[name, value as Deployed] as const],
        );
        await expectNoSecret(engine, stdout, [
            String(outputs[LEGACY_SECRET]?.value),
            ...deployed.flatMap(([, { kubeconfig }]) => secretsIn(kubeconfig)),
        ]);
        expect(deployed.map(([name]) => name).sort()).toEqual(Object.keys(SCENARIOS).sort());

        await setAbacMode(engine, outputs.abac?.value);
        await expectDescribedAlike(engine, deployed);

        const needs: Record<string, ProvenNeed[]> = {};
        for (const [name, cluster] of deployed) {
            needs[name] = [];
            const uses = Object.entries(cluster.workload).map(([kind, id]) => [kind, [id]]);
            await engine.declareWorkload(cluster.clusterName, Object.fromEntries(uses));
            // Sufficient.
            expect({ name, denied: denied(await engine.jobs(cluster.clusterName)).map(inWords) }).toEqual({
                name,
                denied: [],
            });
            // Necessary: without any one of them something is denied.
            for (const assignment of cluster.roleAssignments) {
                const left = await without(engine, assignment, () => engine.jobs(cluster.clusterName));
                const { role, scope } = assignment;
                needs[name].push({ assignment, denied: denied(left) });
                expect({ name, role, scope, denied: denied(left).length > 0 }).toEqual({
                    name,
                    role,
                    scope,
                    denied: true,
                });
            }
        }

        const page = permissionsPage(
            Object.entries(SCENARIOS).map(([name, { title }]) => ({ title, needs: needs[name] ?? [] })),
        );
        process.stdout.write(`${page}\n`);
        if (process.env.UPDATE_DOCS) {
            await writeFile(PERMISSIONS_PAGE, page);
        }
        expect(await readFile(PERMISSIONS_PAGE, "utf8")).toBe(page);

        engine.newRequests();
        const again = await engine.stack.up();
        expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
        expect(engine.newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))).toEqual([]);

        // A change of the clusters themselves leaves all else what it is, in the preview already.
        clusterTags = { team: "shop" };
        const previewed: EngineEvent[] = [];
        await engine.stack.preview({ onEvent: (event) => previewed.push(event) });
        expect(steps(previewed).sort()).toEqual(
            Object.keys(SCENARIOS)
                .map((name) => `update ${name}-cluster`)
                .sort(),
        );
        clusterTags = undefined;

        // Of all clusters only the one with further pools shows them in its own list, too: see nodePools.test.ts.
        const refreshed = await engine.stack.refresh();
        expect(refreshed.summary.resourceChanges?.update).toBe(1);
        expect(Object.keys(refreshed.summary.resourceChanges ?? {}).sort()).toEqual(["same", "update"]);
        await engine.stack.destroy();
        expect((await engine.stack.exportStack()).deployment.resources ?? []).toEqual([]);
    });
});

/**
 * Each cluster, read back, is described by arguments that require the same role assignments as those that it was deployed
 * with. AKS leaves out what the reports say.
 */
async function expectDescribedAlike({ arm }: Engine, deployed: (readonly [string, Deployed])[]): Promise<void> {
    const described: Record<string, unknown> = {};
    for (const [name, { clusterId, kubeletIdentity, roleAssignments }] of deployed) {
        const { cluster, ...shown } = await showOf(arm, clusterId);
        const isPrincipal = kubeletIdentity.resourceId === undefined;
        const { args, blockers, missing } = argsFromLive(cluster, {
            component: name,
            ...shown,
            ...(isPrincipal && { servicePrincipalObjectId: kubeletIdentity.principalId }),
        });
        const required = grantsOfArgs(args).map((grant) => inRow({ scope: clusterId, ...grant }));
        // An identity that clusters share has roles for the others, too.
        const own = roleAssignments.map(inRow);
        const isShared = SHARED.includes(name);
        described[name] = {
            blockers,
            missing,
            required: required.filter((row) => !isShared || own.includes(row)).sort(),
        };
    }
    const expected = deployed.map(([name, { roleAssignments }]) => [
        name,
        { blockers: [], missing: [], required: roleAssignments.map(inRow).sort() },
    ]);
    expect(described).toEqual(Object.fromEntries(expected));
}

/** Scenarios that use the one identity of the ground. */
const SHARED = ["existing", "one"];

const inRow = ({
    identity,
    roleDefinitionId,
    scope,
}: Pick<RequiredRoleAssignment, "identity" | "roleDefinitionId" | "scope">) =>
    `${identity}: ${lastSegment(roleDefinitionId)} on ${canonicalScope(scope)}`;

/** Secrets stand neither in the state, nor in what is printed, nor in the log of requests. */
async function expectNoSecret(engine: Engine, printed: string, secrets: string[]): Promise<void> {
    expect(secrets.length).toBeGreaterThan(Object.keys(SCENARIOS).length);
    const places = {
        state: await engine.stateText(),
        printed,
        requests: JSON.stringify(engine.azure.requests()),
    };
    expect(places.state).toContain("created-cluster");
    for (const secret of secrets) {
        expect(secret.length).toBeGreaterThan(10);
        const found = Object.entries(places).filter(([, text]) => text.includes(secret));
        expect(found.map(([place]) => place)).toEqual([]);
    }
}

/** Keys and tokens of a kubeconfig; with Entra there are none. */
function secretsIn(kubeconfig: string): string[] {
    return [...kubeconfig.matchAll(/(?:client-key-data|token): (\S+)/g)].map(([, secret]) => String(secret));
}

async function setAbacMode({ arm }: Engine, { workload }: Deployed): Promise<void> {
    const { status } = await arm.patch(
        workload.registries ?? "",
        { properties: { roleAssignmentMode: "AbacRepositoryPermissions" } },
        { apiVersion: "2025-11-01" },
    );
    expect(status).toBeLessThan(300);
}

const denied = (jobs: ClusterJob[]) => jobs.filter(({ allowed }) => !allowed);
const inWords = ({ identity, action, scope }: ClusterJob) => `${identity}: ${action} on ${scope}`;
