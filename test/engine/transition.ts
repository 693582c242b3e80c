import { Registry } from "@pulumi/azure-native/containerregistry";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import type { LocalAzureOptions, LoggedRequest } from "../../local-azure/contract";
import type { ManagedIdentityAksClusterArgs } from "../../src";
import { type Engine, steps, withEngine } from "./engine";
import { clusterProgram, type Ground } from "./program";

/** What the clusters here have beside a test program's ground: the legacy principal, and images to pull. */
export interface Legacy extends Ground {
    clientId: pulumi.Output<string>;
    clientSecret: pulumi.Output<string>;
    registry: Registry;
}

export type Args = (ground: Legacy) => Partial<ManagedIdentityAksClusterArgs>;

/** A stack whose program changes, with one living cluster in it. */
export interface LivingCluster extends Engine {
    /** From the next run on the program says this. */
    say(args: Args): void;
    outputs: OutputMap;
    /** Jobs that are denied, now. */
    denied(): Promise<string[]>;
    /** Runs something and tells which jobs were denied meanwhile, by moment. */
    watched<T>(run: () => Promise<T>): Promise<{ result: T; meanwhile: Record<string, string[]> }>;
    /** What a preview says: its steps, and its warnings and errors. */
    preview(): Promise<{ steps: string[]; said: string }>;
}

/** Deploys a cluster, lets its nodes pull images, and hands the living thing over. */
export async function withCluster(
    first: Args,
    options: LocalAzureOptions,
    use: (living: LivingCluster) => Promise<void>,
): Promise<void> {
    let args = first;
    let observe = async (_: string) => {};
    const program = async () => {
        observeUpdates((moment) => observe(moment));
        const application = new azuread.Application("legacy", { displayName: "legacy-cluster" });
        const { clientId } = new azuread.ServicePrincipal("legacy", { clientId: application.clientId });
        const { value: clientSecret } = new azuread.ApplicationPassword("legacy", {
            applicationId: application.id,
        });
        let registryId: pulumi.Input<string> = "";
        const outputs = await clusterProgram((ground) => {
            const registry = new Registry("registry", {
                resourceGroupName: ground.group.name,
                registryName: "images",
                sku: { name: "Premium" },
            });
            registryId = registry.id;
            return {
                registries: [{ id: registry.id }],
                ...args({ ...ground, clientId, clientSecret, registry }),
            };
        })();
        return { ...outputs, registryId };
    };
    await withEngine(program, options, async (engine) => {
        const { stack, arm, clock } = engine;
        const { outputs } = await stack.up();
        const name = String(outputs.clusterName?.value);
        const path = `/local-azure/clusters/${name}/workload`;
        const workload = { registries: [outputs.registryId?.value] };
        await arm.post(path, { body: workload, token: null, apiVersion: null });
        const denied = async () =>
            (await engine.jobs(name))
                .filter(({ allowed }) => !allowed)
                .map(({ identity, action }) => `${identity}: ${action}`);
        // Whoever waits is in the middle of an operation: the one moment of which neither program nor engine knows.
        const { sleep } = clock;
        clock.sleep = async (milliseconds) => {
            await observe("during an operation");
            await sleep(milliseconds);
            await observe("during an operation");
        };
        engine.newRequests();
        await use({
            ...engine,
            outputs,
            say: (next) => {
                args = next;
            },
            denied,
            watched: async (run) => {
                const moments: Record<string, string[]> = {};
                const ignore = observe;
                observe = async (moment) => {
                    moments[moment] = [...new Set([...(moments[moment] ?? []), ...(await denied())])];
                };
                const result = await run();
                observe = ignore;
                return { result, meanwhile: moments };
            },
            preview: async () => {
                const events: EngineEvent[] = [];
                const onEvent = (event: EngineEvent) => events.push(event);
                await stack.preview({ onEvent }).catch(() => undefined);
                return { steps: steps(events), said: said(events) };
            },
        });
    });
}

/** Warnings and errors, without colours. */
export function said(events: EngineEvent[]): string {
    return events
        .flatMap(({ diagnosticEvent }) =>
            diagnosticEvent && ["warning", "error"].includes(diagnosticEvent.severity)
                ? diagnosticEvent.message
                : [],
        )
        .join("\n")
        .replace(/<\{%.*?%\}>/g, "");
}

/** Writes, as `PUT roleAssignments`, in the order in which Azure took them. */
export function writes(requests: readonly LoggedRequest[]): string[] {
    return requests
        .filter(({ method, status }) => method !== "GET" && method !== "POST" && status < 300)
        .map(({ method, path }) => `${method} ${path.split("/").at(-2)}`);
}

/** The engine's own hooks around the update of the cluster, behind the component's. */
function observeUpdates(observe: (moment: string) => Promise<void>): void {
    const before = new pulumi.ResourceHook("test:before", () =>
        observe("with the new grants, before the update"),
    );
    const after = new pulumi.ResourceHook("test:after", () => observe("after the update"));
    pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
        if (name !== "aks-cluster") {
            return undefined;
        }
        const hooks = {
            ...opts.hooks,
            beforeUpdate: [...(opts.hooks?.beforeUpdate ?? []), before],
            afterUpdate: [...(opts.hooks?.afterUpdate ?? []), after],
        };
        return { props, opts: { ...opts, hooks } };
    });
}
