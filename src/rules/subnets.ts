import type { ManagedIdentityAksClusterArgs } from "../args";
import { parentId, sameId } from "../azure/resourceId";
import type { Path } from "../values";
import { knownEntries, poolsIn } from "./pools";
import { type Known, rules } from "./rule";
import { hasEntries, isSet } from "./settings";

/** The subnets that pools, API servers and load balancers are in. */
export const SUBNET_RULES = rules("https://learn.microsoft.com/azure/aks/create-node-pools#limitations", {
    InternalLoadBalancerSubnetIds: {
        inputs: ["networkAccess.internalLoadBalancerSubnetIds"],
        when: {
            "networkAccess.internalLoadBalancerSubnetIds": hasEntries,
            "systemNodePool.subnetId": undefined,
        },
        message: "this is a list of subnets of the nodes' own virtual network, which systemNodePool.subnetId names",
        fix: "Pass a list of resource ids, and set systemNodePool.subnetId.",
        source: "https://learn.microsoft.com/azure/aks/internal-lb",
    },
    SystemPoolSubnet: {
        when: { "nodePools[].subnetId": isSet, "systemNodePool.subnetId": undefined },
        message:
            "a pool can be in an own subnet only where the system pool is in one, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet of the same virtual network.",
    },
    OneVirtualNetwork: {
        validate: (args) => {
            const system = args.systemNodePool?.subnetId;
            return subnetsOf(args, "nodes", "pods", "API server", "load balancers")
                .filter(({ id }) => typeof system === "string" && !sameId(parentId(id), parentId(system)))
                .map(({ path }) => path);
        },
        message: "the subnets of a cluster are in one virtual network, that of systemNodePool.subnetId",
        fix: "Choose a subnet of that virtual network.",
    },
    ApiServerSubnetIsItsOwn: {
        validate: (args) => sharedSubnets(args, "API server", "nodes", "pods", "load balancers"),
        message:
            "nothing but API servers can be in the subnet of the API server, and nodes, pods or internal load balancers are in this one, too",
        fix: "Use another subnet of the virtual network, delegated to Microsoft.ContainerService/managedClusters.",
        source: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
    },
    PodSubnetIsItsOwn: {
        validate: (args) => sharedSubnets(args, "pods", "nodes"),
        message: "AKS delegates the subnet of pods to itself, so no nodes can be in it, and nodes are in this one, too",
        fix: "Use another subnet of the virtual network, or remove podSubnetId for pods in the nodes' subnet.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet",
    },
});

/** What a subnet is for. */
type Use = "nodes" | "pods" | "API server" | "load balancers";

interface Subnet {
    use: Use;
    id: string;
    path: Path;
}

/** The subnets for one use that are also for others. */
function sharedSubnets(args: Known<ManagedIdentityAksClusterArgs>, use: Use, ...others: Use[]): Path[] {
    const taken = subnetsOf(args, ...others);
    return subnetsOf(args, use)
        .filter(({ id }) => taken.some((other) => sameId(other.id, id)))
        .map(({ path }) => path);
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
