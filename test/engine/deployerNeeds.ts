import type { ManagedIdentityAksClusterArgs } from "../../src";

/** What is deployed. */
export interface Deployment {
    name: string;
    /** Of a cluster; another component has none. */
    args: Args | undefined;
}
type Args = Partial<ManagedIdentityAksClusterArgs>;

/** Actions, by where the deployer needs them: on the resource group of the cluster, or on what lies elsewhere. */
export interface Actions {
    inGroup: string[];
    elsewhere: string[];
}

/** What the deployer needs for one setting. */
export interface Need extends Partial<Actions> {
    /** As `docs/deployer-actions.md` has it. */
    title: string;
    applies(deployment: Deployment): boolean;
}

const CLUSTER = "Microsoft.ContainerService/managedClusters";
const IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";
const ASSIGNMENT = "Microsoft.Authorization/roleAssignments";
const GATEWAY = "Microsoft.Network/applicationGateways";
const WORKSPACE = "Microsoft.OperationalInsights/workspaces";
const SOLUTION = "Microsoft.OperationsManagement/solutions";
const RULE = "Microsoft.Insights/dataCollectionRules";
const RULE_ASSOCIATION = "Microsoft.Insights/dataCollectionRuleAssociations";
const RULE_ENDPOINT = "Microsoft.Insights/dataCollectionEndpoints";

const JOIN_SUBNET = "Microsoft.Network/virtualNetworks/subnets/join/action";
const JOIN_ADDRESS = "Microsoft.Network/publicIPAddresses/join/action";
const JOIN_LOAD_BALANCER = "Microsoft.Network/virtualNetworks/joinLoadBalancer/action";
const READ_ENCRYPTION_SET = "Microsoft.Compute/diskEncryptionSets/read";
const READ_MONITOR_ACCOUNT = "Microsoft.Monitor/accounts/read";
const ASSIGN_IDENTITY = `${IDENTITY}/assign/action`;
const WORKSPACE_ACTIONS = [
    `${WORKSPACE}/read`,
    `${WORKSPACE}/sharedkeys/read`,
    `${SOLUTION}/read`,
    `${SOLUTION}/write`,
];
const GATEWAY_ACTIONS = [`${GATEWAY}/read`, `${GATEWAY}/write`];

/** What Pulumi does to resources of these types. */
const managed = (...types: string[]) =>
    types.flatMap((type) => ["read", "write", "delete"].map((verb) => `${type}/${verb}`));

/**
 * Actions that no request of the deployer is named after: Azure requires them of whoever writes a resource that refers to
 * another one. Documented are those of facts/role-definitions.json; the model assumes the others.
 */
export const LINKED: Record<string, "documented" | "assumed"> = {
    [ASSIGN_IDENTITY]: "documented",
    [JOIN_SUBNET]: "documented",
    [JOIN_ADDRESS]: "documented",
    [JOIN_LOAD_BALANCER]: "documented",
    [READ_ENCRYPTION_SET]: "documented",
    ...Object.fromEntries([...WORKSPACE_ACTIONS, ...GATEWAY_ACTIONS].map((action) => [action, "documented" as const])),
    [READ_MONITOR_ACCOUNT]: "assumed",
};

const cluster = (applies: (args: Args) => unknown) => (deployment: Deployment) =>
    deployment.args !== undefined && Boolean(applies(deployment.args));
const named =
    (...names: string[]) =>
    ({ name }: Deployment) =>
        names.includes(name);
const any =
    (...conditions: Need["applies"][]) =>
    (deployment: Deployment) =>
        conditions.some((applies) => applies(deployment));

const hasUserAssigned = ({ controlPlaneIdentity }: Args) => controlPlaneIdentity?.type === undefined;
const createsKubelet = ({ kubeletIdentity, ...args }: Args) =>
    hasUserAssigned(args) && kubeletIdentity?.resourceId === undefined && kubeletIdentity?.type === undefined;
const usesSubnet = ({ apiServer, systemNodePool, nodePools = [] }: Args) =>
    apiServer?.subnetId ?? [systemNodePool, ...nodePools].find((pool) => pool?.subnetId ?? pool?.podSubnetId);

const usesLegacyInsights = ({ addons }: Args) => addons?.containerInsights?.authentication === "Legacy";

