import * as pulumi from "@pulumi/pulumi";
import { ofRun } from "./ofRun";

/** The two kinds of hooks that this package binds to the cluster and its pools. */
export type HookKind = "ErrorHook" | "ResourceHook";

/** What of a kind of hooks an SDK, a monitor and a CLI have to know. */
const KINDS = {
    ErrorHook: { hook: pulumi.ErrorHook, registration: "registerErrorHook", support: "supportsErrorHooks" },
    ResourceHook: {
        hook: pulumi.ResourceHook,
        registration: "registerResourceHook",
        support: "supportsResourceHooks",
    },
} as const;

/**
 * Whether the engine takes hooks of this kind. Pulumi's test mocks have none, an older CLI says so, an older SDK
 * does not know them. The SDK keeps the CLI's answer in its store, which it does not export with types.
 */
export function engineHas(kind: HookKind): boolean {
    const monitor: { registerErrorHook?: unknown; registerResourceHook?: unknown } | undefined =
        pulumi.runtime.getMonitor();
    const { hook, registration, support } = KINDS[kind];
    if (typeof hook !== "function" || typeof monitor?.[registration] !== "function") {
        return false;
    }
    const state: { getStore(): Partial<Record<string, boolean>> } = require("@pulumi/pulumi/runtime/state");
    return state.getStore()[support] === true;
}

/** Hook names are global to a deployment, names of components are not. */
export function uniqueHookName(component: string, purpose: string): string {
    const name = `managed-identity-aks:${component}:${purpose}`;
    const used = hookNames();
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name}:${count}`;
}

const hookNames = ofRun(() => new Map<string, number>());

/** The value of an output; undefined where a preview does not know it, for which an output alone would wait for ever. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    // The SDK keeps to itself that an output tells whether it is known.
    const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
    if (!(await isKnown)) {
        return undefined;
    }
    return new Promise((resolve) => {
        output.apply((value) => resolve(value));
    });
}
