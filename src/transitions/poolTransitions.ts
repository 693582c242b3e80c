import type { PoolChange } from "./change";
import { changedFixedPoolInputs } from "./fixed";
import { autoscaledCount, inOwnPool, type NotAllowed, poolDowngrade } from "./notAllowed";
import { outdatedInPool } from "./outdated";
import type { Transition } from "./transition";

/** Rejected changes of a pool that is a separate resource. */
export const POOL_TRANSITIONS: readonly Transition<PoolChange>[] = [
    {
        code: "FixedPoolInput",
        azureCode: "PropertyChangeNotAllowed",
        effect: "reject",
        when: (change) => changedFixedPoolInputs(change).length > 0,
        message: (change) =>
            `${changedFixedPoolInputs(change).join(", ")} of pool ${change.facts.pool} cannot be changed for an existing pool. Restore the previous value, or rename the pool: Pulumi then creates a new pool and deletes this one.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    outdatedState(outdatedInPool),
    countNotAllowed(inOwnPool(autoscaledCount)),
    versionNotAllowed(inOwnPool(poolDowngrade), "AgentPoolUpgradeVersionNotAllowed"),
];

export function outdatedState<Change>(outdated: (change: Change) => string[]): Transition<Change> {
    return {
        code: "OutdatedState",
        azureCode: "InvalidParameter",
        showsValues: true,
        effect: "reject",
        when: (change) => outdated(change).length > 0,
        message: (change) =>
            `this update would revert what AKS or others have changed since the last refresh: ${outdated(change).join("; ")}. Run \`pulumi up --refresh\`: it reads these values into the state and then updates.`,
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh",
    };
}

export function countNotAllowed<Change>(counts: (change: Change) => NotAllowed[]): Transition<Change> {
    return {
        code: "AutoscaledCount",
        azureCode: "InvalidParameter",
        showsValues: true,
        effect: "reject",
        when: (change) => counts(change).length > 0,
        message: (change) =>
            counts(change)
                .map(
                    ({ input, desired, living }) =>
                        `${input} is ${JSON.stringify(desired)}, but the autoscaler of the pool has set it to ${JSON.stringify(living)}, and AKS accepts no other count while the autoscaler is on. Leave count out in the update that removes minCount and maxCount, and set it in the next update.`,
                )
                .join(" "),
        source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
    };
}

export function versionNotAllowed<Change>(
    versions: (change: Change) => NotAllowed[],
    azureCode: string,
): Transition<Change> {
    return {
        code: "KubernetesDowngrade",
        azureCode,
        showsValues: true,
        effect: "reject",
        when: (change) => versions(change).length > 0,
        message: (change) =>
            versions(change)
                .map(
                    ({ input, desired, living }) =>
                        `${input} is ${JSON.stringify(desired)}, but the cluster runs ${JSON.stringify(living)}, and AKS cannot go back to an older version. Set ${JSON.stringify(living)} or newer, or leave it out.`,
                )
                .join(" "),
        source: "https://learn.microsoft.com/azure/aks/upgrade-aks-cluster",
    };
}
