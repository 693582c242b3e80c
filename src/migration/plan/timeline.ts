import { REIMAGES_PAGE, SWITCH_PAGE } from "../../azure/pages";
import type { Denial, Stage } from "./denials";
import type { Moment } from "./roleAssignments";

/** One thing that happens or has to be done, in a part of the migration. */
export interface TimelineEntry {
    stage: Stage;
    /** A sentence. */
    text: string;
    /** Commands to run, in their order. */
    commands: string[];
}

/** What the timeline of a cluster depends on. */
export interface Situation {
    hasComponent: boolean;
    /** Whether anything happens to the cluster, its pools or its role assignments. */
    changes: boolean;
    /** The preview fails. */
    rejected: boolean;
    /** The update stops before the cluster. */
    stops: boolean;
    replacedOrDeleted: boolean;
    leavesServicePrincipal: boolean;
    leavesManagedIdentity: boolean;
    /** Another kubelet identity comes with this update. */
    upgradesNodes: boolean;
    /** How many role assignments come or go at which moment. */
    roles: Partial<Record<Moment, number>>;
    denials: Denial[];
    /** Pools whose image has to be upgraded afterwards. */
    poolsToUpgrade: string[];
    /** Arguments of the Azure CLI that name the cluster; absent where its name is not known yet. */
    clusterArguments?: { cluster: string; ofPool: string };
    /** Resource id of the control plane's new identity, where it is known. */
    newControlPlaneId?: string;
}

interface Row {
    stage: Stage;
    when(situation: Situation): boolean;
    text(situation: Situation): string;
    commands?(situation: Situation): string[];
}

const goesOn = ({ changes, rejected, stops }: Situation) => changes && !rejected && !stops;

