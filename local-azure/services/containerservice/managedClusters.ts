import type { Reply } from "../../kernel/http";
import { tagsOf } from "../../kernel/json";
import type { Entry } from "../../kernel/resourceStore";
import { clusterType } from "../../kernel/typeNames";
import { locationFor } from "../location";
import { acceptRemoval, asyncHeader } from "../longRunning";
import type { Call } from "../service";
import { clusterBody } from "./answer/clusterShape";
import { requireAcceptable } from "./checks/checks";
import { requireClusterLinks } from "./checks/deployerLinks";
import { patchedIdentity } from "./checks/patchedIdentity";
import { conflict } from "./errorsOfAks";
import { nodeGroupName, ownKubeletId, plannedCluster, plannedControlPlane } from "./request/plannedCluster";
import { readClusterRequest } from "./request/request";
import { commitCluster } from "./state/commit";
import { existingCluster, requireIdleCluster, requireUnlockedNodes, startClusterOperation } from "./state/living";
import { clustersOf, type ManagedCluster } from "./state/state";

/** Plan, check, commit. Create: 201 and Creating. Update: the whole body again, 200 and Updating (recording 06). */
export function putCluster(call: Call): Reply {
    const { azure, path } = call;
    const before = clustersOf(azure).get(path.id);
    const location = locationFor(call, before, clusterType);
    const request = readClusterRequest(call.body);
    requireClusterLinks(call, request);
    requireIdleCluster(azure, path.id);
    const kubeletId = ownKubeletId(request.kubeletId, before?.data);
    const nodeResourceGroup = nodeGroupName(call, request, location, before?.data);
    requireAcceptable({
        azure,
        clusterId: path.id,
        apiVersion: call.apiVersion,
        location,
        nodeResourceGroup,
        request,
        ...(before && { before: before.data }),
        controlPlane: plannedControlPlane(azure, request, before?.data),
        ...(kubeletId && { ownKubeletId: kubeletId }),
    });

    const planned = plannedCluster(call, request, { location, nodeResourceGroup }, kubeletId, before?.data);
    return accepted(call, commitCluster(azure, path.id, planned, before?.data), before ? 200 : 201);
}

export function getCluster(call: Call): Reply {
    return { status: 200, body: clusterBody(call.azure, existingCluster(call), call.apiVersion) };
}

/** AKS takes a PATCH for tags and nothing else. */
export function patchCluster(call: Call): Reply {
    const entry = existingCluster(call);
    const refused = patchedIdentity.refuse(call, entry.data);
    if (refused) throw refused;
    requireIdleCluster(call.azure, entry.id);
    const tags = tagsOf(call.body);
    const changed: ManagedCluster = { ...entry.data, ...(tags && { tags }), provisioningState: "Updating" };
    return accepted(call, clustersOf(call.azure).put(entry.id, changed), 200);
}

export function deleteCluster(call: Call): Reply {
    const { azure, path } = call;
    const entry = clustersOf(azure).get(path.id);
    if (!entry) return { status: 204 };
    requireUnlockedNodes(azure, entry.data);
    azure.operations.preempt(entry.id, preemptedByDelete.code, preemptedByDelete.message);
    clustersOf(azure).put(entry.id, { ...entry.data, provisioningState: "Deleting" });
    return acceptRemoval(call, entry.id, entry.data.location);
}

/** The code is AKS's (its troubleshooting page of AKSOperationPreempted); the message is not documented. */
const preemptedByDelete = {
    code: "AKSOperationPreemptedByDelete",
    message: "The operation was preempted by the deletion of the managed cluster.",
};

/**
 * `az aks operation-abort`, and `az aks nodepool operation-abort` on a pool. 409 where nothing is going on; its code is not
 * documented (https://learn.microsoft.com/rest/api/aks/managed-clusters/abort-latest-operation).
 */
export function abortLatestOperation(call: Call): Reply {
    const { azure, path } = call;
    existingCluster(call);
    const message = "The operation was aborted by the user.";
    if (azure.operations.cancel(path.id, "OperationAborted", message)) return { status: 204 };
    throw conflict("OperationNotAllowed", "There is no operation in progress that can be aborted.");
}

export function listClusters({ azure, path, apiVersion }: Call): Reply {
    const value = clustersOf(azure)
        .list(path.parent)
        .map((entry) => clusterBody(azure, entry, apiVersion));
    return { status: 200, body: { value } };
}

function accepted(call: Call, entry: Entry<ManagedCluster>, status: number): Reply {
    const headers = asyncHeader(call, startClusterOperation(call, entry));
    return { status, headers, body: clusterBody(call.azure, entry, call.apiVersion, true) };
}
