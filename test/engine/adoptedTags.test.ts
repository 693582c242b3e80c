import { objectAt } from "../../local-azure/kernel/json";
import { programOf } from "../../src/migration/adopt/program";
import { isWrite } from "./adoptByImport";
import { changesOf, observed, textProgram } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { VM_SIZE } from "./program";

const HIDDEN = { "hidden-link:/subscriptions/a/b": "Resource" };

test("tags that Azure has written do not keep a cluster from its adoption, and stay when it is updated", async () => {
    const pool = { vmSize: VM_SIZE, count: 1, type: "VirtualMachineScaleSets" };
    const tagged = () => ({
        body: {
            identity: { type: "SystemAssigned" },
            tags: { ...HIDDEN, team: "shop" },
            properties: {
                agentPoolProfiles: [
                    { ...pool, name: "system", mode: "System", tags: { ...HIDDEN } },
                    { ...pool, name: "work", mode: "User", tags: { ...HIDDEN, cost: "1" } },
                ],
            },
        },
    });
    await withFoundClusters({ tagged }, {}, async ({ stack, arm, found, clusters, newRequests, adopt }) => {
        const { args, ignored, blockers } = found.tagged ?? {};
        expect(blockers).toEqual([]);
        let text = programOf({ language: "typescript", name: "tagged", args, ignored } as never).join("\n");
        expect((await adopt(textProgram(() => text))).created).toEqual([]);

        newRequests();
        text = text.replace('team: "shop"', 'team: "platform"').replace('cost: "1"', 'cost: "2"');
        const { events } = await observed((options) => stack.up(options));
        expect(changesOf(events).sort()).toEqual(["update tagged-cluster", "update tagged-pool-work"]);
        expect(newRequests().filter(isWrite)).toHaveLength(2);
        const version = { apiVersion: "2025-09-01" };
        const { body } = await arm.get(String(clusters.tagged), version);
        expect(body.tags).toEqual({ ...HIDDEN, team: "platform" });
        const pools = (await arm.get(`${clusters.tagged}/agentPools`, version)).body.value;
        expect(pools.map(({ properties }) => objectAt(properties, "tags"))).toEqual([HIDDEN, { ...HIDDEN, cost: "2" }]);
    });
});
