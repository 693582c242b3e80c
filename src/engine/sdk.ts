import * as pulumi from "@pulumi/pulumi";

/**
 * Every touch of what the SDK keeps to itself. Each is guarded: another version of the SDK that lacks one of them costs a
 * feature, not the program. Held by `test/unit/sdk.test.ts`.
 */

/** What the SDK knows of the run, as far as this package asks for it. */
interface SdkStore {
    /** What the engine takes, by the names of the SDK: `supportsErrorHooks`. */
    [support: string]: unknown;
    settings?: { options?: RunOptions };
}

interface RunOptions {
    /** Where the resource monitor listens; `mock` under Pulumi's test mocks. */
    monitorAddr?: string;
    engineAddr?: string;
    dryRun?: boolean;
}

/** The SDK's store of the run, which it does not export with types; nothing where another version has none. */
export function sdkStore(): SdkStore {
    try {
        const state: { getStore?(): SdkStore } = require("@pulumi/pulumi/runtime/state");
        return state.getStore?.() ?? {};
    } catch {
        return {};
    }
}

/** What an output keeps to itself. */
interface OutputInternals<T> {
    isKnown?: Promise<boolean>;
    promise?(): Promise<T>;
    resources?(): Iterable<pulumi.Resource>;
}

/** Whether a preview knows an output; an update knows all. */
export async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
    const { isKnown: known } = output as unknown as OutputInternals<unknown>;
    return known === undefined ? !pulumi.runtime.isDryRun() : await known;
}

/** The value of an output that is known. Rejects where the output has failed. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
    const internals = output as unknown as OutputInternals<T>;
    return typeof internals.promise === "function"
        ? internals.promise()
        : new Promise((resolve) => {
              output.apply(resolve);
          });
}

/** The resources that an output depends on; none where the SDK does not tell. */
export function resourcesOf(output: object): pulumi.Resource[] {
    const internals = output as OutputInternals<unknown>;
    return typeof internals.resources === "function" ? [...internals.resources()] : [];
}

/** The logical name of the resource whose id an output is; nothing where it is another output, or the SDK does not tell. */
export function nameOfResource(output: object): string | undefined {
    const resources = resourcesOf(output);
    const resource = resources[0] as { id?: unknown; __name?: string } | undefined;
    return resources.length === 1 && resource?.id === output ? resource.__name : undefined;
}

/** Resolves when every resource that the run has asked for is registered; at once where the SDK does not tell. */
export async function allRegistered(): Promise<void> {
    const { waitForRPCs }: { waitForRPCs?(): Promise<void> } = pulumi.runtime as object;
    await waitForRPCs?.();
}

/** Whether the monitor is that of Pulumi's test mocks: it alone holds them. */
export function hasMocks(): boolean {
    const monitor: object = pulumi.runtime.getMonitor() ?? {};
    return "mocks" in monitor;
}
