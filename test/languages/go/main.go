// A program in Go on the generated SDK, run by the Automation API, and, after "program", one that the engine runs.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"

	aks "github.com/managed-identity-aks/managed-identity-aks/sdk/go/managedidentityaks"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const vmSize = "Standard_D4ds_v5"

// azure makes a resource of azure-native, without its SDK.
func azure(ctx *pulumi.Context, kind, name string, properties pulumi.Map) (*pulumi.CustomResourceState, error) {
	resource := &pulumi.CustomResourceState{}
	return resource, ctx.RegisterResource("azure-native:"+kind, name, properties, resource)
}

func nameOf(resource *pulumi.CustomResourceState) pulumi.StringOutput {
	return resource.ID().ApplyT(func(id pulumi.ID) string { return path.Base(string(id)) }).(pulumi.StringOutput)
}

func program(ctx *pulumi.Context) error {
	group, err := azure(ctx, "resources:ResourceGroup", "group", pulumi.Map{})
	if err != nil {
		return err
	}
	groupName := nameOf(group)
	network, err := azure(ctx, "network:VirtualNetwork", "network", pulumi.Map{
		"resourceGroupName": groupName,
		"addressSpace":      pulumi.Map{"addressPrefixes": pulumi.StringArray{pulumi.String("10.10.0.0/16")}},
	})
	if err != nil {
		return err
	}
	nodes, err := azure(ctx, "network:Subnet", "nodes", pulumi.Map{
		"resourceGroupName":  groupName,
		"virtualNetworkName": nameOf(network),
		"addressPrefix":      pulumi.String("10.10.0.0/24"),
	})
	if err != nil {
		return err
	}
	images, err := azure(ctx, "containerregistry:Registry", "images", pulumi.Map{
		"resourceGroupName": groupName,
		"sku":               pulumi.Map{"name": pulumi.String("Premium")},
	})
	if err != nil {
		return err
	}
	registries := []aks.RegistryArgs{{Id: images.ID().ToStringOutput()}}
	shared, err := aks.NewAksClusterIdentities(ctx, "shared", &aks.AksClusterIdentitiesArgs{
		ResourceGroupName: groupName,
		SubnetIds:         pulumi.StringArray{nodes.ID().ToStringOutput()},
		Registries:        registries,
	})
	if err != nil {
		return err
	}
	cluster, err := aks.NewManagedIdentityAksCluster(ctx, "aks", &aks.ManagedIdentityAksClusterArgs{
		ResourceGroupName: groupName,
		Identities:        shared.ForClusters,
		OidcIssuer:        pulumi.Bool(true),
		SystemNodePool: aks.NodePoolArgs{
			VmSize:   pulumi.String(vmSize),
			Count:    pulumi.Int(2),
			SubnetId: nodes.ID().ToStringOutput(),
		},
		Registries: registries,
	})
	if err != nil {
		return err
	}
	_, err = aks.NewAksWorkloadIdentity(ctx, "orders", &aks.AksWorkloadIdentityArgs{
		ResourceGroupName: groupName,
		OidcIssuerUrl:     cluster.OidcIssuerUrl,
		ServiceAccounts:   []aks.ServiceAccountArgs{{Namespace: "shop", Name: "orders"}},
	})
	if err != nil {
		return err
	}
	ctx.Export("clusterName", cluster.ClusterName)
	ctx.Export("kubeletClientId", cluster.KubeletIdentity.ClientId())
	return nil
}

// clusters is what CLUSTERS holds as JSON: the test's.
type clusters struct {
	Group, IdentityType, ClientID, MarkedSecret, PlainSecret, AdminPassword string
}

// withSecrets makes clusters on a service principal, with its secret marked as one, and not.
func withSecrets(ctx *pulumi.Context) error {
	var of clusters
	if err := json.Unmarshal([]byte(os.Getenv("CLUSTERS")), &of); err != nil {
		return err
	}
	for name, secret := range map[string]pulumi.StringInput{
		"marked": pulumi.ToSecret(pulumi.String(of.MarkedSecret)).(pulumi.StringOutput),
		"plain":  pulumi.String(of.PlainSecret),
	} {
		identityType := aks.ControlPlaneIdentityType(of.IdentityType)
		_, err := aks.NewManagedIdentityAksCluster(ctx, name, &aks.ManagedIdentityAksClusterArgs{
			ResourceGroupName: pulumi.String(of.Group),
			ControlPlaneIdentity: &aks.ControlPlaneIdentityArgs{
				Type: &identityType,
				ServicePrincipal: &aks.ServicePrincipalArgs{
					ClientId:     pulumi.String(of.ClientID),
					ClientSecret: secret.ToStringOutput().ToStringPtrOutput(),
				},
			},
			Properties: map[string]pulumi.Input{
				"windowsProfile": pulumi.StringMap{
					"adminUsername": pulumi.String("azureuser"),
					"adminPassword": pulumi.String(of.AdminPassword),
				},
			},
			SystemNodePool: aks.NodePoolArgs{VmSize: pulumi.String(vmSize)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func run(ctx context.Context) error {
	stack, err := auto.UpsertStackInlineSource(ctx, "dev", "consumer", program)
	if err != nil {
		return err
	}
	if err := stack.SetConfig(ctx, "azure-native:location", auto.ConfigValue{Value: "westeurope"}); err != nil {
		return err
	}
	deployed, err := stack.Up(ctx, optup.ProgressStreams(os.Stderr))
	if err != nil {
		return err
	}
	again, err := stack.Preview(ctx)
	if err != nil {
		return err
	}
	if _, err := stack.Destroy(ctx); err != nil {
		return err
	}
	outputs := map[string]any{"again": again.ChangeSummary}
	for name, output := range deployed.Outputs {
		outputs[name] = output.Value
	}
	return json.NewEncoder(os.Stdout).Encode(outputs)
}

func main() {
	if os.Args[1] == "program" {
		pulumi.Run(withSecrets)
		return
	}
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
