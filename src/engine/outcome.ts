import * as pulumi from "@pulumi/pulumi";
import { isKnown } from "./sdk";

/**
 * Whether an update of this resource has failed or was skipped, and the run goes on all the same (`--continue-on-error`).
 * The SDK does not tell a program, but then takes for unknown what the engine returns no value of; after a success all is
 * known. Rejects where the run ends.
 */
export async function hasFailed(resource: pulumi.CustomResource): Promise<boolean> {
    if (pulumi.runtime.isDryRun()) {
        return false;
    }
    // `pulumi destroy --run-program` gives no id to a cluster that depends on what the program has added, but outputs.
    const outputs = Object.values(resource).filter((value) => pulumi.Output.isInstance(value) && value !== resource.id);
    const known = await Promise.all(outputs.map(isKnown));
    return known.includes(false);
}
