import * as pulumi from "@pulumi/pulumi";
import { outputsInState } from "./sdk";

const TYPE = "managed-identity-aks:index:LastApplied";

/**
 * What the last successful run applied, kept as the outputs of a child component. The engine hands on the outputs that a
 * component has in the state until the program registers new ones, also after a rename with an alias. So a program reads
 * its own record alone, and no value of another resource. A record must hold no secret.
 */
export class LastApplied<Applied extends object> extends pulumi.ComponentResource {
    /** The record of the last successful run; undefined where there is none. */
    readonly previous: Promise<Applied | undefined>;

    constructor(name: string, parent: pulumi.Resource) {
        super(TYPE, name, {}, { parent });
        this.previous = outputsInState(this).then(({ applied }) => applied as Applied | undefined);
    }

    /** Keeps this record for the next run. */
    save(applied: pulumi.Input<Applied | undefined>): void {
        // Once they are registered, the engine hands on these: the previous ones must have been read before.
        const read = this.previous.then(() => true);
        this.registerOutputs({ applied: pulumi.output(read).apply(() => applied) });
    }
}
