import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { KubeletIdentityType, ManagedIdentityAksCluster, RoleAssignmentMode } from "../../src";
import { PROPAGATION_ERRORS } from "../../src/grants/propagation";
import { roleDefinitionId } from "../../src/grants/roles";
import { type Engine, observed, remaining, withEngine } from "./engine";
import { clusterProgram, VM_SIZE } from "./program";
import { makeScenarioGround } from "./scenarioGround";
import { SCENARIOS } from "./scenarios";

/** Status of each attempt to create the cluster. */
function clusterPuts({ azure }: Engine): number[] {
    return azure
        .requests()
        .filter(({ method, path }) => method === "PUT" && /\/managedClusters\/[^/]+$/.test(path))
        .map(({ status }) => status);
}

describe("the first up", () => {
    test("succeeds where they take a minute", async () => {
        const program = clusterProgram();
        await withEngine(program, { propagationDelaySeconds: 60, directoryDelaySeconds: 20 }, async (engine) => {
            const { outputs, summary } = await engine.stack.up();
            expect(summary.result).toBe("succeeded");
            expect(clusterPuts(engine)).toEqual([400, 400, 400, 400, 400, 201]);
            expect(engine.waits).toEqual([2, 4, 8, 16, 32]);
            expect((await engine.jobs(outputs.clusterName?.value)).filter(({ allowed }) => !allowed)).toEqual([]);
            expect((await engine.stack.up()).summary.resourceChanges).toEqual({ same: 12 });
        });
    });

    test("succeeds where they take the whole hour that Azure documents, all but the last wait", async () => {
        await withEngine(clusterProgram(), { propagationDelaySeconds: 3550 }, async (engine) => {
            expect((await engine.stack.up()).summary.result).toBe("succeeded");
            expect(clusterPuts(engine).length).toBeLessThan(100);
        });
    });
});

test("every error that AKS has for it is waited for", async () => {
    const program = async () => {
        const ground = makeScenarioGround();
        const names = ["created", "routes", "ownzone", "kms"] as const;
        return Object.fromEntries(
            names.map((name) => {
                const group = new ResourceGroup(name);
                const aks = new ManagedIdentityAksCluster(name, {
                    resourceGroupName: group.name,
                    systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id },
                    // One thing to wait for each: the kubelet identity is an own one in the first cluster only.
                    kubeletIdentity: name === "created" ? undefined : { type: KubeletIdentityType.AksManaged },
                    ...SCENARIOS[name]?.args(ground),
                });
                return [name, aks.servicePrincipalClientId];
            }),
        );
    };
    await withEngine(program, { propagationDelaySeconds: 60 }, async (engine) => {
        const { stack, azure } = engine;
        // Time stands still until each of the clusters has been refused.
        const allRefused = new Promise<void>((resolve) => {
            engine.meanwhile = async () => {
                if (engine.waits.length === PROPAGATION_ERRORS.length) {
                    resolve();
                }
                await allRefused;
            };
        });
        await stack.up();
        const met = azure
            .requests()
            .flatMap(({ method, path, errorCode }) =>
                method === "PUT" && /\/managedClusters\/[^/]+$/.test(path) && errorCode ? [errorCode] : [],
            );
        expect([...new Set(met)].sort()).toEqual(PROPAGATION_ERRORS.map(({ code }) => code).sort());
    });
});

