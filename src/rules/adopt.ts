import type { ManagedIdentityAksClusterArgs } from "../args";
import { AGENT_POOL, isIdOf } from "../azure/resourceId";
import { type Known, rules } from "../validation/rule";
import { isSet } from "../validation/settings";
import type { Path } from "../values";

/** An existing cluster that the component adopts. */
export const ADOPT_RULES = rules("https://www.pulumi.com/docs/iac/guides/migration/import", {
    AdoptedPoolId: {
        inputs: ["adopt.nodePoolIds{}"],
        accepts: (id) => isIdOf(AGENT_POOL, String(id)),
        message: "this must be the id of a resource of type Microsoft.ContainerService/managedClusters/agentPools",
        fix: "Pass <id of the cluster>/agentPools/<name of the pool>.",
        source: "aks/create-node-pools",
    },
    AdoptedClusterUrn: {
        inputs: ["adopt.clusterUrn"],
        accepts: /^urn:pulumi:.+[:$]azure-native:containerservice(?:\/v\w+)?:ManagedCluster::.+$/,
        message: "this must be the URN of a resource of type azure-native:containerservice:ManagedCluster",
        fix: "Copy it from `pulumi stack --show-urns`.",
    },
    AdoptedPoolUrn: {
        inputs: ["adopt.nodePoolUrns{}"],
        accepts: (urn) => /^urn:pulumi:.+[:$]azure-native:containerservice(?:\/v\w+)?:AgentPool::.+$/.test(String(urn)),
        message: "this must be the URN of a resource of type azure-native:containerservice:AgentPool",
        fix: "Copy it from `pulumi stack --show-urns`.",
    },
    AdoptedByIdAndUrn: {
        when: { "adopt.clusterId": isSet, "adopt.clusterUrn": isSet },
        message: "adopt.clusterUrn names a cluster of this stack, which needs no import by its id",
        fix: "Remove adopt.clusterId, or adopt.clusterUrn for a cluster that is not in this stack.",
    },
    AdoptedPoolIsListed: {
        validate: (args: Known<ManagedIdentityAksClusterArgs>) =>
            (["nodePoolIds", "nodePoolUrns"] as const).flatMap((input) => notListed(input, args)),
        message: "nodePools has no pool of this name",
        fix: "Correct the name, or add the pool to nodePools. The system pool is part of the cluster.",
    },
});

function notListed(
    input: "nodePoolIds" | "nodePoolUrns",
    { adopt, nodePools }: Known<ManagedIdentityAksClusterArgs>,
): Path[] {
    const names = Array.isArray(nodePools) ? nodePools.map((pool) => Object(pool).name) : [];
    const adopted = Object.keys(Object(Object(adopt)[input]));
    return adopted.filter((name) => !names.includes(name)).map((name) => ["adopt", input, name]);
}
