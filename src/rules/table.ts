import { BlockList, isIPv4 } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import {
    ControlPlaneIdentityType,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    type NodePoolArgs,
    NodePoolOsType,
    RoleAssignmentMode,
} from "../args";
import { sameInput } from "../azure/inputs";
import { isIdOf, parentId, SUBNET, USER_ASSIGNED_IDENTITY } from "../azure/resourceId";
import type { Path, Place, Rule } from "./rule";

const NAMING = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
const MANAGED_IDENTITY = "https://learn.microsoft.com/azure/aks/use-managed-identity";
const NODE_POOLS = "https://learn.microsoft.com/azure/aks/create-node-pools";
const AUTOSCALER = "https://learn.microsoft.com/azure/aks/cluster-autoscaler";
const NETWORK = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";

/** Everything that is refused before the first resource is registered. */
export const RULES: readonly Rule[] = [
    {
        code: "PlainInput",
        asksOutputs: true,
        places: plainInputs,
        broken: (value) => pulumi.Output.isInstance(value) || value instanceof Promise,
        rule: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass the value itself, not an output or a promise of it.",
        source: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs",
    },
    {
        code: "ResourceGroupName",
        places: (args) => [{ path: ["resourceGroupName"], value: args.resourceGroupName }],
        broken: (value) => !matches(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, value),
        rule: "a resource group's name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop",
        fix: "Pass the name of an existing resource group, not its id.",
        source: NAMING,
    },
    {
        code: "Location",
        places: (args) => given(["location"], args.location),
        broken: (value) => !matches(/^[a-zA-Z][a-zA-Z0-9 ]*$/, value),
        rule: "a location is the name of an Azure region",
        fix: "Use a region's name such as \"westeurope\", or leave it out to take the resource group's.",
        source: "https://learn.microsoft.com/azure/reliability/regions-list",
    },
    {
        code: "ClusterName",
        places: (args) => given(["clusterName"], args.clusterName),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/, value),
        rule: "a cluster's name has 1 to 63 letters, digits, hyphens and underscores, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for a generated name.",
        source: NAMING,
    },
    {
        code: "DnsPrefix",
        places: (args) => given(["dnsPrefix"], args.dnsPrefix),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/, value),
        rule: "a DNS prefix has 1 to 54 letters, digits and hyphens, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for one made from the component's name.",
        source: NAMING,
    },
    {
        code: "KubernetesVersion",
        places: (args) => given(["kubernetesVersion"], args.kubernetesVersion),
        broken: (value) => !matches(/^\d+\.\d+(?:\.\d+)?$/, value),
        rule: "a Kubernetes version is written as major.minor or major.minor.patch",
        fix: 'Write it like "1.34" or "1.34.2".',
        source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    },
    {
        code: "IdentityType",
        places: (args) => given(["controlPlaneIdentity", "type"], args.controlPlaneIdentity?.type),
        broken: (value) => !oneOf(ControlPlaneIdentityType, value),
        rule: "the control plane's identity is UserAssigned or SystemAssigned",
        fix: "Use one of the two, or leave it out for a user-assigned identity.",
        source: MANAGED_IDENTITY,
    },
    {
        code: "KubeletIdentityType",
        places: (args) => given(["kubeletIdentity", "type"], args.kubeletIdentity?.type),
        broken: (value) => !oneOf(KubeletIdentityType, value),
        rule: "the kubelet identity is UserAssigned or AksManaged",
        fix: "Use one of the two, or leave it out.",
        source: MANAGED_IDENTITY,
    },
    {
        code: "IdentityResourceId",
        places: (args) => [
            ...given(["controlPlaneIdentity", "resourceId"], args.controlPlaneIdentity?.resourceId),
            ...given(["kubeletIdentity", "resourceId"], args.kubeletIdentity?.resourceId),
        ],
        broken: (value) => typeof value !== "string" || !isIdOf(USER_ASSIGNED_IDENTITY, value),
        rule: "an existing identity is named by the resource id of a user-assigned identity",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>.",
        source: MANAGED_IDENTITY,
    },
    {
        code: "SystemAssignedTakesNoResourceId",
        asksOutputs: true,
        places: (args) =>
            given(
                ["controlPlaneIdentity", "resourceId"],
                args.controlPlaneIdentity?.resourceId,
                args.controlPlaneIdentity?.type,
            ),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "Azure makes a system-assigned identity itself, so none can be named",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY,
    },
    {
        code: "AksManagedTakesNoResourceId",
        asksOutputs: true,
        places: (args) =>
            given(
                ["kubeletIdentity", "resourceId"],
                args.kubeletIdentity?.resourceId,
                args.kubeletIdentity?.type,
            ),
        broken: (_, type) => type === KubeletIdentityType.AksManaged,
        rule: "AKS makes a managed kubelet identity itself, so none can be named",
        fix: 'Remove resourceId, or set kubeletIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY,
    },
    {
        code: "KubeletIdentityNeedsUserAssignedControlPlane",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        asksOutputs: true,
        places: (args) => [
            ...given(
                ["kubeletIdentity", "resourceId"],
                args.kubeletIdentity?.resourceId,
                args.controlPlaneIdentity?.type,
            ),
            ...given(
                ["kubeletIdentity", "type"],
                args.kubeletIdentity?.type,
                args.controlPlaneIdentity?.type,
            ),
        ],
        broken: (value, controlPlane) =>
            controlPlane === ControlPlaneIdentityType.SystemAssigned &&
            value !== KubeletIdentityType.AksManaged,
        rule: "AKS takes an own kubelet identity only beside a user-assigned control plane identity, and this control plane is system-assigned",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity.',
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
    {
        code: "SystemNodePool",
        asksOutputs: true,
        places: (args) => [{ path: ["systemNodePool"], value: args.systemNodePool }],
        broken: (value) => typeof value !== "object" || value === null || Array.isArray(value),
        rule: "a cluster has one system pool",
        fix: 'Pass an object, at least { vmSize: "Standard_D4ds_v5" }.',
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "NodePools",
        asksOutputs: true,
        places: (args) => given(["nodePools"], args.nodePools),
        broken: (value) =>
            !Array.isArray(value) || value.some((pool) => typeof pool !== "object" || pool === null),
        rule: "further pools are a list of objects",
        fix: 'Pass a list such as [{ name: "work", vmSize: "Standard_D8ds_v5" }].',
        source: NODE_POOLS,
    },
    {
        code: "NodePoolName",
        azureCode: "InvalidParameter",
        places: (args) => eachPool(args, (pool, path) => poolName(pool, path)),
        broken: (value, osType) =>
            !matches(
                osType === NodePoolOsType.Windows ? /^[a-z][a-z0-9]{0,5}$/ : /^[a-z][a-z0-9]{0,11}$/,
                value,
            ),
        rule: "a pool's name has 1 to 12 (Windows: 1 to 6) lower-case letters and digits, a letter first",
        fix: 'Use a name like "work1".',
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "NodePoolNameTwice",
        places: (args) =>
            eachPool(args, (pool, path) => [
                { path: [...path, "name"], value: pool.name, beside: namesBefore(args, path) },
            ]),
        broken: (value, before) => value !== undefined && Array.isArray(before) && before.includes(value),
        rule: "another pool of this cluster has this name",
        fix: "Give each pool a name of its own.",
        source: NODE_POOLS,
    },
    {
        code: "NodePoolVmSize",
        places: (args) => eachPool(args, (pool, path) => [{ path: [...path, "vmSize"], value: pool.vmSize }]),
        broken: (value) => !matches(/^[A-Za-z]+_\w+$/, value),
        rule: "each pool names the size of its virtual machines",
        fix: 'Use a size such as "Standard_D4ds_v5".',
        source: "https://learn.microsoft.com/azure/virtual-machines/sizes/overview",
    },
    {
        code: "NodePoolCount",
        azureCode: "InvalidParameter",
        places: (args) =>
            eachPool(args, (pool, path) => [
                ...given([...path, "count"], pool.count, fewestNodes(path)),
                ...given([...path, "minCount"], pool.minCount, fewestNodes(path)),
                ...given([...path, "maxCount"], pool.maxCount, fewestNodes(path)),
            ]),
        broken: (value, fewest) => !isWholeNumber(value, Number(fewest), 1000),
        rule: "the number of nodes is a whole number from 0 to 1000, and at least 1 in the system pool",
        fix: "Correct the number.",
        source: NODE_POOLS,
    },
    {
        code: "AutoscalerBounds",
        places: (args) => eachPool(args, missingBound),
        broken: (value) => value === undefined,
        rule: "the autoscaler needs minCount and maxCount, both",
        fix: "Set both, or neither for a fixed number of nodes.",
        source: AUTOSCALER,
    },
    {
        code: "AutoscalerOrder",
        places: (args) =>
            eachPool(args, (pool, path) => given([...path, "minCount"], pool.minCount, pool.maxCount)),
        broken: (min, max) => typeof min === "number" && typeof max === "number" && min > max,
        rule: "minCount is not above maxCount",
        fix: "Lower minCount or raise maxCount.",
        source: AUTOSCALER,
    },
    {
        code: "SystemPoolIsLinux",
        places: (args) => given(["systemNodePool", "osType"], args.systemNodePool?.osType),
        broken: (value) => value === NodePoolOsType.Windows,
        rule: "system pods run on Linux",
        fix: "Remove osType here and put Windows nodes in nodePools.",
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "NodePoolOsType",
        places: (args) => eachPool(args, (pool, path) => given([...path, "osType"], pool.osType)),
        broken: (value) => !oneOf(NodePoolOsType, value),
        rule: "the operating system is Linux or Windows",
        fix: "Use one of the two, or leave it out for Linux.",
        source: NODE_POOLS,
    },
    {
        code: "SubnetId",
        places: (args) => eachPool(args, (pool, path) => given([...path, "subnetId"], pool.subnetId)),
        broken: (value) => typeof value !== "string" || !isIdOf(SUBNET, value),
        rule: "a pool's subnet is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>.",
        source: NETWORK,
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
            userPools(args, (pool, path) =>
                given([...path, "subnetId"], pool.subnetId, args.systemNodePool?.subnetId),
            ),
        broken: (value, system) =>
            isSubnet(value) &&
            isSubnet(system) &&
            parentId(value).toLowerCase() !== parentId(system).toLowerCase(),
        rule: "the subnets of all pools are in one virtual network, that of systemNodePool.subnetId",
        fix: "Choose a subnet of that virtual network.",
        source: `${NODE_POOLS}#limitations`,
    },
    {
        code: "SubnetTwice",
        azureCode: "RoleAssignmentExists",
        places: subnetsOfOtherInputs,
        broken: (value, others) =>
            isSubnet(value) &&
            Array.isArray(others) &&
            others.some((other) => isSubnet(other) && other.toLowerCase() === value.toLowerCase()),
        rule: "an earlier pool names the same subnet by another output, so the same role would be assigned twice",
        fix: "Pass one and the same value to both pools, for example a constant that holds subnet.id.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    },
    {
        code: "Network",
        asksOutputs: true,
        places: (args) => given(["network"], args.network),
        broken: (value) => typeof value !== "object" || value === null || Array.isArray(value),
        rule: "network settings are an object",
        fix: 'Pass at least { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" }.',
        source: NETWORK,
    },
    {
        code: "NetworkPlugin",
        places: (args) => inNetwork(args, "networkPlugin"),
        broken: (value) => value !== "azure" && value !== "kubenet" && value !== "none",
        rule: "the network plugin is azure, kubenet or none",
        fix: 'Use "azure", with networkPluginMode "overlay" where subnets are small.',
        source: NETWORK,
    },
    {
        code: "ServiceCidr",
        places: (args) => inNetwork(args, "serviceCidr"),
        broken: (value) => parseCidr(value) === undefined,
        rule: "the services' address range is an IPv4 range",
        fix: 'Write it like "10.96.0.0/16"; it must not overlap the virtual network.',
        source: NETWORK,
    },
    {
        code: "PodCidr",
        places: (args) => given(["network", "podCidr"], args.network?.podCidr),
        broken: (value) => parseCidr(value) === undefined,
        rule: "the pods' address range is an IPv4 range",
        fix: 'Write it like "10.244.0.0/16".',
        source: NETWORK,
    },
    {
        code: "DnsServiceIP",
        places: (args) => inNetwork(args, "dnsServiceIP", args.network?.serviceCidr),
        broken: (value, cidr) => !isUsableDnsAddress(value, cidr),
        rule: "the DNS service's address is inside network.serviceCidr, and not its first",
        fix: 'Use for example the tenth address: "10.96.0.10" in "10.96.0.0/16".',
        source: NETWORK,
    },
    {
        code: "RoleAssignmentMode",
        places: (args) => given(["roleAssignments"], args.roleAssignments),
        broken: (value) => !oneOf(RoleAssignmentMode, value),
        rule: "role assignments are made (Create) or left to somebody else (Skip)",
        fix: "Use one of the two, or leave it out to have them made.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/role-assignments",
    },
    {
        code: "PropagationTimeout",
        places: (args) => given(["propagationTimeoutMinutes"], args.propagationTimeoutMinutes),
        broken: (value) => typeof value !== "number" || !(value >= 1 && value <= 60),
        rule: "waiting for role assignments takes 1 to 60 minutes, the longest that Azure documents",
        fix: "Choose a number in that range, or leave it out for 60.",
        source: MANAGED_IDENTITY,
    },
];

/** A place for an optional input: none where it is not given. */
function given(path: Path, value: unknown, beside?: unknown): Place[] {
    return value === undefined ? [] : [{ path, value, beside }];
}

function plainInputs(args: ManagedIdentityAksClusterArgs): Place[] {
    return [
        ...given(["controlPlaneIdentity"], args.controlPlaneIdentity),
        ...given(["controlPlaneIdentity", "type"], args.controlPlaneIdentity?.type),
        ...given(["kubeletIdentity"], args.kubeletIdentity),
        ...given(["kubeletIdentity", "type"], args.kubeletIdentity?.type),
        ...given(["roleAssignments"], args.roleAssignments),
        ...given(["propagationTimeoutMinutes"], args.propagationTimeoutMinutes),
        ...given(["network"], args.network),
        ...given(["nodePools"], args.nodePools),
        ...given(["systemNodePool"], args.systemNodePool),
        ...eachPool(args, (pool, path) => [
            { path, value: pool },
            ...given([...path, "name"], pool.name),
            ...given([...path, "osType"], pool.osType),
        ]),
    ];
}

type PoolPlaces = (pool: NodePoolArgs, path: Path) => Place[];

function eachPool(args: ManagedIdentityAksClusterArgs, places: PoolPlaces): Place[] {
    const system = isObject(args.systemNodePool) ? places(args.systemNodePool, ["systemNodePool"]) : [];
    return [...system, ...userPools(args, places)];
}

function userPools(args: ManagedIdentityAksClusterArgs, places: PoolPlaces): Place[] {
    const pools = Array.isArray(args.nodePools) ? args.nodePools : [];
    return pools.flatMap((pool, index) => (isObject(pool) ? places(pool, ["nodePools", index]) : []));
}

/** The system pool's name has a default, others are required. */
function poolName(pool: NodePoolArgs, path: Path): Place[] {
    const optional = path[0] === "systemNodePool" && pool.name === undefined;
    return optional ? [] : [{ path: [...path, "name"], value: pool.name, beside: pool.osType }];
}

function namesBefore(args: ManagedIdentityAksClusterArgs, path: Path): unknown[] {
    if (path[0] === "systemNodePool") {
        return [];
    }
    const earlier = (args.nodePools ?? []).slice(0, Number(path[1]));
    return [args.systemNodePool?.name ?? "system", ...earlier.map((pool) => pool?.name)];
}

function fewestNodes(path: Path): number {
    return path[0] === "systemNodePool" ? 1 : 0;
}

/** The bound that is missing beside the other one. */
function missingBound(pool: NodePoolArgs, path: Path): Place[] {
    const missing = pool.minCount === undefined ? "minCount" : "maxCount";
    const alone = (pool.minCount === undefined) !== (pool.maxCount === undefined);
    return alone ? [{ path: [...path, missing], value: undefined }] : [];
}

/** Subnets that only their values can show to be one and the same: of two equal inputs one grant is made. */
function subnetsOfOtherInputs(args: ManagedIdentityAksClusterArgs): Place[] {
    const subnets = eachPool(args, (pool, path) => given([...path, "subnetId"], pool.subnetId));
    return subnets.map((subnet, index) => ({
        ...subnet,
        beside: subnets
            .slice(0, index)
            .map((earlier) => earlier.value)
            .filter((earlier) => !sameInput(earlier, subnet.value)),
    }));
}

function inNetwork(
    args: ManagedIdentityAksClusterArgs,
    key: "networkPlugin" | "serviceCidr" | "dnsServiceIP",
    beside?: unknown,
): Place[] {
    return isObject(args.network) ? [{ path: ["network", key], value: args.network[key], beside }] : [];
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
}

function isSubnet(value: unknown): value is string {
    return typeof value === "string" && isIdOf(SUBNET, value);
}

function matches(pattern: RegExp, value: unknown): boolean {
    return typeof value === "string" && pattern.test(value);
}

function oneOf(values: Record<string, string>, value: unknown): boolean {
    return typeof value === "string" && Object.values(values).includes(value);
}

function isWholeNumber(value: unknown, least: number, most: number): boolean {
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function parseCidr(value: unknown): { address: string; prefix: number } | undefined {
    const [address, prefix, more] = typeof value === "string" ? value.split("/") : [];
    const valid =
        address !== undefined && isIPv4(address) && more === undefined && matches(/^\d{1,2}$/, prefix);
    return valid && Number(prefix) <= 32 ? { address, prefix: Number(prefix) } : undefined;
}

/** The first address of the range is the API server's own service. */
function isUsableDnsAddress(value: unknown, cidr: unknown): boolean {
    const range = parseCidr(cidr);
    if (typeof value !== "string" || !isIPv4(value)) {
        return false;
    }
    if (range === undefined) {
        return true;
    }
    const list = new BlockList();
    list.addSubnet(range.address, range.prefix);
    return list.check(value) && value !== range.address.replace(/\d+$/, (last) => String(Number(last) + 1));
}
