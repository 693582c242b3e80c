import type { ManagedIdentityAksClusterArgs } from "../args";
import { parentId, SUBNET, sameId } from "../azure/resourceId";
import type { Path } from "../values";
import { ofPools, resourceIdFormat } from "./formats";
import { knownEntries, poolsIn } from "./pools";
import { type Format, isSet, type Known, type Rule, when } from "./rule";

const NODE_POOLS = "https://learn.microsoft.com/azure/aks/create-node-pools";

export const SUBNET_FORMATS: readonly Format[] = [
    resourceIdFormat(SUBNET, "a subnet", {
        code: "SubnetId",
        inputs: [...ofPools("subnetId", "podSubnetId"), "networkAccess.internalLoadBalancerSubnetIds[]"],
        source: "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview",
    }),
    {
        ...needsSystemSubnet(),
        inputs: ["networkAccess.internalLoadBalancerSubnetIds"],
    },
];

/** The subnets that pools and load balancers are in. */
export const SUBNET_RULES: readonly Rule[] = [
    {
        ...needsSystemSubnet(),
        validate: ({ networkAccess, systemNodePool }) =>
            when(
                Boolean(networkAccess?.internalLoadBalancerSubnetIds?.length) && !isSet(systemNodePool?.subnetId),
                "networkAccess.internalLoadBalancerSubnetIds",
            ),
    },
    {
        code: "SystemPoolSubnet",
        validate: ({ systemNodePool, nodePools = [] }) =>
            nodePools.flatMap(({ subnetId }, index) =>
                when(isSet(subnetId) && !isSet(systemNodePool?.subnetId), ["nodePools", index, "subnetId"]),
            ),
        message:
            "a pool can be in an own subnet only where the system pool is in one, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet of the same virtual network.",
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "OneVirtualNetwork",
        validate: (args) => {
            const system = args.systemNodePool?.subnetId;
            return subnetsOf(args, "nodes", "pods", "API server", "load balancers").flatMap(({ id, path }) =>
                when(typeof system === "string" && !sameId(parentId(id), parentId(system)), path),
            );
        },
        message: "the subnets of a cluster are in one virtual network, that of systemNodePool.subnetId",
        fix: "Choose a subnet of that virtual network.",
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "ApiServerSubnetIsItsOwn",
        validate: (args) =>
            subnetsOf(args, "API server").flatMap(({ id, path }) =>
                when(isAmong(id, subnetsOf(args, "nodes", "pods", "load balancers")), path),
            ),
        message:
            "nothing but API servers can be in the subnet of the API server, and nodes, pods or internal load balancers are in this one, too",
        fix: "Use another subnet of the virtual network, delegated to Microsoft.ContainerService/managedClusters.",
        source: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
    },
    {
        code: "PodSubnetIsItsOwn",
        validate: (args) =>
            subnetsOf(args, "pods").flatMap(({ id, path }) => when(isAmong(id, subnetsOf(args, "nodes")), path)),
        message: "AKS delegates the subnet of pods to itself, so no nodes can be in it, and nodes are in this one, too",
        fix: "Use another subnet of the virtual network, or remove podSubnetId for pods in the nodes' subnet.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet",
    },
];

function needsSystemSubnet() {
    return {
        code: "InternalLoadBalancerSubnetIds",
        message: "this is a list of subnets of the nodes' own virtual network, which systemNodePool.subnetId names",
        fix: "Pass a list of resource ids, and set systemNodePool.subnetId.",
        source: "https://learn.microsoft.com/azure/aks/internal-lb",
    };
}

/** What a subnet is for. */
type Use = "nodes" | "pods" | "API server" | "load balancers";

interface Subnet {
    use: Use;
    id: string;
    path: Path;
}

/** The subnets for these uses whose ids are known. */
function subnetsOf(args: Known<ManagedIdentityAksClusterArgs>, ...uses: Use[]): Subnet[] {
    const all: { use: Use; id: unknown; path: Path }[] = [
        ...poolsIn(args).flatMap(({ pool, path }) => [
            { use: "nodes" as const, id: pool.subnetId, path: [...path, "subnetId"] },
            { use: "pods" as const, id: pool.podSubnetId, path: [...path, "podSubnetId"] },
        ]),
        { use: "API server", id: args.apiServer?.subnetId, path: ["apiServer", "subnetId"] },
        ...knownEntries(args.networkAccess?.internalLoadBalancerSubnetIds).map(({ entry, index }) => ({
            use: "load balancers" as const,
            id: entry,
            path: ["networkAccess", "internalLoadBalancerSubnetIds", index],
        })),
    ];
    return all.filter((subnet): subnet is Subnet => uses.includes(subnet.use) && typeof subnet.id === "string");
}

function isAmong(id: string, subnets: Subnet[]): boolean {
    return subnets.some((other) => sameId(other.id, id));
}
