/** IPv4 ranges as Azure writes them. IPv6 ones are recognized and let through: no rule here looks inside them. */
export interface Range {
    first: number;
    last: number;
}

export function parseCidr(text: string): Range | "ipv6" | undefined {
    if (text.includes(":")) return "ipv6";
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
    const numbers = match?.slice(1).map(Number);
    if (!numbers || numbers.slice(0, 4).some((byte) => byte > 255)) return undefined;
    const [a = 0, b = 0, c = 0, d = 0, bits = 0] = numbers;
    if (bits > 32) return undefined;
    const size = 2 ** (32 - bits);
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    const first = address - (address % size);
    return { first, last: first + size - 1 };
}

export function containsRange(outer: string, inner: Range): boolean {
    const range = parseCidr(outer);
    return typeof range === "object" && range.first <= inner.first && inner.last <= range.last;
}

export function overlaps(one: string, other: string): boolean {
    const [a, b] = [parseCidr(one), parseCidr(other)];
    return typeof a === "object" && typeof b === "object" && a.first <= b.last && b.first <= a.last;
}
