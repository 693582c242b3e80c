import { isIPv4 } from "node:net";

/** IPv4 addresses and ranges as numbers, so that they can be compared. */

/** Defaults of AKS and of azure-native's SDK. Neither depends on the value of the other input. */
export const SERVICES_BY_DEFAULT = "10.0.0.0/16";
export const DNS_BY_DEFAULT = "10.0.0.10";

/** An address range. Its notation can begin with any address inside of it. */
export interface AddressRange {
    /** The network's own address. */
    first: number;
    /** The broadcast address. */
    last: number;
    /** Length of the prefix: 16 of a /16. */
    prefix: number;
}

/** The address as a number; undefined if it is not an address. */
export function addressOf(value: unknown): number | undefined {
    return typeof value === "string" && isIPv4(value)
        ? value.split(".").reduce((number, byte) => number * 256 + Number(byte), 0)
        : undefined;
}

/** The range of an address and a prefix, `10.96.0.0/16`, or undefined if it is not one. */
export function rangeOf(value: unknown): AddressRange | undefined {
    const [address, length, more] = typeof value === "string" ? value.split("/") : [];
    const within = addressOf(address);
    if (within === undefined || more !== undefined || !/^(?:[12]?\d|3[0-2])$/.test(length ?? "")) {
        return undefined;
    }
    const prefix = Number(length);
    const size = 2 ** (32 - prefix);
    const first = within - (within % size);
    return { first, last: first + size - 1, prefix };
}

/** Whether the two ranges overlap. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
    return one.first <= other.last && other.first <= one.last;
}
