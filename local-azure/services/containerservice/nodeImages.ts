import type { Reply } from "../../kernel/http";
import { type JsonObject, stringAt } from "../../kernel/json";
import { childId, parseArmPath, withLowerCaseGroups } from "../../kernel/resourceId";
import { clusterType, poolType } from "../../kernel/typeNames";
import type { Call } from "../service";
import { poolAccepted, replacePool } from "./agentPools";
import { byName } from "./answer/poolShape";
import { latestImageOf, reimaged } from "./state/agentPool";
import { existingCluster, existingPool, requireIdleCluster } from "./state/living";
import type { AgentPool } from "./state/state";

/**
 * `az aks nodepool upgrade --node-image-only`. Where no newer image has been published it is accepted and changes
 * nothing: the nodes stay, and so does the identity they were made with (facts §1c; azure-docs#90142).
 */
export function upgradeNodeImage(call: Call): Reply {
    const { id, data } = existingCluster(call);
    const before = existingPool(call, data);
    requireIdleCluster(call.azure, id);
    // One that has failed is taken up again.
    const newer = before.modelIsAhead || latestImageOf(before, data) !== before.nodeImageVersion;
    const pool: AgentPool = newer
        ? reimaged(before, data, "UpgradingNodeImageVersion")
        : { ...before, provisioningState: "Updating" };
    return poolAccepted(call, id, replacePool(data, pool), pool, 202);
}

/** `…/agentPools/{pool}/upgradeProfiles/default`: what an upgrade would bring. */
export function poolUpgradeProfile(call: Call): Reply {
    const ofPool = { ...call, path: parseArmPath(call.path.parent) ?? call.path };
    const { id, data } = existingCluster(ofPool);
    const pool = existingPool(ofPool, data);
    return profile(childId(id, poolType, pool.name), `${poolType}/upgradeProfiles`, {
        ...versionsOf(pool),
        latestNodeImageVersion: latestImageOf(pool, data),
    });
}

/** `…/managedClusters/{cluster}/upgradeProfiles/default`. Which Kubernetes versions are on offer is not modelled. */
export function clusterUpgradeProfile(call: Call): Reply {
    const { id, data } = existingCluster(call);
    return profile(id, `${clusterType}/upgradeProfiles`, {
        controlPlaneProfile: offer(data.currentKubernetesVersion, "Linux"),
        agentPoolProfiles: byName(data.pools).map((pool) => ({ name: pool.name, ...versionsOf(pool) })),
    });
}

const offer = (kubernetesVersion: string, osType: string) => ({ kubernetesVersion, osType, upgrades: [] });

const versionsOf = ({ currentOrchestratorVersion, properties }: AgentPool) =>
    offer(currentOrchestratorVersion, stringAt(properties, "osType") ?? "Linux");

function profile(of: string, type: string, properties: JsonObject): Reply {
    const id = `${withLowerCaseGroups(of)}/upgradeProfiles/default`;
    return { status: 200, body: { id, name: "default", type, properties } };
}
