import { poolNamed } from "../cluster/livingPools";
import { objectIn } from "./change";

type Values = Record<string, unknown>;

/** An input whose value AKS keeps for as long as the cluster lives: where it is in what azure-native takes. */
interface FixedInput {
    input: string;
    property: string;
    /** Whether AKS takes this change after all. */
    except?: (before: Values, wanted: unknown) => boolean;
}

const API_SERVER: FixedInput[] = [
    {
        input: "apiServer.privateCluster",
        property: "enablePrivateCluster",
        // An API server in the cluster's network can be made private and public again.
        except: ({ enableVnetIntegration }) => enableVnetIntegration === true,
    },
    {
        input: "apiServer.privateDnsZone",
        property: "privateDNSZone",
        except: (_, wanted) => wanted === "none",
    },
    {
        input: "apiServer.vnetIntegration",
        property: "enableVnetIntegration",
        except: (_, wanted) => wanted === true,
    },
];

/** Of a pool that is a resource of its own azure-native replaces whatever changes the size of its machines. */
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

/** All of them, as a program names them. */
export const FIXED_INPUTS = API_SERVER.map(({ input }) => input);
export const FIXED_SYSTEM_POOL_INPUTS = SYSTEM_POOL.map(({ input }) => input);
export const FIXED_POOL_INPUTS = POOL.map(({ input }) => input);

/**
 * The inputs that are about to change on a living cluster and that AKS keeps as they are. What is not known yet is not
 * among them, nor what the program no longer names: AKS then leaves it.
 */
export function changedFixedInputs(before: Values, after: Values): string[] {
    return changed(
        API_SERVER,
        objectIn(before, "apiServerAccessProfile") ?? {},
        objectIn(after, "apiServerAccessProfile"),
    );
}

/** The same of the pool of this name inside the cluster. */
export function changedFixedSystemPoolInputs(before: Values, after: Values, name: string): string[] {
    const pool = poolNamed(name, before);
    return pool ? changed(SYSTEM_POOL, pool, poolNamed(name, after)) : [];
}

/** The same of a pool that is a resource of its own, as its entry in `nodePools` names them. */
export function changedFixedPoolInputs(before: Values, after: Values): string[] {
    return changed(POOL, before, after);
}

function changed(inputs: FixedInput[], before: Values, after: Values = {}): string[] {
    return inputs
        .filter(({ property, except }) => {
            const wanted = after[property];
            return differs(before[property], wanted) && !except?.(before, wanted);
        })
        .map(({ input }) => input);
}

/** A switch that was never set is off; ids differ in more than their case. */
function differs(before: unknown, wanted: unknown): boolean {
    if (typeof wanted === "boolean") {
        return wanted !== (before ?? false);
    }
    const text = (value: unknown) => [value].flat().map(String).sort().join().toLowerCase();
    return isPlain(wanted) && text(wanted) !== text(before);
}

function isPlain(value: unknown): boolean {
    return Array.isArray(value)
        ? value.every(isPlain)
        : typeof value === "string" || typeof value === "number";
}
