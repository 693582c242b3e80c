import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { ComponentResourceOptions, ResourceTransform } from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type NetworkArgs } from "../../src";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import type { ArmBody } from "../local-azure/harness";
import { type Engine, observed, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";
import { said } from "./transition";

const ADDRESSES = { serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
const OVERLAY = { ...ADDRESSES, networkPlugin: "azure", networkPluginMode: "overlay" };

/** The transform of docs/day-2-operations.md: the cluster is protected, what is beside it is not. */
const protectCluster: ResourceTransform = ({ type, props, opts }) =>
    type === CLUSTER_TYPE ? { props, opts: { ...opts, protect: true } } : undefined;

/** A change that azure-native replaces the cluster for and that `az aks update` makes in place. */
interface Case {
    before: NetworkArgs;
    after: NetworkArgs;
    /** What AKS makes of the network profile. */
    az: Record<string, string>;
    /** What keeps Pulumi from it. */
    guard: ComponentResourceOptions;
}

const cases: Record<string, Case> = {
    "kubenet to an overlay": {
        before: { ...ADDRESSES, networkPlugin: "kubenet" },
        after: { ...OVERLAY, networkDataplane: "azure" },
        az: { networkPlugin: "azure", networkPluginMode: "overlay" },
        guard: { protect: true },
    },
    "Azure network policy manager to Cilium": {
        before: { ...OVERLAY, networkPolicy: "azure" },
        after: { ...OVERLAY, networkPolicy: "cilium", networkDataplane: "cilium" },
        az: { networkPolicy: "cilium", networkDataplane: "cilium" },
        guard: { transforms: [protectCluster] },
    },
};

test.each(Object.entries(cases))(
    "%s: would replace the cluster, which protection refuses, and does nothing once az has made it",
    async (_, { before, after, az, guard }) => {
        let network = before;
        const program = async () => {
            const { name: resourceGroupName } = new ResourceGroup("group");
            const args = { resourceGroupName, network, systemNodePool: { vmSize: VM_SIZE } };
            return { id: new ManagedIdentityAksCluster("aks", args, guard).clusterId };
        };
        await withEngine(program, {}, async (engine) => {
            const { stack } = engine;
            const { outputs } = await stack.up();
            network = after;
            const refused = await preview(engine);
            expect(refused.steps).toContain("replace aks-cluster");
            expect(refused.said).toMatch(/unable to replace resource "\S+::aks-cluster"/);
            expect(refused.said).toContain("preview failed");

            await azUpdate(engine, outputs.id?.value, az);
            const refreshed = await preview(engine, { refresh: true });
            expect(refreshed.steps.filter((step) => !step.startsWith("refresh "))).toEqual([]);
            expect(Object.keys((await stack.up({ refresh: true })).summary.resourceChanges ?? {})).toEqual(["same"]);
        });
    },
);

async function preview({ stack }: Engine, options: { refresh?: boolean } = {}) {
    const { events } = await observed((watching) => stack.preview({ ...options, ...watching }).catch(() => undefined));
    return { steps: steps(events), said: said(events) };
}

/** `az aks update`: the whole cluster again, with other settings of its network. */
async function azUpdate({ arm }: Engine, id: string, settings: Record<string, string>): Promise<void> {
    const { body }: { body: ArmBody } = await arm.get(id);
    const { type, userAssignedIdentities } = body.identity;
    const { networkProfile } = body.properties as { networkProfile?: object };
    const changed = {
        ...body,
        identity: { type, userAssignedIdentities: { [Object.keys(userAssignedIdentities)[0] ?? ""]: {} } },
        properties: { ...body.properties, networkProfile: { ...networkProfile, ...settings } },
    };
    expect((await arm.put(id, changed)).status).toBe(200);
}
