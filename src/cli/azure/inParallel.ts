/** Calls `read` for each, no more than `most` at once; the results are in the order of `all`. */
export async function inParallel<T, R>(most: number, all: readonly T[], read: (each: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    const entries = all.entries();
    // They share one iterator, so each takes the next entry.
    const work = async () => {
        for (const [index, each] of entries) {
            results[index] = await read(each);
        }
    };
    await Promise.all(Array.from({ length: most }, work));
    return results;
}
