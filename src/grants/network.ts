import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { derived, sameInput } from "../azure/inputs";
import { parentId } from "../azure/resourceId";
import type { Earliest, PoolSubnets } from "./facts";
import { builtIn, type Grant, type Role } from "./grant";

type NetworkArgs = Pick<
    ManagedIdentityAksClusterArgs,
    | "apiServer"
    | "routeTableId"
    | "natGatewayId"
    | "publicIpResourceGroupIds"
    | "internalLoadBalancerSubnetIds"
    | "networkRoleDefinitionId"
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
            : virtualNetworkGrants(pools);
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
    /** Name of the grant, after the first that uses the subnet. */
    name: string;
    what: string;
}

/** One grant a subnet, named after its first use. */
function subnetGrants(args: NetworkArgs, pools: PoolSubnets[]): ControlPlaneGrant[] {
    const uses = subnetUses(args, pools);
    const first = uses.filter(
        (use, index) => uses.findIndex((other) => sameInput(other.subnetId, use.subnetId)) === index,
    );
    return first.map(({ name, subnetId }) => ({
        name,
        role: subnetRole(args),
        scope: subnetId,
        reason: `The control plane joins ${list(uses.filter((use) => sameInput(use.subnetId, subnetId)))} to the subnet.`,
    }));
}

function subnetUses(
    { apiServer, internalLoadBalancerSubnetIds = [] }: NetworkArgs,
    pools: PoolSubnets[],
): Use[] {
    const nodes = pools.flatMap(({ name, subnetId }) =>
        subnetId === undefined
            ? []
            : [
                  {
                      subnetId,
                      name: `${name}-subnet-network-contributor`,
                      what: `the nodes of pool ${name}`,
                  },
              ],
    );
    const pods = pools.flatMap(({ name, podSubnetId }) =>
        podSubnetId === undefined
            ? []
            : [
                  {
                      subnetId: podSubnetId,
                      name: `${name}-pod-subnet-network-contributor`,
                      what: `the pods of pool ${name}`,
                  },
              ],
    );
    const api =
        apiServer?.subnetId === undefined
            ? []
            : [
                  {
                      subnetId: apiServer.subnetId,
                      name: "api-server-subnet-network-contributor",
                      what: "the API server",
                  },
              ];
    const balancers = internalLoadBalancerSubnetIds.map((subnetId, index) => ({
        subnetId,
        name: `internal-load-balancer-subnet${index === 0 ? "" : index + 1}-network-contributor`,
        what: "internal load balancers",
    }));
    return [...nodes, ...pods, ...api, ...balancers];
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
function virtualNetworkGrants(pools: PoolSubnets[]): ControlPlaneGrant[] {
    const subnetId = pools[0]?.subnetId;
    if (subnetId === undefined) {
        return [];
    }
    return [
        {
            name: "virtual-network-network-contributor",
            role: builtIn("Network Contributor"),
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
                `public-ip-group${index === 0 ? "" : index + 1}`,
                id,
                "The control plane puts public IP addresses of the resource group on load balancers.",
            ),
        ),
    ];
}

function subnetRole({ networkRoleDefinitionId }: NetworkArgs): Role {
    return networkRoleDefinitionId === undefined
        ? builtIn("Network Contributor")
        : { name: "custom network role", definition: networkRoleDefinitionId };
}

function list(uses: Use[]): string {
    return uses.map(({ what }) => what).join(", ");
}