/** What clusters with the defaults need, in subnets of the user's own. */
export const BASE: Need[] = [
    { title: "the cluster", applies: cluster(() => true), inGroup: managed(CLUSTER) },
    {
        title: "the location of the resource group, where `azure-native:location` is not set",
        applies: () => true,
        inGroup: ["Microsoft.Resources/subscriptions/resourceGroups/read"],
    },
    {
        title: "a control plane identity that the component creates",
        applies: cluster((args) => hasUserAssigned(args) && args.controlPlaneIdentity === undefined),
        inGroup: [...managed(IDENTITY), ASSIGN_IDENTITY],
    },
    {
        title: "a kubelet identity that the component creates",
        applies: cluster(createsKubelet),
        inGroup: managed(IDENTITY),
    },
    {
        title: "role assignments on identities that the component creates, and on the cluster",
        applies: any(
            cluster((args) => createsKubelet(args) || usesLegacyInsights(args)),
            named("clusteridentities"),
        ),
        inGroup: managed(ASSIGNMENT),
    },
    {
        title: "role assignments on all else: subnets, registries, DNS zones, key vaults, …",
        applies: any(cluster(usesSubnet), named("clusteridentities", "workloadidentity")),
        elsewhere: managed(ASSIGNMENT),
    },
    {
        title: "subnets of nodes, pods and API server",
        applies: cluster(usesSubnet),
        elsewhere: [JOIN_SUBNET],
    },
];

/** What a setting needs besides. */
export const FURTHER: Need[] = [
    {
        title: "`controlPlaneIdentity.resourceId`",
        applies: cluster(({ controlPlaneIdentity }) => controlPlaneIdentity?.resourceId),
        elsewhere: [`${IDENTITY}/read`, ASSIGN_IDENTITY],
    },
    {
        title: "`kubeletIdentity.resourceId`",
        applies: cluster(({ kubeletIdentity }) => kubeletIdentity?.resourceId),
        elsewhere: [`${IDENTITY}/read`],
    },
    {
        title: "`registries` without `permissions`, and `bootstrapRegistryId`: without the action Rbac is assumed",
        applies: cluster(
            ({ registries = [], bootstrapRegistryId }) =>
                bootstrapRegistryId ?? registries.some(({ permissions }) => permissions === undefined),
        ),
        elsewhere: ["Microsoft.ContainerRegistry/registries/read"],
    },
    {
        title: "`nodePools`",
        applies: cluster(({ nodePools = [] }) => nodePools.length > 0),
        inGroup: managed(`${CLUSTER}/agentPools`),
    },
    {
        title: "`exportKubeconfig`, in previews, too",
        applies: cluster(({ exportKubeconfig }) => exportKubeconfig),
        inGroup: [`${CLUSTER}/listClusterUserCredential/action`],
    },
    {
        title: "`encryption.diskEncryptionSetId`",
        applies: cluster(({ encryption }) => encryption?.diskEncryptionSetId),
        elsewhere: [READ_ENCRYPTION_SET],
    },
    {
        title: "`addons.containerInsights`",
        applies: cluster(({ addons }) => addons?.containerInsights),
        elsewhere: WORKSPACE_ACTIONS,
    },
    {
        title: "`addons.containerInsights`, unless with legacy authentication",
        applies: cluster((args) => args.addons?.containerInsights && !usesLegacyInsights(args)),
        inGroup: managed(RULE, RULE_ASSOCIATION),
    },
    {
        title: "`addons.managedPrometheus`",
        applies: cluster(({ addons }) => addons?.managedPrometheus),
        inGroup: managed(RULE_ENDPOINT, RULE, RULE_ASSOCIATION),
        elsewhere: [READ_MONITOR_ACCOUNT],
    },
    {
        title: "`addons.applicationGateway.gatewayId`",
        applies: cluster(({ addons }) => addons?.applicationGateway?.gatewayId),
        elsewhere: [...GATEWAY_ACTIONS, JOIN_SUBNET],
    },
    {
        title: "`addons.applicationGateway.subnetId`",
        applies: cluster(({ addons }) => addons?.applicationGateway?.subnetId),
        elsewhere: [JOIN_SUBNET],
    },
    {
        title: "`properties` with `outboundIPs` of the load balancer",
        applies: named("outbound"),
        elsewhere: [JOIN_ADDRESS],
    },
    {
        title: "`properties` with `backendPoolType` `NodeIP` of the load balancer",
        applies: named("nodeips"),
        elsewhere: [JOIN_LOAD_BALANCER],
    },
    {
        title: "`AksClusterIdentities`, besides its role assignments",
        applies: named("clusteridentities"),
        inGroup: managed(IDENTITY),
    },
    {
        title: "`AksWorkloadIdentity`, besides its role assignments",
        applies: named("workloadidentity"),
        inGroup: managed(IDENTITY, `${IDENTITY}/federatedIdentityCredentials`),
    },
];

export const NEEDS = [...BASE, ...FURTHER];

/** All actions of these needs, in order and without repetition. */
export function allActions(needs: readonly Partial<Actions>[]): Actions {
    return {
        inGroup: sorted(needs.flatMap(({ inGroup = [] }) => inGroup)),
        elsewhere: sorted(needs.flatMap(({ elsewhere = [] }) => elsewhere)),
    };
}

export function sorted(actions: string[]): string[] {
    return [...new Set(actions)].sort();
}
