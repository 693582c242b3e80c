import { AsyncLocalStorage } from "node:async_hooks";
import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import { AksClusterIdentities } from "../aksClusterIdentities";
import { AksWorkloadIdentity } from "../aksWorkloadIdentity";
import { allRegistered } from "../engine/sdk";
import { ManagedIdentityAksCluster } from "../managedIdentityAksCluster";
import schema from "../schema.json";
import { withNamedOutputs } from "./inputNames";
import { withOutputsInside } from "./openInputs";
import { withoutValues } from "./pluginError";

type ComponentClass = new (
    name: string,
    args: never,
    opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const COMPONENTS: Record<string, ComponentClass> = Object.fromEntries(
    [AksClusterIdentities, AksWorkloadIdentity, ManagedIdentityAksCluster].map((component) => [
        `${schema.name}:index:${component.name}`,
        component as ComponentClass,
    ]),
);

const RESOURCES: Record<string, { properties: object }> = schema.resources;

/**
 * The components as a plugin, for programs in every language. Its schema is static: no source is analysed at the start.
 * See https://www.pulumi.com/docs/iac/guides/building-extending/components.
 */
export class Host implements Provider {
    readonly version = schema.version;
    readonly schema = JSON.stringify(schema);

    /** Fails the component that is constructed in this asynchronous context. */
    private readonly current = new AsyncLocalStorage<(error: unknown) => void>();
    private readonly underConstruction = new Set<(error: unknown) => void>();

    get isConstructing(): boolean {
        return this.underConstruction.size > 0;
    }

    /** Fails the component that an uncaught error comes from; false if it comes from none. */
    failCurrent(error: unknown): boolean {
        const fail = this.current.getStore();
        if (fail === undefined || !this.underConstruction.has(fail)) {
            return false;
        }
        fail(error);
        return true;
    }

    /** Creates a component. Rejects with one message, which has no value of an input. */
    async construct(
        name: string,
        type: string,
        inputs: pulumi.Inputs,
        options: pulumi.ComponentResourceOptions,
    ): Promise<ConstructResult> {
        let fail: (error: unknown) => void = () => undefined;
        const failed = new Promise<never>((_, reject) => {
            fail = reject;
        });
        this.underConstruction.add(fail);
        try {
            const constructed = this.current.run(fail, () => create(name, type, inputs, options));
            return await Promise.race([constructed, failed]);
        } catch (error) {
            throw withoutValues(error);
        } finally {
            this.underConstruction.delete(fail);
        }
    }
}

async function create(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
): Promise<ConstructResult> {
    const Component = componentClass(type);
    const given = await withNamedOutputs(await withOutputsInside(Component.name, inputs));
    const component = new Component(name, given as never, options);
    const outputs = Object.keys(RESOURCES[type]?.properties ?? {});
    const state = Object.fromEntries(outputs.map((output) => [output, Reflect.get(component, output)]));
    await allRegistered();
    return { urn: component.urn, state };
}

function componentClass(type: string): ComponentClass {
    const Component = COMPONENTS[type];
    if (Component === undefined) {
        throw new Error(
            `${schema.name} has no component ${type}. Its components are ${Object.keys(COMPONENTS).join(", ")}.`,
        );
    }
    return Component;
}
