import * as pulumi from "@pulumi/pulumi";

/** This package's own tests have mocks that answer as Azure does, and are told whether an answer is none. */
export const mocks = { answerAsAzure: false };

/**
 * Whether a program is a unit test under Pulumi's mocks (https://www.pulumi.com/docs/iac/concepts/testing/unit). What
 * outputs hold is made up there, an id is no id of Azure's and most values are missing, so nothing can be said of it.
 */
export function valuesAreMadeUp(): boolean {
    // The SDK keeps the class of the mocks' monitor to itself; it alone holds mocks.
    const monitor: object = pulumi.runtime.getMonitor() ?? {};
    return !mocks.answerAsAzure && "mocks" in monitor;
}

/** What a look-up finds, which providers tell in whole; under mocks that do not answer it, an object without anything. */
export async function found<Result extends object>(lookUp: Promise<Result>): Promise<Result> {
    try {
        return (await lookUp) ?? ({} as Result);
    } catch (error) {
        if (valuesAreMadeUp()) {
            return {} as Result;
        }
        throw error;
    }
}
