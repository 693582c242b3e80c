import {
    listManagedClusterUserCredentialsOutput,
    type ManagedCluster,
} from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { ClusterSku, type ManagedIdentityAksClusterArgs } from "./args";

/**
 * The user kubeconfig of the cluster; azure-native itself does not mark it as a secret. Where users sign in with Entra
 * it starts kubelogin (format exec): Azure's default there is a plugin that kubectl has dropped.
 */
export function userKubeconfig(
    cluster: ManagedCluster,
    {
        resourceGroupName,
        entra,
        sku,
    }: Pick<ManagedIdentityAksClusterArgs, "resourceGroupName" | "entra" | "sku">,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const credentials = listManagedClusterUserCredentialsOutput(
        {
            resourceGroupName,
            // The name alone is known before the cluster exists.
            resourceName: pulumi.all([cluster.name, cluster.id]).apply(([name]) => name),
            ...((entra || sku === ClusterSku.Automatic) && { format: "exec" }),
        },
        { parent },
    );
    return pulumi.secret(
        credentials.kubeconfigs.apply((kubeconfigs) =>
            Buffer.from(kubeconfigs[0]?.value ?? "", "base64").toString(),
        ),
    );
}
