import fc from "fast-check";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import type { AdoptedResources } from "../../src/migration/adopt/importFile";
import { argsFromLive } from "../../src/migration/live/argsFromLive";
import { adoptByImport } from "./adoptByImport";
import { withEngine } from "./engine";
import { builderOf } from "./handMadeClusters";
import { makeGroundByHand } from "./handMadeGround";
import { makeRandomCluster, randomCluster } from "./randomClusters";

/** test/unit/migration/randomClusters.test.ts has hundreds, without the engine. */
const CLUSTERS = fc.sample(randomCluster, { seed: 20261126, numRuns: 12 });

test("random clusters are adopted without a request, and are not replaced", async () => {
    const args: Record<string, ManagedIdentityAksClusterArgs> = {};
    const program = async () => {
        for (const [name, each] of Object.entries(args)) {
            new ManagedIdentityAksCluster(name, each);
        }
    };
    await withEngine(program, {}, async (engine) => {
        const builder = builderOf(engine.arm, await makeGroundByHand(engine.arm));
        const adopted: Record<string, AdoptedResources> = {};
        const missed: string[] = [];
        for (const [index, drawn] of CLUSTERS.entries()) {
            const name = `random${index}`;
            const { shown, context } = await makeRandomCluster(engine.arm, builder, drawn, name);
            const found = argsFromLive(shown.cluster, context);
            expect({ drawn, blockers: found.blockers }).toEqual({ drawn, blockers: [] });
            args[name] = found.args;
            adopted[name] = { ...shown, cluster: Object(shown.cluster) };
            missed.push(...found.missing.map((grant) => `${name}-${grant.name}`));
        }
        const { created, replaced } = await adoptByImport(engine, adopted);
        expect(created.sort()).toEqual(missed.sort());
        // What azure-native fills in, such as a podCidr, replaces none of them.
        expect(replaced).toEqual([]);
    });
});
