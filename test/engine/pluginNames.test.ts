import { Registry } from "@pulumi/azure-native/containerregistry";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { observed, steps, withEngine } from "./engine";
import { type MakeComponent, type Plugin, startPlugin, throughLibrary, throughPlugin } from "./plugin";
import { makeGroundOf, VM_SIZE } from "./program";
import { makeScenarioGround } from "./scenarioGround";
import { SCENARIOS } from "./scenarios";
import { codes, said } from "./transition";

let plugin: Plugin;
beforeAll(async () => {
    plugin = await startPlugin();
});
afterAll(() => plugin.stop());

/** The plugin's own provider, which has no setting. */
const PROVIDER = "create default";

const previewed = async ({ stack }: { stack: { preview: Parameters<typeof observed>[0] } }) => {
    const { events } = await observed((rest) => stack.preview(rest));
    // Warnings come in the order in which the components are constructed.
    return { steps: steps(events).sort(), warned: codes(said(events)).sort() };
};

/** A first preview of the other fails, as it should: it looks for an admin group that the same program creates. */
const scenarios = Object.entries(SCENARIOS).filter(([name]) => name !== "entra");

test("the plugin creates what the library creates, by the same names, before any value is known", async () => {
    let make: MakeComponent = throughLibrary;
    const program: PulumiFn = async () => {
        const ground = makeScenarioGround();
        for (const [name, { args }] of scenarios) {
            make("ManagedIdentityAksCluster", name, {
                resourceGroupName: new ResourceGroup(name).name,
                systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id },
                ...args(ground),
            });
        }
    };
    await withEngine(program, { plugins: { "managed-identity-aks": plugin.port } }, async (engine) => {
        const byLibrary = await previewed(engine);
        expect(byLibrary.steps.length).toBeGreaterThan(5 * scenarios.length);
        make = throughPlugin;
        const { steps, warned } = byLibrary;
        expect(await previewed(engine)).toEqual({ steps: [...steps, PROVIDER].sort(), warned });
    });
});

test("a stack of the library is unchanged through the plugin, whatever the order of a list", async () => {
    let make: MakeComponent = throughLibrary;
    let reversed = false;
    const program: PulumiFn = async () => {
        const { group, systemSubnet, workSubnet } = makeGroundOf();
        const inGroup = { resourceGroupName: group.name };
        const registries = ["one", "two"].map((name) => new Registry(name, { ...inGroup, sku: { name: "Premium" } }));
        const inOrder = <T>(all: T[]) => (reversed ? all.reverse() : all);
        const lists = () => ({ registries: inOrder(registries.map(({ id }) => ({ id }))) });
        const systemNodePool = { vmSize: VM_SIZE, subnetId: systemSubnet.id };
        const { forClusters } = make("AksClusterIdentities", "shared", {
            ...inGroup,
            ...lists(),
            subnetIds: inOrder([systemSubnet.id, workSubnet.id]),
        });
        const place = new pulumi.ComponentResource("test:index:Place", "place");
        const clusters = [
            make("ManagedIdentityAksCluster", "blue", {
                ...inGroup,
                systemNodePool,
                oidcIssuer: true,
                identities: forClusters,
            }),
            make(
                "ManagedIdentityAksCluster",
                "aks",
                {
                    ...inGroup,
                    ...lists(),
                    systemNodePool,
                    oidcIssuer: true,
                    nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id }],
                    networkAccess: { internalLoadBalancerSubnetIds: inOrder([workSubnet.id, systemSubnet.id]) },
                },
                { parent: place },
            ),
        ];
        for (const [index, { oidcIssuerUrl }] of clusters.entries()) {
            make("AksWorkloadIdentity", `app-${index}`, {
                ...inGroup,
                oidcIssuerUrl,
                serviceAccounts: [{ namespace: "shop", name: "orders" }],
            });
        }
    };
    await withEngine(program, { plugins: { "managed-identity-aks": plugin.port } }, async (engine) => {
        await engine.stack.up();
        make = throughPlugin;
        for (reversed of [false, true]) {
            expect({ reversed, ...(await previewed(engine)) }).toEqual({ reversed, steps: [PROVIDER], warned: [] });
        }
    });
});
