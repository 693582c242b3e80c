import { clusterType, poolType } from "../../kernel/typeNames";
import { operationRoutes } from "../longRunning";
import type { Service } from "../service";
import { deletePool, getPool, listPools, putPool } from "./agentPools";
import { listAdminCredential, listMonitoringUserCredential, listUserCredential } from "./answer/credentials";
import { deleteCluster, getCluster, listClusters, patchCluster, putCluster } from "./managedClusters";
import { nodeGroupLock } from "./nodeGroupLock";
import { clusterUpgradeProfile, poolUpgradeProfile, upgradeNodeImage } from "./nodeImages";
import { resetServicePrincipalProfile } from "./servicePrincipal";
import { clusterFailed, poolFailed } from "./state/failures";
import { clusterRemoved, clusterSettled, poolRemoved, poolSettled } from "./state/lifecycle";
import type { ManagedCluster } from "./state/state";

/** Microsoft.ContainerService: managed clusters and their agent pools. */
export const containerService: Service = {
    namespace: "Microsoft.ContainerService",
    routes: [
        { method: "PUT", type: clusterType, on: "resource", handle: putCluster },
        { method: "GET", type: clusterType, on: "resource", handle: getCluster },
        { method: "PATCH", type: clusterType, on: "resource", handle: patchCluster },
        { method: "DELETE", type: clusterType, on: "resource", handle: deleteCluster },
        { method: "GET", type: clusterType, on: "collection", handle: listClusters },
        {
            method: "POST",
            type: clusterType,
            on: { action: "listClusterUserCredential" },
            handle: listUserCredential,
        },
        {
            method: "POST",
            type: clusterType,
            on: { action: "listClusterAdminCredential" },
            handle: listAdminCredential,
        },
        {
            method: "POST",
            type: clusterType,
            on: { action: "listClusterMonitoringUserCredential" },
            handle: listMonitoringUserCredential,
        },
        {
            method: "POST",
            type: clusterType,
            on: { action: "resetServicePrincipalProfile" },
            handle: resetServicePrincipalProfile,
        },
        { method: "PUT", type: poolType, on: "resource", handle: putPool },
        { method: "GET", type: poolType, on: "resource", handle: getPool },
        { method: "DELETE", type: poolType, on: "resource", handle: deletePool },
        { method: "GET", type: poolType, on: "collection", handle: listPools },
        {
            method: "POST",
            type: poolType,
            on: { action: "upgradeNodeImageVersion" },
            handle: upgradeNodeImage,
        },
        {
            method: "GET",
            type: `${clusterType}/upgradeProfiles`,
            on: "resource",
            handle: clusterUpgradeProfile,
        },
        {
            method: "GET",
            type: `${poolType}/upgradeProfiles`,
            on: "resource",
            handle: poolUpgradeProfile,
        },
        ...operationRoutes("Microsoft.ContainerService"),
    ],
    denyAssignmentAt: nodeGroupLock,
    removed: { [clusterType]: (azure, { id, data }) => clusterRemoved(azure, id, data as ManagedCluster) },
    finished: {
        "managedCluster.settle": clusterSettled,
        "agentPool.settle": poolSettled,
        "agentPool.remove": poolRemoved,
    },
    failed: {
        "managedCluster.settle": clusterFailed,
        "agentPool.settle": poolFailed,
        "agentPool.remove": poolFailed,
        remove: clusterFailed,
    },
};
