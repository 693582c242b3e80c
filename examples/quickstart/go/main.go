package main

import (
	"github.com/managed-identity-aks/managed-identity-aks/sdk/go/managedidentityaks"
	network "github.com/pulumi/pulumi-azure-native-sdk/network/v3"
	resources "github.com/pulumi/pulumi-azure-native-sdk/resources/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		quickstart, err := resources.NewResourceGroup(ctx, "quickstart", nil)
		if err != nil {
			return err
		}
		vnet, err := network.NewVirtualNetwork(ctx, "vnet", &network.VirtualNetworkArgs{
			ResourceGroupName: quickstart.Name,
			AddressSpace: &network.AddressSpaceArgs{
				AddressPrefixes: pulumi.StringArray{
					pulumi.String("10.10.0.0/16"),
				},
			},
		})
		if err != nil {
			return err
		}
		nodes, err := network.NewSubnet(ctx, "nodes", &network.SubnetArgs{
			ResourceGroupName:  quickstart.Name,
			VirtualNetworkName: vnet.Name,
			AddressPrefix:      pulumi.String("10.10.0.0/22"),
		})
		if err != nil {
			return err
		}
		aks, err := managedidentityaks.NewManagedIdentityAksCluster(ctx, "aks", &managedidentityaks.ManagedIdentityAksClusterArgs{
			ResourceGroupName: quickstart.Name,
			SystemNodePool: managedidentityaks.NodePoolArgs{
				VmSize:   pulumi.String("Standard_D4ds_v5"),
				Count:    pulumi.Int(3),
				SubnetId: nodes.ID().ToIDOutput().ToStringOutput(),
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("resourceGroupName", quickstart.Name)
		ctx.Export("clusterName", aks.ClusterName)
		ctx.Export("clusterId", aks.ClusterId)
		ctx.Export("servicePrincipalClientId", aks.ServicePrincipalClientId)
		ctx.Export("identity", aks.Identity)
		ctx.Export("identityProfile", aks.IdentityProfile)
		ctx.Export("controlPlaneIdentity", aks.ControlPlaneIdentity)
		ctx.Export("kubeletIdentity", aks.KubeletIdentity)
		ctx.Export("roleAssignments", aks.RoleAssignments)
		return nil
	})
}
