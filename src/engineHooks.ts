import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { ofRun } from "./ofRun";
import { sdkStore } from "./sdkStore";

/** A value that a preview does not know yet: of something that the same update makes. */
export const UNKNOWN = Symbol("unknown");
export type KnownLater<T> = T | typeof UNKNOWN;

/** The two kinds of hooks that this package binds to resources. */
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
 * does not know them. The SDK keeps the CLI's answer in its store.
 */
export function engineHas(kind: HookKind): boolean {
    const monitor: { registerErrorHook?: unknown; registerResourceHook?: unknown } | undefined =
        pulumi.runtime.getMonitor();
    const { hook, registration, support } = KINDS[kind];
    if (typeof hook !== "function" || typeof monitor?.[registration] !== "function") {
        return false;
    }
    return sdkStore()[support] === true;
}

/** One hook on resources, which previews run, too; none where the engine has none. */
export function previewedHooks(
    component: string,
    purpose: string,
    callback: (args: pulumi.ResourceHookArgs) => Promise<void>,
): pulumi.ResourceHook[] {
    if (!engineHas("ResourceHook")) {
        return [];
    }
    // The engine calls back from outside the program; bound to it, the hook can talk to the program's own engine.
    const bound = AsyncResource.bind(callback);
    return [new pulumi.ResourceHook(uniqueHookName(component, purpose), bound, { onDryRun: true })];
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

/** Inputs or outputs as a hook gets them: a secret one comes wrapped, and may then be unknown as a whole. */
export async function plain(values: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const entries = Object.entries(values).map(
        async ([key, value]) =>
            [key, pulumi.Output.isInstance(value) ? ((await knownValue(value)) ?? UNKNOWN) : value] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
}
