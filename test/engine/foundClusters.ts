import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { LocalAzureOptions } from "../../local-azure/contract";
import { argsFromLive, type FromLive } from "../../src/migration/live/argsFromLive";
import { adoptByImport } from "./adoptByImport";
import { createByHand, type MakeRequest } from "./adoptedClusters";
import { type Engine, type EngineOptions, withEngine } from "./engine";
import { type Builder, builderOf, type ShownByArm, showOf } from "./handMadeClusters";
import { makeGroundByHand } from "./handMadeGround";

/** Clusters that were made by hand, and what `adopt` finds of them. */
export interface FoundClusters extends Engine {
    builder: Builder;
    /** Resource ids, by name. */
    clusters: Record<string, string>;
    found: Record<string, FromLive>;
    /** As they are before anybody adopts them. */
    shown: Record<string, ShownByArm>;
    /** Has the stack run this program from now on. */
    deploy(program: PulumiFn): void;
    /** Imports them into the stack, which has this program from now on. */
    adopt(program: PulumiFn): ReturnType<typeof adoptByImport>;
}

/** Creates clusters by hand, and describes them as the command `adopt` does. */
export async function withFoundClusters(
    requests: Record<string, MakeRequest>,
    options: LocalAzureOptions & EngineOptions,
    use: (found: FoundClusters) => Promise<void>,
): Promise<void> {
    let current: PulumiFn = async () => ({});
    await withEngine(
        () => current(),
        options,
        async (engine) => {
            const { arm } = engine;
            const builder = builderOf(arm, await makeGroundByHand(arm));
            const created = await createByHand(arm, builder, requests);
            const clusters: Record<string, string> = {};
            const shown: Record<string, ShownByArm> = {};
            const found: Record<string, FromLive> = {};
            for (const [name, { id, context }] of Object.entries(created)) {
                const { cluster, ...others } = await showOf(arm, id);
                clusters[name] = id;
                shown[name] = { cluster, ...others };
                found[name] = argsFromLive(cluster, { component: name, ...others, ...context });
            }
            const deploy = (program: PulumiFn) => {
                current = program;
            };
            const adopt = (program: PulumiFn) => {
                deploy(program);
                return adoptByImport(engine, shown);
            };
            await use({ ...engine, builder, clusters, found, shown, deploy, adopt });
        },
    );
}
