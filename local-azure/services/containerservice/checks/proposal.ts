import type { ArmError } from "../../../kernel/errors";
import type { Evidence } from "../../../kernel/evidence";
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

/** A check, with how it is known that AKS refuses this. How its words are known, stands beside them in errors.ts. */
export interface CheckRow extends Evidence {
    refuse: Check;
}

/** A check over a table, of which each row has its own evidence. */
export interface CheckTable {
    refuse: Check;
    rows: readonly Evidence[];
}

/** A source for what is concluded from the name of an error code. */
export const errorCodes = "AKS's list of its error codes (Go package apierror)";

export function firstRefusal<T>(items: readonly T[], refuse: (item: T) => ArmError | undefined): ArmError | undefined {
    for (const item of items) {
        const error = refuse(item);
        if (error) return error;
    }
    return undefined;
}
