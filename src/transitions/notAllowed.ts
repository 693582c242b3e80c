import { hasVersion, isBelow, poolNamed } from "../cluster/livingPools";
import type { NotAllowed } from "./change";
import type { Update } from "./outdated";

/** Counts and versions of a cluster and the pool inside it that AKS refuses. */
export function notAllowedIn(systemPool: string, { sent, inputs, outputs, living }: Update): NotAllowed[] {
    const [pool, ...others] = [sent, inputs, outputs, living].map((each) => poolNamed(systemPool, each));
    const [before, shown, now] = others;
    return [
        ...downgrade(
            "kubernetesVersion",
            sent.kubernetesVersion,
            runningVersion(living, "kubernetesVersion"),
        ),
        ...(pool && now
            ? notAllowedInPool("systemNodePool", {
                  sent: pool,
                  inputs: before ?? {},
                  outputs: shown ?? {},
                  living: now,
              })
            : []),
    ];
}

/** The same of a pool that is a resource of its own. */
export function notAllowedInPool(input: string, { sent, living }: Update): NotAllowed[] {
    const autoscaled = living.enableAutoScaling === true && sent.count !== living.count;
    return [
        ...(autoscaled && typeof sent.count === "number" && typeof living.count === "number"
            ? [
                  {
                      input: `${input}: count`,
                      wanted: sent.count,
                      living: living.count,
                      why: "autoscaled" as const,
                  },
              ]
            : []),
        ...downgrade(
            `${input}: kubernetesVersion`,
            sent.orchestratorVersion,
            runningVersion(living, "orchestratorVersion"),
        ),
    ];
}

function runningVersion(living: Record<string, unknown>, name: string): unknown {
    const current = name === "kubernetesVersion" ? "currentKubernetesVersion" : "currentOrchestratorVersion";
    return living[current] ?? living[name];
}

function downgrade(input: string, wanted: unknown, living: unknown): NotAllowed[] {
    const isOlder =
        typeof wanted === "string" &&
        typeof living === "string" &&
        !hasVersion(wanted, living) &&
        isBelow(wanted, living);
    return isOlder ? [{ input, wanted, living, why: "downgrade" }] : [];
}
