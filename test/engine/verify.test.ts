import { ManagedIdentityAksCluster } from "../../src";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { control } from "../local-azure/aksHelpers";
import { assign, contributor } from "../local-azure/harness";
import { withEngine } from "./engine";
import { withCluster } from "./livingClusters";
import { makeGroundOf, VM_SIZE } from "./program";
import { leftServicePrincipal, managed, servicePrincipal } from "./transition";
import { verifyStack } from "./verifyStack";

const HOUR = 3600;

interface Shop {
    clusterId: string;
    roleAssignments: RequiredRoleAssignment[];
}

test("a deployed cluster is as its outputs say, until a role assignment is deleted, and when another gives the same", async () => {
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        const aks = new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
            addons: { keyVaultSecrets: {} },
        });
        return { shop: aks };
    };
    await withEngine(program, {}, async ({ stack, arm }) => {
        const { outputs } = await stack.up();
        const young = await verifyStack(arm, outputs);
        expect({ code: young.code, pending: young.states.pending?.length }).toEqual({ code: 3, pending: 2 });
        arm.advance(HOUR);
        const good = await verifyStack(arm, outputs);
        expect({ code: good.code, states: Object.keys(good.states) }).toEqual({ code: 0, states: ["ok"] });
        expect(good.states.ok).toContain("azureKeyvaultSecretsProvider");

        const { roleAssignments, clusterId }: Shop = outputs.shop?.value ?? {};
        const network = roleAssignments.find(({ role }) => role === "Network Contributor") as RequiredRoleAssignment;
        expect((await arm.delete(network.id ?? "", { apiVersion: "2022-04-01" })).status).toBe(200);
        const bad = await verifyStack(arm, outputs);
        expect(bad).toMatchObject({
            code: 4,
            states: { wrong: [expect.stringMatching(/^control plane: Network Contributor on /)] },
        });

        const group = clusterId.split("/providers/")[0] ?? "";
        expect((await assign(arm, contributor, network.principalId, group)).status).toBe(201);
        arm.advance(HOUR);
        const broader = await verifyStack(arm, outputs);
        expect(broader.code).toBe(0);
        const check = broader.checks.find(({ name }) => name === bad.states.wrong?.[0]);
        expect(check?.found).toMatch(/^included in Contributor on resourcegroups\//i);
    });
});

test("a cluster that leaves its service principal: every step until nothing is left", async () => {
    await withCluster(servicePrincipal, {}, async ({ arm, outputs, say, up }) => {
        const clusterId = String(outputs.clusterId?.value);
        const nodes = "system: identity of the nodes";
        arm.advance(HOUR);
        expect(await verifyStack(arm, outputs)).toMatchObject({
            code: 3,
            states: { pending: ["servicePrincipalProfile.clientId"] },
        });

        say(leftServicePrincipal);
        const migrated = await up();
        arm.advance(HOUR);
        const left = await verifyStack(arm, migrated);
        expect(left).toMatchObject({ code: 3, states: { pending: [nodes] } });
        const former = left.states.ok?.filter((name) => name.startsWith("previous identity, ")) ?? [];
        expect(former).toEqual([expect.stringMatching(/^previous identity, kubelet: AcrPull on /)]);

        await control(arm, "nodeImage", {}, String(outputs.clusterName?.value));
        expect((await arm.post(`${clusterId}/agentPools/system/upgradeNodeImageVersion`)).status).toBe(202);
        expect(await verifyStack(arm, migrated)).toMatchObject({ code: 3, states: { pending: former } });

        say(managed);
        const { code, states } = await verifyStack(arm, await up());
        expect({ code, states: Object.keys(states) }).toEqual({ code: 0, states: ["ok"] });
    });
});
