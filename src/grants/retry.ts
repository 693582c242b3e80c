import { setTimeout as timer } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { errorHooks, knownValue } from "../engine/hooks";
import type { RequiredRoleAssignment } from "../outputs";
import { UNKNOWN } from "../values";
import {
    delayAfter,
    type PropagationError,
    propagationError,
    propagationTimeoutMessage,
    waitedBefore,
} from "./propagation";

/** The only wait of the package; tests replace it with their own clock. */
export const backoff = { wait: (seconds: number): Promise<unknown> => timer(seconds * 1000) };

/** What the retry needs to know of the cluster that it is for. */
export interface RetryFacts {
    name: string;
    /** The component that the wait is reported for. */
    component: pulumi.Resource;
    timeoutMinutes: number;
    /** Whether the role assignments are created here, or in another component of the program. */
    creates: boolean;
    /** The role assignments that have to exist before the cluster: they must not wait for it. */
    beforeCluster: pulumi.Output<RequiredRoleAssignment[]>;
}

/**
 * An error hook that repeats the creation of the cluster while AKS reports a missing permission which role
 * assignments are about to give. None under mocks.
 */
export function retryWhilePropagating(facts: RetryFacts): pulumi.ErrorHook[] {
    return errorHooks(facts.name, "propagation", ({ errors }, azureSays) => retry(facts, errors, azureSays));
}

async function retry(facts: RetryFacts, errors: string[], azureSays: string): Promise<boolean> {
    const error = propagationError(azureSays);
    if (error === undefined) {
        return false;
    }
    const attempt = errors.length;
    const seconds = delayAfter(attempt);
    const limit = facts.timeoutMinutes * 60;
    if (waitedBefore(attempt) + seconds > limit) {
        throw new Error(
            propagationTimeoutMessage({
                cluster: facts.name,
                error,
                minutes: facts.timeoutMinutes,
                assignments: await linesOf(facts.beforeCluster),
                creates: facts.creates,
                azureSays,
            }),
        );
    }
    await report(facts, error, attempt, seconds);
    await backoff.wait(seconds);
    return true;
}

/** The first line stays in the log; those after it only show that the wait goes on. */
function report(facts: RetryFacts, error: PropagationError, attempt: number, seconds: number): Promise<void> {
    const passing = attempt > 1;
    const message =
        `waiting for ${error.needs} to take effect (${error.code}), for at most ${facts.timeoutMinutes} minutes; ` +
        `attempt ${attempt + 1} in ${seconds} s`;
    return pulumi.log.info(message, facts.component, undefined, passing);
}

/** Known to every update: the cluster is made after these. */
async function linesOf(assignments: pulumi.Output<RequiredRoleAssignment[]>): Promise<string[]> {
    const known = await knownValue(assignments);
    return known === UNKNOWN ? [] : known.map(asLine);
}

function asLine({ role, identity, principalId, scope }: RequiredRoleAssignment): string {
    return `${role} for ${identity} (principal ${principalId}) on ${scope}`;
}
