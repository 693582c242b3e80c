import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { derived, sameInput, shortName } from "../azure/inputs";
import { isOwnZone } from "../azure/privateDnsZone";
import type { PoolSubnets } from "./facts";
import { builtIn, type Permission, type Role, roleOf } from "./grant";
import { idNames, numbered } from "./grantNames";

type NetworkGrantArgs = Pick<ManagedIdentityAksClusterArgs, "apiServer" | "networkAccess">;

/** Grants of the control plane on networks that AKS has not created. */
export function networkGrants(args: NetworkGrantArgs, pools: PoolSubnets[]): Permission[] {
    const zone = ownDnsZone(args);
    const nodeSubnet = pools[0]?.subnetId;
    if (zone === undefined) {
        const { internalLoadBalancerSubnetIds = [] } = args.networkAccess ?? {};
        // AKS looks the subnet of an internal load balancer up through its virtual network.
        const isLookedUp = internalLoadBalancerSubnetIds.length > 0 && nodeSubnet !== undefined;
        return [
            ...subnetGrants(args, pools),
            ...(isLookedUp ? [virtualNetworkReader("virtual-network", nodeSubnet)] : []),
            ...egressGrants(args),
        ];
    }
    const role = networkRole(args.networkAccess?.role);
    return [
        // An own DNS zone is linked to the virtual network, for which a role on its subnets is not enough; the role on
        // the network holds on the subnets, too.
        ...(nodeSubnet === undefined
            ? []
            : [virtualNetworkGrant("virtual-network", derived(nodeSubnet, "parent"), role)]),
        zoneGrant("private-dns-zone", zone),
        ...egressGrants(args),
    ];
}

/** The id of an own private DNS zone. */
function ownDnsZone({ apiServer }: NetworkGrantArgs): pulumi.Input<string> | undefined {
    const zone = apiServer?.privateDNSZone;
    return isOwnZone(zone) ? zone : undefined;
}

/** A use of a subnet. */
interface Use {
    subnetId: pulumi.Input<string>;
    /** What the subnet is called after this use, where it is the first one and nothing else calls it by a name. */
    usedAs: string;
    /** Whether the use, and so the name after it, lasts as long as the cluster. */
    lasting?: boolean;
    what: string;
}

/** One grant a subnet. */
function subnetGrants(args: NetworkGrantArgs, pools: PoolSubnets[]): Permission[] {
    const uses = subnetUses(args, pools);
    const first = uses.filter(
        (use, index) => uses.findIndex((other) => sameInput(other.subnetId, use.subnetId)) === index,
    );
    return first.map(({ subnetId, usedAs, lasting }) =>
        subnetGrant(
            lasting ? usedAs : (shortName(subnetId) ?? usedAs),
            subnetId,
            networkRole(args.networkAccess?.role),
            list(uses.filter((use) => sameInput(use.subnetId, subnetId))),
        ),
    );
}

/** What the control plane does in a subnet. */
export function subnetGrant(name: string, scope: pulumi.Input<string>, role: Role, joined: string): Permission {
    return {
        name: `${name}-subnet-network-contributor`,
        identity: "controlPlane",
        role,
        scope,
        description: `The control plane joins ${joined} to the subnet.`,
    };
}

