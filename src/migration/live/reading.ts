/** What Azure was asked for, or why it did not tell. */
export type Reading<T> = { value: T } | { failure: string };

/** The value; undefined where it could not be read. */
export function readValue<T>(reading: Reading<T>): T | undefined {
    return "value" in reading ? reading.value : undefined;
}
