import type * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import { AksClusterIdentities, AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import schema from "../../src/schema.json";

/** A plugin with the components, as the engine starts one: each construction gets a monitor of its own. */

const COMPONENTS: Record<string, new (name: string, args: never, opts: object) => pulumi.ComponentResource> = {
    AksClusterIdentities,
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
};

void provider.main(
    {
        version: schema.version,
        schema: JSON.stringify(schema),
        construct: async (name, type, inputs, options) => {
            const component = String(type.split(":").pop());
            const { resources } = schema as { resources: Record<string, { properties: object }> };
            const outputs = Object.keys(resources[type]?.properties ?? {});
            const Component = COMPONENTS[component];
            if (!Component) {
                throw new Error(`The plugin has no component ${type}.`);
            }
            const made = new Component(name, inputs as never, options);
            return {
                urn: made.urn,
                state: Object.fromEntries(outputs.map((output) => [output, Reflect.get(made, output)])),
            };
        },
    },
    process.argv.slice(2),
);
