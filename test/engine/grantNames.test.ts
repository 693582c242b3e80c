import { Registry } from "@pulumi/azure-native/containerregistry";
import { VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { CustomResource } from "@pulumi/pulumi";
import { ManagedIdentityAksCluster } from "../../src";
import { observed, steps, withEngine } from "./engine";
import { makeSubnets, VM_SIZE } from "./program";

/** Pools by name, each in a subnet by name, and the names of what else the control plane gets roles on. */
interface Plan {
    pools: [name: string, subnet: string][];
    balancers: string[];
    addresses: string[];
    registries: string[];
    bootstrap?: string;
    extra?: string;
}

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

const plan: { now: Plan } = { now: { pools: [], balancers: [], addresses: [], registries: [] } };

async function program() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const network = new VirtualNetwork("network", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const subnets = makeSubnets(group.name, network, { system: {}, work: {}, batch: {}, services: {} });
    const all = <Made>(names: string[], make: (name: string) => Made) =>
        Object.fromEntries(names.map((name) => [name, make(name)]));
    const addresses = all(["ips-a", "ips-b"], (name) => new ResourceGroup(name));
    const registries = all(["one", "two"], (name) => new Registry(name, { ...inGroup, sku: { name: "Premium" } }));
    const id = (holder: Record<string, CustomResource>) => (name: string) => holder[name]?.id ?? "";
    const { now } = plan;
    const aks = new ManagedIdentityAksCluster("aks", {
        ...inGroup,
        systemNodePool: { vmSize: VM_SIZE, subnetId: id(subnets)("system") },
        nodePools: now.pools.map(([name, subnet]) => ({
            name,
            vmSize: VM_SIZE,
            subnetId: id(subnets)(subnet),
        })),
        networkAccess: {
            internalLoadBalancerSubnetIds: now.balancers.map(id(subnets)),
            publicIPResourceGroupIds: now.addresses.map(id(addresses)),
        },
        registries: now.registries.map((name) => ({ id: id(registries)(name) })),
        ...(now.bootstrap && { bootstrapRegistryId: id(registries)(now.bootstrap) }),
        ...(now.extra && {
            extraRoleAssignments: [{ name: now.extra, role: READER, scope: group.id }],
        }),
    });
    return { clusterName: aks.clusterName };
}

const changes: Record<string, { to: Plan; shows: string[] }> = {
    "pools renamed, added before others, in a subnet of load balancers": {
        to: {
            pools: [
                ["first", "work"],
                ["renamed", "work"],
                ["lonely", "batch"],
                ["busy", "services"],
            ],
            balancers: ["services"],
            addresses: ["ips-a", "ips-b"],
            registries: ["one", "two"],
            bootstrap: "two",
        },
        shows: [
            "create aks-pool-busy",
            "create aks-pool-first",
            "create aks-pool-lonely",
            "create aks-pool-renamed",
            "delete aks-pool-alone",
            "delete aks-pool-old",
            "delete aks-pool-other",
            // The reasons name the pools.
            "update aks-cluster",
            "update aks-services-subnet-network-contributor",
        ],
    },
    "the first of each list dropped": {
        to: {
            pools: [
                ["renamed", "work"],
                ["lonely", "batch"],
                ["busy", "services"],
            ],
            balancers: [],
            addresses: ["ips-b"],
            registries: [],
            bootstrap: "two",
            extra: "reading",
        },
        shows: [
            "create aks-extra-reading",
            "delete aks-one-acr-pull",
            "delete aks-pool-first",
            "delete aks-public-ip-group-ips-a-network-contributor",
            "delete aks-virtual-network-reader",
            "update aks-services-subnet-network-contributor",
        ],
    },
};

test("a role assignment keeps its name whatever comes and goes beside it; another one is refused", async () => {
    plan.now = {
        pools: [
            ["old", "work"],
            ["other", "work"],
            ["alone", "batch"],
        ],
        balancers: ["services"],
        addresses: ["ips-a", "ips-b"],
        registries: ["one", "two"],
    };
    await withEngine(program, { watchJobs: true }, async ({ stack, jobs }) => {
        await stack.up();
        for (const { to, shows } of Object.values(changes)) {
            plan.now = to;
            const { events } = await observed((options) => stack.preview(options));
            expect(steps(events).sort()).toEqual(shows);
            const { outputs } = await stack.up();
            expect((await jobs(outputs.clusterName?.value)).filter(({ allowed }) => !allowed)).toEqual([]);
            expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        }

        plan.now = { ...plan.now, extra: "watching" };
        const refused = String(await stack.up().catch((error: unknown) => error));
        expect(refused).toContain("aks: role assignment aks-extra-watching");
        const command = /`pulumi (state rename) <urn> (.*?)`/.exec(refused) ?? [];
        const { resources } = (await stack.exportStack()).deployment;
        const { urn } = resources.find((resource: { urn: string }) => resource.urn.endsWith("::aks-extra-reading"));
        const { workDir, pulumiHome, envVars, pulumiCommand } = stack.workspace;
        const cli = pulumiCommand as unknown as {
            run(args: string[], cwd: string, env: object): Promise<unknown>;
        };
        const renaming = [...String(command[1]).split(" "), urn, String(command[2])];
        await cli.run([...renaming, "--yes", "--stack", stack.name], workDir, {
            ...envVars,
            PULUMI_HOME: pulumiHome,
        });
        expect((await stack.preview()).changeSummary).toEqual({ same: expect.any(Number) });
    });
});
