import * as pulumi from "@pulumi/pulumi";

/**
 * Something that each run of a program has one of. A program may run several times in one process: each run has a
 * monitor of its own.
 */
export function ofRun<T>(make: () => T): () => T {
    const known = new WeakMap<object, T>();
    return () => {
        const monitor = pulumi.runtime.getMonitor() ?? {};
        const found = known.get(monitor) ?? make();
        known.set(monitor, found);
        return found;
    };
}
