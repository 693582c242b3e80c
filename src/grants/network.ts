import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { derived, sameInput, shortName } from "../azure/inputs";
import { parentId } from "../azure/resourceId";
import type { Earliest, PoolSubnets } from "./facts";
import { builtIn, type Grant, type Role, roleOf } from "./grant";
import { idNames, numbered } from "./names";

type NetworkArgs = Pick<
    ManagedIdentityAksClusterArgs,
    | "apiServer"
    | "routeTableId"
    | "natGatewayId"
    | "publicIpResourceGroupIds"
    | "internalLoadBalancerSubnetIds"
    | "networkRole"
>;

/** What the control plane does to networks that are not AKS's own. */
export function networkGrants(
    args: NetworkArgs,
    pools: PoolSubnets[],
    { controlPlane: when }: Earliest,
): Grant[] {
    const zone = ownDnsZone(args);
    const subnets =
        zone === undefined
            ? [...subnetGrants(args, pools), ...internalLoadBalancerGrants(args, pools)]
            : virtualNetworkGrants(args, pools);
    return [...subnets, ...zoneGrants(zone), ...egressGrants(args)].map((grant) => ({
        ...grant,
        identity: "controlPlane",
        when,
    }));
}

type ControlPlaneGrant = Omit<Grant, "identity" | "when">;

/** The id of an own private DNS zone; an output cannot be one of the two words. */
export function ownDnsZone({ apiServer }: NetworkArgs): pulumi.Input<string> | undefined {
    const zone = apiServer?.privateDnsZone;
    return zone === "system" || zone === "none" ? undefined : zone;
}

/** What a subnet is used for, and by whom. */
interface Use {
    subnetId: pulumi.Input<string>;
    /** What the subnet is called after this use, where it is the first one and nothing else calls it by a name. */
    usedAs: string;
    /** Whether the use, and so the name after it, lasts as long as the cluster. */
    lasting?: boolean;
    what: string;
}

/** One grant a subnet. */
function subnetGrants(args: NetworkArgs, pools: PoolSubnets[]): ControlPlaneGrant[] {
    const uses = subnetUses(args, pools);
    const first = uses.filter(
        (use, index) => uses.findIndex((other) => sameInput(other.subnetId, use.subnetId)) === index,
    );
    return first.map(({ subnetId, usedAs, lasting }) => ({
        name: `${lasting ? usedAs : (shortName(subnetId) ?? usedAs)}-subnet-network-contributor`,
        role: networkRole(args),
        scope: subnetId,
        reason: `The control plane joins ${list(uses.filter((use) => sameInput(use.subnetId, subnetId)))} to the subnet.`,
    }));
}

/** The uses that last come first: a subnet goes on being called after them, whatever else comes and goes in it. */
function subnetUses(args: NetworkArgs, pools: PoolSubnets[]): Use[] {
    const { apiServer, internalLoadBalancerSubnetIds = [] } = args;
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
    const balancers = internalLoadBalancerSubnetIds.flatMap((subnetId, index) =>
        used({
            subnetId,
            usedAs: numbered("internal-load-balancer", index),
            what: "internal load balancers",
        }),
    );
    const all = [...ofPools, ...api, ...balancers];
    return [...all.filter(({ lasting }) => lasting), ...all.filter(({ lasting }) => !lasting)];
}

/** AKS looks the subnet of an internal load balancer up through its virtual network. */
function internalLoadBalancerGrants(
    { internalLoadBalancerSubnetIds = [] }: NetworkArgs,
    pools: PoolSubnets[],
): ControlPlaneGrant[] {
    const subnetId = pools[0]?.subnetId;
    if (internalLoadBalancerSubnetIds.length === 0 || subnetId === undefined) {
        return [];
    }
    return [
        {
            name: "virtual-network-reader",
            role: builtIn("Reader"),
            scope: derived(subnetId, parentId),
            reason: "The control plane reads the virtual network of internal load balancers.",
        },
    ];
}

/**
 * An own DNS zone is linked to the virtual network, for which a role on its subnets is not enough; the role on the
 * network holds on the subnets, too.
 */
function virtualNetworkGrants(args: NetworkArgs, pools: PoolSubnets[]): ControlPlaneGrant[] {
    const subnetId = pools[0]?.subnetId;
    if (subnetId === undefined) {
        return [];
    }
    return [
        {
            name: "virtual-network-network-contributor",
            role: networkRole(args),
            scope: derived(subnetId, parentId),
            reason: "The control plane links the private DNS zone to the virtual network and joins nodes to its subnets.",
        },
    ];
}

function zoneGrants(zone: pulumi.Input<string> | undefined): ControlPlaneGrant[] {
    return zone === undefined
        ? []
        : [
              {
                  name: "private-dns-zone-contributor",
                  role: builtIn("Private DNS Zone Contributor"),
                  scope: zone,
                  reason: "The control plane writes the API server's record and the network link of the private DNS zone.",
              },
          ];
}

function egressGrants({
    routeTableId,
    natGatewayId,
    publicIpResourceGroupIds = [],
}: NetworkArgs): ControlPlaneGrant[] {
    const groupNames = idNames(publicIpResourceGroupIds, "group");
    const on = (
        name: string,
        scope: pulumi.Input<string> | undefined,
        reason: string,
    ): ControlPlaneGrant[] =>
        scope === undefined
            ? []
            : [{ name: `${name}-network-contributor`, role: builtIn("Network Contributor"), scope, reason }];
    return [
        ...on(
            "route-table",
            routeTableId,
            "The control plane updates subnets that the route table is attached to; with kubenet it also writes a route for every node.",
        ),
        ...on(
            "nat-gateway",
            natGatewayId,
            "The control plane updates subnets that are attached to the NAT gateway.",
        ),
        ...publicIpResourceGroupIds.flatMap((id, index) =>
            on(
                `public-ip-group-${groupNames[index]}`,
                id,
                "The control plane puts public IP addresses of the resource group on load balancers.",
            ),
        ),
    ];
}

function networkRole({ networkRole: role }: NetworkArgs): Role {
    return role === undefined ? builtIn("Network Contributor") : roleOf(role, "custom network role");
}

/** Kinds of uses, not who uses it: another pool in the subnet is no other reason. */
function list(uses: Use[]): string {
    return [...new Set(uses.map(({ what }) => what))].join(", ");
}
