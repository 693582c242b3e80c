import * as pulumi from "@pulumi/pulumi";
import { sdkStore } from "./sdk";

/** Limit of deployments in one process: the least recently used ones are removed. */
const MOST_DEPLOYMENTS = 256;

/**
 * Something that each deployment has one of, however many run in one process. A deployment is known by the address of
 * its resource monitor: in a plugin each component gets a monitor object of its own. Under mocks, which have no address,
 * it is known by the monitor object.
 */
export function perDeployment<T>(make: () => T): () => T {
    const byAddress = new Map<string, T>();
    const byMonitor = new WeakMap<object, T>();
    return () => {
        const address = addressOfDeployment();
        if (address === undefined) {
            const monitor = pulumi.runtime.getMonitor() ?? {};
            const value = byMonitor.get(monitor) ?? make();
            byMonitor.set(monitor, value);
            return value;
        }
        const value = byAddress.get(address) ?? make();
        // The one that is used last is forgotten last.
        byAddress.delete(address);
        byAddress.set(address, value);
        for (const oldest of byAddress.keys()) {
            if (byAddress.size <= MOST_DEPLOYMENTS) {
                break;
            }
            byAddress.delete(oldest);
        }
        return value;
    };
}

/** The ports of one run may come again in a later one, but hardly both of them. */
function addressOfDeployment(): string | undefined {
    const { monitorAddr, engineAddr = "", dryRun = false } = sdkStore().settings?.options ?? {};
    return monitorAddr === undefined || monitorAddr === "" || monitorAddr === "mock"
        ? undefined
        : [monitorAddr, engineAddr, dryRun].join(" ");
}
