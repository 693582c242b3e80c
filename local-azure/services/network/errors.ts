import { ArmError } from "../../arm/errors";

// What Microsoft.Network refuses. No recording holds any of these: codes and messages are unverified.

export const invalidSubnet = (subnet: string, network: string) =>
    new ArmError(
        400,
        "NetcfgInvalidSubnet",
        `Subnet '${subnet}' is not valid in virtual network '${network}'.`,
    );

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

export const invalidResourceReference = (id: string, by: string) =>
    new ArmError(
        400,
        "InvalidResourceReference",
        `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource ` +
            "exists, and that both resources are in the same region.",
    );
