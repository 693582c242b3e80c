import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs, NodePoolOsType } from "../args";
import {
    CLUSTER_PROPERTIES,
    OWN_CLUSTER_PROPERTIES,
    OWN_POOL_PROPERTIES,
    POOL_PROPERTIES,
} from "../cluster/ownProperties";
import { isRecord } from "../values";
import { eachPool, given } from "./places";
import type { Path, Place, Rule } from "./rule";

const CLUSTER =
    "https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster";

const VIRTUAL_MACHINES_POOLS = "https://learn.microsoft.com/azure/aks/virtual-machines-node-pools";

/** Inputs that scale sets know and pools of type VirtualMachines do not, at least not with every value. */
const NOT_IN_VIRTUAL_MACHINES_POOLS: Record<
    string,
    { code: string; taken: (value: unknown) => boolean; rule: string }
> = {
    osType: {
        code: "VirtualMachinesPoolTakesNoWindows",
        taken: (value) => value !== NodePoolOsType.Windows,
        rule: "a pool of type VirtualMachines has no Windows nodes",
    },
    availabilityZones: {
        code: "VirtualMachinesPoolTakesNoZones",
        taken: (value) => !Array.isArray(value) || value.length === 0,
        rule: "a pool of type VirtualMachines is in no availability zones",
    },
};

/** Own properties with a client's secret in them. */
const HOLD_SECRETS = ["servicePrincipalProfile", "aadProfile"];

/** Objects of which a part is the component's own. */
const PARTLY_OWN = [
    ...new Set(
        Object.keys(OWN_CLUSTER_PROPERTIES).flatMap((property) => {
            const parts = property.split(".");
            return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
        }),
    ),
];

