import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { derivesDnsPrefix } from "./managedCluster";
import { isAutoscaled, poolVersion, upgradesKubernetes } from "./nodePoolArgs";

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
        ...(poolVersion(pool, args) === undefined || upgradesKubernetes(args) ? ["orchestratorVersion"] : []),
    ];
}
