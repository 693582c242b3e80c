import { badRequest, conflict } from "../../kernel/errors";

// What Microsoft.Network refuses. No recording holds any of these: codes and messages are unverified, unless a comment says where
// they are reported.

export const invalidSubnet = (subnet: string, network: string) =>
    badRequest("NetcfgInvalidSubnet", `Subnet '${subnet}' is not valid in virtual network '${network}'.`);

export const subnetsOverlap = (subnet: string, network: string) =>
    badRequest(
        "NetcfgSubnetRangesOverlap",
        `Subnet '${subnet}' is not valid because its IP address range overlaps with that of an existing subnet in ` +
            `virtual network '${network}'.`,
    );

export const invalidCidr = (prefix: string, subnet: string) =>
    badRequest(
        "InvalidCIDRNotation",
        `The address prefix ${prefix} in resource ${subnet} has an invalid CIDR notation. For the given prefix length, ` +
            "see https://aka.ms/cidr.",
    );

export const inUseSubnet = (subnet: string, user: string) =>
    badRequest(
        "InUseSubnetCannotBeDeleted",
        `Subnet ${subnet} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the ` +
            "resources within the subnet. See aka.ms/deletesubnet.",
    );

/** Facts azure-native-provider.md §5 and §7 (PAN#903, #4421): the code, as subnets of one network are written at once. */
export const anotherOperationInProgress = (statusUrl: string) =>
    conflict(
        "AnotherOperationInProgress",
        "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: " +
            `${statusUrl}.`,
    );

export const inUse = (code: string, kind: string, name: string, users: string[]) =>
    badRequest(
        code,
        `${kind} ${name} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In ` +
            `order to delete the ${kind}, remove the association with the resource(s).`,
    );

/** The wording is reported with the service (hashicorp, learntocloud/networking-lab#8). */
export const nestedResources = (nested: string[]) =>
    conflict(
        "CannotDeleteResource",
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: " +
            `${nested.map((id) => `'${id}'`).join(", ")}. Please delete all nested resources before deleting this resource.`,
    );

export const overlappingNamespaces = (zone: string, other: string) =>
    badRequest(
        "BadRequest",
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual " +
            `network with '${zone}' and '${other}' zones.`,
    );

/** Reported: https://github.com/pulumi/pulumi-azure-native/issues/4340. Azure also names the operation that goes on. */
export const referencedNotProvisioned = (network: string, peering: string) =>
    badRequest(
        "ReferencedResourceNotProvisioned",
        `Cannot proceed with operation because resource ${network} used by resource ${peering} is not in Succeeded state. ` +
            "Resource is in Updating state.",
    );

/** Reported: https://github.com/hashicorp/terraform-provider-azurerm/issues/14051. */
export const remotePeeringIsDisconnected = (peering: string, remote: string, network: string) =>
    badRequest(
        "RemotePeeringIsDisconnected",
        `Cannot create or update peering ${peering} because remote peering ${remote} referencing parent virtual network ` +
            `${network} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated ` +
            "state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.",
    );

/** With a network beyond the peer it is reported (https://github.com/Azure/ResourceModules/issues/731); between the two, unverified. */
export const peersOverlap = (local: string, remote: string, beyond: string | undefined, prefixes: string[]) =>
    badRequest(
        beyond ? "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet" : "VnetAddressSpacesOverlap",
        `Virtual networks ${local} and ${remote} cannot be peered because ` +
            (beyond
                ? `address space of the first virtual network overlaps with address space of virtual network ${beyond} ` +
                  "already peered with the second virtual network. "
                : "their address spaces overlap. ") +
            `Overlapping address prefixes: ${prefixes.join(", ")}.`,
    );
