import type { PoolChange } from "./change";
import { changedFixedPoolInputs } from "./fixed";
import { autoscaledCount, inOwnPool, type NotAllowed, poolDowngrade } from "./notAllowed";
import { outdatedInPool } from "./outdated";
import { isInPlaceOf, REPLACEABLE_POOL, replacedFor } from "./replacement";
import type { Transition } from "./transition";

/** What is refused of a pool that is a resource of its own. */
export const POOL_TRANSITIONS: readonly Transition<PoolChange>[] = [
    adoptedReplaced({
        what: "Pool",
        when: ({ previous, facts }) => previous === undefined && facts.isAdopted === true,
        replaced: ({ desired, replaced, facts: { pool, replacedByImport } }) => ({
            [`pool ${pool}`]:
                replacedByImport?.pools[pool] ?? (replaced ? replacedFor(REPLACEABLE_POOL, desired, replaced) : []),
        }),
    }),
    {
        code: "SystemPoolStays",
        effect: "reject",
        when: ({ previous, desired, replaced, facts }) =>
            previous === undefined &&
            replaced !== undefined &&
            isInPlaceOf(desired, replaced) &&
            !facts.isAdopted &&
            desired.mode === "System",
        message: ({ desired, replaced = {}, facts: { pool } }) =>
            `Pulumi would replace pool ${pool} for ${replacedFor(REPLACEABLE_POOL, desired, replaced).join(", ") || "something that the preview shows"}. It leaves a pool of mode System in Azure, because that can become the pool inside the cluster, so there is no place for a new one of this name. Leave it as it was. To have other machines, add a pool with another name, and then remove this from the program and delete it with \`az aks nodepool delete\`.`,
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "FixedPoolInput",
        azureCode: "PropertyChangeNotAllowed",
        effect: "reject",
        when: (change) => changedFixedPoolInputs(change).length > 0,
        message: (change) =>
            `AKS keeps ${changedFixedPoolInputs(change).join(", ")} of pool ${change.facts.pool} for as long as the pool lives. Leave it as it was, or give the pool another name, which makes a new one and removes this.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    outdatedState(outdatedInPool),
    countNotAllowed(inOwnPool(autoscaledCount)),
    versionNotAllowed(inOwnPool(poolDowngrade), "AgentPoolUpgradeVersionNotAllowed"),
];

interface AdoptedReplaced<Change> {
    what: "Cluster" | "Pool";
    when: Transition<Change>["when"];
    /** The inputs that it is for, by resource. */
    replaced(change: Change): Record<string, string[]>;
}

/** A resource that comes into the component, and that azure-native would replace. */
export function adoptedReplaced<Change>({ what, when, replaced }: AdoptedReplaced<Change>): Transition<Change> {
    return {
        code: `Adopted${what}Replaced`,
        effect: "reject",
        when,
        message: (change) => {
            const found = Object.entries(replaced(change)).map(
                ([resource, inputs]) =>
                    `${resource} has ${inputs.join(", ") || "something that the preview shows"} otherwise`,
            );
            return `Pulumi would replace the ${what.toLowerCase()} that adopt names, with all that runs on it: ${found.join("; ")}. It is neither imported nor replaced. Set it as Azure has it, in the same spelling, or leave it out, and keep adopt until \`pulumi up\` has succeeded.`;
        },
        source: "https://www.pulumi.com/docs/iac/guides/migration/import",
    };
}

export function outdatedState<Change>(outdated: (change: Change) => string[]): Transition<Change> {
    return {
        code: "OutdatedState",
        azureCode: "InvalidParameter",
        showsValues: true,
        effect: "reject",
        when: (change) => outdated(change).length > 0,
        message: (change) =>
            `this update would set back what AKS or others have changed since Pulumi looked last: ${outdated(change).join("; ")}. Run \`pulumi up --refresh\`: it takes over these values and then updates.`,
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
                        `${input} is ${JSON.stringify(desired)}, and the autoscaler of the pool has it at ${JSON.stringify(living)}: AKS changes no count by hand before the autoscaler is off. Leave count out in the update that removes minCount and maxCount, and set it in the next.`,
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
                        `${input} is ${JSON.stringify(desired)}, and ${JSON.stringify(living)} runs: AKS has no way back to an older version. Set it to ${JSON.stringify(living)} or newer, or leave it out.`,
                )
                .join(" "),
        source: "https://learn.microsoft.com/azure/aks/upgrade-aks-cluster",
    };
}
