import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../values";
import { perDeployment } from "./perDeployment";
import { isKnown, mocksInUse, promiseOf } from "./sdk";

export type KnownLater<T> = T | typeof UNKNOWN;

/** One hook on resources, which previews run, too; none under mocks, which have no engine. */
export function previewedHooks(
    component: string,
    purpose: string,
    callback: (args: pulumi.ResourceHookArgs) => Promise<void>,
): pulumi.ResourceHook[] {
    if (mocksInUse() !== undefined) {
        return [];
    }
    // The engine calls back from outside the program; bound to it, the hook can talk to the program's own engine.
    const bound = AsyncResource.bind(callback);
    return [new pulumi.ResourceHook(uniqueHookName(component, purpose), bound, { onDryRun: true })];
}

/** One hook on failed operations, which says whether to repeat them; none under mocks. */
export function errorHooks(
    component: string,
    purpose: string,
    callback: (failed: pulumi.ErrorHookArgs, azureSays: string) => Promise<boolean>,
): pulumi.ErrorHook[] {
    if (mocksInUse() !== undefined) {
        return [];
    }
    // Bound for the same reason.
    const bound = AsyncResource.bind((failed: pulumi.ErrorHookArgs) => callback(failed, failed.errors[0] ?? ""));
    return [new pulumi.ErrorHook(uniqueHookName(component, purpose), bound)];
}

/** One that repeats nothing. The engine prints what `explain` says in place of the errors that it knows. */
export function explainErrors(
    component: string,
    purpose: string,
    explain: (failed: pulumi.ErrorHookArgs, azureSays: string) => Promise<string | undefined>,
): pulumi.ErrorHook[] {
    return errorHooks(component, purpose, async (failed, azureSays) => {
        const explanation = await explain(failed, azureSays);
        if (explanation !== undefined) {
            throw new Error(explanation);
        }
        return false;
    });
}

/** Hook names must be unique in a deployment; names of components need not be. */
export function uniqueHookName(component: string, purpose: string): string {
    const name = `managed-identity-aks:${component}:${purpose}`;
    const used = hookNames();
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name}:${count}`;
}

const hookNames = perDeployment(() => new Map<string, number>());

/** The value of an output, or `UNKNOWN` in a preview that does not know it. Rejects where the output has failed. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<KnownLater<T>> {
    return (await isKnown(output)) ? promiseOf(output) : UNKNOWN;
}

/** Inputs or outputs as a hook gets them, where a secret one comes wrapped, and may then be unknown as a whole. */
export async function unwrapSecrets(values: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const entries = Object.entries(values).map(
        async ([key, value]) =>
            [key, pulumi.Output.isInstance(value) ? ((await knownValue(value)) ?? UNKNOWN) : value] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
}