describe("a grant that never comes", () => {
    test("ends the wait with role, identity and scope of what is missing, and leaves no cluster", async () => {
        const program = clusterProgram(() => ({
            roleAssignmentMode: RoleAssignmentMode.Skip,
            propagationTimeoutMinutes: 10,
        }));
        await withEngine(program, {}, async (engine) => {
            const failure = await engine.stack.up().then(
                () => "succeeded",
                (error: Error) => error.message,
            );
            const principal = engine.azure
                .requests()
                .find(({ path, method }) => method === "PUT" && path.includes("aks-control-plane"));
            expect(principal?.status).toBe(201);
            expect(failure).toMatch(
                /aks: after 10 minutes AKS still reports that the identity of the cluster lacks a permission: Managed Identity Operator on the kubelet identity \(CustomKubeletIdentityMissingPermissionError\)\./,
            );
            expect(failure).toMatch(
                /- Managed Identity Operator for controlPlane \(principal [0-9a-f-]{36}\) on \/subscriptions\/\S+\/userAssignedIdentities\/aks-kubelet/,
            );
            expect(failure).toMatch(
                /- Network Contributor for controlPlane \(principal [0-9a-f-]{36}\) on \/subscriptions\/\S+\/subnets\/system/,
            );
            expect(failure).toContain('The component does not create them (`roleAssignmentMode: "Skip"`)');
            const waited = engine.waits.reduce((sum, seconds) => sum + seconds, 0);
            expect(waited).toBeLessThanOrEqual(600);
            expect(waited).toBeGreaterThan(600 - 45);
            expect(new Set(clusterPuts(engine))).toEqual(new Set([400]));
            await engine.stack.destroy();
            expect(remaining(engine.azure.requests())).toEqual([]);
        });
    });
});

test("a cluster whose role assignments somebody else makes waits for them", async () => {
    const program = clusterProgram(() => ({ roleAssignmentMode: RoleAssignmentMode.Skip }));
    await withEngine(program, { propagationDelaySeconds: 60 }, async (engine) => {
        engine.meanwhile = async () => {
            // Somebody reads in the log what is missing, and runs the commands after the third attempt.
            if (engine.waits.length === 3) {
                await assign(engine, "Managed Identity Operator", "aks-control-plane", "aks-kubelet");
            }
        };
        const { result, events } = await observed((options) => engine.stack.up(options));
        const { outputs, summary } = result;
        expect(summary.result).toBe("succeeded");
        expect(engine.waits).toEqual([2, 4, 8, 16, 32, 45]);
        expect(outputs.roleAssignments?.value.map(({ id }: { id?: string }) => id)).toEqual([undefined, undefined]);
        const commands: string[] = outputs.roleAssignmentCommands?.value;
        expect(commands).toEqual([
            expect.stringMatching(/^az role assignment create --assignee-object-id [0-9a-f-]{36} /),
            expect.stringContaining("/subnets/system' --description"),
        ]);
        // In time: before the cluster waits, and once.
        const said = (all: EngineEvent[]) =>
            all.flatMap(({ diagnosticEvent }) =>
                diagnosticEvent?.severity.startsWith("info") ? diagnosticEvent.message.replace(/<\{%.*?%\}>/g, "") : [],
            );
        const told = said(events).findIndex((message) => message.includes("does not create its role assignments"));
        expect(said(events)[told]).toContain(commands.map((command) => `  ${command}`).join("\n"));
        expect(said(events).findIndex((message) => message.includes("waiting for"))).toBeGreaterThan(told);
        const later = await observed((options) => engine.stack.preview(options));
        expect(said(later.events).join()).not.toContain("az role assignment create");
    });
});

/** What `az role assignment create` would do, for identities that the engine has just made. */
async function assign({ arm, azure }: Engine, role: string, to: string, on: string): Promise<void> {
    const made = (name: string) =>
        azure
            .requests()
            .find(({ method, path }) => method === "PUT" && path.includes(`/userAssignedIdentities/${name}`));
    const [principal, scope] = [made(to)?.path ?? "", made(on)?.path ?? ""];
    const { body } = await arm.get(principal, { apiVersion: "2023-01-31" });
    const properties = {
        principalId: body.properties.principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: roleDefinitionId(arm.subscription, role),
    };
    const name = "6a1f1f3e-8a52-4b4e-9f0e-3d1c5c1d2b3a";
    const { status } = await arm.put(
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
        { properties },
        { apiVersion: "2022-04-01" },
    );
    expect(status).toBe(201);
}

test("an error that waiting cannot mend is not waited for", async () => {
    const program = clusterProgram(() => ({ kubernetesVersion: "1.99" }));
    const refuse = { deployerRole: "Reader" };
    await withEngine(program, refuse, async (engine) => {
        await expect(engine.stack.up()).rejects.toThrow("AuthorizationFailed");
        expect(engine.waits).toEqual([]);
    });
});
