import { ManagedIdentityAksCluster, type NetworkArgs } from "../../src";
import type { MakeRequest } from "./adoptedClusters";
import { withFoundClusters } from "./foundClusters";
import * as living from "./liveCluster";
import { VM_SIZE } from "./program";
import { QUIET, run } from "./runs";

/** AKS chooses the addresses of services that a program leaves out. No update changes them. */
const NETWORK: NetworkArgs = { networkPlugin: "azure" };
const CHOSEN = { serviceCidr: "10.0.0.0/16", dnsServiceIP: "10.0.0.10" };
const OTHERS = { serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };

test.each([
    ["never set", NETWORK, CHOSEN],
    ["set at first", { ...NETWORK, ...OTHERS }, OTHERS],
])("addresses that were %s stay when the program leaves them out", async (_, first, shown) => {
    await living.withLiveCluster({ network: first }, async ({ say, preview, up, stack, cluster }) => {
        const { deployment } = await stack.exportStack();
        const { inputs } = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::aks-cluster"));
        expect(inputs.networkProfile).toEqual({ ...first, outboundType: "loadBalancer", loadBalancerSku: "standard" });

        say({ network: NETWORK });
        expect(await preview()).toEqual(living.QUIET);
        await stack.refresh();
        expect(await preview()).toEqual(living.QUIET);
        say({ network: NETWORK, tags: { team: "shop" } });
        const { said, shows } = await preview();
        expect({ said, shows }).toEqual({ said: "", shows: ["agentPoolProfiles[0].tags", "tags"] });
        expect((await up()).sort()).toEqual(["update aks-cluster", "update aks-control-plane", "update aks-kubelet"]);
        expect(await cluster()).toMatchObject({ tags: { team: "shop" }, properties: { networkProfile: shown } });
        expect(await preview()).toEqual(living.QUIET);
    });
});

test("an adopted cluster keeps the addresses that its program leaves out", async () => {
    const pool = { name: "system", mode: "System", vmSize: VM_SIZE, count: 1, type: "VirtualMachineScaleSets" };
    const named: MakeRequest = () => ({
        body: {
            identity: { type: "SystemAssigned" },
            properties: { agentPoolProfiles: [pool], networkProfile: { ...NETWORK, ...OTHERS } },
        },
    });
    await withFoundClusters({ file: named, option: named }, {}, async (engine) => {
        const { found, arm, clusters, shown, stack } = engine;
        let tags: Record<string, string> | undefined;
        const { option, ...imported } = found;
        const program = (all: typeof found) => async () => {
            for (const [name, { args }] of Object.entries(all)) {
                expect(args.network).toMatchObject(OTHERS);
                const { serviceCidr, dnsServiceIP, ...network } = { ...NETWORK, ...args.network };
                new ManagedIdentityAksCluster(name, { ...args, network, ...(tags && { tags }) });
            }
        };
        delete shown.option;
        expect(await engine.adopt(program(imported))).toMatchObject({ created: [], warned: [] });
        // The other one with the input adopt alone.
        engine.deploy(program(found));
        expect(await run(engine, "up")).toMatchObject({ failed: false, codes: [] });
        expect(await run(engine, "preview")).toEqual(QUIET);
        await stack.refresh();
        expect(await run(engine, "preview")).toEqual(QUIET);

        tags = { team: "shop" };
        const { steps, ...updated } = await run(engine, "up");
        expect(updated).toMatchObject({ failed: false, codes: [] });
        expect(steps.sort()).toEqual(["update file-cluster", "update option-cluster"]);
        for (const id of Object.values(clusters)) {
            const { body } = await arm.get(id, { apiVersion: "2025-09-01" });
            expect(body).toMatchObject({ tags, properties: { networkProfile: OTHERS } });
        }
    });
});
