import * as pulumi from "@pulumi/pulumi";
import { isKnown } from "./sdk";

/**
 * Whether an update of this resource has failed or was skipped, but the run continues (`--continue-on-error`). The SDK
 * does not report that to the program. But outputs are then unknown in an update, which they never are after a success.
 * Rejects if the run ends.
 */
export async function hasFailed(resource: pulumi.CustomResource): Promise<boolean> {
    if (pulumi.runtime.isDryRun()) {
        return false;
    }
    const outputs = Object.values(resource).filter((value) => pulumi.Output.isInstance(value));
    const known = await Promise.all(outputs.map(isKnown));
    return known.includes(false);
}