/** Lasting uses come first: the subnet keeps its name from them, even if other uses change. */
function subnetUses(args: NetworkGrantArgs, pools: PoolSubnets[]): Use[] {
    const { apiServer, networkAccess } = args;
    const used = (use: Omit<Use, "subnetId"> & { subnetId?: pulumi.Input<string> }): Use[] =>
        use.subnetId === undefined ? [] : [{ ...use, subnetId: use.subnetId }];
    // Whatever the system pool is called, and another one takes its place in the same subnet.
    const ofPools = pools.flatMap(({ name, subnetId, podSubnetId }, index) => {
        const [pool, lasting] = index === 0 ? ["system", true] : [name, false];
        return [
            ...used({ subnetId, usedAs: pool, lasting, what: "nodes" }),
            ...used({ subnetId: podSubnetId, usedAs: `${pool}-pod`, lasting, what: "pods" }),
        ];
    });
    const api = used({
        subnetId: apiServer?.subnetId,
        usedAs: "api-server",
        lasting: true,
        what: "the API server",
    });
    const balancers = (networkAccess?.internalLoadBalancerSubnetIds ?? []).flatMap((subnetId, index) =>
        used({
            subnetId,
            usedAs: numbered("internal-load-balancer", index),
            what: "internal load balancers",
        }),
    );
    const all = [...ofPools, ...api, ...balancers];
    return [...all.filter(({ lasting }) => lasting), ...all.filter(({ lasting }) => !lasting)];
}

/** For the subnets of internal load balancers in the network of this one. */
export function virtualNetworkReader(name: string, subnetId: pulumi.Input<string>): Permission {
    return {
        name: `${name}-reader`,
        identity: "controlPlane",
        role: builtIn("Reader"),
        scope: derived(subnetId, "parent"),
        description: "The control plane reads the virtual network of internal load balancers.",
    };
}

/** What the control plane does in the virtual network of an own private DNS zone. */
export function virtualNetworkGrant(name: string, scope: pulumi.Input<string>, role: Role): Permission {
    return {
        name: `${name}-network-contributor`,
        identity: "controlPlane",
        role,
        scope,
        description:
            "The control plane links the private DNS zone to the virtual network and joins nodes to its subnets.",
    };
}

/** What the control plane does in an own private DNS zone. */
export function zoneGrant(name: string, scope: pulumi.Input<string>): Permission {
    return {
        name: `${name}-contributor`,
        identity: "controlPlane",
        role: builtIn("Private DNS Zone Contributor"),
        scope,
        description: "The control plane writes the API server's record and the network link of the private DNS zone.",
    };
}

function egressGrants({ networkAccess }: NetworkGrantArgs): Permission[] {
    const { routeTableId, natGatewayId, publicIPResourceGroupIds = [] } = networkAccess ?? {};
    return [
        ...(routeTableId === undefined ? [] : [egressGrant("routeTable", "route-table", routeTableId)]),
        ...(natGatewayId === undefined ? [] : [egressGrant("natGateway", "nat-gateway", natGatewayId)]),
        ...publicIpGroupGrants(publicIPResourceGroupIds),
    ];
}

/** What the control plane is Network Contributor for, apart from subnets and their network. */
const EGRESS = {
    routeTable:
        "The control plane updates the subnets attached to the route table; with kubenet it also writes a route for every node.",
    natGateway: "The control plane updates subnets that are attached to the NAT gateway.",
    publicIpGroup: "The control plane puts public IP addresses of the resource group on load balancers.",
};

/** What the control plane does with what nodes reach the internet through. */
export function egressGrant(kind: keyof typeof EGRESS, name: string, scope: pulumi.Input<string>): Permission {
    return {
        name: `${name}-network-contributor`,
        identity: "controlPlane",
        role: builtIn("Network Contributor"),
        scope,
        description: EGRESS[kind],
    };
}

/** What the control plane does with resource groups of public IP addresses. */
export function publicIpGroupGrants(ids: pulumi.Input<string>[]): Permission[] {
    const names = idNames(ids, "group");
    return ids.map((id, index) => egressGrant("publicIpGroup", `public-ip-group-${names[index]}`, id));
}

/** The role on subnets and virtual networks. */
export function networkRole(role: pulumi.Input<string> | undefined): Role {
    return role === undefined ? builtIn("Network Contributor") : roleOf(role, "custom network role");
}

/** Kinds of uses, without the users: another pool in the subnet does not change the description. */
function list(uses: Use[]): string {
    return [...new Set(uses.map(({ what }) => what))].join(", ");
}
