import { hasMocks } from "./sdk";

/** This package's own tests have mocks that answer as Azure does, and are told whether an answer is none. */
export const mocks = { answerAsAzure: false };

/**
 * Whether a program is a unit test under Pulumi's mocks (https://www.pulumi.com/docs/iac/concepts/testing/unit). What
 * outputs hold is made up there, an id is no id of Azure's and most values are missing, so nothing can be said of it.
 */
export function valuesAreMadeUp(): boolean {
    return !mocks.answerAsAzure && hasMocks();
}

/** The result of a look-up; under mocks that do not answer it, an empty object. */
export async function emptyUnderMocks<Result extends object>(lookUp: Promise<Result>): Promise<Result> {
    try {
        return (await lookUp) ?? ({} as Result);
    } catch (error) {
        if (valuesAreMadeUp()) {
            return {} as Result;
        }
        throw error;
    }
}
