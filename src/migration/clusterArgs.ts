import type { ManagedIdentityAksClusterArgs } from "../args";
import { CLUSTERS } from "../rules/ruleSets";
import { messageWithoutValue } from "../validation/message";
import { declaredInputs } from "../validation/schema";
import { findViolations } from "../validation/violations";
import { isRecord } from "../values";
import type { ExistingCluster } from "./grantsOfArgs";
import { CLUSTER_INPUT, type JsonInput, readNamed, textOf } from "./jsonInput";
import { argsOfCluster } from "./live/argsFromLive";
import { livePrincipals } from "./live/identities";
import { readLiveCluster } from "./live/liveCluster";
import { InvalidInputError } from "./report";

interface DescribedCluster {
    args: ManagedIdentityAksClusterArgs;
    /** What the rules warn of, and what is not known. */
    warnings: string[];
    /** The cluster, where it is one that exists. */
    existing?: ExistingCluster;
}

/**
 * The arguments of a cluster, from whatever describes one, and what the rules warn of.
 *
 * @throws InvalidInputError if it describes no cluster, or one that the rules reject, with a line for each violation.
 */
export function argsOf({ name, value }: JsonInput): DescribedCluster {
    if (isRecord(value) && isLiveCluster(value)) {
        return argsOfLiveCluster(name, value);
    }
    const declared = Object.keys(declaredInputs("ManagedIdentityAksCluster"));
    if (!isRecord(value) || !Object.keys(value).some((key) => declared.includes(key))) {
        throw new InvalidInputError(`${name}: this does not describe a cluster. Expected: ${CLUSTER_INPUT}`);
    }
    const violations = findViolations(CLUSTERS, value, value);
    const rejected = violations.filter(({ text }) => !text.warning);
    if (rejected.length > 0) {
        const count = rejected.length === 1 ? "1 problem" : `${rejected.length} problems`;
        const lines = rejected.map((violation) => `  - ${messageWithoutValue(violation)}`);
        throw new InvalidInputError([`${name}: ${count} in the arguments of the cluster.`, ...lines].join("\n"));
    }
    const args = value as ManagedIdentityAksClusterArgs;
    const silenced: readonly string[] = args.silenceWarnings ?? [];
    const warnings = violations.filter(({ text }) => !silenced.includes(text.code)).map(messageWithoutValue);
    return { args, warnings };
}

const FROM_ROLE_ASSIGNMENTS =
    "The output of a cluster does not contain registries or other resources that its identities have roles on. Role assignments do, but they were not read.";

function argsOfLiveCluster(name: string, json: object): DescribedCluster {
    const cluster = readNamed(name, () => readLiveCluster(json));
    const { args, blockers, warnings } = argsOfCluster(cluster);
    if (blockers.length > 0) {
        const lines = blockers.map(({ path, reason }) => `  - ${path}: ${reason}`);
        throw new InvalidInputError([`${name}: the component cannot describe this cluster.`, ...lines].join("\n"));
    }
    const existing = { id: cluster.id, principals: livePrincipals(cluster) };
    return { args, warnings: [...warnings, FROM_ROLE_ASSIGNMENTS], existing };
}

/** A cluster as Azure returns it. */
function isLiveCluster(value: object): boolean {
    const { type, agentPoolProfiles, properties } = value as Record<string, unknown>;
    return (
        /^Microsoft\.ContainerService\/managedClusters$/i.test(textOf(type)) ||
        Array.isArray(agentPoolProfiles) ||
        (isRecord(properties) && Object.hasOwn(properties, "agentPoolProfiles"))
    );
}
