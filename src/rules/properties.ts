import { type ManagedIdentityAksClusterArgs, NodePoolOsType } from "../args";
import {
    CLUSTER_PROPERTIES,
    OWN_CLUSTER_PROPERTIES,
    OWN_POOL_PROPERTIES,
    POOL_PROPERTIES,
} from "../cluster/ownProperties";
import { isRecord, type Path } from "../values";
import { ofPools } from "./formats";
import { inEachPool, poolsIn } from "./pools";
import { type Format, type Known, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const CLUSTER = "https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster";
const VIRTUAL_MACHINES_POOLS = "https://learn.microsoft.com/azure/aks/virtual-machines-node-pools";

export const PROPERTY_FORMATS: readonly Format[] = [
    {
        code: "Properties",
        inputs: ["properties", ...ofPools("properties")],
        message: "further properties are an object, whose values may be outputs",
        fix: 'Pass for example { nodeResourceGroup: "nodes" }.',
        source: CLUSTER,
    },
];

/** Own properties with a client's secret in them. */
const HOLD_SECRETS = ["servicePrincipalProfile", "aadProfile"];

/** Objects of which a part is the component's own: the parents of `a.b.c` are `a` and `a.b`. */
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
        code: "UnknownProperty",
        warning: true,
        validate: (args) =>
            propertiesIn(args).flatMap(({ properties, path, known }) =>
                Object.keys(properties).flatMap((name) => when(!known.includes(name), [...path, name])),
            ),
        message:
            "azure-native had no property of this name when this package was made, and drops what it does not know",
        fix: "Check the spelling.",
        source: CLUSTER,
    },
    ...Object.entries(OWN_CLUSTER_PROPERTIES).map(
        ([property, fix]): Rule => ({
            ...ownProperty(property, fix),
            validate: ({ properties }) =>
                propertiesAt(properties, ["properties"], property.split(".")).map(({ path }) => ({ path })),
        }),
    ),
    ...Object.entries(OWN_POOL_PROPERTIES).map(
        ([property, fix]): Rule => ({
            ...ownProperty(property, fix),
            validate: (args) =>
                inEachPool(args, ({ pool }, at) =>
                    propertiesAt(pool.properties, at("properties"), [property]).map(({ path }) => ({ path })),
                ),
        }),
    ),
    {
        code: "SystemPoolMode",
        validate: ({ systemNodePool }) =>
            propertiesAt(systemNodePool?.properties, ["systemNodePool", "properties"], ["mode"]).flatMap(
                ({ path, value }) => when(typeof value !== "symbol" && value !== "System", path),
            ),
        message: "the system pool runs the cluster's system pods",
        fix: "Remove mode, or set it on a pool of nodePools.",
        source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    },
    {
        code: "PartlyOwnProperty",
        validate: ({ properties }) =>
            PARTLY_OWN.flatMap((property) =>
                propertiesAt(properties, ["properties"], property.split(".")).flatMap(({ path, value }) =>
                    when(!isRecord(value), path),
                ),
            ),
        message: "this component sets a part of this object, so its keys must be known when the program runs",
        fix: "Pass an object; the values in it may be outputs.",
        source: CLUSTER,
    },
    {
        code: "NetworkPropertiesNeedNetwork",
        validate: together({ "properties.networkProfile": GIVEN, network: undefined }),
        message: "azure-native fills in a network profile that is given in part with values that cannot change later",
        fix: "Set network, whole, beside it.",
        source: "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview",
    },
    {
        code: "VirtualMachinesPoolNeedsUserAssignedControlPlane",
        validate: (args) => {
            const { controlPlaneIdentity, systemNodePool } = args;
            const isJoining = controlPlaneIdentity?.type === "SystemAssigned" && systemNodePool?.subnetId !== undefined;
            return isJoining ? virtualMachinesPools(args).map(({ path }) => ({ path })) : [];
        },
        message:
            "AKS takes a pool of type VirtualMachines in an own subnet only beside a user-assigned control plane identity",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or leave type out for a scale set.',
        source: VIRTUAL_MACHINES_POOLS,
    },
    {
        code: "VirtualMachinesPoolTakesNoWindows",
        validate: (args) =>
            virtualMachinesPools(args).flatMap(({ pool, path }) => when(pool.osType === NodePoolOsType.Windows, path)),
        message: "a pool of type VirtualMachines has no Windows nodes",
        fix: "Remove osType, or leave type out for a scale set.",
        source: `${VIRTUAL_MACHINES_POOLS}#virtual-machines-node-pool-limitations`,
    },
    {
        code: "VirtualMachinesPoolTakesNoZones",
        validate: (args) =>
            virtualMachinesPools(args).flatMap(({ pool: { availabilityZones: zones }, path }) =>
                when(Array.isArray(zones) && zones.length > 0, path),
            ),
        message: "a pool of type VirtualMachines is in no availability zones",
        fix: "Remove availabilityZones, or leave type out for a scale set.",
        source: `${VIRTUAL_MACHINES_POOLS}#virtual-machines-node-pool-limitations`,
    },
    {
        code: "NodeProvisioningNeedsManagedIdentity",
        validate: ({ controlPlaneIdentity, properties }) =>
            propertiesAt(properties, ["properties"], ["nodeProvisioningProfile"]).flatMap(({ path, value }) =>
                when(
                    controlPlaneIdentity?.type === "ServicePrincipal" &&
                        isRecord(value) &&
                        Reflect.get(value, "mode") === "Auto",
                    path,
                ),
            ),
        message: "node auto-provisioning does not run on a service principal",
        fix: "Move the cluster to a managed identity first.",
        source: "https://learn.microsoft.com/azure/aks/node-auto-provisioning",
    },
];

function ownProperty(property: string, fix: string) {
    return {
        code: "OwnProperty",
        hidesValue: HOLD_SECRETS.includes(property),
        message: "this component sets the property itself",
        fix,
        source: CLUSTER,
    };
}

/** The properties of the cluster and of each pool, with the names that azure-native has for them. */
function propertiesIn(args: Known<ManagedIdentityAksClusterArgs>) {
    const { properties = {} } = args;
    return [
        { properties, path: ["properties"] as Path, known: CLUSTER_PROPERTIES },
        ...poolsIn(args).map(({ pool, path }) => ({
            properties: pool.properties ?? {},
            path: [...path, "properties"],
            known: POOL_PROPERTIES,
        })),
    ];
}

/** The value at a path below `target`, where it is set. AKS reads names of add-ons in any letter case. */
function propertiesAt(target: unknown, base: Path, [head, ...rest]: string[]): { path: Path; value: unknown }[] {
    if (!isRecord(target) || head === undefined) {
        return [];
    }
    return Object.entries(target)
        .filter(([key, value]) => key.toLowerCase() === head.toLowerCase() && value !== undefined)
        .flatMap(([key, value]) =>
            rest.length === 0 ? [{ path: [...base, key], value }] : propertiesAt(value, [...base, key], rest),
        );
}

/** The pools of type VirtualMachines, each with the path of that type. */
function virtualMachinesPools(args: Known<ManagedIdentityAksClusterArgs>) {
    return poolsIn(args).flatMap(({ pool, path }) =>
        propertiesAt(pool.properties, [...path, "properties"], ["type"])
            .filter(({ value }) => value === "VirtualMachines")
            .map((type) => ({ pool, path: type.path })),
    );
}
