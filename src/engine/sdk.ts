import * as pulumi from "@pulumi/pulumi";

/**
 * All uses of internals of the SDK. Each is guarded: if another version of the SDK lacks one of them, a feature is off,
 * but the program works. Tested by `test/unit/sdk.test.ts`.
 */

/** The parts of the SDK's run state that this package uses. */
interface SdkStore {
    /** Features of the engine, with the names of the SDK: `supportsErrorHooks`. */
    [support: string]: unknown;
    settings?: {
        options?: RunOptions;
        /** Resolves when all that the program has asked for so far is done; the end of the program waits for it. */
        rpcDone?: Promise<unknown>;
    };
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

/** Internals of an output. */
interface OutputInternals<T> {
    isKnown?: Promise<boolean>;
    isSecret?: Promise<boolean>;
    promise?(): Promise<T>;
    allResources?(): Promise<unknown>;
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

/** The same, where nobody else looks at the output: one that has failed rejects this promise alone, not the program. */
export function soleResultOf<T>(output: pulumi.Output<T>): Promise<T> {
    const internals = output as unknown as OutputInternals<T>;
    for (const beside of [internals.isKnown, internals.isSecret, internals.allResources?.()]) {
        beside?.catch(() => undefined);
    }
    return promiseOf(output);
}

/** The resources that an output depends on; none where the SDK does not tell. */
export function resourcesOf(output: object): pulumi.Resource[] {
    const internals = output as OutputInternals<unknown>;
    return typeof internals.resources === "function" ? [...internals.resources()] : [];
}

/** What makes an output of its parts. */
type OutputOfParts = new (
    resources: pulumi.Resource[],
    value: Promise<unknown>,
    isKnown: Promise<boolean>,
    isSecret: Promise<boolean>,
) => pulumi.Output<unknown>;

/** An output with a value, or with the value of an output, that depends on these resources. */
export function dependentOutput(value: unknown, resources: pulumi.Resource[]): pulumi.Output<unknown> {
    const { isKnown: known, isSecret: secret } = pulumi.output(value) as unknown as OutputInternals<unknown>;
    const OfParts = pulumi.Output as unknown as OutputOfParts;
    return new OfParts(
        resources,
        Promise.resolve(value),
        Promise.resolve(known ?? true),
        Promise.resolve(secret ?? false),
    );
}

/** The URN of a resource. */
export function urnOf({ urn }: pulumi.Resource): Promise<string> {
    return promiseOf(urn);
}

/**
 * The outputs that the engine has for a registered resource. The option `urn` reads them by the same call, but leaves an
 * absent output unknown in a preview. Until a component registers outputs, these are the ones that the state has.
 */
export async function outputsInState(resource: pulumi.Resource): Promise<Record<string, unknown>> {
    const { state = {} }: { state?: Record<string, unknown> } = await pulumi.runtime.invoke(
        "pulumi:pulumi:getResource",
        { urn: await urnOf(resource) },
    );
    return state;
}

/** The id of a resource of this deployment; undefined where a preview does not know it, or the engine does not tell. */
export async function idOfResource({ urn }: pulumi.Resource): Promise<string | undefined> {
    const found: { id?: unknown } = await pulumi.runtime
        .invoke("pulumi:pulumi:getResource", { urn: await promiseOf(urn) })
        .catch(() => ({}));
    return typeof found.id === "string" && found.id !== "" ? found.id : undefined;
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

/**
 * Fails the program when all resources that it has requested so far are registered, so that Pulumi deletes nothing. Nothing
 * documented does that: of a logged error, an error in an output and an uncaught error the engine learns only when the
 * program has ended, after the deletions (tried with inline programs). So the SDK's chain of calls rejects.
 */
export function failWhenRegistered(error: Error): void {
    const { settings = {} } = sdkStore();
    const failed = Promise.resolve(settings.rpcDone).then(() => {
        throw error;
    });
    settings.rpcDone = FailedCalls.resolve(failed);
}

/**
 * The calls of a program that fails. The SDK chains each call to the previous ones, and waits for the chain twice: when
 * the program ends, and when it then closes the connections of a failed program.
 */
class FailedCalls<T> extends Promise<T> {
    // biome-ignore lint/suspicious/noThenProperty: a promise has one.
    override then<A = T, B = never>(...callbacks: Parameters<Promise<T>["then"]>): Promise<A | B> {
        const next = super.then(...callbacks) as Promise<A | B>;
        const { settings = {} } = sdkStore();
        let isCall = false;
        // A call makes its promise the end of the chain; the wait at the end of the program does not.
        queueMicrotask(() => {
            isCall = settings.rpcDone === next;
        });
        // Nobody waits for a call that begins after the end. An unhandled rejection would end the user's process.
        super.then.call(next, undefined, () => {
            if (!isCall) {
                // The connections are closed only if the second wait succeeds. An open one to an engine that has ended
                // could fail the first call of a later run on the same port.
                settings.rpcDone = Promise.resolve();
            }
        });
        return next;
    }
}

/** Pulumi's test mocks that the program runs under; undefined in a deployment. The monitor of mocks alone holds them. */
export function mocksInUse(): object | undefined {
    const monitor: object = pulumi.runtime.getMonitor() ?? {};
    return "mocks" in monitor ? Object(monitor.mocks) : undefined;
}

/** How a secret is sent: as `value` of an object that says so. */
export function isSentSecret(value: object): value is { value: unknown } {
    return Reflect.get(value, pulumi.runtime.specialSigKey) === pulumi.runtime.specialSecretSig && "value" in value;
}

/** Inputs as mocks are given them, with the values of secrets in their place. */
export function withoutSecrets<T>(value: T): T {
    if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) {
        return value;
    }
    if (Array.isArray(value)) {
        return value.map(withoutSecrets) as T;
    }
    if (isSentSecret(value)) {
        return withoutSecrets(value.value) as T;
    }
    // Not an asset or another special object.
    return Object.getPrototypeOf(value) === Object.prototype
        ? (Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, withoutSecrets(inside)])) as T)
        : value;
}

