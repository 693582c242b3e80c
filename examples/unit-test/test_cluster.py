"""Unit tests of cluster.py: `python -m unittest` in this folder, with the package `pulumi` installed."""

import unittest

import pulumi

from cluster_mocks import ClusterMocks, guid

mocks = ClusterMocks()
pulumi.runtime.set_mocks(mocks, preview=False)

import cluster  # noqa: E402  (the mocks are set before the program is loaded)


class ClusterTest(unittest.TestCase):
    @pulumi.runtime.test
    def test_outputs(self):
        aks = cluster.deploy()

        def check(outputs):
            name, cluster_id, kubelet, issuer = outputs
            self.assertEqual(name, "aks-cluster")
            self.assertTrue(cluster_id.endswith("/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/aks-cluster"))
            self.assertEqual(kubelet["principalId"], guid("principal", "aks-cluster"))
            self.assertTrue(issuer.startswith("https://westeurope.oic.prod-aks.azure.com/"))

        return pulumi.Output.all(aks.cluster_name, aks.cluster_id, aks.kubelet_identity, aks.oidc_issuer_url).apply(check)

    @pulumi.runtime.test
    def test_every_cluster_has_three_system_nodes(self):
        aks = cluster.deploy()

        def check(_):
            clusters = [each for each in mocks.registered if each.typ.endswith(":ManagedIdentityAksCluster")]
            self.assertGreaterEqual(len(clusters), 1)
            for each in clusters:
                self.assertEqual(each.inputs["systemNodePool"]["count"], 3)

        return aks.cluster_name.apply(check)


if __name__ == "__main__":
    unittest.main()
