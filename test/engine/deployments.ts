import { Provider } from "@pulumi/azure-native";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
    AksClusterIdentities,
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../src";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { type Ground, makeGround } from "./ground";
import { VM_SIZE } from "./program";
import { network, SCENARIOS, type Scenario } from "./scenarios";

/** Clusters whose deployer needs something that no scenario of the clusters' own permissions shows. */
const OF_DEPLOYERS: Record<string, Pick<Scenario, "args">> = {
    kubeconfig: { args: () => ({ exportKubeconfig: true }) },
    outbound: {
        args: ({ address }) => ({
            network,
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

const COMPONENTS = {
    clusteridentities: (name: string, group: string, { subnets }: Ground, options: pulumi.ComponentResourceOptions) =>
        new AksClusterIdentities(name, { resourceGroupName: group, subnetIds: [subnets.work.id] }, options),
    workloadidentity: (name: string, group: string, { vault }: Ground, options: pulumi.ComponentResourceOptions) =>
        new AksWorkloadIdentity(
            name,
            {
                resourceGroupName: group,
                oidcIssuerUrl: "https://issuer.example/",
                serviceAccounts: [{ namespace: "shop", name: "web" }],
                extraRoleAssignments: [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }],
            },
            options,
        ),
};

/** Of all that is deployed: a resource group and a component each. */
export const DEPLOYMENTS = [...Object.keys(CLUSTERS), ...Object.keys(COMPONENTS)];

/** Arguments of a deployment as the components get them; of other components than clusters none. */
export function argsOf(name: string, ground: Ground): Partial<ManagedIdentityAksClusterArgs> | undefined {
    const cluster = CLUSTERS[name];
    return (
        cluster && { systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id }, ...cluster.args(ground) }
    );
}

/** What others have made before the deployer comes: everything that the clusters stand on, and their resource groups. */
export async function platform(): Promise<Record<string, unknown>> {
    const ground = makeGround();
    return {
        ground: described(ground),
        shared: [ground.group.id, ground.addresses.id],
        groups: Object.fromEntries(DEPLOYMENTS.map((name) => [name, new ResourceGroup(name).id])),
    };
}

export interface Platform {
    ground: Ground;
    /** Resource groups of what clusters share. */
    shared: string[];
    /** A resource group of each deployment. */
    groups: Record<string, string>;
}

export function platformOf(outputs: Record<string, { value: unknown } | undefined>): Platform {
    return {
        ground: revived(outputs.ground?.value) as Ground,
        shared: outputs.shared?.value as string[],
        groups: outputs.groups?.value as Record<string, string>,
    };
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
    /** Only these. */
    names?: string[];
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
        const { clientId, names = DEPLOYMENTS, args } = deployer;
        // Signed in otherwise than the stack's own provider, whose location it does not have.
        const providerOf = (name: string, id: string) => new Provider(`as-${name}`, { useMsi: true, clientId: id });
        const one = typeof clientId === "string" ? providerOf("deployer", clientId) : undefined;
        return Object.fromEntries(
            names.map((name) => {
                const provider = one ?? providerOf(name, (clientId as Record<string, string>)[name] ?? "");
                const group = groups[name]?.split("/").pop() ?? "";
                return [name, outputsOf(deploy(name, group, ground, args, { provider }))];
            }),
        );
    };
}

function deploy(
    name: string,
    group: string,
    ground: Ground,
    args: Partial<ManagedIdentityAksClusterArgs> | undefined,
    options: pulumi.ComponentResourceOptions,
) {
    const cluster = argsOf(name, ground);
    if (cluster === undefined) {
        return COMPONENTS[name as keyof typeof COMPONENTS](name, group, ground, options);
    }
    const { systemNodePool = { vmSize: VM_SIZE }, ...others } = cluster;
    return new ManagedIdentityAksCluster(
        name,
        { resourceGroupName: group, systemNodePool, ...others, ...args },
        options,
    );
}

function outputsOf(
    component: ManagedIdentityAksCluster | AksClusterIdentities | AksWorkloadIdentity,
): pulumi.Output<DeployedComponent> {
    const { roleAssignments, roleAssignmentCommands } = component;
    const name = component instanceof ManagedIdentityAksCluster ? { clusterName: component.clusterName } : {};
    return pulumi.output({ ...name, roleAssignments, roleAssignmentCommands }) as pulumi.Output<DeployedComponent>;
}
