import { PrivateZone } from "@pulumi/azure-native/privatedns";
import { RoleAssignmentMode } from "../../src";
import { withCluster } from "./livingClusters";
import { VM_SIZE } from "./program";
import { type Args, codes, GRANT, REVOCATION, writes } from "./transition";

/** A private cluster with a zone and a pool; both stay in the program, whatever the cluster's arguments are. */
const saying =
    ({
        withZone = true,
        withPool = true,
        mode,
    }: {
        withZone?: boolean;
        withPool?: boolean;
        mode?: RoleAssignmentMode;
    }) =>
    ({ group, systemSubnet, workSubnet, parent }: Parameters<Args>[0]): ReturnType<Args> => {
        const zone = new PrivateZone(
            "zone",
            {
                resourceGroupName: group.name,
                location: "global",
                privateZoneName: "aks.privatelink.westeurope.azmk8s.io",
            },
            { parent },
        );
        return {
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
            ...(withZone && { apiServer: { privateCluster: true, privateDNSZone: zone.id } }),
            ...(withPool && { nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id }] }),
            ...(mode && { roleAssignmentMode: mode }),
        };
    };

test("the roles for a private DNS zone stay, although the program no longer sets it", async () => {
    await withCluster(saying({}), { watchJobs: true }, async ({ say, preview, stack, newRequests }) => {
        say(saying({ withZone: false }));
        expect((await preview()).said).toContain(
            "the program no longer sets apiServer.privateDNSZone. AKS goes on using what it names",
        );
        newRequests();
        await expect(stack.up()).rejects.toThrow("RoleStillNeeded");
        expect(writes(newRequests())).not.toContain(REVOCATION);
        say(saying({}));
        expect(codes((await preview()).said)).toEqual([]);
    });
});

test("somebody else's roles are nobody's here: the input may go", async () => {
    const { Skip } = RoleAssignmentMode;
    await withCluster(saying({}), {}, async ({ say, preview, stack }) => {
        say(saying({ mode: Skip }));
        await stack.up();
        say(saying({ mode: Skip, withZone: false }));
        expect(codes((await preview()).said)).toEqual([]);
    });
});

test("a pool goes before the role on its subnet does", async () => {
    await withCluster(saying({ withZone: false }), { watchJobs: true }, async ({ say, up, newRequests }) => {
        say(saying({ withZone: false, withPool: false }));
        newRequests();
        await up();
        expect(writes(newRequests())).toEqual(["DELETE agentPools", REVOCATION]);
        say(saying({ withZone: false }));
        await up();
        expect(writes(newRequests())).toEqual([GRANT, "PUT agentPools"]);
    });
});
