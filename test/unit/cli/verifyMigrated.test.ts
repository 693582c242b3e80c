import { control, principalContent, servicePrincipal, settled } from "../../local-azure/aksHelpers";
import {
    assign,
    clusterPath,
    makeIdentity,
    networkContributor,
    ownKubelet,
    reader,
    type TestAzure,
    userAssigned,
} from "../../local-azure/harness";
import { forbidden, grant, groupOf, HOUR, strike, type VerifiedCluster, withVerifiedCluster } from "./verifiedCluster";

const NODES = "nodepool1: identity of the nodes";

describe("a cluster that was migrated from a service principal", () => {
    const nodeImage = (azure: TestAzure) => control(azure, "nodeImage");
    const FORMER_ID = "44444444-4444-4444-8444-444444444444";
    const FORMER = `previous identity, kubelet: Network Contributor on virtualNetworks/vnet/subnets/nodes in rg`;

    /** The cluster of this file, which was created with a service principal. */
    async function withMigrated(
        use: (cluster: VerifiedCluster) => Promise<void>,
        nodesOnSwitch: "kept" | "reimaged" = "kept",
    ): Promise<void> {
        await withVerifiedCluster({ operationSeconds: 60, nodesOnSwitch }, async (cluster) => {
            const { azure, controlPlane, kubelet, subnet, outputs } = cluster;
            azure.advance(60);
            expect((await azure.delete(clusterPath())).status).toBe(202);
            azure.advance(60);
            const properties = { agentPoolProfiles: [{ ...POOL, vnetSubnetID: subnet }] };
            const first = principalContent(properties);
            expect((await settled(azure, first)).body.error).toBeUndefined();
            const before = await cluster.verify();
            expect(before.states).toMatchObject({ wrong: ["servicePrincipalProfile.clientId", "control plane"] });
            const told = {
                ...outputs,
                servicePrincipalClientId: servicePrincipal.servicePrincipalProfile.clientId,
                controlPlaneIdentity: { type: "ServicePrincipal", principalId: FORMER_ID },
                roleAssignments: [],
            };
            expect(await cluster.verify({ outputs: told })).toMatchObject({
                code: 3,
                states: { pending: ["servicePrincipalProfile.clientId"] },
            });
            const content = {
                ...principalContent({ ...properties, ...ownKubelet(kubelet.id) }),
                identity: userAssigned(controlPlane.id),
            };
            expect((await settled(azure, content)).body.error).toBeUndefined();
            await use(cluster);
        });
    }
    const POOL = { name: "nodepool1", mode: "System", count: 3, vmSize: "Standard_D4ds_v5" };

    test("has to have its pools upgraded, and then to drop the service principal", async () => {
        await withMigrated(async ({ azure, verify, outputs, subnet }) => {
            const made = await assign(azure, networkContributor, FORMER_ID, subnet);
            const other = await assign(azure, reader, FORMER_ID, `${azure.subscription}/resourceGroups/rg`);
            const kept = {
                ...grant(azure, "Network Contributor", FORMER_ID, subnet, made.body.id),
                identity: "kubelet",
            };
            const keeping = { ...outputs, roleAssignments: [...outputs.roleAssignments, kept] };
            const LEFT = `${FORMER_ID}: Reader on resourceGroups/rg`;

            // What the identity before has is in effect, however new this role assignment is.
            const young = await verify({ outputs: keeping });
            expect(young.states.ok).toContain(FORMER);
            azure.advance(HOUR);
            const latest = await verify({ outputs: keeping });
            expect(latest).toMatchObject({ code: 3, states: { pending: [NODES] } });
            expect(latest.states.ok).toEqual(expect.arrayContaining([FORMER, LEFT]));
            expect(latest.checks.find(({ name }) => name === NODES)).toMatchObject({
                found: "the previous identity",
                advice: expect.stringContaining("so an upgrade has no effect now"),
            });
            expect(latest.checks.find(({ name }) => name === NODES)).not.toHaveProperty("commands");

            await nodeImage(azure);
            const upgradable = (await verify({ outputs: keeping })).checks.find(({ name }) => name === NODES);
            expect(upgradable?.advice).toBe("Upgrade the node image of pool nodepool1.");
            expect(upgradable?.commands).toEqual([
                "az aks nodepool upgrade --resource-group rg --cluster-name c1 --name nodepool1 --node-image-only",
            ]);
            // Nodes still act as the service principal.
            expect((await azure.delete(made.body.id, { apiVersion: "2022-04-01" })).status).toBe(200);
            expect(await verify({ outputs: keeping })).toMatchObject({ code: 4, states: { wrong: [FORMER] } });
            await azure.put(made.body.id, { properties: made.body.properties }, { apiVersion: "2022-04-01" });

            expect((await azure.post(`${clusterPath()}/agentPools/nodepool1/upgradeNodeImageVersion`)).status).toBe(
                202,
            );
            const halfway = (await verify({ outputs: keeping })).checks.find(({ name }) => name === NODES);
            expect(halfway).toMatchObject({ state: "pending", found: "the previous identity, on some of the nodes" });
            azure.advance(HOUR);
            const upgraded = await verify({ outputs: keeping });
            expect(upgraded).toMatchObject({ code: 3, states: { pending: [FORMER, LEFT] } });
            expect(upgraded.checks.find(({ name }) => name === LEFT)?.commands).toEqual([
                `az role assignment delete --ids '${other.body.id}'`,
            ]);

            // Without `formerServicePrincipalClientId` in the program, `pulumi up` has deleted it.
            expect((await azure.delete(made.body.id, { apiVersion: "2022-04-01" })).status).toBe(200);
            const dropped = (await verify({ outputs: keeping })).checks.find(({ name }) => name === FORMER);
            expect(dropped).toMatchObject({ state: "ok", found: "not assigned", expected: "no longer needed" });
            expect((await verify()).code).toBe(0);
            const argv = ["--former-principal", FORMER_ID];
            expect(await verify({ argv })).toMatchObject({ code: 3, states: { pending: [LEFT] } });
            expect((await azure.delete(other.body.id, { apiVersion: "2022-04-01" })).status).toBe(200);
            expect((await verify({ argv })).code).toBe(0);
        });
    });

    test("has nothing to upgrade where the update has made the nodes anew", async () => {
        await withMigrated(async ({ verify }) => {
            const { code, states } = await verify();
            expect({ code, states }).toMatchObject({ code: 0, states: { ok: expect.arrayContaining([NODES]) } });
        }, "reimaged");
    });

    test("leftovers that cannot be read, and those of a group", async () => {
        await withMigrated(async ({ azure, verify }) => {
            await nodeImage(azure);
            await azure.post(`${clusterPath()}/agentPools/nodepool1/upgradeNodeImageVersion`);
            azure.advance(60);
            const { properties } = await makeIdentity(azure, "former");
            const argv = ["--former-principal", properties.principalId];
            const group = await groupOf(azure, properties.principalId);
            const scope = `${azure.subscription}/resourceGroups/rg`;
            await assign(azure, reader, group, scope, {}, { principalType: "Group" });
            const { code, checks, states } = await verify({ argv });
            expect({ code, pending: states.pending?.length }).toEqual({ code: 3, pending: 1 });
            expect(checks.find(({ state }) => state === "pending")?.commands).toEqual([
                `az ad group member remove --group ${group} --member-id ${properties.principalId}`,
            ]);
            await strike(azure, forbidden("**/managedClusters/c1/providers/Microsoft.Authorization/roleAssignments"));
            expect(await verify({ argv })).toMatchObject({
                code: 6,
                states: { unknown: [`role assignments of ${properties.principalId} on managedClusters/c1 in rg`] },
            });
        });
    });
});
