import type { ManagedIdentityAksClusterArgs } from "../args";
import { isIdOf, parentId, SUBNET } from "../azure/resourceId";
import { eachPool, given, userPools } from "./places";
import type { Place, Rule } from "./rule";

const NODE_POOLS = "https://learn.microsoft.com/azure/aks/create-node-pools";
const NETWORK = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";

/** The subnets that pools and load balancers are in. */
export const SUBNET_RULES: readonly Rule[] = [
    {
        code: "SubnetId",
        places: (args) => [
            ...eachPool(args, (pool, path) => [
                ...given([...path, "subnetId"], pool.subnetId),
                ...given([...path, "podSubnetId"], pool.podSubnetId),
            ]),
            ...internalLoadBalancerSubnets(args),
        ],
        broken: (value) => !isSubnet(value),
        rule: "a subnet is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>.",
        source: NETWORK,
    },
    {
        code: "InternalLoadBalancerSubnetIds",
        asksOutputs: true,
        places: (args) =>
            given(
                ["networkAccess", "internalLoadBalancerSubnetIds"],
                args.networkAccess?.internalLoadBalancerSubnetIds,
                args.systemNodePool?.subnetId !== undefined,
            ),
        broken: (value, ownSubnet) => !Array.isArray(value) || (value.length > 0 && ownSubnet !== true),
        rule: "this is a list of subnets of the nodes' own virtual network, which systemNodePool.subnetId names",
        fix: "Pass a list of resource ids, and set systemNodePool.subnetId.",
        source: "https://learn.microsoft.com/azure/aks/internal-lb",
    },
    {
        code: "SystemPoolSubnet",
        asksOutputs: true,
        places: (args) =>
            userPools(args, (pool, path) =>
                given([...path, "subnetId"], pool.subnetId, args.systemNodePool?.subnetId === undefined),
            ),
        broken: (_, systemPoolHasNone) => systemPoolHasNone === true,
        rule: "a pool can be in an own subnet only where the system pool is in one, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet of the same virtual network.",
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "OneVirtualNetwork",
        places: (args) =>
            [
                ...userPools(args, (pool, path) => given([...path, "subnetId"], pool.subnetId)),
                ...podSubnets(args),
                ...given(["apiServer", "subnetId"], args.apiServer?.subnetId),
                ...internalLoadBalancerSubnets(args),
            ].map((place) => ({ ...place, beside: args.systemNodePool?.subnetId })),
        broken: (value, system) =>
            isSubnet(value) &&
            isSubnet(system) &&
            parentId(value).toLowerCase() !== parentId(system).toLowerCase(),
        rule: "the subnets of a cluster are in one virtual network, that of systemNodePool.subnetId",
        fix: "Choose a subnet of that virtual network.",
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "ApiServerSubnetIsItsOwn",
        places: (args) =>
            given(["apiServer", "subnetId"], args.apiServer?.subnetId, [
                ...nodeSubnets(args).map(({ value }) => value),
                ...podSubnets(args).map(({ value }) => value),
                ...internalLoadBalancerSubnets(args).map(({ value }) => value),
            ]),
        broken: isAmong,
        rule: "nothing but API servers can be in the subnet of the API server, and nodes, pods or internal load balancers are in this one, too",
        fix: "Use another subnet of the virtual network, delegated to Microsoft.ContainerService/managedClusters.",
        source: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
    },
    {
        code: "PodSubnetIsItsOwn",
        places: (args) =>
            podSubnets(args).map((place) => ({
                ...place,
                beside: nodeSubnets(args).map(({ value }) => value),
            })),
        broken: isAmong,
        rule: "pods with a subnet are in another one than nodes, which AKS delegates to itself, and nodes are in this one, too",
        fix: "Use another subnet of the virtual network, or remove podSubnetId for pods in the nodes' subnet.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet",
    },
];

function internalLoadBalancerSubnets({ networkAccess }: ManagedIdentityAksClusterArgs): Place[] {
    const ids = networkAccess?.internalLoadBalancerSubnetIds;
    return (Array.isArray(ids) ? Array.from<unknown>(ids) : []).map((value, index) => ({
        path: ["networkAccess", "internalLoadBalancerSubnetIds", index],
        value,
    }));
}

function nodeSubnets(args: ManagedIdentityAksClusterArgs): Place[] {
    return eachPool(args, (pool, path) => given([...path, "subnetId"], pool.subnetId));
}

function podSubnets(args: ManagedIdentityAksClusterArgs): Place[] {
    return eachPool(args, (pool, path) => given([...path, "podSubnetId"], pool.podSubnetId));
}

/** Whether one of the others is the same subnet. */
function isAmong(value: unknown, others: unknown): boolean {
    return (
        isSubnet(value) &&
        Array.isArray(others) &&
        others.some((other) => isSubnet(other) && other.toLowerCase() === value.toLowerCase())
    );
}

function isSubnet(value: unknown): value is string {
    return typeof value === "string" && isIdOf(SUBNET, value);
}
