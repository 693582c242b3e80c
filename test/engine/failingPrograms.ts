import type { AsyncLocalStorage } from "node:async_hooks";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import fc from "fast-check";
import { startLocalAzure } from "../../local-azure/localAzure";
import { openStack } from "../../scripts/engine";
import { findPulumiCli, type PulumiCli } from "../../scripts/pulumiCli";
import { startSecretsProvider } from "../../scripts/secretsProvider";
import {
    AksClusterIdentities,
    AksWorkloadIdentity,
    ArgumentsError,
    ControlPlaneIdentityType,
    type ExistingRoleAssignmentMode,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../src";
import { type Broken, brokenClusterArgs } from "../unit/rules/broken";
import { clusterProgram, VM_SIZE } from "./program";

/** Drawn once for both operations: it takes as long as to refuse them. */
let sets: Broken[] | undefined;

/**
 * Programs that fail while they run. Pulumi takes a failure inside an output from the process's own unhandled
 * rejections, which a test runner takes for itself: so they run in a process of their own, one after the other.
 */
export const FAILING_PROGRAMS = {
    badArguments: () => async () => {
        new ManagedIdentityAksCluster("aks", {
            resourceGroupName: "group",
            systemNodePool: { vmSize: VM_SIZE, name: "Pool_1" },
            controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
            kubeletIdentity: { resourceId: "kubelet" },
        });
    },
    generatedArguments: () => async () => {
        sets ??= fc.sample(brokenClusterArgs, { seed: 20261124, numRuns: 200 });
        const refused = sets.filter(({ args }) => isRefused(args as unknown as ManagedIdentityAksClusterArgs));
        // No failure of the program's own: were anything registered, it would be deployed.
        await pulumi.log.warn(`${refused.length} of ${sets.length} refused`);
    },
    badOutput: () => clusterProgram(({ group }) => ({ clusterName: group.name.apply((name) => `-${name}`) })),
    changedPool: poolThatMoves,
    unknownIdentity: () =>
        clusterProgram(({ group }) => ({
            kubeletIdentity: {
                resourceId: group.id.apply(
                    (id) => `${id}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/elsewhere`,
                ),
            },
        })),
    clusterOnOtherSubscription: () => () =>
        onSameNames(({ resourceGroupName, hubId }) => {
            new ManagedIdentityAksCluster("aks", {
                resourceGroupName,
                systemNodePool: { vmSize: VM_SIZE },
                kubeletIdentity: { resourceId: hubId },
            });
        }),
    workloadOnOtherSubscription: () => () =>
        onSameNames(({ hubId }) => {
            new AksWorkloadIdentity("app", {
                identityResourceId: hubId,
                oidcIssuerUrl:
                    "https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222/",
                serviceAccounts: [{ namespace: "shop", name: "cart" }],
            });
        }),
    unknownCluster: () =>
        clusterProgram(() => ({
            adopt: {
                clusterId: `/subscriptions/${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}/resourceGroups/elsewhere/providers/Microsoft.ContainerService/managedClusters/aks`,
            },
        })),
    unknownPrincipal: () =>
        clusterProgram(() => ({
            controlPlaneIdentity: {
                type: ControlPlaneIdentityType.ServicePrincipal,
                servicePrincipal: { clientId: "11111111-2222-4333-8444-555555555555", clientSecret: "hush" },
            },
        })),
    sameAssignment: twoClusters,
    sameSubnetByTwoOutputs: () =>
        clusterProgram(({ systemSubnet }) => ({
            networkAccess: { internalLoadBalancerSubnetIds: [systemSubnet.id.apply((id) => id)] },
        })),
    importOfAnotherScope: () => clusterWithExisting("Import"),
    skipOfAnotherScope: () => clusterWithExisting("Skip"),
    missingAssignment: () => clusterOnIdentities({ registryFromRun: 1 }),
    missingAssignmentLater: () => clusterOnIdentities({ registryFromRun: 2 }),
} satisfies Record<string, () => PulumiFn>;

const HUB = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";

/** On two identities with the same name and resource group; the first, whose id is given, is in another subscription. */
async function onSameNames(
    make: (ids: { resourceGroupName: pulumi.Output<string>; hubId: pulumi.Output<string> }) => void,
): Promise<void> {
    const hub = { provider: new Provider("hub", { subscriptionId: HUB, location: "westeurope" }) };
    const names = { resourceGroupName: "identities" };
    const [there, here] = [new ResourceGroup("hubgroup", names, hub), new ResourceGroup("group", names)];
    const identity = (name: string, group: ResourceGroup, options: pulumi.CustomResourceOptions) =>
        new UserAssignedIdentity(name, { resourceGroupName: group.name, resourceName: "shared" }, options);
    const both = pulumi.all([identity("hubid", there, hub).id, identity("hereid", here, {}).id]);
    make({ resourceGroupName: here.name, hubId: both.apply(([id]) => id) });
}

function isRefused(args: ManagedIdentityAksClusterArgs): boolean {
    try {
        new ManagedIdentityAksCluster("aks", args);
        return false;
    } catch (error) {
        if (error instanceof ArgumentsError) {
            return true;
        }
        throw error;
    }
}

/** A cluster whose further pool is in another subnet from the second run on. */
function poolThatMoves(): PulumiFn {
    let runs = 0;
    return () => {
        const moves = runs++ > 0;
        return clusterProgram(({ systemSubnet, workSubnet }) => {
            const { id } = moves ? systemSubnet : workSubnet;
            return { nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: id }] };
        })();
    };
}