/** What is set past this package's own inputs. */
export const PROPERTY_RULES: readonly Rule[] = [
    {
        code: "Properties",
        asksOutputs: true,
        places: (args) => [
            ...given(["properties"], args.properties),
            ...eachPool(args, (pool, path) => given([...path, "properties"], pool.properties)),
        ],
        broken: (value) => !isRecord(value),
        rule: "further properties are an object, whose values may be outputs",
        fix: 'Pass for example { nodeResourceGroup: "nodes" }.',
        source: CLUSTER,
    },
    {
        code: "UnknownProperty",
        warning: true,
        asksOutputs: true,
        places: (args) => [
            ...keys(args.properties, ["properties"], CLUSTER_PROPERTIES),
            ...eachPool(args, (pool, path) =>
                keys(pool.properties, [...path, "properties"], POOL_PROPERTIES),
            ),
        ],
        broken: (_, known) => known === false,
        rule: "azure-native had no property of this name when this package was made, and drops what it does not know",
        fix: "Check the spelling.",
        source: CLUSTER,
    },
    ...Object.entries(OWN_CLUSTER_PROPERTIES).map(([property, fix]) =>
        ownProperty(property, fix, ({ properties }) => at(properties, ["properties"], property.split("."))),
    ),
    ...Object.entries(OWN_POOL_PROPERTIES).map(([property, fix]) =>
        ownProperty(property, fix, (args) =>
            eachPool(args, (pool, path) => at(pool.properties, [...path, "properties"], [property])),
        ),
    ),
    {
        code: "SystemPoolMode",
        places: ({ systemNodePool }) =>
            isRecord(systemNodePool)
                ? at(systemNodePool.properties, ["systemNodePool", "properties"], ["mode"])
                : [],
        broken: (value) => value !== "System",
        rule: "the system pool runs the cluster's system pods",
        fix: "Remove mode, or set it on a pool of nodePools.",
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "PartlyOwnProperty",
        asksOutputs: true,
        places: ({ properties }) =>
            PARTLY_OWN.flatMap((path) => at(properties, ["properties"], path.split("."))),
        broken: (value) => !isRecord(value),
        rule: "this component sets a part of this object, so its keys must be known when the program runs",
        fix: "Pass an object; the values in it may be outputs.",
        source: CLUSTER,
    },
    {
        code: "NetworkPropertiesNeedNetwork",
        asksOutputs: true,
        places: ({ properties, network }) =>
            isRecord(properties)
                ? given(["properties", "networkProfile"], properties.networkProfile, network === undefined)
                : [],
        broken: (_, noNetwork) => noNetwork === true,
        rule: "azure-native fills in a network profile that is given in part with values that cannot change later",
        fix: "Set network, whole, beside it.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview",
    },
    {
        code: "VirtualMachinesPoolNeedsUserAssignedControlPlane",
        places: (args) =>
            eachPool(args, (pool, path) =>
                at(pool.properties, [...path, "properties"], ["type"]).map((place) => ({
                    ...place,
                    beside: isSystemAssignedInOwnSubnet(args),
                })),
            ),
        broken: (value, inOwnSubnet) => value === "VirtualMachines" && inOwnSubnet === true,
        rule: "AKS takes a pool of type VirtualMachines in an own subnet only beside a user-assigned control plane identity",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or leave type out for a scale set.',
        source: VIRTUAL_MACHINES_POOLS,
    },
    ...Object.entries(NOT_IN_VIRTUAL_MACHINES_POOLS).map(
        ([input, { code, taken, rule }]): Rule => ({
            code,
            places: (args) =>
                eachPool(args, (pool, path) =>
                    at(pool.properties, [...path, "properties"], ["type"]).map((place) => ({
                        ...place,
                        beside: Reflect.get(pool, input),
                    })),
                ),
            broken: (value, beside) => value === "VirtualMachines" && !taken(beside),
            rule,
            fix: `Remove ${input}, or leave type out for a scale set.`,
            source: `${VIRTUAL_MACHINES_POOLS}#virtual-machines-node-pool-limitations`,
        }),
    ),
    {
        code: "NodeProvisioningNeedsManagedIdentity",
        // Of a profile that is an output only the run knows the mode.
        places: (args) =>
            at(args.properties, ["properties"], ["nodeProvisioningProfile"]).map((place) => ({
                ...place,
                beside: args.controlPlaneIdentity?.type,
            })),
        broken: (profile, type) =>
            type === ControlPlaneIdentityType.ServicePrincipal &&
            isRecord(profile) &&
            Reflect.get(profile, "mode") === "Auto",
        rule: "node auto-provisioning does not run on a service principal",
        fix: "Move the cluster to a managed identity first.",
        source: "https://learn.microsoft.com/azure/aks/node-auto-provisioning",
    },
];

function isSystemAssignedInOwnSubnet({
    controlPlaneIdentity,
    systemNodePool,
}: ManagedIdentityAksClusterArgs): boolean {
    return (
        controlPlaneIdentity?.type === ControlPlaneIdentityType.SystemAssigned &&
        systemNodePool?.subnetId !== undefined
    );
}

function ownProperty(
    property: string,
    fix: string,
    places: (args: ManagedIdentityAksClusterArgs) => Place[],
): Rule {
    return {
        code: "OwnProperty",
        asksOutputs: true,
        hidesValue: HOLD_SECRETS.includes(property),
        places,
        broken: () => true,
        rule: "this component sets the property itself",
        fix,
        source: CLUSTER,
    };
}

/** The value at a path below `target`, where it is set. AKS reads names of add-ons in any case. */
function at(target: unknown, base: Path, [head, ...rest]: string[]): Place[] {
    if (!isRecord(target) || head === undefined) {
        return [];
    }
    return Object.entries(target)
        .filter(([key, value]) => key.toLowerCase() === head.toLowerCase() && value !== undefined)
        .flatMap(([key, value]) =>
            rest.length === 0 ? [{ path: [...base, key], value }] : at(value, [...base, key], rest),
        );
}

function keys(target: unknown, base: Path, known: readonly string[]): Place[] {
    return Object.entries(isRecord(target) ? target : {}).map(([key, value]) => ({
        path: [...base, key],
        value,
        beside: known.includes(key),
    }));
}
