import { mocksInUse } from "./sdk";

/** Mocks that answer as Azure does have this property: what outputs hold under them can be validated. */
export const ANSWERS_AS_AZURE = "answersAsAzure";

/**
 * Whether a program is a unit test under a consumer's own mocks (https://www.pulumi.com/docs/iac/concepts/testing/unit).
 * What outputs hold is made up there, an id is no id of Azure's and most values are missing, so nothing can be said of it.
 */
export function valuesAreMadeUp(): boolean {
    const mocks = mocksInUse();
    return mocks !== undefined && !(ANSWERS_AS_AZURE in mocks);
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