/** What happens in each part, and what has to be done. A new kind of transition is a new row. */
const ROWS: readonly Row[] = [
    {
        stage: "before",
        when: ({ rejected }) => rejected,
        text: () => "Change the program as the message says: the preview fails, and an update would fail, too.",
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.replacedOrDeleted,
        text: () =>
            "Undo the change, or first move what runs there: a cluster or a pool is deleted, with everything in it.",
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.leavesServicePrincipal,
        text: () =>
            "Check whether AKS has a newer node image than that of each pool: without one, the upgrade after the update has no effect.",
        commands: ({ poolsToUpgrade, clusterArguments }) =>
            poolsToUpgrade.flatMap((pool) =>
                clusterArguments === undefined
                    ? []
                    : [
                          `az aks nodepool show ${clusterArguments.ofPool} --name ${pool} --query nodeImageVersion --output tsv`,
                          `az aks nodepool get-upgrades ${clusterArguments.ofPool} --nodepool-name ${pool} --query latestNodeImageVersion --output tsv`,
                      ],
            ),
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.upgradesNodes,
        text: () => "Choose a time at which all pods can move: this update replaces every node.",
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.leavesServicePrincipal,
        text: () =>
            `Choose a time at which all pods can move, with room for a surge node in each pool, and check that each disruption budget allows a disruption: Microsoft's pages differ on whether this update replaces the nodes (${REIMAGES_PAGE}) or only an upgrade of their image does (${SWITCH_PAGE}).`,
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.denials.some(({ certainty }) => certainty === "possible"),
        text: () =>
            "This update deletes role assignments of a previous identity. First check that all pools were upgraded after the change of the identity, and that some hours have passed.",
    },
    {
        stage: "before",
        when: (situation) => goesOn(situation) && situation.denials.some(({ avoidable }) => avoidable),
        text: () =>
            "Keep or add the role assignments that are listed as missing: without them, Azure denies the cluster requests that it needs.",
    },
    {
        stage: "up",
        when: ({ stops, hasComponent }) => stops && hasComponent,
        text: () => "The update creates the new role assignments and then stops before the cluster, with an error.",
        commands: () => ["pulumi up"],
    },
    {
        stage: "up",
        when: ({ stops, hasComponent }) => stops && !hasComponent,
        text: () =>
            "azure-native sends this change as a PATCH, of which AKS applies only the tags: the cluster keeps the old identity. Make this change in the program only after you have run the next command.",
    },
    {
        stage: "up",
        when: ({ stops }) => stops,
        text: () => "The Azure CLI gives the cluster its new identity.",
        commands: ({ clusterArguments, newControlPlaneId = "<resource id of the new identity>" }) =>
            clusterArguments === undefined
                ? []
                : [
                      `az aks update ${clusterArguments.cluster} --enable-managed-identity --assign-identity ${newControlPlaneId} --yes`,
                  ],
    },
    {
        stage: "up",
        when: goesOn,
        text: ({ roles }) =>
            Object.entries(MOMENTS)
                .flatMap(([moment, done]) => counted(roles[moment as Moment] ?? 0, moment, done))
                .join(" ") || "No role assignment changes.",
        commands: () => ["pulumi up"],
    },
    {
        stage: "up",
        when: (situation) => goesOn(situation) && situation.upgradesNodes,
        text: () => "AKS upgrades every pool of the cluster, which takes a while.",
    },
    {
        stage: "each pool",
        when: (situation) => goesOn(situation) && situation.leavesServicePrincipal,
        text: () =>
            "Nodes use the service principal until their image is upgraded, unless the update has replaced them: `managed-identity-aks verify` shows it.",
        commands: ({ poolsToUpgrade, clusterArguments }) =>
            clusterArguments === undefined
                ? []
                : poolsToUpgrade.map(
                      (pool) => `az aks nodepool upgrade ${clusterArguments.ofPool} --name ${pool} --node-image-only`,
                  ),
    },
    {
        stage: "hours later",
        when: (situation) => (goesOn(situation) || situation.stops) && situation.leavesManagedIdentity,
        text: () => "The control plane uses its previous identity until its token expires, which can take hours.",
    },
    {
        stage: "clean-up",
        when: (situation) => goesOn(situation) && situation.leavesServicePrincipal && situation.hasComponent,
        text: () =>
            "When all pools are upgraded, remove controlPlaneIdentity.formerServicePrincipalClientId: that deletes the last role assignments of the service principal. Other clusters may use it, too.",
        commands: () => ["pulumi up"],
    },
    {
        stage: "clean-up",
        when: (situation) => goesOn(situation) && situation.leavesServicePrincipal && !situation.hasComponent,
        text: () =>
            "When all pools are upgraded, delete the role assignments of the service principal, unless another cluster uses it.",
    },
    {
        stage: "clean-up",
        when: (situation) => goesOn(situation) && situation.leavesManagedIdentity && situation.hasComponent,
        text: () =>
            "Some hours later, remove controlPlaneIdentity.formerPrincipalId if it is set: that deletes the role assignments of the old identity.",
        commands: () => ["pulumi up"],
    },
    {
        stage: "clean-up",
        when: ({ stops }) => stops,
        text: () =>
            "Some hours later, a refresh reads the change of the cluster, and the update deletes the role assignments of the old identity.",
        commands: () => ["pulumi up --refresh"],
    },
];

export function timelineOf(situation: Situation): TimelineEntry[] {
    return ROWS.filter(({ when }) => when(situation)).map(({ stage, text, commands }) => ({
        stage,
        text: text(situation),
        commands: commands?.(situation) ?? [],
    }));
}

/** What becomes of role assignments at a moment. */
const MOMENTS: Readonly<Record<Moment, string>> = {
    "before the cluster's update": "created",
    "after the cluster's update": "created",
    "in this update": "created",
    "at the end of this update": "deleted",
    "in the clean-up": "deleted",
};

function counted(number: number, moment: string, done: string): string[] {
    return number === 0 ? [] : [`${number} role assignment${number === 1 ? " is" : "s are"} ${done} ${moment}.`];
}
