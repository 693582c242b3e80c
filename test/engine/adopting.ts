import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { LocalAzureOptions } from "../../local-azure/contract";
import { objectAt } from "../../local-azure/kernel/json";
import { importFileOf } from "../../src/migration/adopt/importFile";
import { argsFromLive, type FromLive } from "../../src/migration/live/argsFromLive";
import { readPreview } from "../../src/migration/preview/readPreview";
import type { TestAzure } from "../local-azure/harness";
import { AKS_VERSION, createByHand, type GroundIds, type MakeRequest } from "./adoptedClusters";
import { type Engine, type EngineOptions, observed, steps, withEngine } from "./engine";
import { makeGround, makeServicePrincipal } from "./ground";
import { importResources } from "./importResources";

/** Clusters that were made by hand, and what `adopt` finds of them. */
export interface FoundClusters extends Engine {
    ids: GroundIds;
    /** Resource ids, by name. */
    clusters: Record<string, string>;
    found: Record<string, FromLive>;
    /** As Azure shows them before anybody adopts them. */
    shown: Record<string, Shown>;
}

/** Creates clusters by hand on a ground that nobody adopts, and describes them as the command `adopt` does. */
export async function withFoundClusters(
    requests: Record<string, MakeRequest>,
    options: LocalAzureOptions & EngineOptions,
    use: (found: FoundClusters) => Promise<void>,
): Promise<void> {
    await withEngine(ground, options, async (engine) => {
        const { outputs } = await engine.stack.up();
        const ids: GroundIds = outputs.ids?.value;
        const clusters = await createByHand(engine.arm, ids, requests);
        const all = await Promise.all(
            Object.entries(clusters).map(async ([name, id]) => [name, await showOf(engine.arm, id)] as const),
        );
        const objectIds: Record<string, string> = {
            [ids.legacyClientId]: ids.legacyObjectId,
            [ids.otherLegacyClientId]: ids.otherLegacyObjectId,
        };
        const found = Object.fromEntries(
            all.map(([component, { cluster, pools, roleAssignments }]) => [
                component,
                argsFromLive(cluster, {
                    component,
                    pools,
                    roleAssignments,
                    servicePrincipalObjectId: objectIds[clientIdOf(cluster)],
                }),
            ]),
        );
        await use({ ...engine, ids, clusters, found, shown: Object.fromEntries(all) });
    });
}

/**
 * Imports what was found into a stack with this program, as docs/migration.md says, without a request to Azure; returns the
 * stack and the steps of the preview before.
 */
export async function importFound(
    { openAnother, shown, newRequests }: FoundClusters,
    program: PulumiFn,
): Promise<{ adopting: Stack; previewed: string[] }> {
    const adopting = await openAnother("adopting", program);
    const { events } = await observed((options) => adopting.preview(options));
    const preview = readPreview(events.map((event) => JSON.stringify(event)).join("\n"));
    const files = Object.entries(shown).map(([name, of]) => importFileOf(name, preview, of));
    expect(files.flatMap(({ created }) => created)).toEqual([]);
    newRequests();
    await importResources(adopting, { resources: files.flatMap(({ file }) => file.resources) });
    expect(newRequests().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    return { adopting, previewed: steps(events) };
}

/** What a run would do, or does, apart from providers that the engine makes itself. */
export const changesOf = (events: Parameters<typeof steps>[0]) =>
    steps(events).filter((step) => !step.includes("default"));

export const isWrite = ({ method }: { method: string }) => ["PUT", "PATCH", "DELETE"].includes(method);

export interface Shown {
    cluster: TestAzureBody;
    pools: TestAzureBody[];
    roleAssignments: TestAzureBody[];
}
type TestAzureBody = Awaited<ReturnType<TestAzure["get"]>>["body"];

/** A cluster with its pools and all role assignments of the subscription, as Azure shows them. */
export async function showOf(arm: TestAzure, id: string): Promise<Shown> {
    const read = async (path: string, apiVersion: string) => (await arm.get(path, { apiVersion })).body;
    return {
        cluster: await read(id, AKS_VERSION),
        pools: (await read(`${id}/agentPools`, AKS_VERSION)).value,
        roleAssignments: (
            await read(`${arm.subscription}/providers/Microsoft.Authorization/roleAssignments`, "2022-04-01")
        ).value,
    };
}

/** What the clusters stand on. */
async function ground(): Promise<Record<string, unknown>> {
    const { subnets, legacy, ...on } = makeGround();
    const otherLegacy = makeServicePrincipal("other-legacy");
    const objectIdOf = ({ clientId }: { clientId: pulumi.Output<string> }) =>
        azuread.getServicePrincipalOutput({ clientId }).objectId;
    const ids: Record<keyof GroundIds, pulumi.Input<string>> = {
        group: on.group.id,
        system: subnets.system.id,
        work: subnets.work.id,
        routed: subnets.routed.id,
        gateway: subnets.gateway.id,
        network: subnets.system.id.apply((id) => id.split("/subnets/")[0] ?? ""),
        routes: on.routes.id,
        zone: on.zone.id,
        vault: on.vault.id,
        keyId: on.keyId,
        diskEncryptionSet: on.diskEncryptionSet.id,
        registry: on.rbacRegistry.id,
        otherRegistry: on.abacRegistry.id,
        workspace: on.workspace.id,
        gatewayId: on.gateway.id,
        publicZone: on.publicZone.id,
        address: on.address.id,
        legacyClientId: legacy.clientId,
        legacySecret: legacy.clientSecret,
        legacyObjectId: objectIdOf(legacy),
        otherLegacyClientId: otherLegacy.clientId,
        otherLegacySecret: otherLegacy.clientSecret,
        otherLegacyObjectId: objectIdOf(otherLegacy),
    };
    return { ids: pulumi.output(ids) };
}

/** Client id of what a cluster runs as; `msi` on a managed identity. */
function clientIdOf({ properties }: Shown["cluster"]): string {
    return String(objectAt(properties, "servicePrincipalProfile")?.clientId);
}
