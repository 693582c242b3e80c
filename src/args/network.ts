import type * as pulumi from "@pulumi/pulumi";

/** Values of `NetworkArgs.networkPlugin`; Azure may know more (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). */
export const NetworkPlugin = {
    /** Azure CNI. */
    Azure: "azure",
    /** Kubenet, which retires on 2028-03-31. */
    Kubenet: "kubenet",
    /** A plugin that is installed by somebody else. */
    None: "none",
} as const;
export type NetworkPlugin = (typeof NetworkPlugin)[keyof typeof NetworkPlugin];

/** Values of `NetworkArgs.networkPluginMode`; Azure may know more (https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay). */
export const NetworkPluginMode = {
    /** Pods outside the subnet's address range. */
    Overlay: "overlay",
} as const;
export type NetworkPluginMode = (typeof NetworkPluginMode)[keyof typeof NetworkPluginMode];

/** Values of `NetworkArgs.networkPolicy`; Azure may know more (https://learn.microsoft.com/azure/aks/use-network-policies). */
export const NetworkPolicy = {
    /** Azure network policy manager, which ends in 2028, on Windows in 2026. */
    Azure: "azure",
    /** Calico. */
    Calico: "calico",
    /** Cilium, with its data plane. */
    Cilium: "cilium",
    /** None. */
    None: "none",
} as const;
export type NetworkPolicy = (typeof NetworkPolicy)[keyof typeof NetworkPolicy];

/** Values of `NetworkArgs.networkDataplane`; Azure may know more (https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium). */
export const NetworkDataplane = {
    /** That of Azure. */
    Azure: "azure",
    /** Cilium's, with its network policies. */
    Cilium: "cilium",
} as const;
export type NetworkDataplane = (typeof NetworkDataplane)[keyof typeof NetworkDataplane];

/** Values of `NetworkArgs.outboundType`; Azure may know more (https://learn.microsoft.com/azure/aks/egress-outboundtype). */
export const OutboundType = {
    /** The cluster's load balancer. */
    LoadBalancer: "loadBalancer",
    /** Routes of the nodes' subnet. */
    UserDefinedRouting: "userDefinedRouting",
    /** A NAT gateway that AKS makes in its own network. */
    ManagedNatGateway: "managedNATGateway",
    /** The NAT gateway of the nodes' subnet. */
    UserAssignedNatGateway: "userAssignedNATGateway",
    /** None: a network-isolated cluster. */
    None: "none",
} as const;
export type OutboundType = (typeof OutboundType)[keyof typeof OutboundType];

/**
 * Network settings of the cluster (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). azure-native
 * replaces the cluster for a change, also where AKS knows one in place: make it with `az aks update` first, and then in
 * the program.
 */
export interface NetworkArgs {
    /**
     * Required. `azure`, `kubenet` or `none` (`NetworkPlugin`). A change replaces the cluster.
     */
    networkPlugin: pulumi.Input<string>;
    /**
     * Optional. `overlay` (`NetworkPluginMode`), for pods outside the subnet's address range. A change replaces the cluster. Default: pods in
     * the subnet.
     */
    networkPluginMode?: pulumi.Input<string>;
    /**
     * Optional. `azure`, `calico`, `cilium` or `none` (`NetworkPolicy`). A change replaces the cluster. Default: AKS decides.
     */
    networkPolicy?: pulumi.Input<string>;
    /**
     * Optional. `azure` or `cilium` (`NetworkDataplane`). A change replaces the cluster. Default: `azure`.
     */
    networkDataplane?: pulumi.Input<string>;
    /**
     * Optional. How the nodes reach the internet: `loadBalancer`, `userDefinedRouting`, `managedNATGateway`,
     * `userAssignedNATGateway`, or `none` for a network-isolated cluster (`bootstrapArtifactSource`): `OutboundType`. A change
     * replaces the cluster. Default: `loadBalancer`. See
     * https://learn.microsoft.com/azure/aks/egress-outboundtype.
     */
    outboundType?: pulumi.Input<string>;
    /**
     * Optional. Address range of the pods (overlay and kubenet). A change replaces the cluster. Default:
     * `10.244.0.0/16`.
     */
    podCidr?: pulumi.Input<string>;
    /**
     * Required. Address range of the services; it must not overlap the virtual network. For example `10.96.0.0/16`. A
     * change replaces the cluster.
     */
    serviceCidr: pulumi.Input<string>;
    /**
     * Required. Address of the cluster's DNS service, inside `serviceCidr`. For example `10.96.0.10`. A change replaces
     * the cluster.
     */
    dnsServiceIP: pulumi.Input<string>;
}

