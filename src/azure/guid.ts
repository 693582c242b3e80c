import { createHash } from "node:crypto";

/**
 * The GUID of a name in a namespace, which is a GUID itself: the same name always has the same GUID. It is version 5 of RFC
 * 9562 (https://www.rfc-editor.org/rfc/rfc9562#section-5.5).
 */
export function guidOfName(name: string, namespace: string): string {
    const bytes = createHash("sha1")
        .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
        .update(name)
        .digest();
    // The version and the variant replace six bits of the hash.
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
