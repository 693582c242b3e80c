import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { isRecord, type Path, type Values } from "../values";
import { perDeployment } from "./perDeployment";
import { isSecretAt, type Resolved, resolveOutputs } from "./resolveOutputs";
import { mocksInUse, urnOf } from "./sdk";

/** A resource as it is about to be registered, after the transforms of the program. */
export interface Registration {
    /** Its inputs, with the values of the outputs in them. */
    desired: Resolved;
    /** The same as the component gave them, before transforms. */
    own: Values;
    ignoreChanges: string[];
    /** Id of what it imports. */
    import?: string;
    deleteBeforeReplace?: boolean;
}

export interface Adjusted extends Partial<Omit<Registration, "desired" | "own">> {
    inputs: Values;
}

type Adjust<Given = Registration> = (registration: Given) => Promise<Adjusted>;
type GivenToTransform = Omit<Registration, "own">;

interface Adjustments {
    byResource: Map<string, Adjust<GivenToTransform>>;
    /** Resolves when the engine has the transform; absent before the first component. */
    registered?: Promise<void>;
}

const ofThisRun = perDeployment((): Adjustments => ({ byResource: new Map() }));

/**
 * Lets `adjust` change a child's registration before the engine compares it with the state. It runs in a transform of the
 * stack: these come after the transforms of the resource and of its parents, in the order in which they were registered.
 * So the program's own transforms have run before, unless they are registered after the first component of this package.
 * The registration of the child must wait for the promise. Mocks have no transforms.
 */
export async function adjustRegistration(
    parent: pulumi.Resource,
    child: { type: string; name: string; inputs: object },
    adjust: Adjust,
): Promise<void> {
    if (mocksInUse() !== undefined) {
        return;
    }
    const bound = AsyncResource.bind(async (registration: GivenToTransform) => {
        const own = { ...Object((await resolveOutputs(child.inputs)).value) };
        const { value, secrets } = registration.desired;
        return adjust({ ...registration, own, desired: { value: withUnknowns(value, own), secrets } });
    });
    // The engine takes the transforms of one program in any order, but those before a registration come before those after.
    const key = keyOf(await urnOf(parent), child);
    const run = ofThisRun();
    run.byResource.set(key, bound);
    run.registered ??= register(run);
    await run.registered;
}

/** The engine takes the transforms of one program in any order, but those before a registration come before those after. */
async function register(run: Adjustments): Promise<void> {
    // The first with all of the callbacks that the components use.
    await pulumi.requirePulumiVersion(OLDEST_CLI);
    pulumi.runtime.registerResourceTransform(AsyncResource.bind(transform(run)));
    // The SDK waits for it before it registers a resource, but in a plugin each component has a connection of its own.
    await pulumi.runtime.awaitStackRegistrations();
}

const OLDEST_CLI = ">=3.230.0";

function keyOf(parent: string, { type, name }: { type: string; name: string }): string {
    return `${parent} ${type} ${name}`;
}

function transform({ byResource }: Adjustments): pulumi.ResourceTransform {
    return async ({ custom, type, name, props, opts }) => {
        if (!custom || opts.parent === undefined) {
            return undefined;
        }
        const adjust = byResource.get(keyOf(await urnOf(opts.parent), { type, name }));
        if (adjust === undefined) {
            return undefined;
        }
        const { ignoreChanges = [], import: imported, deleteBeforeReplace } = opts as pulumi.CustomResourceOptions;
        const desired = await resolveOutputs(props);
        // The SDK says an empty text where nothing is imported.
        const registration = { desired, ignoreChanges, import: imported || undefined, deleteBeforeReplace };
        const { inputs, ...options } = { ...registration, ...(await adjust(registration)) };
        return {
            props: encodeSecrets(desired, inputs, []) as Values,
            opts: {
                ...opts,
                ignoreChanges: options.ignoreChanges,
                import: options.import,
                deleteBeforeReplace: options.deleteBeforeReplace,
            } as pulumi.CustomResourceOptions,
        };
    };
}

/**
 * The inputs with those that a preview does not know. The SDK reads what a transform is given from outside of the program,
 * too, and leaves them out there.
 */
function withUnknowns(given: unknown, own: unknown): unknown {
    if (pulumi.Output.isInstance(own)) {
        return given ?? own;
    }
    if (Array.isArray(own)) {
        return Array.isArray(given) ? given.map((each, index) => withUnknowns(each, own[index])) : given;
    }
    if (!isRecord(own)) {
        return given;
    }
    const values: Values = isRecord(given) ? { ...given } : {};
    const restored = Object.entries(own).map(([key, each]) => [key, withUnknowns(values[key], each)]);
    const all = { ...values, ...Object.fromEntries(restored.filter(([, each]) => each !== undefined)) };
    return given === undefined && Object.keys(all).length === 0 ? undefined : all;
}

/**
 * The value with its secrets as the engine's protocol has them. The SDK sends what a transform returns from outside of the
 * program, where it does not know that the engine takes secrets, and would send a secret output in plain text.
 */
function encodeSecrets(resolved: Resolved, value: unknown, path: Path): unknown {
    if (isSecretAt(resolved, path)) {
        return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
    }
    if (Array.isArray(value)) {
        return value.map((each, index) => encodeSecrets(resolved, each, [...path, index]));
    }
    return isRecord(value)
        ? Object.fromEntries(
              Object.entries(value).map(([key, each]) => [key, encodeSecrets(resolved, each, [...path, key])]),
          )
        : value;
}
