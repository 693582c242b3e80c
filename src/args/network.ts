import type * as pulumi from "@pulumi/pulumi";

/** Network settings of the cluster (https://learn.microsoft.com/azure/aks/concepts-network-cni-overview). */
export interface NetworkArgs {
    /**
     * Required. `azure`, `kubenet` or `none`.
     */
    networkPlugin: pulumi.Input<string>;
    /**
     * Optional. `overlay`, for pods outside the subnet's address range. Default: pods in the subnet.
     */
    networkPluginMode?: pulumi.Input<string>;
    /**
     * Optional. `azure`, `calico`, `cilium` or `none`. Default: AKS decides.
     */
    networkPolicy?: pulumi.Input<string>;
    /**
     * Optional. `azure` or `cilium`. Default: `azure`.
     */
    networkDataplane?: pulumi.Input<string>;
    /**
     * Optional. How the nodes reach the internet: `loadBalancer`, `userDefinedRouting`, `managedNATGateway`,
     * `userAssignedNATGateway`, or `none` for a network-isolated cluster (`bootstrapArtifactSource`). Default:
     * `loadBalancer`. See
     * https://learn.microsoft.com/azure/aks/egress-outboundtype.
     */
    outboundType?: pulumi.Input<string>;
    /**
     * Optional. Address range of the pods (overlay and kubenet). Default: `10.244.0.0/16`.
     */
    podCidr?: pulumi.Input<string>;
    /**
     * Required. Address range of the services; it must not overlap the virtual network. For example `10.96.0.0/16`.
     */
    serviceCidr: pulumi.Input<string>;
    /**
     * Required. Address of the cluster's DNS service, inside `serviceCidr`. For example `10.96.0.10`.
     */
    dnsServiceIP: pulumi.Input<string>;
}

/** How the API server is reached (https://learn.microsoft.com/azure/aks/private-clusters). */
export interface ApiServerArgs {
    /**
     * Optional. Whether the API server has a private address only. Default: `false`. A change replaces nothing and is
     * refused by AKS.
     */
    privateCluster?: pulumi.Input<boolean>;
    /**
     * Optional. `system`, `none`, or the resource id of an own private DNS zone such as
     * `privatelink.westeurope.azmk8s.io`, for which the control plane gets Private DNS Zone Contributor on the zone and
     * Network Contributor on the nodes' virtual network. An output is taken for such an id. Default: `system` with a
     * private cluster.
     */
    privateDnsZone?: pulumi.Input<string>;
    /**
     * Optional. Whether the API server is put into the cluster's network (API Server VNet Integration), from which AKS
     * has no way back. In own subnets it needs `subnetId`. Default: `true` with `subnetId` and on AKS Automatic, `false`
     * otherwise. See https://learn.microsoft.com/azure/aks/api-server-vnet-integration.
     */
    vnetIntegration?: pulumi.Input<boolean>;
    /**
     * Optional. Resource id of the subnet that the API server is put into, one of its own in the nodes' virtual network,
     * delegated to `Microsoft.ContainerService/managedClusters`. Needs a user-assigned control plane identity. Default:
     * none.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Address ranges that may reach a public API server. Default: all.
     */
    authorizedIpRanges?: pulumi.Input<pulumi.Input<string>[]>;
}
