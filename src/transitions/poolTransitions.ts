import type { PoolChange, PoolFacts } from "./change";
import { changedFixedPoolInputs } from "./fixed";
import { autoscaledCount, inOwnPool, type NotAllowed, poolDowngrade } from "./notAllowed";
import { outdatedInPool, setBackInPool } from "./outdated";
import { isInPlaceOf, REPLACEABLE_POOL, replacedFor } from "./replacement";
import type { Transition } from "./transition";

/** Rejected changes of a pool that is a separate resource. */
export const POOL_TRANSITIONS: readonly Transition<PoolChange>[] = [
    adoptedReplaced({
        what: "Pool",
        when: ({ live, facts }) => live === undefined && facts.isAdopted === true,
        replaced: ({ desired, replaced, facts: { pool, replacedByImport } }) => ({
            [`pool ${pool}`]:
                replacedByImport?.pools[pool] ?? (replaced ? replacedFor(REPLACEABLE_POOL, desired, replaced) : []),
        }),
    }),
    {
        code: "SystemPoolStays",
        effect: "reject",
        when: (change) => isReplaced(change) && change.desired.mode === "System",
        message: (change) =>
            `a change of ${replacingInputs(change).join(", ") || "a setting that the preview shows"} would replace pool ${change.facts.pool}. Pulumi does not delete a pool of mode System, because it can become the pool inside the cluster, so a new pool cannot get this name. Restore the previous value. For other machines, add a pool with another name, then remove this one from the program and delete it with \`az aks nodepool delete\`.`,
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "PoolReplaced",
        effect: "warn",
        when: (change) => isReplaced(change) && change.desired.mode !== "System" && replacingInputs(change).length > 0,
        message: (change) =>
            `pool ${change.facts.pool} is replaced, because of ${replacingInputs(change).join(", ")}. It is deleted before the new one exists: its pods are evicted, and wait. To have the new pool first, add one with another name, and remove this one in a later update.`,
        source: "https://learn.microsoft.com/azure/aks/resize-node-pool",
    },
    {
        code: "FixedPoolInput",
        azureCode: "PropertyChangeNotAllowed",
        effect: "reject",
        when: (change) => changedFixedPoolInputs(change).length > 0,
        message: (change) =>
            `${changedFixedPoolInputs(change).join(", ")} of pool ${change.facts.pool} cannot be changed for an existing pool. Restore the previous value, or rename the pool: Pulumi then creates a new pool and deletes this one.`,
        source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations",
    },
    roleStillNeeded(),
    outdatedState(outdatedInPool),
    changesSetBack(setBackInPool),
    countNotAllowed(inOwnPool(autoscaledCount)),
    versionNotAllowed(inOwnPool(poolDowngrade), "AgentPoolUpgradeVersionNotAllowed"),
];

/** A pool of the stack that another one of the same name replaces. */
function isReplaced({ live, desired, replaced, facts }: PoolChange): boolean {
    return live === undefined && replaced !== undefined && isInPlaceOf(desired, replaced) && !facts.isAdopted;
}

function replacingInputs({ desired, replaced = {} }: PoolChange): string[] {
    return replacedFor(REPLACEABLE_POOL, desired, replaced);
}

interface AdoptedReplaced<Change> {
    what: "Cluster" | "Pool";
    when: Transition<Change>["when"];
    /** The inputs that cause the replacement, by resource. */
    replaced(change: Change): Record<string, string[]>;
}

/** An adopted resource that azure-native would replace. */
export function adoptedReplaced<Change>({ what, when, replaced }: AdoptedReplaced<Change>): Transition<Change> {
    return {
        code: `Adopted${what}Replaced`,
        effect: "reject",
        when,
        message: (change) => {
            const changed = Object.entries(replaced(change)).map(
                ([resource, inputs]) => `${inputs.join(", ") || "a setting that the preview shows"} of ${resource}`,
            );
            return `Pulumi would replace the existing ${what.toLowerCase()} that adopt names, with all that runs on it, because the program changes ${changed.join(" and ")}. Nothing was imported or replaced. Set the value that Azure has, in the same spelling, or leave it out, and keep adopt until \`pulumi up\` has succeeded.`;
        },
        source: "https://www.pulumi.com/docs/iac/guides/migration/import",
    };
}

/** An input that is left out: AKS changes nothing for it, but its role would go with it. */
export function roleStillNeeded<Change extends { facts: Pick<PoolFacts, "leftOut"> }>(): Transition<Change> {
    return {
        code: "RoleStillNeeded",
        effect: "reject",
        when: ({ facts: { leftOut = [] } }) => leftOut.length > 0,
        message: ({ facts: { leftOut = [] } }) =>
            `the program no longer sets ${leftOut.join(" and ")}. AKS goes on using what it names as long as the cluster or the pool exists, and this run would delete the role that the control plane needs there. Set it again.`,
        source: "https://learn.microsoft.com/azure/aks/aks-service-permissions#aks-cluster-identity-permissions",
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
            `the state does not show the resource as it is, for example after an interrupted run, so this update would revert: ${outdated(change).join("; ")}. Run \`pulumi up --refresh\`: it reads these values into the state and then updates.`,
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh",
    };
}

export function changesSetBack<Change>(setBack: (change: Change) => string[]): Transition<Change> {
    return {
        code: "ChangesSetBack",
        showsValues: true,
        effect: "warn",
        when: (change) => setBack(change).length > 0,
        message: (change) =>
            `this update also sets back what others have changed in Azure: ${setBack(change).join("; ")}. Only \`pulumi preview --refresh\` shows it as a change. To keep a value, set it in the program.`,
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
                    ({ input, desired, live }) =>
                        `${input} is ${JSON.stringify(desired)}, but the autoscaler of the pool has set it to ${JSON.stringify(live)}, and AKS accepts no other count while the autoscaler is on. Leave count out in the update that removes minCount and maxCount, and set it in the next update.`,
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
                    ({ input, desired, live }) =>
                        `${input} is ${JSON.stringify(desired)}, but the cluster runs ${JSON.stringify(live)}, and AKS cannot go back to an older version. Set ${JSON.stringify(live)} or newer, or leave it out.`,
                )
                .join(" "),
        source: "https://learn.microsoft.com/azure/aks/upgrade-aks-control-plane#kubernetes-version-upgrade-rules",
    };
}
