import type { CheckCode } from "../checks/checks";
import { distinct, passed, result } from "../checks/results";
import { type CheckResult, ExitCode } from "../report";
import { RETIRED_FEATURES } from "./retired";
import type { Survey } from "./survey";

type Row = Survey["clusters"][number];

interface RowCheck {
    code: CheckCode;
    exitCode: ExitCode;
    /** What was found of a cluster, each with the part of it that it is about. */
    found(cluster: Row): { text: string; of?: string }[];
}

/** What is checked of each cluster. */
const CHECKED: readonly RowCheck[] = [
    {
        code: "ServicePrincipalUsed",
        exitCode: ExitCode.FollowUp,
        found: ({ toDo, principal, migration }) =>
            toDo === "Migration"
                ? [
                      {
                          text: [
                              `It uses the service principal ${principal}.`,
                              ...(migration?.risk.reasons ?? []),
                          ].join(" "),
                      },
                  ]
                : [],
    },
    {
        code: "NodesKeepIdentity",
        exitCode: ExitCode.FollowUp,
        found: ({ toDo, poolsToUpgrade }) =>
            toDo === "NodeImages" ? [{ text: `Nodes keep a previous identity in: ${poolsToUpgrade.join(", ")}.` }] : [],
    },
    {
        code: "SecretExpires",
        exitCode: ExitCode.FollowUp,
        found: ({ secret }) =>
            secret?.state === "expired" || secret?.state === "expiring"
                ? [{ text: `The secret of the service principal ends on ${secret.endsOn.slice(0, 10)}.` }]
                : [],
    },
    // These two do not concern identities.
    {
        code: "ClusterBlocked",
        exitCode: ExitCode.Ok,
        found: ({ blockers }) => blockers.map(({ path, reason }) => ({ text: reason, of: path })),
    },
    {
        code: "FeatureRetired",
        exitCode: ExitCode.Ok,
        found: ({ retired }) =>
            RETIRED_FEATURES.flatMap(({ text: { code, message, fix } }) =>
                retired.includes(code) ? [{ text: `${message}. ${fix}`, of: code }] : [],
            ),
    },
];

export function surveyResults({ clusters, unread }: Survey): CheckResult[] {
    const ofCluster = (cluster: Row) =>
        CHECKED.flatMap(({ code, exitCode, found }) => {
            const all = found(cluster);
            return all.length === 0
                ? [passed(code, cluster.id)]
                : all.map(({ text, of }): CheckResult => {
                      const each = result(code, of === undefined ? cluster.id : `${cluster.id}#${of}`, exitCode, text);
                      return each.state === "ok" ? { ...each, state: "pending" } : each;
                  });
        });
    return distinct([
        ...unread.map(({ what, reason }) => result("NotRead", what, ExitCode.Incomplete, `${what}: ${reason}`)),
        ...clusters.flatMap(ofCluster),
    ]);
}
