import { clusterType, poolType } from "../../kernel/typeNames";
import { operationRoutes } from "../longRunning";
import { route, type Service } from "../service";
import { deletePool, getPool, listPools, putPool } from "./agentPools";
import { listAdminCredential, listUserCredential } from "./answer/credentials";
import {
    abortLatestOperation,
    deleteCluster,
    getCluster,
    listClusters,
    patchCluster,
    putCluster,
} from "./managedClusters";
import { nodeGroupLock } from "./nodeGroupLock";
import { clusterUpgradeProfile, poolUpgradeProfile, upgradeNodeImage } from "./nodeImages";
import { clusterEnds, poolEnds } from "./operationEnds";
import { resetServicePrincipalProfile } from "./servicePrincipal";
import { clusterFailed, clusterRemoved, poolFailed, poolRemoved } from "./state/lifecycle";
import type { ManagedCluster } from "./state/state";

/** Microsoft.ContainerService: managed clusters and their agent pools. */
export const containerService: Service = {
    namespace: "Microsoft.ContainerService",
    routes: [
        route("PUT", clusterType, "resource", putCluster),
        route("GET", clusterType, "resource", getCluster),
        route("PATCH", clusterType, "resource", patchCluster),
        route("DELETE", clusterType, "resource", deleteCluster),
        route("GET", clusterType, "collection", listClusters),
        route("POST", clusterType, { action: "listClusterUserCredential" }, listUserCredential),
        route("POST", clusterType, { action: "listClusterAdminCredential" }, listAdminCredential),
        route("POST", clusterType, { action: "resetServicePrincipalProfile" }, resetServicePrincipalProfile),
        route("POST", clusterType, { action: "abort" }, abortLatestOperation),
        route("PUT", poolType, "resource", putPool),
        route("GET", poolType, "resource", getPool),
        route("DELETE", poolType, "resource", deletePool),
        route("GET", poolType, "collection", listPools),
        route("POST", poolType, { action: "upgradeNodeImageVersion" }, upgradeNodeImage),
        route("POST", poolType, { action: "abort" }, abortLatestOperation),
        route("GET", `${clusterType}/upgradeProfiles`, "resource", clusterUpgradeProfile),
        route("GET", `${poolType}/upgradeProfiles`, "resource", poolUpgradeProfile),
        ...operationRoutes("Microsoft.ContainerService"),
    ],
    denyAssignmentAt: nodeGroupLock,
    removed: { [clusterType]: (azure, { id, data }) => clusterRemoved(azure, id, data as ManagedCluster) },
    finished: {
        "managedCluster.settle": clusterEnds,
        "agentPool.settle": poolEnds,
        "agentPool.remove": poolRemoved,
    },
    failed: {
        "managedCluster.settle": clusterFailed,
        "agentPool.settle": poolFailed,
        "agentPool.remove": poolFailed,
        remove: clusterFailed,
    },
};