/**
 * What of networks outside of AKS's own the control plane gets roles on. Nothing here changes a setting of the cluster.
 * See https://learn.microsoft.com/azure/aks/use-managed-identity.
 */
export interface NetworkAccessArgs {
    /**
     * Optional. Resource id of the route table that is attached to the nodes' subnets, on which the control plane gets
     * Network Contributor. With `networkPlugin: "kubenet"` AKS writes a route for every node into it, and refuses the
     * cluster where the control plane may not. With other plugins it is needed where services have the control plane
     * write the subnet, as those with a private link service do: a subnet with a route table is written only by who may
     * join the table. Default: none. See
     * https://learn.microsoft.com/azure/aks/configure-kubenet#bring-your-own-subnet-and-route-table-with-kubenet and
     * https://learn.microsoft.com/azure/aks/limit-egress-traffic.
     */
    routeTableId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the NAT gateway of the nodes' subnets, with the outbound type
     * `userAssignedNATGateway`, on which the control plane gets Network Contributor: a subnet with a NAT gateway is
     * written only by who may join the gateway. Default: none. See https://learn.microsoft.com/azure/aks/nat-gateway.
     */
    natGatewayId?: pulumi.Input<string>;
    /**
     * Optional. Resource ids of the resource groups with public IP addresses that services of the cluster use, other
     * than the node resource group. Default: none. See https://learn.microsoft.com/azure/aks/static-ip.
     */
    publicIpResourceGroupIds?: pulumi.Input<string>[];
    /**
     * Optional. Resource ids of subnets of the nodes' virtual network in which services have internal load balancers,
     * the nodes' own among them: the control plane gets Network Contributor on each and Reader on the virtual network.
     * Default: none. See https://learn.microsoft.com/azure/aks/internal-lb.
     */
    internalLoadBalancerSubnetIds?: pulumi.Input<string>[];
    /**
     * Optional. GUID or full id of a custom role, or name of a built-in one, that takes the place of Network Contributor on
     * subnets, and on the virtual network where an own private DNS zone needs it. It needs
     * `Microsoft.Network/virtualNetworks/subnets/join/action` and `.../subnets/read`; with a NAT gateway or a route table on
     * a subnet also `.../subnets/write`; on the virtual network also `.../virtualNetworks/read` and
     * `.../virtualNetworks/join/action`. Default: Network Contributor. See
     * https://learn.microsoft.com/azure/aks/aks-service-permissions.
     */
    role?: pulumi.Input<string>;
}

/** How the API server is reached (https://learn.microsoft.com/azure/aks/private-clusters). */
export interface ApiServerArgs {
    /**
     * Optional. Whether the API server has a private address only. A change is refused, unless the API server is in the
     * cluster's network (`vnetIntegration`). Default: `false`.
     */
    privateCluster?: pulumi.Input<boolean>;
    /**
     * Optional. `system`, `none`, or the resource id of an own private DNS zone such as
     * `privatelink.westeurope.azmk8s.io` (with `vnetIntegration` `private.westeurope.azmk8s.io`), for which the control
     * plane gets Private DNS Zone Contributor on the zone and Network Contributor on the nodes' virtual network. An
     * output is taken for such an id. Where the virtual network has DNS servers of its own, AKS links the zone of
     * `system` to it only with Network Contributor on the network: give that as `extraRoleAssignments`. A change to anything
     * but `none` is refused. Default: `system` with a private cluster.
     */
    privateDnsZone?: pulumi.Input<string>;
    /**
     * Optional. Whether the API server is put into the cluster's network (API Server VNet Integration), from which AKS
     * has no way back. In own subnets it needs `subnetId`. Default: `true` with `subnetId` and on AKS Automatic, `false`
     * otherwise. See https://learn.microsoft.com/azure/aks/api-server-vnet-integration.
     */
    vnetIntegration?: pulumi.Input<boolean>;
    /**
     * Optional. Resource id of the subnet that the API server is put into (API Server VNet Integration): one of its own in
     * the nodes' virtual network, /28 or larger, delegated to `Microsoft.ContainerService/managedClusters`. The control
     * plane, which cannot be system-assigned, gets Network Contributor on it. Needs `systemNodePool.subnetId`. Default:
     * none. See https://learn.microsoft.com/azure/aks/api-server-vnet-integration.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Address ranges that may reach a public API server. Default: all.
     */
    authorizedIpRanges?: pulumi.Input<pulumi.Input<string>[]>;
}
