import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
    AksClusterIdentities,
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
    RoleAssignmentMode,
} from "../../src";
import { lastSegment } from "../../src/azure/resourceId";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { type MadeIdentity, makeGroup, makeIdentity } from "../local-azure/harness";
import { assignedRoles, delegationCondition } from "./deployerPage";
import { type Engine, withEngine } from "./engine";
import { VM_SIZE } from "./program";
import { makeScenarioGround, type ScenarioGround } from "./scenarioGround";
import { network, SCENARIOS, type Scenario } from "./scenarios";

/** Clusters whose deployer needs something that no scenario of the clusters' own permissions shows. */
const OF_DEPLOYERS: Record<string, Pick<Scenario, "args">> = {
    kubeconfig: { args: () => ({ exportKubeconfig: true }) },
    outbound: {
        args: ({ address, addresses }) => ({
            network,
            networkAccess: { publicIPResourceGroupIds: [addresses.id] },
            properties: {
                networkProfile: { loadBalancerProfile: { outboundIPs: { publicIPs: [{ id: address.id }] } } },
            },
        }),
    },
    nodeips: {
        args: () => ({
            network,
            properties: { networkProfile: { loadBalancerProfile: { backendPoolType: "NodeIP" } } },
        }),
    },
};
const CLUSTERS = { ...SCENARIOS, ...OF_DEPLOYERS };

/** Components that are no clusters. */
const COMPONENTS: Record<
    string,
    (name: string, placed: Placed, options: pulumi.ComponentResourceOptions) => Component
> = {
    clusteridentities: (name, { ground, ...placed }, options) =>
        new AksClusterIdentities(name, { ...placed, subnetIds: [ground.subnets.work.id] }, options),
    workloadidentity: (name, { ground, ...placed }, options) =>
        new AksWorkloadIdentity(
            name,
            {
                ...placed,
                oidcIssuerUrl: "https://issuer.example/",
                serviceAccounts: [{ namespace: "shop", name: "web" }],
                extraRoleAssignments: [{ name: "secrets", role: "Key Vault Secrets User", scope: ground.vault.id }],
            },
            options,
        ),
};

interface Placed {
    ground: ScenarioGround;
    resourceGroupName: string;
    roleAssignmentMode: RoleAssignmentMode;
}

type Component = ManagedIdentityAksCluster | AksClusterIdentities | AksWorkloadIdentity;

/** Of all that is deployed: a resource group and a component each. */
export const DEPLOYMENTS = [...Object.keys(CLUSTERS), ...Object.keys(COMPONENTS)];

/** Arguments of a deployment as the components get them; of other components than clusters none. */
export function argsOf(name: string, ground: ScenarioGround): Partial<ManagedIdentityAksClusterArgs> | undefined {
    const cluster = CLUSTERS[name];
    return (
        cluster && { systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id }, ...cluster.args(ground) }
    );
}

/** Runs `use` where everything is that the clusters stand on, made by an Owner, and a resource group for each. */
export async function withPlatform(use: (engine: Engine, platform: Platform) => Promise<void>): Promise<void> {
    await withEngine(platform, { project: "platform" }, async (engine) => {
        const { ground, groups, shared } = (await engine.stack.up()).outputs;
        await makeGroup(engine.arm, DEPLOYERS);
        await use(engine, {
            ground: revived(ground?.value) as ScenarioGround,
            groups: groups?.value,
            shared: shared?.value,
        });
    });
}

const DEPLOYERS = "deployers";

/** Somebody who has no role yet. */
export async function makeDeployer({ arm }: Engine, name: string): Promise<MadeIdentity["properties"]> {
    return (await makeIdentity(arm, name, DEPLOYERS)).properties;
}

/** The page's condition, with the two custom roles that scenarios name. */
export function conditionOf({ joiner, linker }: ScenarioGround): string {
    return delegationCondition([...assignedRoles(), ...[joiner, linker].map(({ id }) => lastSegment(String(id)))]);
}

async function platform(): Promise<Record<string, unknown>> {
    const ground = makeScenarioGround();
    return {
        ground: described(ground),
        shared: [ground.group.id, ground.addresses.id],
        groups: Object.fromEntries(DEPLOYMENTS.map((name) => [name, new ResourceGroup(name).id])),
    };
}

export interface Platform {
    ground: ScenarioGround;
    /** Resource groups of what clusters share. */
    shared: string[];
    /** A resource group of each deployment. */
    groups: Record<string, string>;
}

/** Of each resource what clusters take of it. */
function described(value: object): pulumi.Output<unknown> {
    const members = Object.entries(value).map(([name, each]) => {
        if (pulumi.CustomResource.isInstance(each)) {
            const read: Partial<Record<string, unknown>> = { ...each };
            return [name, Object.fromEntries(READ.map((output) => [output, read[output]]))];
        }
        return [name, pulumi.Output.isInstance(each) ? each : described(each)];
    });
    return pulumi.output(Object.fromEntries(members));
}

const READ = ["id", "name", "location", "displayName"];

/** In another program ids are plain, as in a program that looks them up elsewhere; the rest is output. */
function revived(value: unknown, member = "id"): unknown {
    if (typeof value !== "object" || value === null) {
        return member === "id" || member === "keyId" ? value : pulumi.output(value);
    }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revived(each, name)]));
}

interface Deployer {
    /** Client ids of who deploys, by deployment; a text where it is one for all. */
    clientId: string | Record<string, string>;
    /** Only these. Default: all. */
    names?: string[];
    roleAssignmentMode?: RoleAssignmentMode;
    /** What the clusters get besides. */
    args?: Partial<ManagedIdentityAksClusterArgs>;
}

/** What a deployment leaves, as a stack's output. */
export interface DeployedComponent {
    clusterName?: string;
    roleAssignments: RequiredRoleAssignment[];
    roleAssignmentCommands: string[];
}

/** All deployments in one stack, each as its deployer. */
export function deploymentsOf({ ground, groups }: Platform, deployer: Deployer): PulumiFn {
    return async () => {
        const { clientId, names = DEPLOYMENTS, roleAssignmentMode = RoleAssignmentMode.Create, args } = deployer;
        // Without a location, unlike the stack's own: azure-native then takes the resource group's.
        const provider = (name: string, id = "") => new Provider(`as-${name}`, { useMsi: true, clientId: id });
        const one = typeof clientId === "string" ? provider("deployer", clientId) : undefined;
        const deploy = (name: string) => {
            const options = { provider: one ?? provider(name, (clientId as Record<string, string>)[name]) };
            const placed = { resourceGroupName: lastSegment(groups[name] ?? ""), roleAssignmentMode };
            const component = COMPONENTS[name]?.(name, { ground, ...placed }, options);
            const { systemNodePool = { vmSize: VM_SIZE }, ...others } = argsOf(name, ground) ?? {};
            return (
                component ??
                new ManagedIdentityAksCluster(name, { systemNodePool, ...others, ...args, ...placed }, options)
            );
        };
        return Object.fromEntries(names.map((name) => [name, outputsOf(deploy(name))]));
    };
}

function outputsOf(component: Component): Record<keyof DeployedComponent, unknown> {
    const { roleAssignments, roleAssignmentCommands } = component;
    const clusterName = component instanceof ManagedIdentityAksCluster ? component.clusterName : undefined;
    return { clusterName, roleAssignments, roleAssignmentCommands };
}
