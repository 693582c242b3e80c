import { Provider } from "@pulumi/azure-native/provider";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import type { AdoptArgs } from "../../src/args";
import { addFaults, type Engine, MANY_RUNS, observedOutcome, remaining, withEngine } from "./engine";
import { runImport } from "./importResources";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";

const now: { adopt?: AdoptArgs; explicit?: boolean } = {};

const program = async () => {
    const { group, systemSubnet } = makeGroundOf();
    const aks = new ManagedIdentityAksCluster(
        "aks",
        {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
            nodePools: [{ name: "work", vmSize: VM_SIZE }],
            oidcIssuer: true,
            workloadIdentity: true,
            ...(now.adopt && { adopt: now.adopt }),
        },
        now.explicit ? { providers: [new Provider("azure")] } : {},
    );
    new AksWorkloadIdentity("app", {
        resourceGroupName: group.name,
        oidcIssuerUrl: aks.oidcIssuerUrl,
        serviceAccounts: [{ namespace: "shop", name: "cart" }],
    });
};

/** Does what the message says: runs its command, or sets its input for one run. */
async function doAsSaid({ stack }: Engine, message: string): Promise<void> {
    const [, command] = /^ +pulumi import (.*)$/m.exec(message) ?? [];
    const [, adopt] = /^ +adopt: (\{.*\})$/m.exec(message) ?? [];
    if (command !== undefined) {
        const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
        await runImport(stack, words);
    } else {
        now.adopt = new Function(`return ${adopt}`)() as AdoptArgs;
        await stack.up();
        delete now.adopt;
    }
}

test.each<[string, string, explicit?: boolean]>([
    ["a control plane's identity", "userAssignedIdentities/aks-control-plane"],
    ["a kubelet identity by a provider of the program", "userAssignedIdentities/aks-kubelet", true],
    ["a cluster", "managedClusters/*"],
    ["a pool", "agentPools/*"],
    ["an app's identity", "userAssignedIdentities/app-identity"],
    ["a federated credential", "federatedIdentityCredentials/*"],
])(
    "the answer to the creation of %s is lost: the next run says how to import it, and nothing is made twice",
    async (_, path, explicit = false) => {
        now.explicit = explicit;
        await withEngine(program, {}, async (engine) => {
            const { stack, arm, azure } = engine;
            const lost = { kind: "error", status: 500, code: "InternalServerError", when: "after" } as const;
            await addFaults(engine, { method: "PUT", path, ...lost, times: "always" });
            expect((await observedOutcome((options) => stack.up(options))).failed).toBe(true);
            await arm.delete("/local-azure/faults", { token: null, apiVersion: null });

            const { failed, events } = await observedOutcome((options) => stack.up(options));
            expect({ failed, said: said(events) }).toEqual({ failed: true, said: expect.stringContaining("exists") });
            await doAsSaid(engine, said(events));
            await stack.up();
            expect((await stack.preview()).changeSummary).toEqual({ same: expect.any(Number) });
            const { resources } = (await stack.exportStack()).deployment;
            expect(resources.filter(({ protect }: { protect?: boolean }) => protect)).toEqual([]);

            await stack.destroy();
            expect(remaining(azure.requests())).toEqual([]);
        });
    },
    MANY_RUNS,
);

test.each(["managedClusters/*", "agentPools/*"])(
    "an operation on %s hangs: the next run says how to abort it",
    async (path) => {
        now.explicit = false;
        await withEngine(program, {}, async (engine) => {
            const up = () => observedOutcome((options) => engine.stack.up(options));
            await addFaults(engine, { method: "PUT", path, kind: "operation-hangs" });
            expect((await up()).failed).toBe(true);
            const { failed, events } = await up();
            expect({ failed, said: said(events) }).toEqual({
                failed: true,
                said: expect.stringMatching(/abort it: az aks operation-abort --resource-group group\w+ --name aks$/m),
            });
        });
    },
);
