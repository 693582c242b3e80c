import * as pulumi from "@pulumi/pulumi";

/**
 * The error for rejected arguments. In a program only its message is printed, without a stack. Through the plugin, the
 * engine prints each violation with its property path. See https://www.pulumi.com/docs/iac/concepts/inputs-outputs.
 */
export class ArgumentsError extends pulumi.InputPropertiesError {
    /** Pulumi's marker for an error that is printed without its stack. */
    readonly __pulumiRunError = true;

    /** `component` is type and name, as `ManagedIdentityAksCluster "aks"`; each of `errors` becomes a line. */
    constructor(component: string, errors: pulumi.InputPropertyErrorDetails[]) {
        const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
        const lines = errors.map(({ reason }) => `  - ${reason}`);
        super({ message: [`${component}: ${count} in its arguments.`, ...lines].join("\n"), errors });
        this.name = "ArgumentsError";
    }
}
