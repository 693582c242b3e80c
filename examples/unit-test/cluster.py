"""The program under test. The SDK of `pulumi package add` has this class ready to use, with all inputs and outputs."""

import pulumi


class ManagedIdentityAksCluster(pulumi.ComponentResource):
    def __init__(self, name, args, opts=None):
        outputs = ["clusterId", "clusterName", "kubeletIdentity", "oidcIssuerUrl"]
        super().__init__(
            "managed-identity-aks:index:ManagedIdentityAksCluster",
            name,
            {**dict.fromkeys(outputs), **args},
            opts,
            remote=True,
        )

    @property
    def cluster_id(self) -> pulumi.Output[str]:
        return pulumi.get(self, "clusterId")

    @property
    def cluster_name(self) -> pulumi.Output[str]:
        return pulumi.get(self, "clusterName")

    @property
    def kubelet_identity(self) -> pulumi.Output[dict]:
        return pulumi.get(self, "kubeletIdentity")

    @property
    def oidc_issuer_url(self) -> pulumi.Output[str]:
        return pulumi.get(self, "oidcIssuerUrl")


def deploy() -> ManagedIdentityAksCluster:
    return ManagedIdentityAksCluster(
        "aks",
        {
            "resourceGroupName": "shop",
            "systemNodePool": {"vmSize": "Standard_D4ds_v5", "count": 3},
            "oidcIssuer": True,
        },
    )
