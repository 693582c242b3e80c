import type { ManagedIdentityAksClusterArgs } from "../args";
import { parseResourceId } from "../azure/resourceId";
import { isInside, isOnOnePath, propertyAt } from "../cluster/paths";
import type { Values } from "../values";
import { isWithin } from "./applied";

/** The inputs that prevent the creation of a new cluster while the old one exists, because their names are unique. */
export function fixedNames({
    clusterName,
    properties,
    network,
    networkAccess,
}: ManagedIdentityAksClusterArgs): string[] {
    return [
        ...(clusterName === undefined ? [] : ["clusterName"]),
        ...(properties?.nodeResourceGroup === undefined ? [] : ["properties.nodeResourceGroup"]),
        ...(properties?.fqdnSubdomain === undefined ? [] : ["properties.fqdnSubdomain"]),
        // AKS writes a route for each node's pods, and two clusters have the same pod range.
        ...(networkAccess?.routeTableId !== undefined && network?.networkPlugin === "kubenet"
            ? ["networkAccess.routeTableId"]
            : []),
    ];
}

/** An input, and its path in azure-native. */
type Place = readonly [input: string, path: string];

/** The inputs whose change replaces a resource. */
export interface Replaceable {
    /** Those in its id. */
    address: readonly Place[];
    inputs: readonly Place[];
}

const RESOURCE_GROUP: Place = ["resourceGroupName", "resourceGroupName"];

export const REPLACEABLE_CLUSTER: Replaceable = {
    address: [["clusterName", "resourceName"], RESOURCE_GROUP],
    inputs: [
        ["location", "location"],
        ["dnsPrefix", "dnsPrefix"],
        ["encryption.diskEncryptionSetId", "diskEncryptionSetID"],
        ["properties.fqdnSubdomain", "fqdnSubdomain"],
        ["properties.linuxProfile", "linuxProfile"],
        ["properties.nodeResourceGroup", "nodeResourceGroup"],
        ["properties.windowsProfile", "windowsProfile.adminUsername"],
        ...[
            "networkPlugin",
            "networkPluginMode",
            "networkPolicy",
            "networkDataplane",
            "outboundType",
            "podCidr",
            "serviceCidr",
            "dnsServiceIP",
        ].map((name): Place => [`network.${name}`, `networkProfile.${name}`]),
        ["properties.networkProfile.networkMode", "networkProfile.networkMode"],
        ["properties.networkProfile.serviceCidrs", "networkProfile.serviceCidrs"],
    ],
};

/** A pool that is a resource of its own. */
export const REPLACEABLE_POOL: Replaceable = {
    address: [["name", "agentPoolName"], ["clusterName", "resourceName"], RESOURCE_GROUP],
    inputs: [
        ["vmSize", "vmSize"],
        ["properties.gpuInstanceProfile", "gpuInstanceProfile"],
        ["properties.networkProfile.nodePublicIPTags", "networkProfile.nodePublicIPTags"],
    ],
};

/** Whether a change of the property at this path, of a property inside of it, or of its parent replaces the resource. */
export function isReplacedFor({ inputs }: Replaceable, path: string): boolean {
    return inputs.some(([, replacing]) => isOnOnePath(path, replacing));
}

/** Whether a pool has the place of another one: its name, in the same cluster. */
export function isInPlaceOf(desired: Values, shown: Values): boolean {
    return replacedFor({ ...REPLACEABLE_POOL, inputs: [] }, desired, shown).length === 0;
}

/** The inputs that cause a replacement: those that differ from the old resource. */
export function replacedFor(replaceable: Replaceable, desired: Values, shown: Values): string[] {
    return differing(replaceable, desired, shown, differs);
}

/**
 * The inputs that would replace a resource right after its import, without ignored paths. The import writes the values
 * of Azure into the state, and azure-native treats another letter case as another value.
 */
export function replacedAfterImport(
    replaceable: Replaceable,
    desired: Values,
    shown: Values,
    ignored: readonly string[],
): string[] {
    return differing(
        replaceable,
        desired,
        shown,
        (wanted, old, path) =>
            !ignored.some((each) => isInside(path, each)) &&
            (differs(wanted, old) || isSpelledOtherwise(wanted, old, path)),
    );
}

function differing(
    { address, inputs }: Replaceable,
    desired: Values,
    shown: Values,
    isChanged: (wanted: unknown, old: unknown, path: string) => boolean,
): string[] {
    const old = { ...shown, ...addressOf(shown.id) };
    const changed = [...address, ...inputs]
        .filter(([, path]) => isChanged(propertyAt(desired, path), propertyAt(old, path), path))
        .map(([input]) => input);
    // azure-native generates a new name for every replacement.
    return changed.length > 1 ? changed.filter((input) => input !== "clusterName") : changed;
}

/** The names in the id of a cluster or of a pool, as azure-native's inputs have them. */
function addressOf(id: unknown): Values {
    const { resourceGroupName, names: [resourceName, agentPoolName] = [] } = parseResourceId(String(id)) ?? {};
    return { resourceGroupName, resourceName, agentPoolName };
}

function differs(wanted: unknown, old: unknown): boolean {
    // Azure has more than one spelling of a region.
    const compact = (value: unknown) => (typeof value === "string" ? value.replaceAll(" ", "") : value);
    return wanted !== undefined && wanted !== null && !isWithin(compact(wanted), compact(old));
}

function isSpelledOtherwise(wanted: unknown, old: unknown, path: string): boolean {
    return typeof wanted === "string" && wanted !== old && !ANY_SPELLING.includes(path);
}

/** Of these azure-native compares no letter case. */
const ANY_SPELLING = ["location", "resourceGroupName"];
