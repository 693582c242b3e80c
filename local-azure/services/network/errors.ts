import { ArmError } from "../../kernel/errors";

// What Microsoft.Network refuses. No recording holds any of these: codes and messages are unverified.

export const invalidSubnet = (subnet: string, network: string) =>
    new ArmError(400, "NetcfgInvalidSubnet", `Subnet '${subnet}' is not valid in virtual network '${network}'.`);

export const subnetsOverlap = (subnet: string, network: string) =>
    new ArmError(
        400,
        "NetcfgSubnetRangesOverlap",
        `Subnet '${subnet}' is not valid because its IP address range overlaps with that of an existing subnet in ` +
            `virtual network '${network}'.`,
    );

export const invalidCidr = (prefix: string, subnet: string) =>
    new ArmError(
        400,
        "InvalidCIDRNotation",
        `The address prefix ${prefix} in resource ${subnet} has an invalid CIDR notation. For the given prefix length, ` +
            "see https://aka.ms/cidr.",
    );

export const inUseSubnet = (subnet: string, user: string) =>
    new ArmError(
        400,
        "InUseSubnetCannotBeDeleted",
        `Subnet ${subnet} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the ` +
            "resources within the subnet. See aka.ms/deletesubnet.",
    );

/** Facts azure-native-provider.md §5 and §7 (PAN#903, #4421): the code, as subnets of one network are written at once. */
export const anotherOperationInProgress = (statusUrl: string) =>
    new ArmError(
        409,
        "AnotherOperationInProgress",
        "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: " +
            `${statusUrl}.`,
    );

export const inUse = (code: string, kind: string, name: string, users: string[]) =>
    new ArmError(
        400,
        code,
        `${kind} ${name} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In ` +
            `order to delete the ${kind}, remove the association with the resource(s).`,
    );

/** The wording is reported with the service (hashicorp, learntocloud/networking-lab#8). */
export const nestedResources = (nested: string[]) =>
    new ArmError(
        409,
        "CannotDeleteResource",
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: " +
            `${nested.map((id) => `'${id}'`).join(", ")}. Please delete all nested resources before deleting this resource.`,
    );

export const overlappingNamespaces = (zone: string, other: string) =>
    new ArmError(
        400,
        "BadRequest",
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual " +
            `network with '${zone}' and '${other}' zones.`,
    );

/** The code is Microsoft.Network's for a value out of place; the message is not documented. */
export const invalidParameter = (why: string) => new ArmError(400, "InvalidParameter", why);