/** Calls back with each registration, before the mocks get it: Pulumi tells mocks nothing of options. */
export function watchRegistrations(watch: (request: RegisterRequest) => void): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Partial<RegisteringMonitor> | undefined;
    const register = monitor?.registerResource?.bind(monitor);
    if (monitor === undefined || register === undefined) {
        return;
    }
    monitor.registerResource = (request, callback) => {
        watch(request);
        return register(request, callback);
    };
}

interface RegisteringMonitor {
    registerResource(request: RegisterRequest, callback: unknown): unknown;
}

export interface RegisterRequest {
    getType(): string;
    getName(): string;
    getParent(): string;
    getObject(): { toJavaScript(): unknown } | undefined;
    getDependenciesList(): string[];
    getProtect(): boolean;
    getRetainondelete(): boolean;
    getIgnorechangesList(): string[];
    getReplaceonchangesList(): string[];
    getDeletebeforereplacedefined(): boolean;
    getDeletebeforereplace(): boolean;
    getHooks(): { getOnErrorList?(): string[] } | undefined;
}

/** Debug messages of the SDK on a call, up to what it was given or has answered. */
const CALL = /^(\w+(?: \w+)? RPC finished: [\s\S]*?, resp: |, obj=)[\s\S]*$/;
const withoutAnswers = new WeakSet<object>();

/**
 * Debug messages of the SDK contain the engine's answers, with the values of secrets. They are written to the event log
 * of each preview, and to logs of the CLI. From now on these messages end before the answer.
 */
export function hideAnswersInDebugMessages(): void {
    const { debug } = pulumi.log;
    if (!withoutAnswers.has(debug)) {
        const shortened: typeof debug = (message, ...rest) => debug(message.replace(CALL, "$1…"), ...rest);
        withoutAnswers.add(shortened);
        // Another version of the SDK might not allow this change.
        Reflect.set(pulumi.log, "debug", shortened);
    }
}
