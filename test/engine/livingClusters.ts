import { Registry } from "@pulumi/azure-native/containerregistry";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import type { LocalAzureOptions, LoggedRequest } from "../../local-azure/contract";
import { ClusterWatch, deniedOf, type WatchedCluster } from "./clusterWatch";
import { type Engine, observed, steps, withEngine } from "./engine";
import { makeCluster } from "./program";
import { type Args, type Moments, said, writes } from "./transition";

/** A stack whose program changes, with living clusters in it, by name. */
export interface LivingClusters extends Engine {
    /** From the next run on the program says this of these clusters. */
    say(args: Record<string, Args>): void;
    clusters: Record<string, LivingCluster>;
    /** Runs something and tells which jobs of each cluster were denied meanwhile. */
    watched<T>(run: () => Promise<T>): Promise<{ result: T; meanwhile: Record<string, Moments> }>;
    /** What a preview says, whether or not it fails. */
    preview(): Promise<EngineEvent[]>;
}

/** One cluster, and what is told of it among others. */
export interface LivingCluster extends WatchedCluster {
    outputs: OutputMap;
    eventsIn(events: EngineEvent[]): EngineEvent[];
    outputsIn(outputs: OutputMap): OutputMap;
    writesIn(requests: readonly LoggedRequest[]): string[];
}

/** Deploys clusters side by side, lets their nodes pull images, and hands the living things over. */
export async function withClusters(
    first: Record<string, Args>,
    options: LocalAzureOptions,
    use: (living: LivingClusters) => Promise<void>,
): Promise<void> {
    const names = Object.keys(first);
    const current = { ...first };
    const watch = new ClusterWatch();
    const program = async () => {
        watch.observeUpdates();
        return Object.fromEntries(
            Object.values(current).flatMap((args, index) =>
                Object.entries(makeLegacyCluster(index, args)).map(([key, output]) => [
                    `${names[index]}/${key}`,
                    output,
                ]),
            ),
        );
    };
    await withEngine(program, options, async (engine) => {
        const { stack, clock } = engine;
        const { outputs } = await stack.up();
        const clusters: Record<string, LivingCluster> = {};
        for (const [index, name] of names.entries()) {
            clusters[name] = await livingCluster(engine, name, index, outputs);
        }
        watch.observeOperations(clock);
        engine.newRequests();
        await use({
            ...engine,
            clusters,
            say: (args) => {
                Object.assign(current, args);
            },
            watched: (run) => watch.watched(clusters, run),
            preview: async () => {
                const { events } = await observed((options) => stack.preview(options).catch(() => undefined));
                return events;
            },
        });
    });
}

/** A stack with one living cluster in it. */
export interface OneCluster extends Engine {
    /** From the next run on the program says this. */
    say(args: Args): void;
    outputs: OutputMap;
    denied: LivingCluster["denied"];
    /** Runs something and tells which jobs were denied meanwhile. */
    watched(run: () => Promise<unknown>): Promise<Moments>;
    /** What a preview says: its steps, and its warnings and errors. */
    preview(): Promise<{ steps: string[]; said: string }>;
    /** Another run: the cluster's outputs. */
    up(): Promise<OutputMap>;
}

/** The same for a cluster by itself. */
export async function withCluster(
    first: Args,
    options: LocalAzureOptions,
    use: (living: OneCluster) => Promise<void>,
): Promise<void> {
    await withClusters({ aks: first }, options, async (living) => {
        const { aks } = living.clusters as { aks: LivingCluster };
        await use({
            ...living,
            outputs: aks.outputs,
            denied: aks.denied,
            say: (args) => living.say({ aks: args }),
            watched: async (run) => (await living.watched(run)).meanwhile.aks ?? {},
            preview: async () => {
                const events = await living.preview();
                return { steps: steps(events), said: said(events) };
            },
            up: async () => aks.outputsIn((await living.stack.up()).outputs),
        });
    });
}

/** Lets AKS have a newer image, and upgrades the nodes of the system pool to it, as the command `finish` does. */
export async function upgradeNodes({ arm }: Pick<Engine, "arm">, outputs: OutputMap): Promise<void> {
    const name = outputs.clusterName?.value;
    await arm.post(`/local-azure/clusters/${name}/nodeImage`, { token: null, apiVersion: null });
    const pool = `${outputs.clusterId?.value}/agentPools/system`;
    expect((await arm.post(`${pool}/upgradeNodeImageVersion`)).status).toBe(202);
}

/** A parent of a type of its own, so that the resources below can be called the same in each cluster. */
const place = (index: number) => `test:index:Place${index}`;
const isIn = (index: number, urn: string) => urn.includes(`::${place(index)}$`);

function makeLegacyCluster(index: number, args: Args) {
    const parent = new pulumi.ComponentResource(place(index), `place${index}`);
    const application = new azuread.Application("legacy", { displayName: "legacy-cluster" }, { parent });
    const { clientId } = new azuread.ServicePrincipal("legacy", { clientId: application.clientId }, { parent });
    const password = new azuread.ApplicationPassword("legacy", { applicationId: application.id }, { parent });
    let registryId: pulumi.Input<string> = "";
    const outputs = makeCluster((ground) => {
        const registry = new Registry(
            "registry",
            {
                resourceGroupName: ground.group.name,
                registryName: `images${index}`,
                sku: { name: "Premium" },
            },
            { parent },
        );
        registryId = registry.id;
        return {
            registries: [{ id: registry.id }],
            // The model's own routes know clusters by their names.
            ...(index > 0 && { clusterName: `aks${index}` }),
            ...args({ ...ground, clientId, clientSecret: password.value, registry, parent }),
        };
    }, parent);
    return { ...outputs, registryId };
}

async function livingCluster(engine: Engine, name: string, index: number, all: OutputMap): Promise<LivingCluster> {
    const outputsIn = (outputs: OutputMap): OutputMap =>
        Object.fromEntries(
            Object.entries(outputs).flatMap(([key, output]) =>
                key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), output]] : [],
            ),
        );
    const outputs = outputsIn(all);
    const clusterName = String(outputs.clusterName?.value);
    const group = String(outputs.clusterId?.value).split("/providers/")[0]?.toLowerCase();
    await engine.declareWorkload(clusterName, { registries: [outputs.registryId?.value] });
    return {
        outputs,
        outputsIn,
        isIn: (urn) => isIn(index, urn),
        denied: () => deniedOf(engine, clusterName),
        eventsIn: (events) => events.filter((event) => isIn(index, urnOf(event))),
        writesIn: (requests) => writes(requests.filter(({ path }) => path.toLowerCase().startsWith(`${group}/`))),
    };
}

function urnOf({ resourcePreEvent, resOutputsEvent, diagnosticEvent }: EngineEvent): string {
    return resourcePreEvent?.metadata.urn ?? resOutputsEvent?.metadata.urn ?? diagnosticEvent?.urn ?? "";
}
