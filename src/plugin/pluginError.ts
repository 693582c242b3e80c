import * as pulumi from "@pulumi/pulumi";

/**
 * The error of a component as the engine is to print it. The engine prints the value of each input that an error names, also
 * of a secret one: so the error names none, and its message says what is wrong.
 */
export function withoutValues(error: unknown): unknown {
    return error instanceof pulumi.InputPropertiesError
        ? new pulumi.InputPropertiesError({ message: error.message, errors: [] })
        : error;
}

/** The message of an error that nobody has caught, without a stack: of a failed look-up, what the provider says. */
export function messageOfUncaught(error: unknown): string {
    const { message = String(error), details }: { message?: unknown; details?: unknown } = Object(error);
    return String(typeof details === "string" && details !== "" ? details : message);
}