/** From the second run on two clusters with one control plane identity in one subnet, each as a plugin makes it. */
function twoClusters(): PulumiFn {
    let runs = 0;
    return async () => {
        const { inGroup, nodes } = place();
        const identity = new UserAssignedIdentity("identity", inGroup);
        for (const name of runs++ > 0 ? ["blue", "green"] : ["blue"]) {
            withMonitorOfItsOwn(() => {
                new ManagedIdentityAksCluster(name, {
                    ...inGroup,
                    systemNodePool: { vmSize: VM_SIZE, subnetId: nodes.id },
                    controlPlaneIdentity: { resourceId: identity.id },
                });
            });
        }
    };
}

/** A cluster whose program names a role assignment on another subnet than the one that it is to be on. */
function clusterWithExisting(mode: ExistingRoleAssignmentMode): PulumiFn {
    const subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/other";
    const guid = "aaaaaaaa-2222-3333-4444-555555555555";
    return clusterProgram(() => ({
        existingRoleAssignments: [
            {
                name: "aks-system-subnet-network-contributor",
                roleAssignmentId: `${subnet}/providers/Microsoft.Authorization/roleAssignments/${guid}`,
                mode,
            },
        ],
    }));
}

/** A cluster that from some run on uses a registry which its identities have no role on. */
function clusterOnIdentities({ registryFromRun }: { registryFromRun: number }): PulumiFn {
    let runs = 0;
    return async () => {
        runs += 1;
        const { inGroup, nodes } = place();
        const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });
        const { forClusters } = new AksClusterIdentities("ids", { ...inGroup, subnetIds: [nodes.id] });
        new ManagedIdentityAksCluster("aks", {
            ...inGroup,
            systemNodePool: { vmSize: VM_SIZE, subnetId: nodes.id },
            identities: forClusters,
            registries: runs < registryFromRun ? [] : [{ id: registry.id }],
        });
    };
}

function place() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const network = new VirtualNetwork("network", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const placed = { ...inGroup, virtualNetworkName: network.name };
    return { inGroup, nodes: new Subnet("nodes", { ...placed, addressPrefix: "10.10.0.0/20" }) };
}

