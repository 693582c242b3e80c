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

/** Inputs whose change replaces a cluster, with their paths in azure-native. */
const REPLACING: readonly [input: string, path: string][] = [
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
    ].map((name): [string, string] => [`network.${name}`, `networkProfile.${name}`]),
    ["properties.networkProfile.networkMode", "networkProfile.networkMode"],
    ["properties.networkProfile.serviceCidrs", "networkProfile.serviceCidrs"],
];

/** Whether a change of the property at this path, of a property inside of it, or of its parent replaces the cluster. */
export function isReplacedFor(path: string): boolean {
    return REPLACING.some(([, replacing]) => isOnOnePath(path, replacing));
}

/** The inputs that cause a replacement: those that differ from the old cluster, without ignored paths. */
export function replacedFor(desired: Values, shown: Values, ignored: readonly string[] = []): string[] {
    const names: [string, unknown, unknown][] = [
        ["clusterName", desired.resourceName, shown.name],
        ["resourceGroupName", desired.resourceGroupName, parseResourceId(String(shown.id))?.resourceGroupName],
    ];
    const changed = [
        ...names.filter(([, wanted, old]) => differs(wanted, old)).map(([input]) => input),
        ...REPLACING.filter(
            ([, path]) =>
                !ignored.some((each) => isInside(path, each)) &&
                differs(propertyAt(desired, path), propertyAt(shown, path)),
        ).map(([input]) => input),
    ];
    // azure-native generates a new name for every replacement.
    return changed.length > 1 ? changed.filter((input) => input !== "clusterName") : changed;
}

function differs(wanted: unknown, old: unknown): boolean {
    // Azure has more than one spelling of a region.
    const compact = (value: unknown) => (typeof value === "string" ? value.replaceAll(" ", "") : value);
    return wanted !== undefined && wanted !== null && !isWithin(compact(wanted), compact(old));
}
