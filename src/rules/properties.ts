import { type ManagedIdentityAksClusterArgs, NodePoolOsType, ScaleSetPriority } from "../args";
import {
    CLUSTER_PROPERTIES,
    OWN_CLUSTER_PROPERTIES,
    OWN_POOL_PROPERTIES,
    PARTLY_OWN_CLUSTER_PROPERTIES,
    POOL_PROPERTIES,
} from "../cluster/properties";
import { type Known, type Rule, rules } from "../validation/rule";
import { hasEntries, inAnyPool, isSet, OWN_SUBNET, SERVICE_PRINCIPAL } from "../validation/settings";
import { isRecord, type Path } from "../values";
import { poolsIn } from "./pools";

const VIRTUAL_MACHINES = { "properties.type": "VirtualMachines" };

/** Own properties with a client's secret in them. */
const HOLD_SECRETS = ["servicePrincipalProfile", "aadProfile"];

/** Rules for `properties`. */
export const PROPERTY_RULES: readonly Rule[] = [
    ...rules("https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster", {
        UnknownProperty: {
            warning: true,
            validate: (args) => [
                ...unknownIn(args.properties, ["properties"], CLUSTER_PROPERTIES),
                ...poolsIn(args).flatMap(({ pool, path }) =>
                    unknownIn(pool.properties, [...path, "properties"], POOL_PROPERTIES),
                ),
            ],
            message:
                "azure-native had no such property when this package was released, and it ignores unknown properties",
            fix: "Check the spelling.",
        },
        PartlyOwnProperty: {
            validate: (args) =>
                PARTLY_OWN_CLUSTER_PROPERTIES.flatMap((property) => propertiesAt(args, property))
                    .filter(({ value }) => !isRecord(value))
                    .map(({ path }) => path),
            message: "the component sets a part of this object, so its keys must be known when the program runs",
            fix: "Pass an object, not an output. Its values can be outputs.",
        },
        NetworkPropertiesNeedNetwork: {
            when: { "properties.networkProfile": isSet, network: undefined },
            message: "azure-native adds defaults to a partial network profile, and these cannot be changed later",
            fix: "Set the input network, too, with all network settings.",
            source: "aks/concepts-network-cni-overview",
        },
        NodeProvisioningNeedsManagedIdentity: {
            when: {
                "properties.nodeProvisioningProfile": isSet,
                "properties.nodeProvisioningProfile.mode": "Auto",
                ...SERVICE_PRINCIPAL,
            },
            message: "node auto-provisioning requires a managed identity",
            fix: "Move the cluster to a managed identity first.",
            source: "aks/node-auto-provisioning",
        },
    }),
    ...Object.entries(OWN_CLUSTER_PROPERTIES).map(([property, fix]) => ({
        ...ownProperty(property, fix),
        validate: (args: Known<ManagedIdentityAksClusterArgs>) => propertiesAt(args, property).map(({ path }) => path),
    })),
    ...Object.entries(OWN_POOL_PROPERTIES).map(([property, fix]) => ({
        ...ownProperty(property, fix),
        when: inAnyPool({ [`properties.${property}`]: isSet }),
    })),
    ...rules(`aks/virtual-machines-node-pools#virtual-machines-node-pool-limitations`, {
        VirtualMachinesPoolNeedsUserAssignedControlPlane: {
            when: inAnyPool(VIRTUAL_MACHINES, {
                "controlPlaneIdentity.type": "SystemAssigned",
                ...OWN_SUBNET,
            }),
            message:
                "a pool of type VirtualMachines in your own subnet requires a user-assigned control plane identity",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove properties.type for a scale set.',
            source: "aks/virtual-machines-node-pools",
        },
        VirtualMachinesPoolTakesNoWindows: {
            when: inAnyPool({ ...VIRTUAL_MACHINES, osType: NodePoolOsType.Windows }),
            message: "a pool of type VirtualMachines does not support Windows nodes",
            fix: "Remove osType, or remove properties.type for a scale set.",
        },
        VirtualMachinesPoolTakesNoZones: {
            when: inAnyPool({ ...VIRTUAL_MACHINES, availabilityZones: hasEntries }),
            message: "a pool of type VirtualMachines does not support availability zones",
            fix: "Remove availabilityZones, or remove properties.type for a scale set.",
        },
        VirtualMachinesPoolTakesNoSpot: {
            when: inAnyPool({ ...VIRTUAL_MACHINES, scaleSetPriority: ScaleSetPriority.Spot }),
            message: "the nodes of a spot pool must be a scale set",
            fix: "Remove scaleSetPriority, or remove properties.type for a scale set.",
            source: "aks/spot-node-pool#limitations",
        },
    }),
];

function ownProperty(property: string, fix: string) {
    return {
        code: "OwnProperty",
        hidesValue: HOLD_SECRETS.includes(property),
        message: "the component sets this property itself",
        fix,
        source: "https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster",
    };
}

function unknownIn(properties: object = {}, path: Path, known: readonly string[]): Path[] {
    return Object.keys(properties)
        .filter((name) => !known.includes(name))
        .map((name) => [...path, name]);
}

/** The value of a property of the cluster, where it is set. AKS reads names of add-ons in any letter case. */
function propertiesAt({ properties }: Known<ManagedIdentityAksClusterArgs>, property: string) {
    let found: { path: Path; value: unknown }[] = [{ path: ["properties"], value: properties }];
    for (const part of property.toLowerCase().split(".")) {
        found = found.flatMap(({ path, value }) =>
            Object.entries(isRecord(value) ? value : {})
                .filter(([key, each]) => key.toLowerCase() === part && each !== undefined)
                .map(([key, each]) => ({ path: [...path, key], value: each })),
        );
    }
    return found;
}
