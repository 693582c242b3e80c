import type * as pulumi from "@pulumi/pulumi";

/** Values of `NetworkArgs.networkPlugin`; Azure may accept further values (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). */
export const NetworkPlugin = {
    /** Azure CNI. */
    Azure: "azure",
    /** Kubenet, which retires on 2028-03-31. */
    Kubenet: "kubenet",
    /** No plugin: you install one yourself. */
    None: "none",
} as const;
export type NetworkPlugin = (typeof NetworkPlugin)[keyof typeof NetworkPlugin];

/** Values of `NetworkArgs.networkPluginMode`; Azure may accept further values (https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay). */
export const NetworkPluginMode = {
    /** Pods get addresses outside the subnet's address range. */
    Overlay: "overlay",
} as const;
export type NetworkPluginMode = (typeof NetworkPluginMode)[keyof typeof NetworkPluginMode];

/** Values of `NetworkArgs.networkPolicy`; Azure may accept further values (https://learn.microsoft.com/azure/aks/use-network-policies). */
export const NetworkPolicy = {
    /** Azure network policy manager. Its support ends on 2028-09-30, on Windows on 2026-09-30. */
    Azure: "azure",
    /** Calico. */
    Calico: "calico",
    /** Cilium, together with its data plane. */
    Cilium: "cilium",
    /** No network policies. */
    None: "none",
} as const;
export type NetworkPolicy = (typeof NetworkPolicy)[keyof typeof NetworkPolicy];

/** Values of `NetworkArgs.networkDataplane`; Azure may accept further values (https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium). */
export const NetworkDataplane = {
    /** The data plane of Azure. */
    Azure: "azure",
    /** The data plane of Cilium, together with its network policies. */
    Cilium: "cilium",
} as const;
export type NetworkDataplane = (typeof NetworkDataplane)[keyof typeof NetworkDataplane];

/** Values of `NetworkArgs.outboundType`; Azure may accept further values (https://learn.microsoft.com/azure/aks/egress-outboundtype). */
export const OutboundType = {
    /** The cluster's load balancer. */
    LoadBalancer: "loadBalancer",
    /** The route table of the nodes' subnet. */
    UserDefinedRouting: "userDefinedRouting",
    /** A NAT gateway that AKS creates in the network that it creates. */
    ManagedNatGateway: "managedNATGateway",
    /** The NAT gateway of the nodes' subnet. */
    UserAssignedNatGateway: "userAssignedNATGateway",
    /** No egress: a network-isolated cluster. */
    None: "none",
} as const;
export type OutboundType = (typeof OutboundType)[keyof typeof OutboundType];

/**
 * Network settings of the cluster (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). azure-native
 * replaces the cluster for any change, even if AKS can update it in place. For such a change run `az aks update` first,
 * then change the program.
 *
 * @example
 * {
 *     networkPlugin: "azure",
 *     networkPluginMode: "overlay",
 *     networkPolicy: "cilium",
 *     networkDataplane: "cilium",
 *     outboundType: "loadBalancer",
 *     podCidr: "10.244.0.0/16",
 *     serviceCidr: "10.96.0.0/16",
 *     dnsServiceIP: "10.96.0.10",
 * }
 */
export interface NetworkArgs {
    /**
     * Required. Network plugin, which assigns addresses to pods: `azure`, `kubenet` or `none` (`NetworkPlugin`). A
     * change replaces the cluster.
     */
    networkPlugin: pulumi.Input<string>;
    /**
     * Optional. `overlay` (`NetworkPluginMode`), for pod addresses outside the subnet's address range. A change replaces the
     * cluster. Default: pods get addresses from the subnet.
     */
    networkPluginMode?: pulumi.Input<string>;
    /**
     * Optional. Network policy engine, which enforces Kubernetes network policies: `azure`, `calico`, `cilium` or
     * `none` (`NetworkPolicy`). A change replaces the cluster. Default: AKS decides.
     */
    networkPolicy?: pulumi.Input<string>;
    /**
     * Optional. Network data plane, which forwards the packets of pods: `azure` or `cilium` (`NetworkDataplane`). A
     * change replaces the cluster. Default: `azure`.
     */
    networkDataplane?: pulumi.Input<string>;
    /**
     * Optional. How the nodes reach the internet (`OutboundType`): `loadBalancer`, `userDefinedRouting`,
     * `managedNATGateway`, `userAssignedNATGateway`, or `none` for a network-isolated cluster (`bootstrapArtifactSource`). A
     * change replaces the cluster. Default: `loadBalancer`. See
     * https://learn.microsoft.com/azure/aks/egress-outboundtype.
     */
    outboundType?: pulumi.Input<string>;
    /**
     * Optional. IPv4 address range of the pods in CIDR notation, with plugin mode `overlay` or plugin `kubenet`. It
     * must not overlap `serviceCidr`. A change replaces the cluster. Default: `10.244.0.0/16`.
     */
    podCidr?: pulumi.Input<string>;
    /**
     * Optional. IPv4 address range of the services in CIDR notation, for example `10.96.0.0/16`; at most a /12. It must
     * not overlap the virtual network or the pods. A change replaces the cluster; to leave it out later changes nothing.
     * Default: `10.0.0.0/16`.
     */
    serviceCidr?: pulumi.Input<string>;
    /**
     * Optional. IPv4 address of the cluster's DNS service, inside `serviceCidr` but neither its first nor its last
     * address, for example `10.96.0.10`. Set both or none, unless the other one fits its default. A change replaces the
     * cluster; to leave it out later changes nothing. Default: `10.0.0.10`.
     */
    dnsServiceIP?: pulumi.Input<string>;
}