/** Runs something with another monitor object of the same address, as each construction in a plugin has one. */
function withMonitorOfItsOwn(run: () => void): void {
    const { getStore }: { getStore(): Store } = require("@pulumi/pulumi/runtime/state");
    const { asyncLocalStorage } = globalThis as unknown as { asyncLocalStorage: AsyncLocalStorage<Store> };
    const store = getStore();
    const before = pulumi.runtime.getMonitor();
    // All but the monitor is that of the program, also what is set later.
    const settings: Store["settings"] = new Proxy(store.settings, {
        get: (all, name) => (name === "monitor" ? own : Reflect.get(all, name)),
        set: (all, name, value) => {
            if (name === "monitor") {
                own = value;
                return true;
            }
            return Reflect.set(all, name, value);
        },
    });
    let own: object | undefined;
    asyncLocalStorage.run(
        new Proxy(store, { get: (all, name) => (name === "settings" ? settings : Reflect.get(all, name)) }),
        () => {
            if (pulumi.runtime.getMonitor() === before) {
                throw new Error("the monitor is the program's");
            }
            run();
        },
    );
}

/** Of the SDK, as far as it is replaced here. */
interface Store {
    settings: { monitor?: object };
}

export interface FailedRun {
    /** The errors and warnings that the engine reported. */
    said: string;
    /** Requests that reached Azure: method and path. */
    requests: string[];
    /** Resources that the stack holds, by type; none is what a refused program leaves. */
    resources: string[];
}

/** `change`: an update that succeeds, and then another; `previewChange`: and then a preview. */
export type Operation = "preview" | "up" | "previewChange" | "change";

async function failedRun(cli: PulumiCli, program: PulumiFn, operation: Operation): Promise<FailedRun> {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-test-"));
    const azure = await startLocalAzure({ otherSubscriptionIds: [HUB] });
    const secrets = await startSecretsProvider();
    try {
        const stack = await openStack({ cli, folder, project: "test", program, secrets, env: azure.ready.env });
        if (operation === "change" || operation === "previewChange") {
            await stack.up();
        }
        const said = await untilRefused(
            operation.startsWith("preview") ? stack.preview.bind(stack) : stack.up.bind(stack),
        );
        const resources = (await stack.exportStack()).deployment.resources ?? [];
        return {
            said,
            requests: azure.requests().map(({ method, path }) => `${method} ${path}`),
            resources: resources.map(({ type }: { type: string }) => type),
        };
    } finally {
        await azure.stop();
        await secrets.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/**
 * What a run says until it ends or has reported an error. An inline program does not end by itself when an input
 * of a resource fails: the SDK goes on waiting for that resource's registration.
 */
async function untilRefused(
    run: (options: { onEvent: (event: EngineEvent) => void; signal: AbortSignal }) => Promise<unknown>,
): Promise<string> {
    const refused = new AbortController();
    let said = "";
    const onEvent = ({ diagnosticEvent }: EngineEvent) => {
        if (diagnosticEvent?.severity === "error" || diagnosticEvent?.severity === "warning") {
            said += diagnosticEvent.message;
        }
        if (diagnosticEvent?.severity === "error") {
            refused.abort();
        }
    };
    await run({ onEvent, signal: refused.signal }).catch(() => undefined);
    return said;
}

export type Run = [name: keyof typeof FAILING_PROGRAMS, operation: Operation];

/** Runs each, and prints what came of it as JSON, in the same order. */
async function main(runs: Run[]): Promise<void> {
    const cli = await findPulumiCli(process.stderr);
    const failed: FailedRun[] = [];
    for (const [name, operation] of runs) {
        failed.push(await failedRun(cli, FAILING_PROGRAMS[name](), operation));
        // A program that waits for ever goes on listening to the failures of those after it.
        process.removeAllListeners("uncaughtException").removeAllListeners("unhandledRejection");
    }
    process.stdout.write(JSON.stringify(failed), () => process.exit());
}

if (require.main === module) {
    main(JSON.parse(process.argv[2] ?? "[]")).catch((error: unknown) => {
        process.stderr.write(String(error), () => process.exit(1));
    });
}
