import type * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { LocalAzureOptions } from "../../local-azure/contract";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { type Engine, observed, steps, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";

/** A living cluster whose arguments change, and what happens to it behind Pulumi's back. */
export interface LiveCluster extends Engine {
    /** From the next run on the program says this, of a component of this name. */
    say(args: Partial<ManagedIdentityAksClusterArgs>, name?: string): void;
    /** What a preview would do, what it says, and which properties of the cluster it shows as changed. */
    preview(options?: { refresh?: boolean }): Promise<{ steps: string[]; said: string; shows: string[] }>;
    up(options?: { refresh?: boolean }): Promise<string[]>;
    /** A change that AKS or somebody else makes: to the cluster, or to one of its pools. */
    change(what: "change" | `agentPools/${string}/change`, body: object): Promise<void>;
    /** The pool as AKS shows it. */
    pool(name: string): Promise<Record<string, unknown>>;
    cluster(): Promise<Record<string, unknown>>;
}

export type Args = Partial<ManagedIdentityAksClusterArgs>;

/** Deploys a cluster, and hands it over; `options` makes the component's resource options anew for each run. */
export async function withLiveCluster(
    first: Args,
    use: (live: LiveCluster) => Promise<void>,
    options: () => pulumi.ComponentResourceOptions = () => ({}),
    azure: LocalAzureOptions = {},
): Promise<void> {
    let args = first;
    let name = "aks";
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        const given = {
            resourceGroupName: group.name,
            ...args,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id, ...args.systemNodePool },
        };
        const aks = new ManagedIdentityAksCluster(name, given, options());
        return { clusterId: aks.clusterId, clusterName: aks.clusterName };
    };
    await withEngine(program, { ...azure, watchJobs: true }, async (engine) => {
        const { outputs } = await engine.stack.up();
        const [id, clusterName] = [outputs.clusterId?.value, outputs.clusterName?.value].map(String);
        const cluster = async () => (await engine.arm.get(String(id), { apiVersion: "2025-09-01" })).body as never;
        await use({
            ...engine,
            say: (next, as = name) => {
                args = next;
                name = as;
            },
            preview: async (options = {}) => {
                const { events } = await observed((rest) =>
                    engine.stack.preview({ ...options, ...rest }).catch(() => undefined),
                );
                const done = steps(events).filter((step) => !step.startsWith("refresh"));
                return { steps: done.sort(), said: said(events), shows: shown(events) };
            },
            up: async (options = {}) => {
                const { events } = await observed((rest) => engine.stack.up({ ...options, ...rest }));
                return steps(events).filter((step) => !step.startsWith("refresh"));
            },
            change: async (what, body) => {
                const path = `/local-azure/clusters/${clusterName}/${what}`;
                const answer = await engine.arm.post(path, { body, token: null, apiVersion: null });
                expect(answer).toMatchObject({ status: 200 });
            },
            cluster,
            pool: async (of) => {
                const { properties } = (await cluster()) as {
                    properties: { agentPoolProfiles: { name: string }[] };
                };
                return properties.agentPoolProfiles.find((pool) => pool.name === of) as never;
            },
        });
    });
}

/** The differences of the cluster that an engine shows. */
function shown(events: EngineEvent[]): string[] {
    return events.flatMap(({ resourcePreEvent }) => {
        const { urn = "", detailedDiff } = resourcePreEvent?.metadata ?? {};
        return urn.endsWith("-cluster") ? Object.keys(detailedDiff ?? {}) : [];
    });
}

export const QUIET = { steps: [], said: "", shows: [] };
