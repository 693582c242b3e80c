import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

/** What is kept of a secret to see that it changes. Each has a salt of its own, so that two digests tell nothing together. */
export interface SecretDigest {
    salt: string;
    hash: string;
}

export function digestOf(secret: string, salt = randomBytes(16).toString("hex")): SecretDigest {
    // A slow hash: a short secret is not found by trying (https://nodejs.org/api/crypto.html#cryptoscryptsyncpassword-salt-keylen-options).
    return { salt, hash: scryptSync(secret, salt, 32).toString("hex") };
}

export function isDigestOf(secret: string, { salt, hash }: SecretDigest): boolean {
    return timingSafeEqual(Buffer.from(digestOf(secret, salt).hash, "hex"), Buffer.from(hash, "hex"));
}
