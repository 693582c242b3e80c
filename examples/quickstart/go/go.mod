module managed-identity-aks-quickstart

go 1.24

require (
	github.com/pulumi/pulumi-azure-native-sdk/network/v3 v3.28.0
	github.com/pulumi/pulumi-azure-native-sdk/resources/v3 v3.28.0
	github.com/pulumi/pulumi/sdk/v3 v3.218.0
)
