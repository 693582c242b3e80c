import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../values";
import { knownValue } from "./hooks";

/**
 * The same output, but known in a preview also when the resource is about to be updated. azure-native makes all outputs
 * of such a resource unknown, and resources that depend on them would look replaced (pulumi/pulumi-azure-native#1080).
 * The id is known then, so `lookUp` reads the value from Azure; without one, the output stays unknown.
 */
export function knownInPreview<T>(
    { id }: pulumi.CustomResource,
    output: pulumi.Output<T>,
    lookUp: (id: string) => Promise<T | undefined>,
): pulumi.Output<T> {
    if (!pulumi.runtime.isDryRun()) {
        return output;
    }
    return id.apply(async (living): Promise<pulumi.Output<T> | T> => {
        const known = (await knownValue(output)) !== UNKNOWN;
        return known ? output : ((await lookUp(living)) ?? output);
    }) as pulumi.Output<T>;
}
