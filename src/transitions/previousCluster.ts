import type { StackState } from "../engine/previousRun";
import type { Values } from "../values";
import type { AppliedSettings } from "./applied";

const CLUSTER_TYPE = "azure-native:containerservice:ManagedCluster";

/** The cluster of a component after the previous run. */
export interface PreviousCluster {
    clusterId: string;
    /** Absent where no run of the component has succeeded yet. */
    settings?: AppliedSettings;
    /** The cluster's outputs in the state. */
    outputs: Values;
    /** Those of the pools that are resources of their own, by name. */
    poolOutputs: Map<string, Values>;
}

/** Reads the component, its cluster and its pools from the state, by the URNs that the component has or had. */
export function previousCluster(state: StackState, urns: string[]): PreviousCluster | undefined {
    const components = urns.map((urn) => state.get(urn)?.outputs);
    const clusters = urns.map((urn) => state.get(clusterUrn(urn))?.outputs);
    const settings = components.find((outputs) => outputs?.appliedSettings !== undefined)?.appliedSettings;
    const outputs = clusters.find((each) => each !== undefined);
    if (typeof outputs?.id !== "string") {
        return undefined;
    }
    const pools = `${outputs.id}/agentPools/`.toLowerCase();
    const poolOutputs = [...state.values()]
        .map((entry) => entry.outputs)
        .filter(({ id }) => String(id).toLowerCase().startsWith(pools));
    return {
        clusterId: outputs.id,
        settings: settings as AppliedSettings | undefined,
        outputs,
        poolOutputs: new Map(poolOutputs.map((pool) => [String(pool.name), pool])),
    };
}

/** URN of the cluster of the component with this URN. */
function clusterUrn(component: string): string {
    const [types = "", name = ""] = component.split(/::(?!.*::)/);
    return `${types}$${CLUSTER_TYPE}::${name}-cluster`;
}
