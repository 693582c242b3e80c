import { parseResourceId, sameId } from "../../azure/resourceId";
import { poolsOfCluster } from "../../cluster/livePools";
import { nameInUrn, type Values } from "../../values";
import { textOf } from "../jsonInput";
import type { Preview, PreviewedDiagnostic } from "../preview/preview";
import { isCluster, isPool, isRoleAssignment, type PlannedResource } from "./resources";

export const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";

/** A cluster as Azure has it, as `src/migration/live` reads it. */
export interface LiveClusterValues {
    /** Resource id. */
    id: string;
    /** By azure-native's names, without pools. */
    values: Values;
    pools: Values[];
}

/** A cluster of a stack with what belongs to it: what a plan is made of. */
export interface ClusterInStack {
    /** URN of the component, or of the cluster of a program without one. */
    urn: string;
    /** Logical name of the component or of the cluster. */
    name: string;
    hasComponent: boolean;
    component?: PlannedResource;
    /** Absent where the preview does not show it: then nothing happens to it. */
    cluster?: PlannedResource;
    /** Pools that are resources of their own. */
    pools: PlannedResource[];
    /** What the engine says of the cluster and of what belongs to it. */
    diagnostics: PreviewedDiagnostic[];
    live?: LiveClusterValues;
}

/** The clusters of a stack, those without a step of their own among them if a role assignment below them has one. */
export function clustersIn(
    resources: PlannedResource[],
    preview: Preview,
    live: readonly LiveClusterValues[],
): ClusterInStack[] {
    const components = new Set(
        resources.flatMap((each) => (each.type === COMPONENT ? each.urn : isBelowComponent(each) ? each.parent : [])),
    );
    const withComponent = [...components].map((urn = "") => {
        const cluster = resources.find((each) => isCluster(each) && each.parent === urn);
        const component = resources.find((each) => each.urn === urn);
        return of(urn, { hasComponent: true, component, cluster });
    });
    const alone = resources.filter((each) => isCluster(each) && !withComponent.some(({ cluster }) => cluster === each));
    return [...withComponent, ...alone.map((cluster) => of(cluster.urn, { hasComponent: false, cluster }))];

    function of(
        urn: string,
        found: Pick<ClusterInStack, "hasComponent"> & { component?: PlannedResource; cluster?: PlannedResource },
    ): ClusterInStack {
        const { component, cluster } = found;
        const pools = resources.filter((each) => isPool(each) && isPoolOf(each, urn, cluster));
        const urns = [urn, ...(cluster ? [cluster.urn] : []), ...pools.map((pool) => pool.urn)];
        const id = cluster?.before?.id ?? textOf(component?.before?.outputs.clusterId);
        const living = live.find((each) => sameId(each.id, id));
        return {
            urn,
            name: nameInUrn(urn),
            hasComponent: found.hasComponent,
            ...(component && { component }),
            ...(cluster && { cluster }),
            pools,
            diagnostics: preview.diagnostics.filter((each) => each.urn !== undefined && urns.includes(each.urn)),
            ...(living && { live: living }),
        };
    }
}

function isBelowComponent(resource: PlannedResource): boolean {
    const isChild = isCluster(resource) || isPool(resource) || isRoleAssignment(resource);
    return isChild && resource.parent?.split("::")[2]?.split("$").at(-1) === COMPONENT;
}

function isPoolOf(pool: PlannedResource, component: string, cluster: PlannedResource | undefined): boolean {
    const clusterId = cluster?.before?.id;
    const named = (cluster?.after ?? cluster?.before)?.inputs;
    const { inputs, id, dependencies = [] } = pool.after ?? pool.before ?? {};
    return (
        pool.parent === component ||
        (clusterId !== undefined && id?.toLowerCase().startsWith(`${clusterId}/agentPools/`.toLowerCase()) === true) ||
        (cluster !== undefined && dependencies.includes(cluster.urn)) ||
        (typeof named?.resourceName === "string" &&
            inputs?.resourceName === named.resourceName &&
            inputs.resourceGroupName === named.resourceGroupName)
    );
}

/** Where the cluster is, as far as the preview and the state tell. */
export function clusterAddress({ cluster, component, live }: ClusterInStack) {
    const id = cluster?.before?.id ?? component?.before?.outputs.clusterId ?? live?.id;
    const parts = typeof id === "string" ? parseResourceId(id) : undefined;
    return typeof id === "string" && parts !== undefined
        ? { id, resourceGroupName: parts.resourceGroupName, resourceName: String(parts.names[0]) }
        : undefined;
}

/** Values of the cluster as it is: the state's outputs, and what Azure shows. */
export function currentOutputs({ cluster, live }: ClusterInStack): Values {
    return { ...cluster?.before?.outputs, ...live?.values };
}

/** Names of the pools inside the cluster that a state lists. */
export function inlinePools(values: Values | undefined): string[] {
    return poolsOfCluster(values ?? {}).map(({ name }) => textOf(name));
}
