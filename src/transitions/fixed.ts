import { poolNamed } from "../cluster/livePools";
import type { Values } from "../values";
import { type ClusterChange, objectIn, type PoolChange } from "./change";

/** An input that cannot be changed for an existing cluster, with its path in the inputs of azure-native. */
interface FixedInput {
    input: string;
    property: string;
    /** Exceptions: changes that AKS accepts. */
    except?: (current: Values, desired: unknown) => boolean;
}

const API_SERVER: FixedInput[] = [
    {
        input: "apiServer.privateCluster",
        property: "enablePrivateCluster",
        // An API server in the cluster's network can be made private and public again.
        except: ({ enableVnetIntegration }) => enableVnetIntegration === true,
    },
    {
        input: "apiServer.privateDNSZone",
        property: "privateDNSZone",
        except: (_, desired) => desired === "none",
    },
    {
        input: "apiServer.vnetIntegration",
        property: "enableVnetIntegration",
        except: (_, desired) => desired === true,
    },
];

/** For a pool that is a separate resource, azure-native replaces the pool if its VM size changes. */
const POOL: FixedInput[] = [
    { input: "subnetId", property: "vnetSubnetID" },
    { input: "podSubnetId", property: "podSubnetID" },
    { input: "maxPods", property: "maxPods" },
    { input: "availabilityZones", property: "availabilityZones" },
    { input: "osType", property: "osType" },
    { input: "properties.osDiskSizeGB", property: "osDiskSizeGB" },
    { input: "properties.osDiskType", property: "osDiskType" },
];

const SYSTEM_POOL: FixedInput[] = [{ input: "vmSize", property: "vmSize" }, ...POOL].map((fixed) => ({
    ...fixed,
    input: `systemNodePool.${fixed.input}`,
}));

/**
 * The inputs of an existing cluster that are about to change although AKS cannot change them. It does not include
 * unknown values, or inputs that the program no longer sets: AKS does not change those.
 */
export function changedFixedInputs({ live, desired }: ClusterChange): string[] {
    const profiles = [live, desired].map((each) => objectIn(each, "apiServerAccessProfile"));
    return live === undefined ? [] : changed(API_SERVER, profiles[0] ?? {}, profiles[1]);
}

/** The same of the pool inside the cluster. */
export function changedFixedSystemPoolInputs(change: ClusterChange): string[] {
    const { live = {}, desired, facts } = change;
    const [livePool, pool] = [live, desired].map((each) => poolNamed(facts.systemPool, each));
    return livePool ? changed(SYSTEM_POOL, livePool, pool) : [];
}

/** The same of a pool that is a resource of its own, as its entry in `nodePools` names them. */
export function changedFixedPoolInputs({ live, desired }: Pick<PoolChange, "live" | "desired">): string[] {
    return live === undefined ? [] : changed(POOL, live, desired);
}

function changed(inputs: FixedInput[], current: Values, desired: Values = {}): string[] {
    return inputs
        .filter(({ property, except }) => {
            const value = desired[property];
            return differs(current[property], value) && !except?.(current, value);
        })
        .map(({ input }) => input);
}

/** A switch that was never set is off. Ids that differ only in letter case are equal. */
function differs(current: unknown, desired: unknown): boolean {
    if (typeof desired === "boolean") {
        return desired !== (current ?? false);
    }
    const text = (value: unknown) => [value].flat().map(String).sort().join().toLowerCase();
    return isPlain(desired) && text(desired) !== text(current);
}

function isPlain(value: unknown): boolean {
    return Array.isArray(value) ? value.every(isPlain) : typeof value === "string" || typeof value === "number";
}
