import { listManagedClusterUserCredentials, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { ClusterSku, type ManagedIdentityAksClusterArgs } from "./args";
import { emptyUnderMocks } from "./engine/mocks";

/**
 * The user kubeconfig of the cluster, where it is asked for; azure-native itself does not mark it as a secret. Where
 * users sign in with Entra it starts kubelogin (format exec): Azure's default there is a plugin that kubectl has dropped.
 *
 * A preview of a cluster that exists asks Azure for it, too. Only a run knows what the last one was told, so the other
 * way is to call it unknown, and with it a Kubernetes provider and everything that is deployed through that.
 */
export function userKubeconfig(
    cluster: ManagedCluster,
    {
        resourceGroupName,
        entra,
        sku,
        exportKubeconfig,
    }: Pick<ManagedIdentityAksClusterArgs, "resourceGroupName" | "entra" | "sku" | "exportKubeconfig">,
    parent: pulumi.Resource,
): pulumi.Output<string | undefined> {
    if (!exportKubeconfig) {
        return pulumi.output(undefined);
    }
    // The name alone is known before the cluster exists.
    const kubeconfig = pulumi
        .all([resourceGroupName, cluster.name, cluster.id])
        .apply(async ([group, resourceName]) => {
            const credentials = listManagedClusterUserCredentials(
                {
                    resourceGroupName: group,
                    resourceName,
                    ...((entra || sku === ClusterSku.Automatic) && { format: "exec" }),
                },
                { parent },
            );
            const { kubeconfigs = [] } = await emptyUnderMocks(credentials);
            return Buffer.from(kubeconfigs[0]?.value ?? "", "base64").toString();
        });
    return pulumi.secret(kubeconfig);
}
