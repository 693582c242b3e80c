import type { OutputMap } from "@pulumi/pulumi/automation";
import { ControlPlaneIdentityType } from "../../src";
import type { Engine } from "./engine";
import { upgradeNodes, withCluster } from "./livingClusters";
import { type Args, leftServicePrincipal, managed, quiet, REVOCATION, servicePrincipal, writes } from "./transition";

test("nodes that still run as the service principal keep pulling until they are upgraded; then it can go", async () => {
    await withCluster(servicePrincipal, {}, async (living) => {
        const { stack, arm, outputs, newRequests } = living;
        living.say(leftServicePrincipal);
        const migrated = await living.up();
        expect(await pullers(living, migrated)).toEqual(["legacy"]);

        await upgradeNodes({ arm }, outputs);
        expect(await pullers(living, migrated)).toEqual(["own"]);

        living.say(managed);
        newRequests();
        await stack.up();
        expect(writes(newRequests())).toEqual([REVOCATION]);
        expect(await living.denied()).toEqual([]);
    });

    async function pullers({ jobs }: Engine, outputs: OutputMap): Promise<string[]> {
        const pulls = (await jobs(String(outputs.clusterName?.value))).filter(
            ({ identity, allowed }) => identity === "kubelet" && allowed,
        );
        const own = outputs.kubeletIdentity?.value.principalId;
        return [...new Set(pulls.map(({ principalId }) => (principalId === own ? "own" : "legacy")))];
    }
});

test("a control plane goes on as the identity that it has left for hours, and may; then that can go", async () => {
    const systemAssigned: Args = () => ({
        controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
    });
    await withCluster(systemAssigned, { identitySwitchSeconds: 4 * 3600 }, async (living) => {
        const { stack, outputs, newRequests, clock } = living;
        const formerPrincipalId: string = outputs.controlPlaneIdentity?.value.principalId;
        living.say(managed);
        const { said } = await living.preview();
        expect(said).toContain("(ControlPlaneKeepsToken;");
        expect(said).toContain(`Add controlPlaneIdentity.formerPrincipalId: "${formerPrincipalId}"`);

        living.say(() => ({ controlPlaneIdentity: { formerPrincipalId } }));
        const { clusterName, controlPlaneIdentity } = await living.up();
        const joins = async () =>
            (await living.jobs(clusterName?.value))
                .filter(({ action }) => action.endsWith("/subnets/join/action"))
                .map(({ principalId, allowed }) => [principalId, allowed]);
        const now = controlPlaneIdentity?.value.principalId;
        expect(await joins()).toEqual([
            [now, true],
            [formerPrincipalId, true],
        ]);

        living.say(managed);
        clock.advance(4 * 3600 * 1000);
        newRequests();
        await stack.up();
        expect(writes(newRequests())).toEqual([REVOCATION]);
        expect(await joins()).toEqual([[now, true]]);
    });
});

test("an update waits for its new grants as a creation does", async () => {
    await withCluster(servicePrincipal, { propagationDelaySeconds: 60 }, async (living) => {
        living.clock.advance(60_000);
        living.say(leftServicePrincipal);
        living.waits.splice(0);
        const meanwhile = await living.watched(() => living.stack.up());
        expect(living.waits).toEqual([2, 4, 8, 16, 32]);
        expect(meanwhile).toEqual(quiet);
        expect(await living.denied()).toEqual([]);
    });
});

test("Entra comes to a living cluster in place, its kubeconfig starts kubelogin, and it cannot go again", async () => {
    const exportKubeconfig = true;
    const local: Args = () => ({ exportKubeconfig });
    const entra: Args = () => ({ exportKubeconfig, entra: { azureRBAC: true, disableLocalAccounts: true } });
    await withCluster(local, {}, async (living) => {
        expect(living.outputs.kubeconfig?.value).toContain("client-key-data");
        living.say(entra);
        expect((await living.preview()).steps).toEqual(["update aks-cluster"]);
        const outputs = await living.up();
        expect(outputs.clusterId?.value).toBe(living.outputs.clusterId?.value);
        expect(outputs.kubeconfig).toEqual({
            value: expect.stringContaining("command: kubelogin"),
            secret: true,
        });
        expect(outputs.kubeconfig?.value).not.toContain("client-key-data");
        expect(await living.denied()).toEqual([]);

        living.say(local);
        expect((await living.preview()).said).toContain("(EntraStaysOn;");
    });
});
