import type { ArmError } from "../../../kernel/errors";
import type { Azure } from "../../azure";
import type { ControlPlane } from "../request/plannedCluster";
import type { ClusterRequest } from "../request/request";
import type { ManagedCluster } from "../state/state";

/** What a check looks at. Nothing has been changed yet when it does. */
export interface Proposal {
    azure: Azure;
    clusterId: string;
    apiVersion: string;
    location: string;
    /** The name of the group for what AKS makes: the cluster's own, or the one it is to get. */
    nodeResourceGroup: string;
    request: ClusterRequest;
    before?: ManagedCluster;
    controlPlane: ControlPlane;
    /** The kubelet identity the user brings, by this request or an earlier one. */
    ownKubeletId?: string;
}

/** One thing Azure refuses at a managed cluster's PUT. */
export type Check = (proposal: Proposal) => ArmError | undefined;

export function firstRefusal<T>(items: T[], refuse: (item: T) => ArmError | undefined): ArmError | undefined {
    for (const item of items) {
        const error = refuse(item);
        if (error) return error;
    }
    return undefined;
}
