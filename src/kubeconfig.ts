import {
    listManagedClusterUserCredentialsOutput,
    type ManagedCluster,
} from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";

/** The user kubeconfig of the cluster; azure-native itself does not mark it as a secret. */
export function userKubeconfig(
    cluster: ManagedCluster,
    resourceGroupName: pulumi.Input<string>,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const credentials = listManagedClusterUserCredentialsOutput(
        // The name alone is known before the cluster exists.
        { resourceGroupName, resourceName: pulumi.all([cluster.name, cluster.id]).apply(([name]) => name) },
        { parent },
    );
    return pulumi.secret(
        credentials.kubeconfigs.apply((kubeconfigs) =>
            Buffer.from(kubeconfigs[0]?.value ?? "", "base64").toString(),
        ),
    );
}
