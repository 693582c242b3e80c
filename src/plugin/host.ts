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

    /** Components that are under construction: an error that nobody catches fails them, and is printed with them. */
    private underConstruction = 0;

    get isConstructing(): boolean {
        return this.underConstruction > 0;
    }

    /** Creates a component. Rejects with one message, which has no value of an input. */
    async construct(
        name: string,
        type: string,
        inputs: pulumi.Inputs,
        options: pulumi.ComponentResourceOptions,
    ): Promise<ConstructResult> {
        this.underConstruction++;
        try {
            const Component = componentClass(type);
            const given = await withNamedOutputs(await withOutputsInside(Component.name, inputs));
            const component = new Component(name, given as never, options);
            const outputs = Object.keys(RESOURCES[type]?.properties ?? {});
            const state = Object.fromEntries(outputs.map((output) => [output, Reflect.get(component, output)]));
            await allRegistered();
            return { urn: component.urn, state };
        } catch (error) {
            throw withoutValues(error);
        } finally {
            this.underConstruction--;
        }
    }
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
