import type { ManagedIdentityAksClusterArgs } from "../args";
import { parentId, sameId } from "../azure/resourceId";
import { type Known, rules } from "../validation/rule";
import { hasEntries, isSet, NO_OWN_SUBNET } from "../validation/settings";
import type { Path } from "../values";
import { knownEntries, poolsIn } from "./pools";

/** The subnets that pools, API servers and load balancers are in. */
export const SUBNET_RULES = rules("aks/create-node-pools#limitations", {
    InternalLoadBalancerSubnetIds: {
        inputs: ["networkAccess.internalLoadBalancerSubnetIds"],
        when: { "networkAccess.internalLoadBalancerSubnetIds": hasEntries, ...NO_OWN_SUBNET },
        message: "this must be a list of subnets in the virtual network of systemNodePool.subnetId",
        fix: "Pass a list of resource ids, and set systemNodePool.subnetId.",
        source: "aks/internal-lb",
    },
    SystemPoolSubnet: {
        when: { "nodePools[].subnetId": isSet, ...NO_OWN_SUBNET },
        message: "this requires your own subnet for the system pool, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet of the same virtual network.",
    },
    OneVirtualNetwork: {
        validate: (args) => {
            const system = args.systemNodePool?.subnetId;
            return subnetsOf(args, "nodes", "pods", "API server", "load balancers", "virtual nodes")
                .filter(({ id }) => typeof system === "string" && !sameId(parentId(id), parentId(system)))
                .map(({ path }) => path);
        },
        message: "all subnets of a cluster must be in the virtual network of systemNodePool.subnetId",
        fix: "Choose a subnet of that virtual network.",
    },
    ApiServerSubnetIsItsOwn: {
        validate: (args) => sharedSubnets(args, "API server", "nodes", "pods", "load balancers"),
        message: "the API server requires a subnet for itself, and nodes, pods or internal load balancers use this one",
        fix: "Use another subnet of the virtual network that is delegated to Microsoft.ContainerService/managedClusters.",
        source: "aks/api-server-vnet-integration",
    },
    PodSubnetIsItsOwn: {
        validate: (args) => sharedSubnets(args, "pods", "nodes"),
        message: "AKS delegates the subnet of pods to itself, and nodes use this one",
        fix: "Use another subnet of the virtual network, or remove podSubnetId for pods in the nodes' subnet.",
        source: "aks/concepts-network-azure-cni-pod-subnet",
    },
});

/** What a subnet is for. */
type Use = "nodes" | "pods" | "API server" | "load balancers" | "virtual nodes";

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
        {
            use: "virtual nodes",
            id: args.addons?.virtualNode?.subnetId,
            path: ["addons", "virtualNode", "subnetId"],
        },
        ...knownEntries(args.networkAccess?.internalLoadBalancerSubnetIds).map(({ entry, index }) => ({
            use: "load balancers" as const,
            id: entry,
            path: ["networkAccess", "internalLoadBalancerSubnetIds", index],
        })),
    ];
    return all.filter((subnet): subnet is Subnet => uses.includes(subnet.use) && typeof subnet.id === "string");
}
