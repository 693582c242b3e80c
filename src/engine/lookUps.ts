import * as pulumi from "@pulumi/pulumi";
import { SECRET } from "../values";

/** The answer to a look-up that is made once more where it fails: under load a provider may fail to answer in time. */
export async function retryOnce<T>(lookUp: () => Promise<T>): Promise<T> {
    return lookUp().catch(lookUp);
}

/** The answer to a look-up; undefined where it fails, as under mocks. */
export async function orUndefined<T>(lookUp: () => Promise<T>): Promise<T | undefined> {
    try {
        return await lookUp();
    } catch {
        return undefined;
    }
}

/** The answer to a look-up. The error of a failed one is `explain`'s text, which says what to do. */
async function explained<T>(lookUp: Promise<T>, explain: (reason: string) => string): Promise<T> {
    try {
        return await lookUp;
    } catch (error) {
        // A RunError is printed without a stack.
        throw new pulumi.RunError(explain(reasonOf(error)));
    }
}

/** The same for a look-up by the value of an input. The error does not show a secret value. */
export function lookUpOf<T>(
    input: pulumi.Output<string>,
    lookUp: (value: string) => Promise<T>,
    explain: (value: string, reason: string) => string,
): pulumi.Output<T> {
    return input.apply(async (value) => {
        const shown = await showOf(input);
        return explained(lookUp(value), (reason) => shown(explain(value, reason), value));
    }) as pulumi.Output<T>;
}

/** What makes a text that may hold the value of an input one that can be shown: the value of a secret one is left out. */
export async function showOf(input: pulumi.Output<string>): Promise<(text: string, value: string) => string> {
    const isSecret = await pulumi.isSecret(input);
    return (text, value) => (isSecret ? text.replaceAll(value, SECRET) : text);
}

export function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