/**
 * Your network resources that the control plane gets roles on. Nothing here changes a setting of the cluster. See
 * https://learn.microsoft.com/azure/aks/managed-identity-overview.
 *
 * @example
 * {
 *     routeTableId: routeTable.id,
 *     natGatewayId: natGateway.id,
 *     publicIPResourceGroupIds: [group.id],
 *     internalLoadBalancerSubnetIds: [subnet.id],
 *     role: "6f1c2a0e-5b7d-4c3e-9a41-0d8e7f6b5a43",
 * }
 */
export interface NetworkAccessArgs {
    /**
     * Optional. Resource id of the route table that is attached to the nodes' subnets. The control plane gets Network
     * Contributor on it. With `networkPlugin: "kubenet"` AKS writes a route for every node into the table, and creates no
     * cluster without that permission. With other plugins the role is needed if the control plane updates the subnet, for
     * example for a service with a private link service: updating a subnet requires permission to join its route table.
     * Default: none. See
     * https://learn.microsoft.com/azure/aks/configure-kubenet#bring-your-own-subnet-and-route-table-with-kubenet and
     * https://learn.microsoft.com/azure/aks/limit-egress-traffic.
     */
    routeTableId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the NAT gateway of the nodes' subnets, with outbound type `userAssignedNATGateway`. The
     * control plane gets Network Contributor on it: updating a subnet requires permission to join its NAT gateway. Default:
     * none. See https://learn.microsoft.com/azure/aks/nat-gateway.
     */
    natGatewayId?: pulumi.Input<string>;
    /**
     * Optional. Resource ids of resource groups with public IP addresses that services of the cluster use, other than the
     * node resource group. The control plane gets Network Contributor on each. Default: none. See
     * https://learn.microsoft.com/azure/aks/static-ip.
     */
    publicIPResourceGroupIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of subnets of the nodes' virtual network in which services have internal load balancers,
     * including the nodes' own subnet. The control plane gets Network Contributor on each and Reader on the virtual network.
     * Default: none. See https://learn.microsoft.com/azure/aks/internal-lb.
     */
    internalLoadBalancerSubnetIds?: pulumi.Input<string>[];
    /**
     * Optional. GUID or full id of a custom role, or name of a built-in role, to assign instead of Network Contributor on
     * subnets, and on the virtual network if you use your private DNS zone. The role must include
     * `Microsoft.Network/virtualNetworks/subnets/join/action` and `.../subnets/read`; with a NAT gateway or a route table on
     * a subnet also `.../subnets/write`; on the virtual network also `.../virtualNetworks/read` and
     * `.../virtualNetworks/join/action`. Default: Network Contributor. See
     * https://learn.microsoft.com/azure/aks/aks-service-permissions.
     */
    role?: pulumi.Input<string>;
}

/**
 * How clients reach the API server (https://learn.microsoft.com/azure/aks/private-clusters).
 *
 * @example
 * {
 *     privateCluster: true,
 *     privateDNSZone: privateDnsZone.id,
 *     vnetIntegration: true,
 *     subnetId: apiServerSubnet.id,
 * }
 * @example
 * { authorizedIPRanges: ["203.0.113.0/24"] }
 */
export interface ApiServerArgs {
    /**
     * Optional. Whether the API server has a private address only. A change fails in the preview, unless the API server is
     * in the cluster's network (`vnetIntegration`). Default: `false`.
     */
    privateCluster?: pulumi.Input<boolean>;
    /**
     * Optional. `system`, `none`, or the resource id of your private DNS zone, such as
     * `privatelink.westeurope.azmk8s.io` (with `vnetIntegration`: `private.westeurope.azmk8s.io`). With your zone
     * the control plane gets Private DNS Zone Contributor on the zone and Network Contributor on the nodes' virtual network.
     * An output is assumed to be such an id. With `system`, if the virtual network has custom DNS servers, AKS needs Network
     * Contributor on the network to link the zone: add it to `extraRoleAssignments`. A change to any value but `none` fails
     * in the preview. Default: `system` with a private cluster.
     */
    privateDNSZone?: pulumi.Input<string>;
    /**
     * Optional. Whether AKS puts the API server into the cluster's network (API Server VNet Integration). AKS cannot turn
     * this off again. With your own subnets it requires `subnetId`. Default: `true` with `subnetId` and on AKS Automatic,
     * `false` otherwise. See https://learn.microsoft.com/azure/aks/api-server-vnet-integration.
     */
    vnetIntegration?: pulumi.Input<boolean>;
    /**
     * Optional. Resource id of the subnet of the API server (API Server VNet Integration): a subnet for API servers only, in
     * the nodes' virtual network, /28 or larger, delegated to `Microsoft.ContainerService/managedClusters`. The control
     * plane gets Network Contributor on it; its identity cannot be system-assigned. Requires `systemNodePool.subnetId`.
     * Default: none. See https://learn.microsoft.com/azure/aks/api-server-vnet-integration.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. IPv4 addresses, or ranges in CIDR notation, from which clients can reach a public API server. Default:
     * all. See https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges.
     */
    authorizedIPRanges?: pulumi.Input<pulumi.Input<string>[]>;
}
