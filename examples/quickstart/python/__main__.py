import pulumi
import pulumi_azure_native as azure_native
import pulumi_managed_identity_aks as managed_identity_aks

quickstart = azure_native.resources.ResourceGroup("quickstart")
vnet = azure_native.network.VirtualNetwork("vnet",
    resource_group_name=quickstart.name,
    address_space={
        "address_prefixes": ["10.10.0.0/16"],
    })
nodes = azure_native.network.Subnet("nodes",
    resource_group_name=quickstart.name,
    virtual_network_name=vnet.name,
    address_prefix="10.10.0.0/22")
aks = managed_identity_aks.ManagedIdentityAksCluster("aks",
    resource_group_name=quickstart.name,
    system_node_pool={
        "vm_size": "Standard_D4ds_v5",
        "count": 3,
        "subnet_id": nodes.id,
    })
pulumi.export("resourceGroupName", quickstart.name)
pulumi.export("clusterName", aks.cluster_name)
pulumi.export("clusterId", aks.cluster_id)
pulumi.export("servicePrincipalClientId", aks.service_principal_client_id)
pulumi.export("identity", aks.identity)
pulumi.export("identityProfile", aks.identity_profile)
pulumi.export("controlPlaneIdentity", aks.control_plane_identity)
pulumi.export("kubeletIdentity", aks.kubelet_identity)
pulumi.export("roleAssignments", aks.role_assignments)
