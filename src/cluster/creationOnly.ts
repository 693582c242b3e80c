import { ClusterSku, type ManagedIdentityAksClusterArgs, type NodePoolArgs } from "../args";
import { derivesDnsPrefix } from "./managedCluster";
import { isAutoscaled } from "./nodePoolArgs";

/**
 * Properties that the component sends for a new resource alone: AKS changes them afterwards (the autoscaler's count, an
 * upgraded version), or they come from the component's name, which may change.
 */

export function clusterCreationOnly(args: ManagedIdentityAksClusterArgs): string[] {
    return [
        ...(args.kubernetesVersion === undefined || upgradesKubernetes(args) ? ["kubernetesVersion"] : []),
        ...(derivesDnsPrefix(args) ? ["dnsPrefix"] : []),
        ...(args.clusterName === undefined ? ["resourceName"] : []),
    ];
}

export function poolCreationOnly(args: ManagedIdentityAksClusterArgs, pool: NodePoolArgs): string[] {
    return [
        ...(isAutoscaled(pool) || pool.count === undefined ? ["count"] : []),
        ...(pool.kubernetesVersion === undefined || upgradesKubernetes(args) ? ["orchestratorVersion"] : []),
    ];
}

/** Whether AKS upgrades Kubernetes by itself; the channel "node-image" leaves its version alone. */
function upgradesKubernetes({ sku, autoUpgrade }: ManagedIdentityAksClusterArgs): boolean {
    const usual = sku === ClusterSku.Automatic ? "stable" : "none";
    const { upgradeChannel = usual } = autoUpgrade ?? {};
    return !["none", "node-image"].includes(upgradeChannel);
}
